// Which of two patterns in time: 8 channels, 16 steps, any number of samples. A layer of leaky integrate-and-fire neurons
// reads them, leaky integrators read the neurons. aot/README.md says what C makes of it.

!w_in   = tensor<8x16xf32>
!w_out  = tensor<16x2xf32>
!inputs = tensor<16x?x8xf32>  // time x batch x channels
!x_t    = tensor<?x8xf32>
!state  = tensor<?x16xf32>    // batch x neurons
!scores = tensor<?x2xf32>     // batch x classes

// The readout after the last step.
func.func @scores(%w_in: !w_in, %w_out: !w_out, %x: !inputs) -> !scores {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %beta = arith.constant 0.8 : f32
  %kappa = arith.constant 0.9 : f32
  %batch = tensor.dim %x, %c1 : !inputs
  %neurons = tensor.empty(%batch) : !state
  %classes = tensor.empty(%batch) : !scores
  %rest = linalg.fill ins(%zero : f32) outs(%neurons : !state) -> !state
  %silence = linalg.fill ins(%zero : f32) outs(%classes : !scores) -> !scores
  %end:2 = snn.scan %t over(%x_t in %x : !inputs) carry(%v = %rest : !state, %o = %silence : !scores) {
    %current = linalg.matmul ins(%x_t, %w_in : !x_t, !w_in) outs(%rest : !state) -> !state
    %z, %v_next = snn.lif %current, %v decay(%beta : f32) reset zero detach_reset
        surrogate(#snn.arctan<peak = 1.0, width = 0.31830988618>) : !state
    %decays = linalg.fill ins(%kappa : f32) outs(%classes : !scores) -> !scores
    %kept = arith.mulf %o, %decays : !scores
    %o_next = linalg.matmul ins(%z, %w_out : !state, !w_out) outs(%kept : !scores) -> !scores
    snn.yield carry(%v_next, %o_next : !state, !scores)
  }
  return %end#1 : !scores
}

// Softmax cross-entropy with one-hot targets, mean over the batch.
func.func @loss(%w_in: !w_in, %w_out: !w_out, %x: !inputs, %target: !scores) -> f32 {
  %c0 = arith.constant 0 : index
  %batch = tensor.dim %target, %c0 : !scores
  %scores = func.call @scores(%w_in, %w_out, %x) : (!w_in, !w_out, !inputs) -> !scores
  %like = tensor.empty(%batch) : !scores
  %chance = linalg.softmax dimension(1) ins(%scores : !scores) outs(%like : !scores) -> !scores
  %log_chance = math.log %chance : !scores
  %hits = arith.mulf %log_chance, %target : !scores
  %none = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.reduce { arith.addf } ins(%hits : !scores) outs(%none : tensor<f32>) dimensions = [0, 1]
  %total = tensor.extract %sum[] : tensor<f32>
  %count_i = arith.index_cast %batch : index to i32
  %count = arith.sitofp %count_i : i32 to f32
  %mean = arith.divf %total, %count : f32
  %loss = arith.negf %mean : f32
  return %loss : f32
}
