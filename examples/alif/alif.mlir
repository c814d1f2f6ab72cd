// The network of the FGI paper (arXiv 2406.00177): 128 recurrent adaptive leaky integrate-and-fire neurons, 10 leaky
// integrators that read them out, 28 steps of 28 pixels, batches of 128. alif/README.md has the equations.

!inputs  = tensor<28x128x28xf32>  // time x batch x pixels
!labels  = tensor<128xi32>
!pixels  = tensor<128x28xf32>
!state   = tensor<128x128xf32>    // batch x neurons
!outputs = tensor<128x10xf32>     // batch x classes
!fired   = tensor<128x128xi1>
!raster  = tensor<28x128x128xf32>  // time x batch x neurons
!rows    = tensor<128xf32>        // one number per sample
!w_in    = tensor<28x128xf32>
!w_rec   = tensor<128x128xf32>
!w_out   = tensor<128x10xf32>
!neurons = tensor<128xf32>
!classes = tensor<10xf32>

// g'(v) = peak * exp(-sharpness * v^2). To train with another surrogate, change these lines.
func.func private @surrogate_slope(%v: !state) -> !state {
  %peak = arith.constant dense<1.0> : !state
  %minus_sharpness = arith.constant dense<-0.5> : !state
  %v2 = arith.mulf %v, %v : !state
  %exponent = arith.mulf %v2, %minus_sharpness : !state
  %bell = math.exp %exponent : !state
  %slope = arith.mulf %peak, %bell : !state
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

// One time step: potential u, adaptation a, spikes z and readout o after the inputs x_t.
func.func private @step(%x_t: !pixels, %u: !state, %a: !state, %z: !state, %o: !outputs, %w_in: !w_in, %w_rec: !w_rec,
                        %w_out: !w_out, %alpha: !state, %rho: !state, %kappa: !outputs)
    -> (!state, !state, !state, !outputs) {
  %no_current = arith.constant dense<0.0> : !state
  %no_output = arith.constant dense<0.0> : !outputs
  %one = arith.constant dense<1.0> : !state
  %theta_rest = arith.constant dense<0.1> : !state
  %beta = arith.constant dense<0.8> : !state
  %from_input = linalg.matmul ins(%x_t, %w_in : !pixels, !w_in) outs(%no_current : !state) -> !state
  %current = linalg.matmul ins(%z, %w_rec : !state, !w_rec) outs(%from_input : !state) -> !state
  // u = alpha * (u - I) + I
  %gap = arith.subf %u, %current : !state
  %leaked = arith.mulf %alpha, %gap : !state
  %u_leaked = arith.addf %leaked, %current : !state
  // theta = 0.1 + 0.8 * a
  %adapted = arith.mulf %beta, %a : !state
  %theta = arith.addf %theta_rest, %adapted : !state
  %v = arith.subf %u_leaked, %theta : !state
  %z_next = func.call @spike(%v) : (!state) -> !state
  // soft reset: u = u - z * theta
  %drop = arith.mulf %z_next, %theta : !state
  %u_next = arith.subf %u_leaked, %drop : !state
  // a = rho * a + (1 - rho) * z
  %charge = arith.subf %one, %rho : !state
  %kept = arith.mulf %rho, %a : !state
  %raised = arith.mulf %charge, %z_next : !state
  %a_next = arith.addf %kept, %raised : !state
  // readout: o = kappa * (o - z w_out) + z w_out
  %read = linalg.matmul ins(%z_next, %w_out : !state, !w_out) outs(%no_output : !outputs) -> !outputs
  %o_gap = arith.subf %o, %read : !outputs
  %o_leaked = arith.mulf %kappa, %o_gap : !outputs
  %o_next = arith.addf %o_leaked, %read : !outputs
  return %u_next, %a_next, %z_next, %o_next : !state, !state, !state, !outputs
}

// The ten logits of each sample: the readout's mean over time.
func.func @logits(%w_in: !w_in, %w_rec: !w_rec, %w_out: !w_out, %p_alpha: !neurons, %p_rho: !neurons,
                  %p_kappa: !classes, %x: !inputs) -> !outputs {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !outputs
  %alpha = func.call @decay_of_neurons(%p_alpha) : (!neurons) -> !state
  %rho = func.call @decay_of_neurons(%p_rho) : (!neurons) -> !state
  %kappa = func.call @decay_of_outputs(%p_kappa) : (!classes) -> !outputs
  %end:5 = scf.for %t = %c0 to %steps step %c1
      iter_args(%u = %rest, %a = %rest, %z = %rest, %o = %silence, %sum = %silence)
      -> (!state, !state, !state, !outputs, !outputs) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 128, 28] [1, 1, 1] : !inputs to !pixels
    %next:4 = func.call @step(%x_t, %u, %a, %z, %o, %w_in, %w_rec, %w_out, %alpha, %rho, %kappa)
        : (!pixels, !state, !state, !state, !outputs, !w_in, !w_rec, !w_out, !state, !state, !outputs)
        -> (!state, !state, !state, !outputs)
    %sum_next = arith.addf %sum, %next#3 : !outputs
    scf.yield %next#0, %next#1, %next#2, %next#3, %sum_next : !state, !state, !state, !outputs, !outputs
  }
  %steps_i = arith.index_cast %steps : index to i32
  %steps_f = arith.sitofp %steps_i : i32 to f32
  %divisor = tensor.splat %steps_f : !outputs
  %logits = arith.divf %end#4, %divisor : !outputs
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
                %p_kappa: !classes, %x: !inputs, %labels: !labels) -> tensor<f32> {
  %logits = func.call @logits(%w_in, %w_rec, %w_out, %p_alpha, %p_rho, %p_kappa, %x)
      : (!w_in, !w_rec, !w_out, !neurons, !neurons, !classes, !inputs) -> !outputs
  %loss = func.call @cross_entropy(%logits, %labels) : (!outputs, !labels) -> tensor<f32>
  return %loss : tensor<f32>
}

