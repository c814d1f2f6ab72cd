// RUN: snn-opt %s --snn-hoist-synapses="fitting-weights=262144 fitting-sums=262144" --remarks-filter=snn-hoist-synapses --split-input-file --verify-diagnostics -o /dev/null

func.func @input(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %small: tensor<512x4xf32>, %v0: tensor<3x512xf32>, %u0: tensor<3x4xf32>) -> (tensor<3x512xf32>, tensor<3x4xf32>) {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v, %u = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>, %s = %u0 : tensor<3x4xf32>) {
    // expected-remark @+1 {{[Passed] SynapseHoisted | Category:snn-hoist-synapses | Function=input | Remark="'linalg.matmul' is one product for all steps before the loop"}}
    %i = linalg.matmul ins(%xt, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    // expected-remark @+1 {{[Analysis] SynapseKept | Category:snn-hoist-synapses | Function=input | Remark="'linalg.matmul' stays in the time loop: its weights fit the cache, or the values to keep of all steps are larger"}}
    %k = linalg.matmul ins(%xt, %small : tensor<3x512xf32>, tensor<512x4xf32>) outs(%u0 : tensor<3x4xf32>) -> tensor<3x4xf32>
    %m = arith.addf %s, %k : tensor<3x4xf32>
    %next = arith.addf %u, %i : tensor<3x512xf32>
    snn.yield carry(%next, %m : tensor<3x512xf32>, tensor<3x4xf32>)
  }
  return %v, %u : tensor<3x512xf32>, tensor<3x4xf32>
}

// -----

func.func @recurrent(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> tensor<3x512xf32> {
  %v = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>) {
    // expected-remark @+1 {{[Missed] SynapseKept | Category:snn-hoist-synapses | Function=recurrent | Remark="'linalg.matmul' stays in the time loop: its operands need its result of an earlier step"}}
    %next = linalg.matmul ins(%u, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%xt : tensor<3x512xf32>) -> tensor<3x512xf32>
    snn.yield carry(%next : tensor<3x512xf32>)
  }
  return %v : tensor<3x512xf32>
}

// -----

// A readout cuts the loop in two.
func.func @readout(%x: tensor<7x3x512xf32>, %w: tensor<512x512xf32>, %v0: tensor<3x512xf32>) -> (tensor<3x512xf32>, tensor<3x512xf32>) {
  %zero = arith.constant dense<0.0> : tensor<3x512xf32>
  %v, %o = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>) carry(%u = %v0 : tensor<3x512xf32>, %y = %v0 : tensor<3x512xf32>) {
    %next = arith.addf %u, %xt : tensor<3x512xf32>
    // expected-remark @+1 {{[Passed] LoopCut | Category:snn-hoist-synapses | Function=readout | Remark="'linalg.matmul' is one product for all steps between two loops"}}
    %i = linalg.matmul ins(%next, %w : tensor<3x512xf32>, tensor<512x512xf32>) outs(%zero : tensor<3x512xf32>) -> tensor<3x512xf32>
    %z = arith.mulf %y, %i : tensor<3x512xf32>
    snn.yield carry(%next, %z : tensor<3x512xf32>, tensor<3x512xf32>)
  }
  return %v, %o : tensor<3x512xf32>, tensor<3x512xf32>
}

// -----

// Sums over steps: a large one, one that is narrow, and one with a side that no
// step changes.
#a = affine_map<(m, n, k) -> (k, m)>
#b = affine_map<(m, n, k) -> (k, n)>
#c = affine_map<(m, n, k) -> (m, n)>
func.func @sums(%x: tensor<7x3x512xf32>, %y: tensor<7x3x10xf32>, %same: tensor<3x512xf32>, %s0: tensor<512x10xf32>, %t0: tensor<512x512xf32>) -> (tensor<512x512xf32>, tensor<512x10xf32>, tensor<512x512xf32>) {
  %r:3 = snn.scan %t over(%xt in %x : tensor<7x3x512xf32>, %yt in %y : tensor<7x3x10xf32>)
      carry(%g = %t0 : tensor<512x512xf32>, %s = %s0 : tensor<512x10xf32>, %c = %t0 : tensor<512x512xf32>) {
    // expected-remark @+1 {{[Passed] SumHoisted | Category:snn-hoist-synapses | Function=sums | Remark="'linalg.matmul' is one sum over all steps after the loop"}}
    %0 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %xt : tensor<3x512xf32>, tensor<3x512xf32>) outs(%g : tensor<512x512xf32>) -> tensor<512x512xf32>
    // expected-remark @+1 {{[Analysis] SynapseKept | Category:snn-hoist-synapses | Function=sums | Remark="'linalg.matmul' stays in the time loop: its weights fit the cache, or the values to keep of all steps are larger"}}
    %1 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%xt, %yt : tensor<3x512xf32>, tensor<3x10xf32>) outs(%s : tensor<512x10xf32>) -> tensor<512x10xf32>
    // expected-remark @+1 {{[Missed] SynapseKept | Category:snn-hoist-synapses | Function=sums | Remark="'linalg.matmul' stays in the time loop: one side is the same in all steps"}}
    %2 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%same, %xt : tensor<3x512xf32>, tensor<3x512xf32>) outs(%c : tensor<512x512xf32>) -> tensor<512x512xf32>
    snn.yield carry(%0, %1, %2 : tensor<512x512xf32>, tensor<512x10xf32>, tensor<512x512xf32>)
  }
  return %r#0, %r#1, %r#2 : tensor<512x512xf32>, tensor<512x10xf32>, tensor<512x512xf32>
}
