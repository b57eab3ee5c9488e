#!/bin/sh
# Makes the libraries that are installed from the static library that rustc makes, with GNU binutils and a C compiler:
#     link.sh ARCHIVE SONAME SYMBOL_VERSION FOLDER -lLIBRARY...
# writes FOLDER/libpresign.a and FOLDER/libpresign.so, which need these libraries.
#
# rustc's static library defines hundreds of global symbols of Rust's own library, so that no program can have two such
# libraries of different compilers. Here it becomes one object file, in which only presign_* is global. The shared library
# is linked from the same object file, because rustc's own linking cannot give its symbols versions (rustc passes a version
# script without a name, which GNU ld does not combine with another) and always loads libgcc_s.
set -eu
archive=$1
soname=$2
symbol_version=$3
folder=$4
shift 4

# nm's plugins complain about files of a newer LLVM than theirs, and read the symbols all the same.
functions=$("${NM:-nm}" --defined-only --extern-only "$archive" 2>/dev/null | sed -n 's/.* T \(presign_[a-z0-9_]*\)$/\1/p')
if [ -z "$functions" ]; then
    echo "link.sh: $archive defines no function presign_*" >&2
    exit 1
fi
mkdir -p "$folder"

# Sections that no function needs are dropped. Without section groups, because a linker keeps one group of each name: that
# of another Rust library would replace ours, to which our local symbols belong.
# shellcheck disable=SC2046
"${LD:-ld}" -r --gc-sections --force-group-allocation $(printf ' -u %s' $functions) "$archive" -o "$folder/presign.o"
# The debug information is that of Rust's own library alone, as is the LLVM bitcode, with which plugins of an older LLVM
# crash. The tables for unwinding stay. Symbols that only dropped sections used are removed: ld has made those that may be
# missing in an older libc, which were weak, into ones that must not.
"${OBJCOPY:-objcopy}" --strip-unneeded --remove-section=.llvmbc --remove-section=.llvmcmd \
    --wildcard --keep-global-symbol='presign_*' "$folder/presign.o"
rm -f "$folder/libpresign.a"
"${AR:-ar}" rcsD "$folder/libpresign.a" "$folder/presign.o"

# Panics end inside the library, so it needs no unwinder in common with the program: libgcc's is linked into it.
echo "$symbol_version { global: presign_*; local: *; };" >"$folder/presign.map"
# LDFLAGS are words.
# shellcheck disable=SC2086
"${CC:-cc}" -shared -static-libgcc -s -o "$folder/libpresign.so" "$folder/presign.o" -Wl,-soname,"$soname" \
    -Wl,--version-script="$folder/presign.map" -Wl,-O1,--gc-sections,--as-needed,-z,defs,-z,relro,-z,now ${LDFLAGS:-} "$@"
rm "$folder/presign.o" "$folder/presign.map"
