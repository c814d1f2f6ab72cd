// RUN: %python %S/Inputs/neurons.py %s %t.npz %t.out.npz

// Each neuron's step against its equations in NumPy, then its gradient against
// finite differences; Inputs/neurons.py has the equations.

!s = tensor<?x5xf64>
!p = tensor<5xf64>
!w = tensor<5x5xf64>

func.func @li_unit(%i: !s, %u: !s, %alpha: !p) -> !s {
  %n = snn.li %i, %u decay(%alpha : !p) : !s
  return %n : !s
}

func.func @li_decay(%i: !s, %u: !s, %alpha: !p) -> !s {
  %n = snn.li %i, %u decay(%alpha : !p) gain decay : !s
  return %n : !s
}

func.func @li_share(%i: !s, %u: !s, %alpha: !p) -> !s {
  %n = snn.li %i, %u decay(%alpha : !p) gain one_minus_decay : !s
  return %n : !s
}

func.func @snntorch(%i: !s, %u: !s, %z: !s, %alpha: !p, %theta: f64) -> (!s, !s) {
  %f, %n = snn.lif %i, %u decay(%alpha : !p) threshold(%theta : f64) order before previous(%z : !s)
    detach_reset surrogate(#snn.fast_sigmoid<width = 0.04>) : !s
  return %f, %n : !s, !s
}

func.func @spikingjelly(%i: !s, %u: !s, %alpha: f64, %theta: !p) -> (!s, !s) {
  %f, %n = snn.lif %i, %u decay(%alpha : f64) threshold(%theta : !p) gain one_minus_decay reset zero compare ge
    surrogate(#snn.sigmoid<width = 0.25>) : !s
  return %f, %n : !s, !s
}

func.func @delayed(%i: !s, %u: !s, %z1: !s, %z2: !s, %alpha: !p, %w: !w) -> (!s, !s, !s) {
  %f, %n, %late = snn.lif %i, %u decay(%alpha : !p) recurrent(%z1, %z2 : !s, !s by %w : !w) delay 2
    surrogate(#snn.gaussian) : !s
  return %f, %n, %late : !s, !s, !s
}

func.func @alif(%i: !s, %u: !s, %a: !s, %z: !s, %alpha: !p, %rho: !p, %beta: f64, %theta: f64, %w: !w) -> (!s, !s, !s) {
  %f, %n, %an = snn.alif %i, %u, %a decay(%alpha : !p) adaptation_decay(%rho : !p) strength(%beta : f64)
    threshold(%theta : f64) recurrent(%z : !s by %w : !w) surrogate(#snn.gaussian) : !s
  return %f, %n, %an : !s, !s, !s
}

func.func @synaptic(%i: !s, %s: !s, %u: !s, %z: !s, %kappa: !p, %alpha: !p) -> (!s, !s, !s) {
  %f, %sn, %n = snn.cuba_lif %i, %s, %u synaptic_decay(%kappa : !p) decay(%alpha : !p)
    order before previous(%z : !s) surrogate(#snn.arctan) : !s
  return %f, %sn, %n : !s, !s, !s
}

func.func @norse(%i: !s, %s: !s, %u: !s, %kappa: !p, %alpha: !p) -> (!s, !s, !s) {
  %f, %sn, %n = snn.cuba_lif %i, %s, %u synaptic_decay(%kappa : !p) decay(%alpha : !p) delay_synapse
    membrane_gain one_minus_decay reset zero surrogate(#snn.fast_sigmoid<width = 0.01>) : !s
  return %f, %sn, %n : !s, !s, !s
}

func.func @rf(%i: !s, %u: !s, %v: !s, %omega: !p, %b: !p) -> (!s, !s, !s) {
  %f, %n, %m = snn.rf %i, %u, %v frequency(%omega : !p) damping(%b : !p) dt 0.125 surrogate(#snn.gaussian) : !s
  return %f, %n, %m : !s, !s, !s
}

func.func @rf_zero(%i: !s, %u: !s, %v: !s, %omega: !p, %b: !p) -> (!s, !s, !s) {
  %f, %n, %m = snn.rf %i, %u, %v frequency(%omega : !p) damping(%b : !p) dt 0.125 reset zero
    surrogate(#snn.gaussian) : !s
  return %f, %n, %m : !s, !s, !s
}

func.func @brf(%i: !s, %u: !s, %v: !s, %q: !s, %omega: !p, %b0: !p) -> (!s, !s, !s, !s) {
  %f, %n, %m, %k = snn.brf %i, %u, %v, %q frequency(%omega : !p) damping(%b0 : !p) dt 0.125
    surrogate(#snn.double_gaussian) : !s
  return %f, %n, %m, %k : !s, !s, !s, !s
}
