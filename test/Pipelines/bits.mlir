// Comparisons written to i1 tensors, masks read from them and all that is
// between run as vectors of bytes; no loop of scalars is left.

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=convert-linalg-to-loops -o %t.ll 2>&1 | FileCheck %s
// CHECK-LABEL: func.func @run(
// CHECK-NOT: memref.load %{{.*}}, %{{.*}}xi1>
// CHECK-NOT: memref.store
// CHECK: return
// RUN: FileCheck %s --check-prefix=LLVM --input-file=%t.ll
// LLVM-NOT: unrealized_conversion_cast

// RUN: %make-npz %t.in.npz "arg0=f32(rng.normal(size=(37,45)))" "arg1=i1(rng.integers(0,2,size=(37,45)))" \
// RUN:   "arg2=i1(rng.integers(0,2,size=45))" "arg3=i1(True)"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.out.npz
// RUN: %python %S/Inputs/bits.py %t.in.npz %t.out.npz
func.func @run(%x: tensor<37x45xf32>, %m: tensor<37x45xi1>, %b: tensor<45xi1>, %p: i1)
    -> (tensor<37x45xi1>, tensor<37x45xf32>, tensor<37x45xi1>, tensor<37x45xi1>, tensor<37x45xi1>) {
  %zero = arith.constant dense<0.0> : tensor<37x45xf32>
  %one = arith.constant dense<1.0> : tensor<37x45xf32>
  %above = arith.cmpf ogt, %x, %zero : tensor<37x45xf32>
  %s = arith.select %m, %x, %one : tensor<37x45xi1>, tensor<37x45xf32>
  %both = arith.andi %above, %m : tensor<37x45xi1>
  %e = tensor.empty() : tensor<37x45xi1>
  %r = linalg.broadcast ins(%b : tensor<45xi1>) outs(%e : tensor<37x45xi1>) dimensions = [0]
  %f = linalg.fill ins(%p : i1) outs(%e : tensor<37x45xi1>) -> tensor<37x45xi1>
  return %above, %s, %both, %r, %f : tensor<37x45xi1>, tensor<37x45xf32>, tensor<37x45xi1>, tensor<37x45xi1>, tensor<37x45xi1>
}
