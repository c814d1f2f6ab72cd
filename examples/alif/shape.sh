#!/usr/bin/env bash
# Prints the network for another number of steps, inputs per step, samples per batch and neurons:
#   examples/alif/shape.sh FILE.mlir STEPS INPUTS BATCH NEURONS
# All shapes are static in the file, so that a compiler sees them; this rewrites the lines that name one.
set -euo pipefail
[ $# = 5 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 steps=$2 inputs=$3 batch=$4 neurons=$5
sed -E \
  -e "s/^(!inputs *= tensor)<28x128x28xf32>/\1<${steps}x${batch}x${inputs}xf32>/" \
  -e "s/^(!labels *= tensor)<128xi32>/\1<${batch}xi32>/" \
  -e "s/^(!pixels *= tensor)<128x28xf32>/\1<${batch}x${inputs}xf32>/" \
  -e "s/^(!state *= tensor)<128x128xf32>/\1<${batch}x${neurons}xf32>/" \
  -e "s/^(!outputs *= tensor)<128x10xf32>/\1<${batch}x10xf32>/" \
  -e "s/^(!fired *= tensor)<128x128xi1>/\1<${batch}x${neurons}xi1>/" \
  -e "s/^(!raster *= tensor)<28x128x128xf32>/\1<${steps}x${batch}x${neurons}xf32>/" \
  -e "s/^(!rows *= tensor)<128xf32>/\1<${batch}xf32>/" \
  -e "s/^(!w_in *= tensor)<28x128xf32>/\1<${inputs}x${neurons}xf32>/" \
  -e "s/^(!w_rec *= tensor)<128x128xf32>/\1<${neurons}x${neurons}xf32>/" \
  -e "s/^(!w_out *= tensor)<128x10xf32>/\1<${neurons}x10xf32>/" \
  -e "s/^(!neurons *= tensor)<128xf32>/\1<${neurons}xf32>/" \
  -e "s/\[1, 128, 28\]/[1, ${batch}, ${inputs}]/" \
  -e "s/\[1, 128, 128\]/[1, ${batch}, ${neurons}]/" \
  -e "s/dense<128\.0>/dense<${batch}.0>/" "$file"
