// @spike of alif.mlir as frameworks write it: a custom backward that the
// optimizer does not see. opaque.sh puts it in place of the arithmetic.
func.func private @spike(%v: !state) -> !state {
  %z = ad.custom_vjp {primal = @spike_primal, forward = @spike_forward, backward = @spike_backward} (%v)
      : (!state) -> !state
  return %z : !state
}

func.func private @spike_primal(%v: !state) -> !state {
  %zero = arith.constant dense<0.0> : !state
  %above = arith.cmpf ogt, %v, %zero : !state
  %z = arith.uitofp %above : !fired to !state
  return %z : !state
}

// The spikes, and what the backward needs: the distance from the threshold.
func.func private @spike_forward(%v: !state) -> (!state, !state) {
  %z = func.call @spike_primal(%v) : (!state) -> !state
  return %z, %v : !state, !state
}

func.func private @spike_backward(%v: !state, %ct: !state) -> !state {
  %slope = func.call @surrogate_slope(%v) : (!state) -> !state
  %dv = arith.mulf %ct, %slope : !state
  return %dv : !state
}
