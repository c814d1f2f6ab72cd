// x * x - y of x = 1 + 2^-12 and y = 1 + 2^-11 is 2^-24 where it is rounded
// once, and 0 where the product is rounded to f32 before.

// RUN: %make-npz %t.in.npz "arg0=f32(np.full(19, 1 + 2**-12))" "arg1=f32(np.full(19, 1 + 2**-11))"
// RUN: %make-npz %t.once.npz "res0=f32(np.full(19, 2**-24))"
// RUN: %make-npz %t.twice.npz "res0=f32(np.zeros(19))"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.off.npz --pipeline="snn-cpu-pipeline{contract=off}"
// RUN: snn-npz-diff %t.off.npz %t.twice.npz --rtol=0
// RUN: snn-opt %s --snn-cpu-pipeline | FileCheck %s --check-prefix=ON
// RUN: snn-opt %s --snn-cpu-pipeline=contract=on | FileCheck %s --check-prefix=ON
// RUN: snn-opt %s --snn-cpu-pipeline=contract=off | FileCheck %s --check-prefix=OFF
// RUN: not snn-opt %s --snn-cpu-pipeline=contract=maybe 2>&1 | FileCheck %s --check-prefix=MAYBE
// ON: llvm.intr.fmuladd
// OFF-NOT: llvm.intr.fmuladd
// MAYBE: maybe

// RUN: %if fma %{ snn-run call %s --entry=run --in=%t.in.npz --out=%t.on.npz %}
// RUN: %if fma %{ snn-npz-diff %t.on.npz %t.once.npz --rtol=0 %}
func.func @run(%x: tensor<19xf32>, %y: tensor<19xf32>) -> tensor<19xf32> {
  %x2 = arith.mulf %x, %x : tensor<19xf32>
  %d = arith.subf %x2, %y : tensor<19xf32>
  return %d : tensor<19xf32>
}
