// Loss and gradients of the two-layer network agree with JAX.

// RUN: bash %src/examples/two-layer/shape.sh %src/examples/two-layer/two-layer.mlir 20 3 11 > %t.mlir
// RUN: snn-run grad %t.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%S/two-layer.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/two-layer.gold.npz --rtol=1e-4
