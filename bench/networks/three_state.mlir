// A neuron invented for the benchmarks, in no library and known to no pass: three state variables per neuron (a synaptic
// current s, a potential v that resets to zero, an adaptation a that follows potential and spikes) and a surrogate of
// its own. 128 of them, recurrent, with 10 leaky integrators; three_state.py has the equations as numpy.

!inputs  = tensor<28x128x28xf32>  // time x batch x pixels
!labels  = tensor<128xi32>
!pixels  = tensor<128x28xf32>
!state   = tensor<128x128xf32>    // batch x neurons
!outputs = tensor<128x10xf32>     // batch x classes
!fired   = tensor<128x128xi1>
!rows    = tensor<128xf32>        // one number per sample
!w_in    = tensor<28x128xf32>
!w_rec   = tensor<128x128xf32>
!w_out   = tensor<128x10xf32>
!neurons = tensor<128xf32>
!classes = tensor<10xf32>

// g'(d) = 1 / (1 + (3 d)^2)
func.func private @surrogate_slope(%d: !state) -> !state {
  %one = arith.constant dense<1.0> : !state
  %three = arith.constant dense<3.0> : !state
  %scaled = arith.mulf %three, %d : !state
  %square = arith.mulf %scaled, %scaled : !state
  %below = arith.addf %one, %square : !state
  %slope = arith.divf %one, %below : !state
  return %slope : !state
}

// Forward gradient injection: the value is step(v), the derivative is g'(v).
func.func private @spike(%v: !state) -> !state {
  %zero = arith.constant dense<0.0> : !state
  %slope = func.call @surrogate_slope(%v) : (!state) -> !state
  %slope_only = ad.stop_gradient %slope : !state
  %h = arith.mulf %v, %slope_only : !state
  %h_only = ad.stop_gradient %h : !state
  %nothing = arith.subf %h, %h_only : !state
  %above = arith.cmpf ogt, %v, %zero : !state
  %f = arith.uitofp %above : !fired to !state
  %f_only = ad.stop_gradient %f : !state
  %z = arith.addf %nothing, %f_only : !state
  return %z : !state
}

// sigmoid(p), one decay per neuron, for every sample of the batch
func.func private @decay_of_neurons(%p: !neurons) -> !state {
  %one = arith.constant dense<1.0> : !neurons
  %negated = arith.negf %p : !neurons
  %e = math.exp %negated : !neurons
  %below = arith.addf %one, %e : !neurons
  %decay = arith.divf %one, %below : !neurons
  %empty = tensor.empty() : !state
  %rows = linalg.broadcast ins(%decay : !neurons) outs(%empty : !state) dimensions = [0]
  return %rows : !state
}

func.func private @decay_of_outputs(%p: !classes) -> !outputs {
  %one = arith.constant dense<1.0> : !classes
  %negated = arith.negf %p : !classes
  %e = math.exp %negated : !classes
  %below = arith.addf %one, %e : !classes
  %decay = arith.divf %one, %below : !classes
  %empty = tensor.empty() : !outputs
  %rows = linalg.broadcast ins(%decay : !classes) outs(%empty : !outputs) dimensions = [0]
  return %rows : !outputs
}

// One time step after the inputs x_t.
func.func private @step(%x_t: !pixels, %s: !state, %v: !state, %a: !state, %z: !state, %o: !outputs, %w_in: !w_in,
                        %w_rec: !w_rec, %w_out: !w_out, %alpha: !state, %rho: !state, %beta: !state, %kappa: !outputs)
    -> (!state, !state, !state, !state, !outputs) {
  %no_current = arith.constant dense<0.0> : !state
  %no_output = arith.constant dense<0.0> : !outputs
  %one = arith.constant dense<1.0> : !state
  %follow = arith.constant dense<0.2> : !state
  // s = beta * s + x w_in + z w_rec
  %from_input = linalg.matmul ins(%x_t, %w_in : !pixels, !w_in) outs(%no_current : !state) -> !state
  %current = linalg.matmul ins(%z, %w_rec : !state, !w_rec) outs(%from_input : !state) -> !state
  %s_kept = arith.mulf %beta, %s : !state
  %s_next = arith.addf %s_kept, %current : !state
  // u = alpha * (v - s) + s
  %gap = arith.subf %v, %s_next : !state
  %leaked = arith.mulf %alpha, %gap : !state
  %u = arith.addf %leaked, %s_next : !state
  // z = step(u - 1 - a)
  %above_rest = arith.subf %u, %one : !state
  %d = arith.subf %above_rest, %a : !state
  %z_next = func.call @spike(%d) : (!state) -> !state
  // v = u * (1 - z)
  %silent = arith.subf %one, %z_next : !state
  %v_next = arith.mulf %u, %silent : !state
  // a = rho * a + (1 - rho) * (0.2 * u + z)
  %charge = arith.subf %one, %rho : !state
  %followed = arith.mulf %follow, %u : !state
  %aim = arith.addf %followed, %z_next : !state
  %a_kept = arith.mulf %rho, %a : !state
  %raised = arith.mulf %charge, %aim : !state
  %a_next = arith.addf %a_kept, %raised : !state
  // readout: o = kappa * (o - z w_out) + z w_out
  %read = linalg.matmul ins(%z_next, %w_out : !state, !w_out) outs(%no_output : !outputs) -> !outputs
  %o_gap = arith.subf %o, %read : !outputs
  %o_leaked = arith.mulf %kappa, %o_gap : !outputs
  %o_next = arith.addf %o_leaked, %read : !outputs
  return %s_next, %v_next, %a_next, %z_next, %o_next : !state, !state, !state, !state, !outputs
}

