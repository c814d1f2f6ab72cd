#!/usr/bin/env bash
# Prints the network for another number of steps, samples per batch and neurons, and of inputs and classes:
#   examples/brf/shape.sh FILE.mlir STEPS BATCH NEURONS [INPUTS CLASSES [spikes]]
# With `spikes` the inputs are declared to be zeros and ones. All shapes are static in the file, so that a compiler sees
# them; this rewrites the lines that name one.
set -euo pipefail
[[ $# == 4 || $# == 6 || ( $# == 7 && $7 == spikes ) ]] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 steps=$2 batch=$3 neurons=$4 inputs=${5:-4} classes=${6:-6}
joined=$((inputs + neurons)) declaration=
[[ ${7:-} != spikes ]] || declaration='s/%x: !inputs/& {snn.spikes}/'
sed -E \
  -e "s/^(!inputs *= tensor)<1300x16x4xf32>/\1<${steps}x${batch}x${inputs}xf32>/" \
  -e "s/^(!labels *= tensor)<1300x16xi32>/\1<${steps}x${batch}xi32>/" \
  -e "s/^(!traces *= tensor)<1300x16x6xf32>/\1<${steps}x${batch}x${classes}xf32>/" \
  -e "s/^(!rows *= tensor)<1300x16xf32>/\1<${steps}x${batch}xf32>/" \
  -e "s/^(!x_t *= tensor)<16x4xf32>/\1<${batch}x${inputs}xf32>/" \
  -e "s/^(!state *= tensor)<16x36xf32>/\1<${batch}x${neurons}xf32>/" \
  -e "s/^(!fired *= tensor)<16x36xi1>/\1<${batch}x${neurons}xi1>/" \
  -e "s/^(!joined *= tensor)<16x40xf32>/\1<${batch}x${joined}xf32>/" \
  -e "s/^(!outputs *= tensor)<16x6xf32>/\1<${batch}x${classes}xf32>/" \
  -e "s/^(!w *= tensor)<36x40xf32>/\1<${neurons}x${joined}xf32>/" \
  -e "s/^(!w_out *= tensor)<6x36xf32>/\1<${classes}x${neurons}xf32>/" \
  -e "s/^(!neurons *= tensor)<36xf32>/\1<${neurons}xf32>/" \
  -e "s/^(!classes *= tensor)<6xf32>/\1<${classes}xf32>/" \
  -e "s/\[1, 16, 4\]/[1, ${batch}, ${inputs}]/; s/\[1, 16, 6\]/[1, ${batch}, ${classes}]/" \
  -e "s/dense<20800\.0>/dense<$((steps * batch)).0>/" \
  -e "$declaration" "$file"
