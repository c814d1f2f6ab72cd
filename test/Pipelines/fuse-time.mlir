// The same results and gradients whether tiles of samples go through all steps
// or all samples through each, up to the order of sums; and the same bits
// whatever the number of threads. A batch of 40 is two tiles and a half, one of
// 3 has tiles of one sample, 0 samples and 0 steps have none.

// RUN: %python %S/Inputs/fuse-time.py snn-run %s %t
// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif.mlir 12 3 37 24 > %t.alif.mlir
// RUN: %make-npz %t.alif.npz "arg0=f32(rng.normal(size=(3,24)))" "arg1=f32(rng.normal(size=(24,24)))" \
// RUN:   "arg2=f32(rng.normal(size=(24,10)))" "arg3=f32(rng.normal(size=24))" "arg4=f32(rng.normal(size=24))" \
// RUN:   "arg5=f32(rng.normal(size=10))" "arg6=f32(rng.normal(size=(12,37,3)))" "arg7=i32(rng.integers(0,10,37))"
// RUN: snn-run grad %t.alif.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%t.alif.npz --out=%t.tiles.npz
// RUN: snn-run grad %t.alif.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --in=%t.alif.npz --out=%t.whole.npz \
// RUN:   --pipeline='snn-cpu-pipeline{fuse-time=false}'
// RUN: snn-npz-diff %t.tiles.npz %t.whole.npz --rtol=1e-5

// A recurrent network of its own kind: two states, a sum over the batch after
// the loop that the second loop needs, dynamic steps and samples.
// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-fuse-time -o /dev/null 2>&1 | FileCheck %s
// CHECK-LABEL: func.func @net
// CHECK: scf.forall
// CHECK: scf.for
// CHECK: scf.forall
// CHECK: scf.for
#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>
func.func @net(%x: tensor<?x?x3xf32>, %w: tensor<3x5xf32>, %r: tensor<5x5xf32>) -> (tensor<?x5xf32>, tensor<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %steps = tensor.dim %x, %c0 : tensor<?x?x3xf32>
  %batch = tensor.dim %x, %c1 : tensor<?x?x3xf32>
  %e = tensor.empty(%batch) : tensor<?x5xf32>
  %rest = linalg.fill ins(%zero : f32) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
  %u = scf.for %t = %c0 to %steps step %c1 iter_args(%s = %rest) -> (tensor<?x5xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, %batch, 3] [1, 1, 1] : tensor<?x?x3xf32> to tensor<?x3xf32>
    %i = linalg.matmul ins(%xt, %w : tensor<?x3xf32>, tensor<3x5xf32>) outs(%rest : tensor<?x5xf32>) -> tensor<?x5xf32>
    %j = linalg.matmul ins(%s, %r : tensor<?x5xf32>, tensor<5x5xf32>) outs(%i : tensor<?x5xf32>) -> tensor<?x5xf32>
    %next = math.tanh %j : tensor<?x5xf32>
    scf.yield %next : tensor<?x5xf32>
  }
  %none = arith.constant dense<0.0> : tensor<5xf32>
  %sum = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
      ins(%u : tensor<?x5xf32>) outs(%none : tensor<5xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %out, %in : f32
    linalg.yield %0 : f32
  } -> tensor<5xf32>
  %v = scf.for %t = %c0 to %steps step %c1 iter_args(%s = %u) -> (tensor<?x5xf32>) {
    %shifted = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%s, %sum : tensor<?x5xf32>, tensor<5xf32>) outs(%e : tensor<?x5xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %0 = arith.subf %in, %m : f32
      %1 = math.tanh %0 : f32
      linalg.yield %1 : f32
    } -> tensor<?x5xf32>
    scf.yield %shifted : tensor<?x5xf32>
  }
  %start = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [#id, affine_map<(b, n) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%v : tensor<?x5xf32>) outs(%start : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %in : f32
    %1 = arith.addf %out, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<f32>
  return %v, %loss : tensor<?x5xf32>, tensor<f32>
}
