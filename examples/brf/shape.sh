#!/usr/bin/env bash
# Prints the network for another number of steps, samples per batch and neurons (4 inputs and 6 outputs stay):
#   examples/brf/shape.sh FILE.mlir STEPS BATCH NEURONS
set -euo pipefail
[ $# = 4 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 steps=$2 batch=$3 neurons=$4
sed -E \
  -e "/^!/s/1300x16x/${steps}x${batch}x/" \
  -e "/^!/s/tensor<16x4xf32>/tensor<${batch}x4xf32>/" \
  -e "/^!/s/tensor<16x36x/tensor<${batch}x${neurons}x/" \
  -e "/^!/s/tensor<16x40x/tensor<${batch}x$((neurons + 4))x/" \
  -e "/^!/s/tensor<16x6x/tensor<${batch}x6x/" \
  -e "/^!/s/tensor<36x40xf32>/tensor<${neurons}x$((neurons + 4))xf32>/" \
  -e "/^!/s/tensor<6x36xf32>/tensor<6x${neurons}xf32>/" \
  -e "/^!/s/tensor<36xf32>/tensor<${neurons}xf32>/" \
  -e "s/\[1, 16, 4\]/[1, ${batch}, 4]/; s/\[1, 16, 6\]/[1, ${batch}, 6]/" \
  -e "s/dense<20800\.0>/dense<$((steps * batch)).0>/" "$file"
