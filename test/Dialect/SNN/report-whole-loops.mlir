// A time loop that tiles of samples cannot go through is named with the op that
// couples them; one that they can is not.

// RUN: snn-opt %s --snn-report-fusion=output=- -o /dev/null | FileCheck %s
// RUN: snn-opt %s --snn-report-fusion="format=json output=-" -o /dev/null | FileCheck %s --check-prefix=JSON

#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>

// CHECK: @largest_of_batch:
// CHECK: blocked 1x by linalg.generic: the time loop around it stays whole: it reduces over the samples by other than a sum

// JSON: "reason": "the time loop around it stays whole: it reduces over the samples by other than a sum"
func.func @largest_of_batch(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %lowest = arith.constant dense<0.0> : tensor<4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %largest = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%lowest : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.maximumf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %v = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i, %largest : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %0 = arith.subf %in, %s : f32
      linalg.yield %0 : f32
    } -> tensor<32x4xf32>
    scf.yield %v : tensor<32x4xf32>
  }
  return %a : tensor<32x4xf32>
}

// CHECK: @apart:
// CHECK-NOT: stays whole
func.func @apart(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %i : tensor<32x4xf32>
  }
  return %a : tensor<32x4xf32>
}
