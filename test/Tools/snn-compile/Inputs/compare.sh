#!/usr/bin/env bash
# Compiles a function ahead of time and compares, bit for bit, what it computes with what snn-run computes:
#   compare.sh PYTHON FOLDER NET.mlir ENTRY IN.npz [--wrt=NUMBERS] [--pipeline=...] [--cpu=...]
set -euo pipefail
python=$1 folder=$2 net=$3 entry=$4 in=$5
shift 5
here=$(dirname "${BASH_SOURCE[0]}")
rm -rf "$folder" && mkdir -p "$folder"
snn-compile "$net" --entry="$entry" -o "$folder/net.o" --header="$folder/net.h" "$@"
for compiler in "gcc -std=c99" "clang-22 -std=c99" "g++ -x c++ -std=c++11" "clang++-22 -x c++ -std=c++11"; do
  $compiler -Wall -Wextra -Wpedantic -Werror -fsyntax-only "$folder/net.h" 2>"$folder/warnings" ||
    { cat "$folder/warnings" "$folder/net.h"; exit 1; }
done
# What the header says is needed is all that is.
libraries=$(sed -nE '1,3s/.*(-l:libomp.so.5).*/\1/p' "$folder/net.h")
gcc -shared -Wl,--no-undefined "$folder/net.o" -o "$folder/net.so" -lm $libraries
verb=call function=$entry
if [[ " $*" == *" --wrt="* ]]; then
  verb=grad function=${entry}_gradient
fi
snn-run "$verb" "$net" --entry="$entry" --in="$in" --out="$folder/run.npz" "$@"
for placed in "" --misaligned; do
  "$python" "$here/call-object.py" "$folder/net.so" "$folder/net.h" "$function" "$in" "$folder/object.npz" $placed
  "$python" "$here/same-bits.py" "$folder/object.npz" "$folder/run.npz"
done
