// Loss and gradients of the paper's network agree with JAX, over 28 steps and over 784, and with the narrow surrogate.

// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif.mlir 28 7 4 16 > %t.28.mlir
// RUN: snn-run grad %t.28.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%S/alif-28.in.npz --out=%t.28.npz
// RUN: snn-npz-diff %t.28.npz %S/alif-28.gold.npz --rtol=1e-4

// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif.mlir 784 1 3 13 > %t.784.mlir
// RUN: snn-run grad %t.784.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%S/alif-784.in.npz --out=%t.784.npz
// RUN: snn-npz-diff %t.784.npz %S/alif-784.gold.npz --rtol=1e-4

// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif-narrow.mlir 28 7 4 16 > %t.narrow.mlir
// RUN: snn-run grad %t.narrow.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%S/alif-narrow.in.npz --out=%t.narrow.npz
// RUN: snn-npz-diff %t.narrow.npz %S/alif-narrow.gold.npz --rtol=1e-4

// The two golden files differ, so neither network passes for the other.
// RUN: not snn-npz-diff %t.narrow.npz %S/alif-28.gold.npz --rtol=1e-4

// The two networks differ in the surrogate's two constants only.
// RUN: sed -e '/peak =/s/dense<1.0>/dense<0.3>/' -e '/sharpness =/s/dense<-0.5>/dense<-2.0>/' %src/examples/alif/alif.mlir > %t.changed.mlir
// RUN: diff %t.changed.mlir %src/examples/alif/alif-narrow.mlir
