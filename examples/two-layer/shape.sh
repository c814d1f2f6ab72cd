#!/usr/bin/env bash
# Prints the network for another number of steps, samples per batch and neurons per layer (12 inputs, 3 curves stay):
#   examples/two-layer/shape.sh FILE.mlir STEPS BATCH NEURONS
set -euo pipefail
[ $# = 4 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 steps=$2 batch=$3 neurons=$4
sed -E \
  -e "/^!/s/tensor<60x16x/tensor<${steps}x${batch}x/" \
  -e "/^!/s/tensor<16x/tensor<${batch}x/" \
  -e "/^!/s/48x48xf32/${neurons}x${neurons}xf32/; /^!/s/([x<])48x/\1${neurons}x/" \
  -e "s/tensor<16x48xi1>/tensor<${batch}x${neurons}xi1>/" \
  -e "s/\[1, 16, 12\]/[1, ${batch}, 12]/; s/\[1, 16, 3\]/[1, ${batch}, 3]/" \
  -e "s/constant 48\.0 :/constant $((3 * batch)).0 :/" "$file"
