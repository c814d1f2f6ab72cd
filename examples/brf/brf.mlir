// Balanced resonate-and-fire neurons (BRF): 36 of them, recurrent, 4 inputs and 6 leaky readouts, labels at every
// step: the ECG network of the BRF paper. brf/README.md has the equations and the data.

!inputs  = tensor<1300x16x4xf32>  // time x batch x channels
!labels  = tensor<1300x16xi32>    // a class at every step
!traces  = tensor<1300x16x6xf32>  // the readout at every step
!rows    = tensor<1300x16xf32>
!x_t     = tensor<16x4xf32>
!state   = tensor<16x36xf32>      // batch x neurons
!fired   = tensor<16x36xi1>
!joined  = tensor<16x40xf32>      // inputs, then spikes
!outputs = tensor<16x6xf32>
!w       = tensor<36x40xf32>
!w_out   = tensor<6x36xf32>
!neurons = tensor<36xf32>
!classes = tensor<6xf32>

// The double Gaussian 0.5 * (1.15 N(v; 0, 0.5) - 0.3 N(v; 0, 3)), N the normal density.
func.func private @surrogate_slope(%v: !state) -> !state {
  %narrow_peak = arith.constant dense<0.45878362249> : !state
  %narrow = arith.constant dense<-2.0> : !state
  %wide_peak = arith.constant dense<0.01994711402> : !state
  %wide = arith.constant dense<-0.05555555556> : !state
  %v2 = arith.mulf %v, %v : !state
  %e0 = arith.mulf %v2, %narrow : !state
  %e1 = arith.mulf %v2, %wide : !state
  %g0 = math.exp %e0 : !state
  %g1 = math.exp %e1 : !state
  %p0 = arith.mulf %narrow_peak, %g0 : !state
  %p1 = arith.mulf %wide_peak, %g1 : !state
  %slope = arith.subf %p0, %p1 : !state
  return %slope : !state
}

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

// b = (-1 + sqrt(1 - (dt * |omega|)^2)) / dt - |b_offset|: the damping at which the resonator stays balanced.
func.func private @damping(%omega: !neurons, %b_offset: !neurons) -> !neurons {
  %one = arith.constant dense<1.0> : !neurons
  %dt = arith.constant dense<0.01> : !neurons
  %turn = arith.mulf %dt, %omega : !neurons
  %turn2 = arith.mulf %turn, %turn : !neurons
  %under = arith.subf %one, %turn2 : !neurons
  %root = math.sqrt %under : !neurons
  %short = arith.subf %root, %one : !neurons
  %balance = arith.divf %short, %dt : !neurons
  %offset = math.absf %b_offset : !neurons
  %b = arith.subf %balance, %offset : !neurons
  return %b : !neurons
}