// How many samples have the largest logit at their label.
func.func private @count_right(%logits: !outputs, %labels: !labels) -> tensor<i32> {
  %lowest = arith.constant dense<0xFF800000> : !rows
  %nobody = arith.constant 0.0 : f32
  %none = arith.constant dense<0.0> : !rows
  %zero = arith.constant dense<0> : tensor<i32>
  %largest = linalg.reduce { arith.maximumf } ins(%logits : !outputs) outs(%lowest : !rows) dimensions = [1]
  %chosen = linalg.generic {
      indexing_maps = [affine_map<(b, c) -> (b, c)>, affine_map<(b, c) -> (b)>, affine_map<(b, c) -> (b)>],
      iterator_types = ["parallel", "reduction"]
    } ins(%logits, %labels : !outputs, !labels) outs(%none : !rows) {
    ^bb0(%logit: f32, %label: i32, %so_far: f32):
      %c = linalg.index 1 : index
      %class = arith.index_cast %c : index to i32
      %hit = arith.cmpi eq, %class, %label : i32
      %part = arith.select %hit, %logit, %nobody : f32
      %next = arith.addf %so_far, %part : f32
      linalg.yield %next : f32
    } -> !rows
  %count = linalg.generic {
      indexing_maps = [affine_map<(b) -> (b)>, affine_map<(b) -> (b)>, affine_map<(b) -> ()>],
      iterator_types = ["reduction"]
    } ins(%chosen, %largest : !rows, !rows) outs(%zero : tensor<i32>) {
    ^bb0(%logit: f32, %most: f32, %so_far: i32):
      %right = arith.cmpf oge, %logit, %most : f32
      %one = arith.extui %right : i1 to i32
      %next = arith.addi %so_far, %one : i32
      linalg.yield %next : i32
    } -> tensor<i32>
  return %count : tensor<i32>
}

