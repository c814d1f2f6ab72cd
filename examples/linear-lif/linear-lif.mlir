// A dense layer and leaky integrate-and-fire neurons behind it, 500 steps, batches of 16, in the dialect's own ops: the
// network that libraries are often compared by. linear-lif/README.md has the equations.

!inputs = tensor<500x16x512xf32>  // time x batch x inputs
!raster = tensor<500x16x512xf32>  // time x batch x neurons
!x_t    = tensor<16x512xf32>
!state  = tensor<16x512xf32>
!w      = tensor<512x512xf32>

// Every spike.
func.func @spikes(%w: !w, %x: !inputs) -> !raster {
  %rest = arith.constant dense<0.0> : !state
  %beta = arith.constant 0.9 : f32
  %end, %raster = snn.scan %t over(%x_t in %x : !inputs) carry(%v = %rest : !state) stack(!raster) {
    %current = linalg.matmul ins(%x_t, %w : !x_t, !w) outs(%rest : !state) -> !state
    %z, %v_next = snn.lif %current, %v decay(%beta : f32) reset zero detach_reset
        surrogate(#snn.arctan<peak = 1.0, width = 0.31830988618>) : !state
    snn.yield carry(%v_next : !state) stack(%z : !state)
  }
  return %raster : !raster
}

// The firing rate, so that training has something to minimize.
func.func @loss(%w: !w, %x: !inputs) -> tensor<f32> {
  %raster = func.call @spikes(%w, %x) : (!w, !inputs) -> !raster
  %none = arith.constant dense<0.0> : tensor<f32>
  %count = arith.constant dense<4096000.0> : tensor<f32>
  %fired = linalg.reduce { arith.addf } ins(%raster : !raster) outs(%none : tensor<f32>) dimensions = [0, 1, 2]
  %rate = arith.divf %fired, %count : tensor<f32>
  return %rate : tensor<f32>
}
