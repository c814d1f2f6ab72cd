// Loss and gradients of the balanced resonate-and-fire network agree with JAX.

// RUN: bash %src/examples/brf/shape.sh %src/examples/brf/brf.mlir 60 3 7 > %t.mlir
// RUN: snn-run grad %t.mlir --entry=loss --wrt=0,1,2,3,4 --in=%S/brf.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/brf.gold.npz --rtol=1e-4
