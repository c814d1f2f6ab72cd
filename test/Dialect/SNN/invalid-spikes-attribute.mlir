// RUN: snn-opt %s --split-input-file --verify-diagnostics

// Floats, alone or in tensors, may be declared to be spikes.
func.func @valid(%a: tensor<4x?xf32> {snn.spikes}, %b: bf16 {snn.spikes}, %c: tensor<f64> {snn.spikes, ad.other}) {
  return
}
func.func private @external(tensor<4xf16> {snn.spikes})
// So they are in memory.
func.func @memory(%a: memref<4x?xf32> {snn.spikes}) {
  return
}

// -----

// expected-error @below {{expects argument 1, declared 'snn.spikes', to be a float or a ranked tensor of floats, got 'tensor<4xi1>'}}
func.func @mask(%a: f32, %z: tensor<4xi1> {snn.spikes}) {
  return
}

// -----

// expected-error @below {{expects argument 0, declared 'snn.spikes', to be a float or a ranked tensor of floats, got 'tensor<*xf32>'}}
func.func @unranked(%z: tensor<*xf32> {snn.spikes}) {
  return
}

// -----

// expected-error @below {{expects argument 0, declared 'snn.spikes', to be a float or a ranked tensor of floats, got 'complex<f32>'}}
func.func @complex(%z: complex<f32> {snn.spikes}) {
  return
}

// -----

// expected-error @below {{expects 'snn.spikes' of argument 0 to have no value, got true}}
func.func @value(%z: tensor<4xf32> {snn.spikes = true}) {
  return
}
