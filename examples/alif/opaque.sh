#!/usr/bin/env bash
# Prints a network of this folder with the spike as an opaque op, for comparison:
#   examples/alif/opaque.sh FILE.mlir
set -euo pipefail
[ $# = 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
sed -e '/^\/\/ Forward gradient injection/d' -e '/^func.func private @spike(/,/^}/d' "$1"
cat "$(dirname "$0")/opaque-spike.mlir"