// The readout at every step.
func.func @outputs(%w: !w, %omega_raw: !neurons, %b_offset: !neurons, %w_out: !w_out, %tau_mem: !classes,
                   %x: !inputs) -> !traces {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !outputs
  %dt = arith.constant dense<0.01> : !state
  %theta = arith.constant dense<1.0> : !state
  %q_decay = arith.constant dense<0.9> : !state
  %one = arith.constant dense<1.0> : !outputs
  %minus_one = arith.constant dense<-1.0> : !classes
  %no_state = tensor.empty() : !state
  %no_output = tensor.empty() : !outputs
  %blank = tensor.empty() : !traces
  %omega_row = math.absf %omega_raw : !neurons
  %b_row = func.call @damping(%omega_row, %b_offset) : (!neurons, !neurons) -> !neurons
  %omega = linalg.broadcast ins(%omega_row : !neurons) outs(%no_state : !state) dimensions = [0]
  %b_rest = linalg.broadcast ins(%b_row : !neurons) outs(%no_state : !state) dimensions = [0]
  %tau = math.absf %tau_mem : !classes
  %rate = arith.divf %minus_one, %tau : !classes
  %decay = math.exp %rate : !classes
  %alpha = linalg.broadcast ins(%decay : !classes) outs(%no_output : !outputs) dimensions = [0]
  %share = arith.subf %one, %alpha : !outputs
  %end:6 = scf.for %t = %c0 to %steps step %c1
      iter_args(%u = %rest, %v = %rest, %z = %rest, %q = %rest, %o = %silence, %all = %blank)
      -> (!state, !state, !state, !state, !outputs, !traces) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 16, 4] [1, 1, 1] : !inputs to !x_t
    %joined = tensor.concat dim(1) %x_t, %z : (!x_t, !state) -> !joined
    %current = linalg.matmul
        indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
        ins(%joined, %w : !joined, !w) outs(%rest : !state) -> !state
    // u' = u + dt (b u - omega v + i); v' = v + dt (omega u + b v)
    %b = arith.subf %b_rest, %q : !state
    %bu = arith.mulf %b, %u : !state
    %ov = arith.mulf %omega, %v : !state
    %ou = arith.mulf %omega, %u : !state
    %bv = arith.mulf %b, %v : !state
    %du0 = arith.subf %bu, %ov : !state
    %du1 = arith.addf %du0, %current : !state
    %du = arith.mulf %du1, %dt : !state
    %u_next = arith.addf %u, %du : !state
    %dv0 = arith.addf %ou, %bv : !state
    %dv = arith.mulf %dv0, %dt : !state
    %v_next = arith.addf %v, %dv : !state
    // z = step(u' - theta - q); q' = 0.9 q + z
    %over = arith.subf %u_next, %theta : !state
    %distance = arith.subf %over, %q : !state
    %z_next = func.call @spike(%distance) : (!state) -> !state
    %q_kept = arith.mulf %q_decay, %q : !state
    %q_next = arith.addf %q_kept, %z_next : !state
    // o = alpha o + (1 - alpha) W_out z
    %read = linalg.matmul
        indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
        ins(%z_next, %w_out : !state, !w_out) outs(%silence : !outputs) -> !outputs
    %o_kept = arith.mulf %alpha, %o : !outputs
    %o_new = arith.mulf %share, %read : !outputs
    %o_next = arith.addf %o_kept, %o_new : !outputs
    %all_next = tensor.insert_slice %o_next into %all[%t, 0, 0] [1, 16, 6] [1, 1, 1] : !outputs into !traces
    scf.yield %u_next, %v_next, %z_next, %q_next, %o_next, %all_next
        : !state, !state, !state, !state, !outputs, !traces
  }
  return %end#5 : !traces
}

// Negative log-likelihood of the softmax at every step, mean over steps and batch.
func.func @loss(%w: !w, %omega: !neurons, %b_offset: !neurons, %w_out: !w_out, %tau_mem: !classes, %x: !inputs,
                %labels: !labels) -> tensor<f32> {
  %outputs = func.call @outputs(%w, %omega, %b_offset, %w_out, %tau_mem, %x)
      : (!w, !neurons, !neurons, !w_out, !classes, !inputs) -> !traces
  %lowest = arith.constant dense<0xFF800000> : !rows
  %zeros = arith.constant dense<0.0> : !rows
  %nothing = arith.constant 0.0 : f32
  %sum0 = arith.constant dense<0.0> : tensor<f32>
  %largest = linalg.reduce { arith.maximumf } ins(%outputs : !traces) outs(%lowest : !rows) dimensions = [2]
  %shift = ad.stop_gradient %largest : !rows
  %empty = tensor.empty() : !traces
  %shifts = linalg.broadcast ins(%shift : !rows) outs(%empty : !traces) dimensions = [2]
  %centred = arith.subf %outputs, %shifts : !traces
  %e = math.exp %centred : !traces
  %e_sum = linalg.reduce { arith.addf } ins(%e : !traces) outs(%zeros : !rows) dimensions = [2]
  %log_sum = math.log %e_sum : !rows
  %chosen = linalg.generic {
      indexing_maps = [affine_map<(t, b, c) -> (t, b, c)>, affine_map<(t, b, c) -> (t, b)>,
                       affine_map<(t, b, c) -> (t, b)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%centred, %labels : !traces, !labels) outs(%zeros : !rows) {
    ^bb0(%logit: f32, %label: i32, %so_far: f32):
      %c = linalg.index 2 : index
      %class = arith.index_cast %c : index to i32
      %hit = arith.cmpi eq, %class, %label : i32
      %part = arith.select %hit, %logit, %nothing : f32
      %next = arith.addf %so_far, %part : f32
      linalg.yield %next : f32
    } -> !rows
  %each = arith.subf %log_sum, %chosen : !rows
  %total = linalg.reduce { arith.addf } ins(%each : !rows) outs(%sum0 : tensor<f32>) dimensions = [0, 1]
  %count = arith.constant dense<20800.0> : tensor<f32>
  %mean = arith.divf %total, %count : tensor<f32>
  return %mean : tensor<f32>
}
