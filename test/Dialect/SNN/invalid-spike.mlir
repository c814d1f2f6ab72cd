// RUN: snn-opt %s --split-input-file --verify-diagnostics

func.func @both(%v: f32) {
  // expected-error @below {{expects a preset surrogate or a region, got both (spike_c1)}}
  %0 = "snn.spike"(%v) <{surrogate = #snn.gaussian}> ({
  ^bb0(%x: f32):
    snn.spike_yield %x : f32
  }) : (f32) -> f32
  return
}

// -----

func.func @none(%v: f32) {
  // expected-error @below {{expects a preset surrogate or a region, got none (spike_c1)}}
  %0 = "snn.spike"(%v) ({}) : (f32) -> f32
  return
}

// -----

func.func @arguments(%v: f32) {
  // expected-error @below {{expects its region to have 1 argument, got 2 (spike_c2)}}
  %0 = "snn.spike"(%v) ({
  ^bb0(%x: f32, %y: f32):
    snn.spike_yield %x : f32
  }) : (f32) -> f32
  return
}

// -----

func.func @argument_type(%v: tensor<4xf32>) {
  // expected-error @below {{expects the argument of its region to have type 'tensor<4xf32>' or, for a tensor, its element type, got 'f64' (spike_c2)}}
  %0 = snn.spike %v surrogate(%x: f64) {
    snn.spike_yield %x : f64
  } : tensor<4xf32>
  return
}

// -----

func.func @scalar_region_of_vector(%v: vector<4xf32>) {
  // expected-error @below {{expects the argument of its region to have type 'vector<4xf32>' or, for a tensor, its element type, got 'f32' (spike_c2)}}
  %0 = snn.spike %v surrogate(%x: f32) {
    snn.spike_yield %x : f32
  } : vector<4xf32>
  return
}

// -----

func.func @terminator(%v: f32) {
  // expected-error @below {{expects its region to end with 'snn.spike_yield', got 'llvm.unreachable' (spike_c3)}}
  %0 = snn.spike %v surrogate(%x: f32) {
    llvm.unreachable
  } : f32
  return
}

// -----

func.func @yielded(%v: f32, %w: f64) {
  %0 = snn.spike %v surrogate(%x: f32) {
    // expected-error @below {{expects a value of type 'f32', that of the region's argument, got 'f64' (spike_c3)}}
    snn.spike_yield %w : f64
  } : f32
  return
}

// -----

func.func @overflow(%v: f16) {
  // expected-error @below {{expects a surrogate whose constants 'f16' can hold, got #snn.boxcar<peak = 1.000000e+06> with 1.000000e+06 (spike_c4)}}
  %0 = snn.spike %v surrogate(#snn.boxcar<peak = 1000000.0>) : f16
  return
}

// -----

func.func @underflow(%v: f32) {
  // expected-error @below {{expects a surrogate whose constants 'f32' can hold}}
  %0 = snn.spike %v surrogate(#snn.boxcar<width = 1.0e-60>) : f32
  return
}

// -----

func.func @integer(%v: i32) {
  // expected-error @below {{must be floating-point scalar, vector or ranked tensor, but got 'i32'}}
  %0 = snn.spike %v surrogate(#snn.gaussian) : i32
  return
}

// -----

func.func @unranked(%v: tensor<*xf32>) {
  // expected-error @below {{must be floating-point scalar, vector or ranked tensor, but got 'tensor<*xf32>'}}
  %0 = snn.spike %v surrogate(#snn.gaussian) : tensor<*xf32>
  return
}

// -----

func.func @not_a_surrogate(%v: f32) {
  // expected-error @below {{expects a surrogate such as '#snn.gaussian', got "gaussian"}}
  %0 = snn.spike %v surrogate("gaussian") : f32
  return
}

// -----

// expected-error @below {{expects width to be finite and greater than 0, got 0.000000e+00}}
func.func private @width() attributes {a = #snn.gaussian<width = 0.0>}

// -----

// expected-error @below {{expects width to be finite and greater than 0, got -1.000000e+00}}
func.func private @width() attributes {a = #snn.fast_sigmoid<width = -1.0>}

// -----

// expected-error @below {{expects width to be finite and greater than 0, got INF}}
func.func private @width() attributes {a = #snn.triangle<width = 0x7FF0000000000000>}

// -----

// expected-error @below {{expects peak to be finite, got INF}}
func.func private @peak() attributes {a = #snn.sigmoid<peak = 0x7FF0000000000000>}

// -----

// expected-error @below {{expects area to be finite}}
func.func private @area() attributes {a = #snn.normalized_gaussian<area = 0x7FF8000000000000>}

// -----

// expected-error @below {{expects width to be finite and greater than 0}}
func.func private @width() attributes {a = #snn.normalized_gaussian<width = 0.0>}

// -----

// expected-error @below {{expects scale to be finite}}
func.func private @scale() attributes {a = #snn.double_gaussian<scale = 0x7FF8000000000000>}

// -----

// expected-error @below {{expects dip to be finite}}
func.func private @dip() attributes {a = #snn.double_gaussian<dip = 0x7FF8000000000000>}

// -----

// expected-error @below {{expects width to be finite and greater than 0}}
func.func private @width() attributes {a = #snn.double_gaussian<width = 0.0>}

// -----

// expected-error @below {{expects dip_width to be finite and greater than 0}}
func.func private @dip_width() attributes {a = #snn.double_gaussian<dip_width = -3.0>}
