#!/bin/bash
# compare.sh CPU PROGRAM GOLDEN WRT OUT: the loss of PROGRAM and its gradients
# by the arguments WRT, compiled for CPU, against GOLDEN.gold.npz.
set -e
snn-run grad "$2" --entry=loss --wrt="$4" --cpu="$1" --in="$3.in.npz" --out="$5.$1.npz"
snn-npz-diff "$5.$1.npz" "$3.gold.npz" --rtol=1e-4
