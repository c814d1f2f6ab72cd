// RUN: %python %S/Inputs/surrogates.py %t.mlir %t.npz %t.out.npz f64 f32 f16

// Each preset against its formula in the literature, as the gradient of a
// spike: at zero, at kinks and beside them, in the tails.
