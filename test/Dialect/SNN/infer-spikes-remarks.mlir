// RUN: snn-opt %s --snn-infer-spikes --remarks-filter=snn-infer-spikes --split-input-file --verify-diagnostics -o /dev/null

func.func @found(%m: tensor<4x8xi1>, %w: tensor<8x8xf32>) -> tensor<4x8xf32> {
  %zero = arith.constant dense<0.0> : tensor<4x8xf32>
  %z = arith.uitofp %m : tensor<4x8xi1> to tensor<4x8xf32>
  // expected-remark @+1 {{[Passed] SpikesFound | Category:snn-infer-spikes | Function=found | Remark="'linalg.matmul' takes spikes as a mask"}}
  %i = linalg.matmul ins(%z, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %i : tensor<4x8xf32>
}

// -----

// Spikes of another height, and sums of two, are none; where it ends is named.
func.func @scaled(%m: tensor<4x8xi1>, %w: tensor<8x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %zero = arith.constant dense<0.0> : tensor<4x8xf32>
  %half = arith.constant dense<0.5> : tensor<4x8xf32>
  %z = arith.uitofp %m : tensor<4x8xi1> to tensor<4x8xf32>
  // expected-remark @+1 {{'arith.mulf' takes spikes as a mask}}
  %y = arith.mulf %z, %half : tensor<4x8xf32>
  // expected-remark-re @+1 {{[Missed] NoSpikes | Category:snn-infer-spikes | Function=scaled | Remark="operand #0 of 'linalg.matmul' is no spikes: 'arith.constant' at {{.*}}infer-spikes-remarks.mlir:{{[0-9]+}}:11 is not 0 or 1"}}
  %i = linalg.matmul ins(%y, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<4x8xf32>) -> tensor<4x8xf32>
  %two = arith.addf %z, %z : tensor<4x8xf32>
  // expected-remark-re @+1 {{operand #0 of 'linalg.matmul' is no spikes: 'arith.addf' at {{.*}} gives other values than 0 and 1}}
  %j = linalg.matmul ins(%two, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %i, %j : tensor<4x8xf32>, tensor<4x8xf32>
}

// -----

// An argument may be spikes that nobody declared; through a loop, too.
func.func @argument(%x: tensor<7x4x8xf32>, %w: tensor<8x8xf32>, %v0: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %v = snn.scan %t over(%xt in %x : tensor<7x4x8xf32>) carry(%u = %v0 : tensor<4x8xf32>) {
    // expected-remark @+1 {{[Analysis] NoSpikes | Category:snn-infer-spikes | Function=argument | Remark="operand #0 of 'linalg.matmul' is no spikes: argument #0 of the function is not declared 'snn.spikes'"}}
    %next = linalg.matmul ins(%xt, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%u : tensor<4x8xf32>) -> tensor<4x8xf32>
    snn.yield carry(%next : tensor<4x8xf32>)
  }
  return %v : tensor<4x8xf32>
}

// -----

// A membrane potential is nothing that anyone would take for spikes.
func.func @membrane(%m: tensor<4x8xi1>, %w: tensor<8x8xf32>, %v: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %zero = arith.constant dense<0.0> : tensor<4x8xf32>
  %z = arith.uitofp %m : tensor<4x8xi1> to tensor<4x8xf32>
  %u = arith.subf %v, %z : tensor<4x8xf32>
  %i = linalg.matmul ins(%u, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %i : tensor<4x8xf32>
}
