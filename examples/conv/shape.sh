#!/usr/bin/env bash
# Prints the network for another batch and for square images of another side (4 more than a multiple of 4, at least 12):
#   examples/conv/shape.sh FILE.mlir BATCH SIDE STEPS
set -euo pipefail
[ $# = 4 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 1; }
file=$1 batch=$2 side=$3 steps=$4
map1=$((side - 4)) pooled1=$(((side - 4) / 2))
map2=$((pooled1 - 2)) pooled2=$(((pooled1 - 2) / 2))
flat=$((12 * pooled2 * pooled2))
sed -E \
  -e "/^!/s/tensor<16x/tensor<${batch}x/" \
  -e "/^!images/s/x28x28x/x${side}x${side}x/; /^!(map|fired)1/s/x24x24x/x${map1}x${map1}x/" \
  -e "/^!pooled1/s/x12x12x/x${pooled1}x${pooled1}x/; /^!(map|fired)2/s/x10x10x/x${map2}x${map2}x/; /^!pooled2/s/x5x5x/x${pooled2}x${pooled2}x/" \
  -e "/^!/s/([<x])300x/\1${flat}x/" \
  -e "s/constant 8 : index/constant ${steps} : index/" \
  -e "s/dense<160\.0>/dense<$((10 * batch)).0>/" "$file"