// The loss with what one wants to know beside it: how many samples are right, and the part of all neurons and steps
// that fired. This is what snn-run train runs; it differentiates the loss alone.
func.func @measured_loss(%w_in: !w_in, %w_rec: !w_rec, %w_out: !w_out, %p_alpha: !neurons, %p_rho: !neurons,
                         %p_kappa: !classes, %x: !inputs, %labels: !labels)
    -> (tensor<f32>, tensor<i32>, tensor<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !outputs
  %alpha = func.call @decay_of_neurons(%p_alpha) : (!neurons) -> !state
  %rho = func.call @decay_of_neurons(%p_rho) : (!neurons) -> !state
  %kappa = func.call @decay_of_outputs(%p_kappa) : (!classes) -> !outputs
  %end:6 = scf.for %t = %c0 to %steps step %c1
      iter_args(%u = %rest, %a = %rest, %z = %rest, %o = %silence, %sum = %silence, %fired = %rest)
      -> (!state, !state, !state, !outputs, !outputs, !state) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 128, 28] [1, 1, 1] : !inputs to !pixels
    %next:4 = func.call @step(%x_t, %u, %a, %z, %o, %w_in, %w_rec, %w_out, %alpha, %rho, %kappa)
        : (!pixels, !state, !state, !state, !outputs, !w_in, !w_rec, !w_out, !state, !state, !outputs)
        -> (!state, !state, !state, !outputs)
    %sum_next = arith.addf %sum, %next#3 : !outputs
    %fired_only = ad.stop_gradient %next#2 : !state
    %fired_next = arith.addf %fired, %fired_only : !state
    scf.yield %next#0, %next#1, %next#2, %next#3, %sum_next, %fired_next
        : !state, !state, !state, !outputs, !outputs, !state
  }
  %steps_i = arith.index_cast %steps : index to i32
  %steps_f = arith.sitofp %steps_i : i32 to f32
  %divisor = tensor.splat %steps_f : !outputs
  %logits = arith.divf %end#4, %divisor : !outputs
  %loss = func.call @cross_entropy(%logits, %labels) : (!outputs, !labels) -> tensor<f32>
  %right = func.call @count_right(%logits, %labels) : (!outputs, !labels) -> tensor<i32>
  %none = arith.constant dense<0.0> : tensor<f32>
  %spikes = linalg.reduce { arith.addf } ins(%end#5 : !state) outs(%none : tensor<f32>) dimensions = [0, 1]
  %one = arith.constant dense<1.0> : !state
  %neurons = linalg.reduce { arith.addf } ins(%one : !state) outs(%none : tensor<f32>) dimensions = [0, 1]
  %steps_r = tensor.from_elements %steps_f : tensor<f32>
  %chances = arith.mulf %neurons, %steps_r : tensor<f32>
  %rate = arith.divf %spikes, %chances : tensor<f32>
  return %loss, %right, %rate : tensor<f32>, tensor<i32>, tensor<f32>
}

// Every spike: time x batch x neurons, for firing rates and rasters.
func.func @spikes(%w_in: !w_in, %w_rec: !w_rec, %w_out: !w_out, %p_alpha: !neurons, %p_rho: !neurons,
                  %p_kappa: !classes, %x: !inputs) -> !raster {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !outputs
  %blank = tensor.empty() : !raster
  %alpha = func.call @decay_of_neurons(%p_alpha) : (!neurons) -> !state
  %rho = func.call @decay_of_neurons(%p_rho) : (!neurons) -> !state
  %kappa = func.call @decay_of_outputs(%p_kappa) : (!classes) -> !outputs
  %end:5 = scf.for %t = %c0 to %steps step %c1
      iter_args(%u = %rest, %a = %rest, %z = %rest, %o = %silence, %raster = %blank)
      -> (!state, !state, !state, !outputs, !raster) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 128, 28] [1, 1, 1] : !inputs to !pixels
    %next:4 = func.call @step(%x_t, %u, %a, %z, %o, %w_in, %w_rec, %w_out, %alpha, %rho, %kappa)
        : (!pixels, !state, !state, !state, !outputs, !w_in, !w_rec, !w_out, !state, !state, !outputs)
        -> (!state, !state, !state, !outputs)
    %raster_next = tensor.insert_slice %next#2 into %raster[%t, 0, 0] [1, 128, 128] [1, 1, 1] : !state into !raster
    scf.yield %next#0, %next#1, %next#2, %next#3, %raster_next : !state, !state, !state, !outputs, !raster
  }
  return %end#4 : !raster
}
