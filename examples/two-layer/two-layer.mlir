// Two recurrent layers of 48 leaky integrate-and-fire neurons: one function, called twice per step with each layer's
// weights. The second layer's filtered spikes are to follow a given curve at every step. 60 steps, batches of 16.

!inputs = tensor<60x16x12xf32>  // time x batch x channels
!curves = tensor<60x16x3xf32>
!x_t    = tensor<16x12xf32>
!y_t    = tensor<16x3xf32>
!state  = tensor<16x48xf32>     // batch x neurons
!w_in   = tensor<12x48xf32>
!w      = tensor<48x48xf32>
!w_out  = tensor<48x3xf32>
!row    = tensor<48xf32>

// g'(v) = 1 / (1 + (pi v)^2): the arctan surrogate
func.func private @spike(%v: !state) -> !state {
  %zero = arith.constant dense<0.0> : !state
  %one = arith.constant dense<1.0> : !state
  %pi = arith.constant dense<3.1415926536> : !state
  %scaled = arith.mulf %v, %pi : !state
  %scaled2 = arith.mulf %scaled, %scaled : !state
  %below = arith.addf %scaled2, %one : !state
  %slope = arith.divf %one, %below : !state
  %slope_only = ad.stop_gradient %slope : !state
  %h = arith.mulf %v, %slope_only : !state
  %h_only = ad.stop_gradient %h : !state
  %nothing = arith.subf %h, %h_only : !state
  %above = arith.cmpf ogt, %v, %zero : !state
  %f = arith.select %above, %one, %zero : tensor<16x48xi1>, !state
  %f_only = ad.stop_gradient %f : !state
  %z = arith.addf %nothing, %f_only : !state
  return %z : !state
}

// u = tau u + drive + z W - z: a layer's step from its potential and its spikes of the step before.
func.func private @layer(%drive: !state, %u: !state, %z: !state, %w: !w, %tau: !row) -> (!state, !state) {
  %one = arith.constant dense<1.0> : !state
  %empty = tensor.empty() : !state
  %taus = linalg.broadcast ins(%tau : !row) outs(%empty : !state) dimensions = [0]
  %current = linalg.matmul ins(%z, %w : !state, !w) outs(%drive : !state) -> !state
  %kept = arith.mulf %taus, %u : !state
  %charged = arith.addf %kept, %current : !state
  %reset = arith.subf %charged, %z : !state
  %over = arith.subf %reset, %one : !state
  %fired = func.call @spike(%over) : (!state) -> !state
  return %reset, %fired : !state, !state
}

// Mean squared distance of the readout from the curves.
func.func @loss(%w_in: !w_in, %w1: !w, %tau1: !row, %w12: !w, %w2: !w, %tau2: !row, %w_out: !w_out, %x: !inputs,
                %target: !curves) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : !inputs
  %zero = arith.constant 0.0 : f32
  %rest = arith.constant dense<0.0> : !state
  %silence = arith.constant dense<0.0> : !y_t
  %kappa = arith.constant dense<0.8> : !y_t
  %end:6 = scf.for %t = %c0 to %steps step %c1
      iter_args(%u1 = %rest, %z1 = %rest, %u2 = %rest, %z2 = %rest, %o = %silence, %total = %zero)
      -> (!state, !state, !state, !state, !y_t, f32) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 16, 12] [1, 1, 1] : !inputs to !x_t
    %y_t = tensor.extract_slice %target[%t, 0, 0] [1, 16, 3] [1, 1, 1] : !curves to !y_t
    %drive1 = linalg.matmul ins(%x_t, %w_in : !x_t, !w_in) outs(%rest : !state) -> !state
    %first:2 = func.call @layer(%drive1, %u1, %z1, %w1, %tau1) : (!state, !state, !state, !w, !row) -> (!state, !state)
    %drive2 = linalg.matmul ins(%first#1, %w12 : !state, !w) outs(%rest : !state) -> !state
    %second:2 = func.call @layer(%drive2, %u2, %z2, %w2, %tau2)
        : (!state, !state, !state, !w, !row) -> (!state, !state)
    %kept = arith.mulf %kappa, %o : !y_t
    %o_next = linalg.matmul ins(%second#1, %w_out : !state, !w_out) outs(%kept : !y_t) -> !y_t
    %error = arith.subf %o_next, %y_t : !y_t
    %error2 = arith.mulf %error, %error : !y_t
    %sum0 = tensor.from_elements %total : tensor<f32>
    %sum = linalg.reduce { arith.addf } ins(%error2 : !y_t) outs(%sum0 : tensor<f32>) dimensions = [0, 1]
    %total_next = tensor.extract %sum[] : tensor<f32>
    scf.yield %first#0, %first#1, %second#0, %second#1, %o_next, %total_next
        : !state, !state, !state, !state, !y_t, f32
  }
  %steps_i = arith.index_cast %steps : index to i64
  %steps_f = arith.sitofp %steps_i : i64 to f32
  %count = arith.constant 48.0 : f32
  %values = arith.mulf %steps_f, %count : f32
  %loss = arith.divf %end#5, %values : f32
  return %loss : f32
}
