// Products so large that they are packed in blocks give what NumPy gives, at
// sizes that nothing divides, with the left side as it lies or transposed, from
// zeros or added to something; the number of threads changes no bit.

// RUN: %python %S/Inputs/large-contractions.py inputs %t.in.npz
// RUN: snn-run call %s --entry=products --in=%t.in.npz --out=%t.1.npz --threads=1
// RUN: %python %S/Inputs/large-contractions.py check %t.in.npz %t.1.npz
// RUN: snn-run call %s --entry=products --in=%t.in.npz --out=%t.5.npz --threads=5
// RUN: snn-npz-diff %t.5.npz %t.1.npz --rtol=0
// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-lower-contractions -o /dev/null 2>&1 | FileCheck %s
// CHECK-LABEL: func.func @products(
// CHECK-COUNT-4: memref.alloca(){{.*}}256

// The same with sizes that only the arrays know, and sums over nothing.
// RUN: sed -e 's/tensor<[0-9]*x[0-9]*x/tensor<?x?x/g;s/tensor.empty()/tensor.empty(%%m, %%n)/' %s > %t.dynamic.mlir
// RUN: snn-run call %t.dynamic.mlir --entry=products --in=%t.in.npz --out=%t.d.npz --threads=2
// RUN: snn-npz-diff %t.d.npz %t.1.npz --rtol=0
// RUN: %python %S/Inputs/large-contractions.py empty %t.empty.npz
// RUN: snn-run call %t.dynamic.mlir --entry=products --in=%t.empty.npz --out=%t.none.npz
// RUN: %python %S/Inputs/large-contractions.py check %t.empty.npz %t.none.npz

#mk = affine_map<(m, n, k) -> (m, k)>
#km = affine_map<(m, n, k) -> (k, m)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>

func.func @products(%a: tensor<203x517xf32>, %at: tensor<517x203xf32>, %b: tensor<517x299xf32>, %c: tensor<203x299xf32>,
                    %d: tensor<203x517xf64>, %e: tensor<517x299xf64>)
    -> (tensor<203x299xf32>, tensor<203x299xf32>, tensor<203x299xf32>, tensor<203x299xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %c, %c0 : tensor<203x299xf32>
  %n = tensor.dim %c, %c1 : tensor<203x299xf32>
  %zero = arith.constant 0.0 : f32
  %zero64 = arith.constant 0.0 : f64
  %e0 = tensor.empty() : tensor<203x299xf32>
  %none = linalg.fill ins(%zero : f32) outs(%e0 : tensor<203x299xf32>) -> tensor<203x299xf32>
  %e1 = tensor.empty() : tensor<203x299xf64>
  %none64 = linalg.fill ins(%zero64 : f64) outs(%e1 : tensor<203x299xf64>) -> tensor<203x299xf64>
  %0 = linalg.contract indexing_maps = [#mk, #kn, #mn] ins(%a, %b : tensor<203x517xf32>, tensor<517x299xf32>)
    outs(%none : tensor<203x299xf32>) -> tensor<203x299xf32>
  %1 = linalg.contract indexing_maps = [#km, #kn, #mn] ins(%at, %b : tensor<517x203xf32>, tensor<517x299xf32>)
    outs(%none : tensor<203x299xf32>) -> tensor<203x299xf32>
  %2 = linalg.contract indexing_maps = [#km, #kn, #mn] ins(%at, %b : tensor<517x203xf32>, tensor<517x299xf32>)
    outs(%c : tensor<203x299xf32>) -> tensor<203x299xf32>
  %3 = linalg.contract indexing_maps = [#mk, #kn, #mn] ins(%d, %e : tensor<203x517xf64>, tensor<517x299xf64>)
    outs(%none64 : tensor<203x299xf64>) -> tensor<203x299xf64>
  return %0, %1, %2, %3 : tensor<203x299xf32>, tensor<203x299xf32>, tensor<203x299xf32>, tensor<203x299xf64>
}
