#!/bin/sh
# One link from C beside the same call in Rust, in turns: medians in ns per link, and their ratio, which the bar is for.
# `make bench-c` builds the library first.
set -eu
cd "$(dirname "$0")/../.."

BAR=1.15
TURNS=9
TARGET=${CARGO_TARGET_DIR:-target}
CARGO=${CARGO:-cargo}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Against the library by its file: its soname is found by the link below.
cp "$TARGET/release/libpresign.so" "$scratch/libpresign.so.0"
"${CC:-cc}" -std=c99 -O2 -Iinclude benches/c/call.c "$scratch/libpresign.so.0" -Wl,-rpath,"$scratch" -o "$scratch/call"
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
median() { sort -n "$1" | sed -n "$(((TURNS + 1) / 2))p"; }
awk -v c="$(median "$scratch/c")" -v rust="$(median "$scratch/rust")" -v bar="$BAR" 'BEGIN {
    printf "presign_url from C   %7.1f ns\nSigner::presign_to   %7.1f ns\n", c, rust
    printf "ratio                %7.3f (bar %s)\n", c / rust, bar
    print "for scale: aws-c-auth from C, a quiet EPYC (Zen 4): 9331 ns"
    exit c / rust > bar
}'
