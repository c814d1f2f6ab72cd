// RUN: snn-opt %s --split-input-file --verify-diagnostics

func.func @element_type(%i: tensor<2x4xf32>, %u: tensor<2x4xf32>, %p: f64) {
  // expected-error @below {{'snn.li' op expects decay to have element type 'f32', got 'f64' (neuron_c1)}}
  %0 = snn.li %i, %u decay(%p : f64) : tensor<2x4xf32>
  return
}

// -----

func.func @parameter_sizes(%i: tensor<2x4xf32>, %u: tensor<2x4xf32>, %p: tensor<2xf32>, %s: f32) {
  // expected-error @below {{'snn.lif' op expects threshold to be a scalar or to have the trailing sizes of 'tensor<2x4xf32>', got 'tensor<2xf32>' (neuron_c1)}}
  %0:2 = snn.lif %i, %u decay(%s : f32) threshold(%p : tensor<2xf32>) surrogate(#snn.gaussian) : tensor<2x4xf32>
  return
}

// -----

func.func @parameter_of_scalar(%i: f32, %u: f32, %p: tensor<f32>) {
  // expected-error @below {{expects decay to be a scalar or to have the trailing sizes of 'f32', got 'tensor<f32>' (neuron_c1)}}
  %0:2 = snn.lif %i, %u decay(%p : tensor<f32>) surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @previous_type(%i: tensor<2x4xf32>, %u: tensor<2x4xf32>, %z: tensor<4xf32>, %s: f32) {
  // expected-error @below {{expects previous spikes of type 'tensor<2x4xf32>', got 'tensor<4xf32>' (neuron_c2)}}
  %0:2 = snn.lif %i, %u decay(%s : f32) order before previous(%z : tensor<4xf32>) surrogate(#snn.gaussian) : tensor<2x4xf32>
  return
}

// -----

func.func @no_reset_before(%i: f32, %u: f32, %s: f32) {
  // expected-error @below {{expects a reset other than 'none' to put before the comparison (neuron_c2)}}
  %0:2 = snn.lif %i, %u decay(%s : f32) reset none order before surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @no_previous(%i: f32, %u: f32, %s: f32) {
  // expected-error @below {{expects previous(..), the spikes that a reset before the comparison is by (neuron_c2)}}
  %0:3 = snn.rf %i, %u, %u frequency(%s : f32) damping(%s : f32) dt 0.01 reset zero order before surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @previous_after(%i: f32, %u: f32, %s: f32) {
  // expected-error @below {{expects previous(..) only with 'order before' (neuron_c2)}}
  %0:2 = snn.lif %i, %u decay(%s : f32) previous(%u : f32) surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @delay_alone(%i: f32, %u: f32, %s: f32) {
  // expected-error @below {{expects recurrent(..) with 'delay 2' (neuron_c3)}}
  %0:2 = snn.lif %i, %u decay(%s : f32) delay 2 surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @history_count(%i: tensor<4xf32>, %s: f32, %w: tensor<4x4xf32>) {
  // expected-error @below {{expects the spikes of the last 3 steps, as 'delay' says, got 1 (neuron_c3)}}
  %0:2 = snn.lif %i, %i decay(%s : f32) recurrent(%i : tensor<4xf32> by %w : tensor<4x4xf32>) delay 3 surrogate(#snn.gaussian) : tensor<4xf32>
  return
}

// -----

func.func @scalar_recurrence(%i: f32, %w: tensor<1x1xf32>) {
  // expected-error @below {{expects states of rank 1 or more to be recurrent, got 'f32' (neuron_c4)}}
  %0:2 = snn.lif %i, %i decay(%i : f32) recurrent(%i : f32 by %w : tensor<1x1xf32>) surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @history_type(%i: tensor<4xf32>, %z: tensor<3xf32>, %s: f32, %w: tensor<4x4xf32>) {
  // expected-error @below {{expects spikes of the steps before of type 'tensor<4xf32>', got 'tensor<3xf32>' (neuron_c4)}}
  %0:2 = snn.lif %i, %i decay(%s : f32) recurrent(%z : tensor<3xf32> by %w : tensor<4x4xf32>) surrogate(#snn.gaussian) : tensor<4xf32>
  return
}

// -----

func.func @weight_type(%i: tensor<4xf32>, %s: f32, %w: tensor<4x3xf32>) {
  // expected-error @below {{expects recurrent weights of type 'tensor<4x4xf32>', got 'tensor<4x3xf32>' (neuron_c5)}}
  %0:2 = snn.lif %i, %i decay(%s : f32) recurrent(%i : tensor<4xf32> by %w : tensor<4x3xf32>) surrogate(#snn.gaussian) : tensor<4xf32>
  return
}

// -----

func.func @history_alone(%i: tensor<4xf32>, %s: f32) {
  // expected-error @below {{expects recurrent weights together with the spikes of the steps before (neuron_c5)}}
  %0:2 = "snn.lif"(%i, %i, %s, %i) <{operandSegmentSizes = array<i32: 1, 1, 1, 0, 1, 0, 0>, surrogate = #snn.gaussian}>
    : (tensor<4xf32>, tensor<4xf32>, f32, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  return
}

// -----

func.func @weights_alone(%i: tensor<4xf32>, %s: f32, %w: tensor<4x4xf32>) {
  // expected-error @below {{expects recurrent weights together with the spikes of the steps before (neuron_c5)}}
  %0:2 = "snn.lif"(%i, %i, %s, %w) <{operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 1, 0>, surrogate = #snn.gaussian}>
    : (tensor<4xf32>, tensor<4xf32>, f32, tensor<4x4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  return
}

// -----

func.func @dt(%i: f32) {
  // expected-error @below {{'snn.brf' op expects dt to be finite and greater than 0, got 0.000000e+00 (neuron_c6)}}
  %0:4 = snn.brf %i, %i, %i, %i frequency(%i : f32) damping(%i : f32) dt 0.0 surrogate(#snn.gaussian) : f32
  return
}

// -----

func.func @surrogate(%i: f16) {
  // expected-error @below {{'snn.alif' op expects a surrogate whose constants 'f16' can hold, got #snn.boxcar<peak = 1.000000e+06> with 1.000000e+06}}
  %0:3 = snn.alif %i, %i, %i decay(%i : f16) adaptation_decay(%i : f16) strength(%i : f16) surrogate(#snn.boxcar<peak = 1000000.0>) : f16
  return
}

// -----

func.func @delay_zero(%i: f32) {
  // expected-error @below {{attribute 'recurrence_delay' failed to satisfy constraint}}
  %0:2 = snn.lif %i, %i decay(%i : f32) delay 0 surrogate(#snn.gaussian) : f32
  return
}
