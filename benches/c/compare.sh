#!/bin/sh
# One link, and a thousand at once, from C beside the same calls in Rust, in turns: medians in ns per link, and their
# ratios, which the bars are for.
# `make bench-c` builds the library first.
set -eu
cd "$(dirname "$0")/../.."

BAR=1.15
BATCH_BAR=1.05
TURNS=9
TARGET=${CARGO_TARGET_DIR:-target}
CARGO=${CARGO:-cargo}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Against the library by its file: its soname is found by the link below.
cp "$TARGET/release/libpresign/libpresign.so" "$scratch/libpresign.so.$(cat bindings/c/abi-version)"
"${CC:-cc}" -std=c99 -O2 -Iinclude benches/c/call.c "$scratch/libpresign.so.$(cat bindings/c/abi-version)" -Wl,-rpath,"$scratch" -o "$scratch/call"
rust() { "$CARGO" bench --quiet --locked -p presign --bench call -- "$@"; }

if [ "$("$scratch/call" url)" != "$(rust url)" ]; then
    echo "C and Rust make different links" >&2
    exit 1
fi
turn=0
while [ "$turn" -lt "$TURNS" ]; do
    "$scratch/call" >>"$scratch/c"
    rust >>"$scratch/rust"
    turn=$((turn + 1))
done
median() { cut -d" " -f"$2" "$1" | sort -n | sed -n "$(((TURNS + 1) / 2))p"; }
compare() { # what in C, what in Rust, column, bar
    awk -v c="$(median "$scratch/c" "$3")" -v rust="$(median "$scratch/rust" "$3")" -v in_c="$1" -v in_rust="$2" \
        -v bar="$4" 'BEGIN {
        printf "%-20s %7.1f ns\n%-20s %7.1f ns\n", in_c, c, in_rust, rust
        printf "ratio                %7.3f (bar %s)\n", c / rust, bar
        exit c / rust > bar
    }'
}
failed=0
compare "presign_url from C" "Signer::presign_to" 1 "$BAR" || failed=1
compare "presign_urls from C" "Batch::write" 2 "$BATCH_BAR" || failed=1
echo "for scale: aws-c-auth from C, one link, a quiet EPYC (Zen 4): 9331 ns"
exit "$failed"