// The ten logits of each sample: the readout's mean over time.
func.func @logits(%w_in: !w_in, %w_rec: !w_rec, %w_out: !w_out, %p_alpha: !neurons, %p_rho: !neurons,
                  %p_beta: !neurons, %p_kappa: !classes, %x: !inputs) -> !outputs {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !outputs
  %alpha = func.call @decay_of_neurons(%p_alpha) : (!neurons) -> !state
  %rho = func.call @decay_of_neurons(%p_rho) : (!neurons) -> !state
  %beta = func.call @decay_of_neurons(%p_beta) : (!neurons) -> !state
  %kappa = func.call @decay_of_outputs(%p_kappa) : (!classes) -> !outputs
  %end:6 = scf.for %t = %c0 to %steps step %c1
      iter_args(%s = %rest, %v = %rest, %a = %rest, %z = %rest, %o = %silence, %sum = %silence)
      -> (!state, !state, !state, !state, !outputs, !outputs) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 128, 28] [1, 1, 1] : !inputs to !pixels
    %next:5 = func.call @step(%x_t, %s, %v, %a, %z, %o, %w_in, %w_rec, %w_out, %alpha, %rho, %beta, %kappa)
        : (!pixels, !state, !state, !state, !state, !outputs, !w_in, !w_rec, !w_out, !state, !state, !state, !outputs)
        -> (!state, !state, !state, !state, !outputs)
    %sum_next = arith.addf %sum, %next#4 : !outputs
    scf.yield %next#0, %next#1, %next#2, %next#3, %next#4, %sum_next
        : !state, !state, !state, !state, !outputs, !outputs
  }
  %steps_i = arith.index_cast %steps : index to i32
  %steps_f = arith.sitofp %steps_i : i32 to f32
  %divisor = tensor.splat %steps_f : !outputs
  %logits = arith.divf %end#5, %divisor : !outputs
  return %logits : !outputs
}

// Softmax cross-entropy, mean over the batch.
func.func private @cross_entropy(%logits: !outputs, %labels: !labels) -> tensor<f32> {
  %lowest = arith.constant dense<0xFF800000> : !rows
  %zeros = arith.constant dense<0.0> : !rows
  %nothing = arith.constant 0.0 : f32
  %sum0 = arith.constant dense<0.0> : tensor<f32>
  %largest = linalg.reduce { arith.maximumf } ins(%logits : !outputs) outs(%lowest : !rows) dimensions = [1]
  %shift = ad.stop_gradient %largest : !rows
  %empty = tensor.empty() : !outputs
  %shifts = linalg.broadcast ins(%shift : !rows) outs(%empty : !outputs) dimensions = [1]
  %centred = arith.subf %logits, %shifts : !outputs
  %e = math.exp %centred : !outputs
  %e_sum = linalg.reduce { arith.addf } ins(%e : !outputs) outs(%zeros : !rows) dimensions = [1]
  %log_sum = math.log %e_sum : !rows
  %chosen = linalg.generic {
      indexing_maps = [affine_map<(b, c) -> (b, c)>, affine_map<(b, c) -> (b)>, affine_map<(b, c) -> (b)>],
      iterator_types = ["parallel", "reduction"]
    } ins(%centred, %labels : !outputs, !labels) outs(%zeros : !rows) {
    ^bb0(%logit: f32, %label: i32, %so_far: f32):
      %c = linalg.index 1 : index
      %class = arith.index_cast %c : index to i32
      %hit = arith.cmpi eq, %class, %label : i32
      %part = arith.select %hit, %logit, %nothing : f32
      %next = arith.addf %so_far, %part : f32
      linalg.yield %next : f32
    } -> !rows
  %per_sample = arith.subf %log_sum, %chosen : !rows
  %total = linalg.reduce { arith.addf } ins(%per_sample : !rows) outs(%sum0 : tensor<f32>) dimensions = [0]
  %batch = arith.constant dense<128.0> : tensor<f32>
  %mean = arith.divf %total, %batch : tensor<f32>
  return %mean : tensor<f32>
}

// What training minimizes.
func.func @loss(%w_in: !w_in, %w_rec: !w_rec, %w_out: !w_out, %p_alpha: !neurons, %p_rho: !neurons,
                %p_beta: !neurons, %p_kappa: !classes, %x: !inputs, %labels: !labels) -> tensor<f32> {
  %logits = func.call @logits(%w_in, %w_rec, %w_out, %p_alpha, %p_rho, %p_beta, %p_kappa, %x)
      : (!w_in, !w_rec, !w_out, !neurons, !neurons, !neurons, !classes, !inputs) -> !outputs
  %loss = func.call @cross_entropy(%logits, %labels) : (!outputs, !labels) -> tensor<f32>
  return %loss : tensor<f32>
}
