// Loss and gradients of the current-based network, whose time and batch are open, agree with JAX.

// RUN: snn-run grad %src/examples/cuba-lif/cuba-lif.mlir --entry=loss --wrt=0,1,2,3,4,5 --in=%S/cuba-lif.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/cuba-lif.gold.npz --rtol=1e-4
