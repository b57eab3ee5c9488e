#!/bin/sh
# Calls from C beside the same calls in Rust, in turns: medians in ns of CPU time per link, and their ratios, which the
# bars are for.
# `make bench-c` builds the library first.
set -eu
cd "$(dirname "$0")/../.."

TURNS=9
TARGET=${CARGO_TARGET_DIR:-target}
CARGO=${CARGO:-cargo}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Against the library by its file: its soname is found by the link below.
soname=libpresign.so.$(cat bindings/c/abi-version)
cp "$TARGET/release/libpresign/libpresign.so" "$scratch/$soname"
"${CC:-cc}" -std=c99 -O2 -Iinclude benches/c/call.c "$scratch/$soname" -Wl,-rpath,"$scratch" -o "$scratch/call"
rust() { "$CARGO" bench --quiet --locked -p presign --bench call -- "$@"; }

if [ "$("$scratch/call" url)" != "$(rust url)" ]; then
    echo "C and Rust make different links, or give different sentences" >&2
    exit 1
fi
turn=0
while [ "$turn" -lt "$TURNS" ]; do
    "$scratch/call" >>"$scratch/c"
    rust >>"$scratch/rust"
    turn=$((turn + 1))
done
median() { cut -d" " -f"$2" "$1" | sort -n | sed -n "$(((TURNS + 1) / 2))p"; }
compare() { # column, call in C, call in Rust, bar
    awk -v c="$(median "$scratch/c" "$1")" -v rust="$(median "$scratch/rust" "$1")" -v in_c="$2" -v in_rust="$3" \
        -v bar="$4" 'BEGIN {
        printf "%-22s %7.1f ns   %-32s %7.1f ns   ratio %5.3f (bar %s)\n", in_c, c, in_rust, rust, c / rust, bar
        exit c / rust > bar
    }'
}
failed=0
compare 1 presign_url Signer::presign_to_slice 1.10 || failed=1
compare 2 presign_template_url Template::presign_to_slice 1.05 || failed=1
compare 3 presign_urls Batch::presign_to_slice 1.03 || failed=1
compare 4 presign_urls_flat Batch::presign_to_slice 1.03 || failed=1
compare 5 presign_requests RequestBatch::presign_to_slice 1.20 || failed=1
awk -v c="$(median "$scratch/c" 6)" -v rust="$(median "$scratch/rust" 6)" 'BEGIN {
    printf "%-22s %7.1f ns   %-32s %7.1f ns   (bar 1000 ns)\n", "an error, told", c, "an error, as a String", rust
    exit c > 1000
}' || failed=1
echo "for scale: aws-c-auth from C, one link, a quiet EPYC (Zen 4): 9331 ns"
exit "$failed"
