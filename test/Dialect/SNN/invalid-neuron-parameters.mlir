// RUN: snn-opt %s --split-input-file --verify-diagnostics

// Each parameter of each neuron is checked, and named in the error.

func.func @lif_decay(%i: tensor<4xf32>, %u: tensor<4xf32>, %p: tensor<3xf32>) {
  // expected-error @below {{'snn.lif' op expects decay to be a scalar or to have the trailing sizes of 'tensor<4xf32>', got 'tensor<3xf32>' (neuron_c1)}}
  %z, %n = snn.lif %i, %u decay(%p : tensor<3xf32>) surrogate(#snn.boxcar) : tensor<4xf32>
  return
}

// -----

func.func @alif_decay(%i: f32, %u: f32, %a: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.alif' op expects decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.alif %i, %u, %a decay(%p : f64) adaptation_decay(%q : f32) strength(%q : f32) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @alif_adaptation_decay(%i: f32, %u: f32, %a: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.alif' op expects adaptation_decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.alif %i, %u, %a decay(%q : f32) adaptation_decay(%p : f64) strength(%q : f32) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @alif_strength(%i: f32, %u: f32, %a: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.alif' op expects strength to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.alif %i, %u, %a decay(%q : f32) adaptation_decay(%q : f32) strength(%p : f64) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @alif_threshold(%i: f32, %u: f32, %a: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.alif' op expects threshold to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.alif %i, %u, %a decay(%q : f32) adaptation_decay(%q : f32) strength(%q : f32) threshold(%p : f64) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @alif_reset(%i: f32, %u: f32, %a: f32, %q: f32) {
  // expected-error @below {{'snn.alif' op expects previous(..) only with 'order before' (neuron_c2)}}
  %z:3 = snn.alif %i, %u, %a decay(%q : f32) adaptation_decay(%q : f32) strength(%q : f32) previous(%u : f32) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @cuba_lif_synaptic_decay(%i: f32, %s: f32, %u: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.cuba_lif' op expects synaptic_decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.cuba_lif %i, %s, %u synaptic_decay(%p : f64) decay(%q : f32) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @cuba_lif_decay(%i: f32, %s: f32, %u: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.cuba_lif' op expects decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.cuba_lif %i, %s, %u synaptic_decay(%q : f32) decay(%p : f64) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @cuba_lif_reset(%i: f32, %s: f32, %u: f32, %q: f32) {
  // expected-error @below {{'snn.cuba_lif' op expects a reset other than 'none' to put before the comparison (neuron_c2)}}
  %z:3 = snn.cuba_lif %i, %s, %u synaptic_decay(%q : f32) decay(%q : f32) reset none order before previous(%u : f32) surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @cuba_lif_recurrence(%i: f32, %s: f32, %u: f32, %q: f32) {
  // expected-error @below {{'snn.cuba_lif' op expects recurrent(..) with 'delay 3' (neuron_c3)}}
  %z:3 = snn.cuba_lif %i, %s, %u synaptic_decay(%q : f32) decay(%q : f32) delay 3 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_frequency(%i: f32, %u: f32, %v: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.rf' op expects frequency to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.rf %i, %u, %v frequency(%p : f64) damping(%q : f32) dt 0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_damping(%i: f32, %u: f32, %v: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.rf' op expects damping to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:3 = snn.rf %i, %u, %v frequency(%q : f32) damping(%p : f64) dt 0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_negative_dt(%i: f32, %u: f32, %v: f32, %q: f32) {
  // expected-error @below {{'snn.rf' op expects dt to be finite and greater than 0, got -1.000000e-02 (neuron_c6)}}
  %z:3 = snn.rf %i, %u, %v frequency(%q : f32) damping(%q : f32) dt -0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_infinite_dt(%i: f32, %u: f32, %v: f32, %q: f32) {
  // expected-error @below {{'snn.rf' op expects dt to be finite and greater than 0, got INF (neuron_c6)}}
  %z:3 = snn.rf %i, %u, %v frequency(%q : f32) damping(%q : f32) dt 0x7FF0000000000000 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_reset(%i: f32, %u: f32, %v: f32, %q: f32) {
  // expected-error @below {{'snn.rf' op expects previous(..), the spikes that a reset before the comparison is by (neuron_c2)}}
  %z:3 = snn.rf %i, %u, %v frequency(%q : f32) damping(%q : f32) dt 0.01 reset zero order before surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @rf_surrogate(%i: f16, %u: f16, %v: f16, %q: f16) {
  // expected-error @below {{'snn.rf' op expects a surrogate whose constants 'f16' can hold, got #snn.boxcar<peak = 1.000000e+06>}}
  %z:3 = snn.rf %i, %u, %v frequency(%q : f16) damping(%q : f16) dt 0.01 surrogate(#snn.boxcar<peak = 1.0e6>) : f16
  return
}

// -----

func.func @brf_frequency(%i: f32, %u: f32, %v: f32, %r: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.brf' op expects frequency to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:4 = snn.brf %i, %u, %v, %r frequency(%p : f64) damping(%q : f32) dt 0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @brf_damping(%i: f32, %u: f32, %v: f32, %r: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.brf' op expects damping to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:4 = snn.brf %i, %u, %v, %r frequency(%q : f32) damping(%p : f64) dt 0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @brf_refractory_decay(%i: f32, %u: f32, %v: f32, %r: f32, %p: f64, %q: f32) {
  // expected-error @below {{'snn.brf' op expects refractory_decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %z:4 = snn.brf %i, %u, %v, %r frequency(%q : f32) damping(%q : f32) refractory_decay(%p : f64) dt 0.01 surrogate(#snn.boxcar) : f32
  return
}

// -----

func.func @brf_recurrence(%i: tensor<4xf32>, %u: tensor<4xf32>, %q: f32, %w: tensor<4x3xf32>) {
  // expected-error @below {{'snn.brf' op expects recurrent weights of type 'tensor<4x4xf32>', got 'tensor<4x3xf32>' (neuron_c5)}}
  %z:4 = snn.brf %i, %u, %u, %u frequency(%q : f32) damping(%q : f32) recurrent(%u : tensor<4xf32> by %w : tensor<4x3xf32>)
    dt 0.01 surrogate(#snn.boxcar) : tensor<4xf32>
  return
}

// -----

func.func @weights_of_another_type(%i: tensor<4xf32>, %u: tensor<4xf32>, %q: f32, %w: tensor<4x4xf64>) {
  // expected-error @below {{expects recurrent weights of type 'tensor<4x4xf32>', got 'tensor<4x4xf64>' (neuron_c5)}}
  %z, %n = snn.lif %i, %u decay(%q : f32) recurrent(%u : tensor<4xf32> by %w : tensor<4x4xf64>) surrogate(#snn.boxcar) : tensor<4xf32>
  return
}

// -----

func.func @states_that_differ(%i: f32, %u: f64, %q: f32) {
  // expected-note @above {{prior use here}}
  // expected-error @below {{use of value '%u' expects different type than prior uses: 'f32' vs 'f64'}}
  %z, %n = snn.lif %i, %u decay(%q : f32) surrogate(#snn.boxcar) : f32
  return
}
