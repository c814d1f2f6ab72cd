// RUN: snn-opt %s --snn-fuse-time --remarks-filter=snn-fuse-time --split-input-file --verify-diagnostics -o /dev/null
// RUN: sed /expected-/d %s | snn-opt --snn-fuse-time --remarks-filter=snn-fuse-step --split-input-file -o /dev/null 2>&1 | FileCheck %s --allow-empty --check-prefix=OTHER
// RUN: sed /expected-/d %s | snn-opt --snn-fuse-time --split-input-file -o /dev/null 2>&1 | FileCheck %s --allow-empty --check-prefix=OTHER
// RUN: sed /expected-/d %s | snn-opt --snn-fuse-time=rows=32 --remarks-filter=snn-fuse-time --split-input-file -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE

// Tiles of all samples are no tiles.
// ONE: remark: [Missed] LoopWhole | Category:snn-fuse-time | Function=tiled | Remark="the time loop stays whole: all samples fit one tile"

// Nothing is said unless somebody asks for remarks of this pass.
// OTHER-NOT: {{.}}

#m = affine_map<(b, n, k) -> (b, k)>
#w = affine_map<(b, n, k) -> (k, n)>
#o = affine_map<(b, n, k) -> (b, n)>
#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>

func.func @tiled(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  // expected-remark @+1 {{[Passed] LoopTiled | Category:snn-fuse-time | Function=tiled | Remark="tiles of 16 samples go through all steps in parallel"}}
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.contract indexing_maps = [#m, #w, #o] ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %i : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// -----

#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>

// The op that couples the samples is named: what snn-report-fusion says.
func.func @largest_of_batch(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %lowest = arith.constant dense<0.0> : tensor<4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    // expected-remark @+1 {{[Missed] LoopWhole | Category:snn-fuse-time | Function=largest_of_batch | Remark="'linalg.generic': the time loop around it stays whole: it reduces over the samples by other than a sum"}}
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

// -----

// No op is in the way, but there is nothing to cut.
func.func @scalar(%x: f32, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark @+1 {{the time loop stays whole: it carries nothing along an axis of samples}}
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> f32 {
    %v = math.exp %u : f32
    scf.yield %v : f32
  }
  return %a : f32
}
