// Loss and gradients of the convolutional network agree with JAX.

// RUN: bash %src/examples/conv/shape.sh %src/examples/conv/conv.mlir 2 16 5 > %t.mlir
// RUN: snn-run grad %t.mlir --entry=loss --wrt=0,1,2,3,4 --in=%S/conv.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/conv.gold.npz --rtol=1e-4
