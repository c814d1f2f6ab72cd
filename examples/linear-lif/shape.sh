#!/usr/bin/env bash
# Prints the network for another number of steps, samples per batch, inputs and neurons:
#   examples/linear-lif/shape.sh FILE.mlir STEPS BATCH INPUTS NEURONS [spikes]
# With `spikes` the inputs are declared to be zeros and ones. All shapes are static in the file, so that a compiler sees
# them; this rewrites the lines that name one.
set -euo pipefail
[[ $# == 5 || ( $# == 6 && $6 == spikes ) ]] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 steps=$2 batch=$3 inputs=$4 neurons=$5 declaration=
[[ ${6:-} != spikes ]] || declaration='s/%x: !inputs/& {snn.spikes}/'
sed -E \
  -e "s/^(!inputs *= tensor)<500x16x512xf32>/\1<${steps}x${batch}x${inputs}xf32>/" \
  -e "s/^(!raster *= tensor)<500x16x512xf32>/\1<${steps}x${batch}x${neurons}xf32>/" \
  -e "s/^(!x_t *= tensor)<16x512xf32>/\1<${batch}x${inputs}xf32>/" \
  -e "s/^(!state *= tensor)<16x512xf32>/\1<${batch}x${neurons}xf32>/" \
  -e "s/^(!w *= tensor)<512x512xf32>/\1<${inputs}x${neurons}xf32>/" \
  -e "s/dense<4096000\.0>/dense<$((steps * batch * neurons)).0>/" \
  -e "$declaration" "$file"
