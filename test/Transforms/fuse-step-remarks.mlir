// RUN: snn-opt %s --snn-fuse-step --remarks-filter=snn-fuse-step --split-input-file --verify-diagnostics -o /dev/null
// RUN: snn-opt %s --snn-fuse-step --snn-report-fusion --split-input-file -o /dev/null | FileCheck %s

#id = affine_map<(d0) -> (d0)>

func.func @two(%v: tensor<8xf32>, %i: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%v, %i : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  // expected-remark @+1 {{[Passed] StepFused | Category:snn-fuse-step | Function=two | Remark="2 elementwise ops are one body"}}
  %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%u, %v : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %w : tensor<8xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>

// The remark and the report say the same.
// CHECK: @position:
// CHECK-NEXT: blocked 1x by linalg.generic: its elements depend on their position
func.func @position(%x: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  // expected-remark @+1 {{[Missed] NestsApart | Category:snn-fuse-step | Function=position | Remark="'linalg.generic': its elements depend on their position"}}
  %w = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%u : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %i = linalg.index 0 : index
    %j = arith.index_cast %i : index to i32
    %k = arith.sitofp %j : i32 to f32
    %0 = arith.addf %a, %k : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %w : tensor<8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A sum ends a nest: nothing is missed.
// CHECK: @sum:
// CHECK-NEXT: blocked 1x by linalg.matmul: reduction: its consumer needs whole sums
func.func @sum(%x: tensor<8x8xf32>, %y: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %e = tensor.empty() : tensor<8x8xf32>
  // expected-remark @+1 {{[Analysis] NestsApart | Category:snn-fuse-step | Function=sum | Remark="'linalg.matmul': reduction: its consumer needs whole sums"}}
  %m = linalg.matmul ins(%x, %x : tensor<8x8xf32>, tensor<8x8xf32>) outs(%y : tensor<8x8xf32>) -> tensor<8x8xf32>
  %w = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%m : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  return %w : tensor<8x8xf32>
}
