// RUN: snn-opt %s --split-input-file --verify-diagnostics

// One test for each constraint, named by its label in the op's description.

func.func @scan_c1_custom(%x: tensor<f32>) {
  // expected-error @+1 {{expected a sequence, a ranked tensor with a leading dimension, got 'tensor<f32>'}}
  snn.scan %t over(%xt in %x : tensor<f32>) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c1_custom_unranked(%x: tensor<*xf32>) {
  // expected-error @+1 {{expected a sequence, a ranked tensor with a leading dimension, got 'tensor<*xf32>'}}
  snn.scan %t over(%xt in %x : tensor<*xf32>) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c1(%x: tensor<f32>) {
  // expected-error @+1 {{'snn.scan' op expects sequence #0 to have a leading dimension, got 'tensor<f32>'}}
  "snn.scan"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%t: index, %xt: f32):
    snn.yield
  }) : (tensor<f32>) -> ()
  return
}

// -----

func.func @scan_c2(%u0: f32) {
  // expected-error @+1 {{'snn.scan' op expects a 'length', as it has no sequence}}
  %u = snn.scan %t carry(%v = %u0 : f32) {
    snn.yield carry(%v : f32)
  }
  return
}

// -----

func.func @scan_c3_sequences(%x: tensor<4xf32>, %y: tensor<?xf32>, %z: tensor<5xf32>) {
  // expected-error @+1 {{'snn.scan' op expects the leading size of sequence #2 to be 4 as those before, got 5}}
  snn.scan %t over(%xt in %x : tensor<4xf32>, %yt in %y : tensor<?xf32>, %zt in %z : tensor<5xf32>) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c3_length(%x: tensor<4xf32>) {
  %n = arith.constant 3 : index
  // expected-error @+1 {{'snn.scan' op expects 'length' to be 4 as those before, got 3}}
  snn.scan %t length(%n) over(%xt in %x : tensor<4xf32>) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c3_negative_length() {
  %n = arith.constant -1 : index
  // expected-error @+1 {{'snn.scan' op expects 'length' not to be negative, got -1}}
  snn.scan %t length(%n) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c3_stack(%x: tensor<4xf32>) {
  // expected-error @+1 {{'snn.scan' op expects the leading size of stack #0 to be 4 as those before, got 6}}
  %y = snn.scan %t over(%xt in %x : tensor<4xf32>) stack(tensor<6xf32>) {
    snn.yield stack(%xt : f32)
  }
  return
}

// -----

func.func @scan_c4(%x: tensor<4xf32>) {
  // expected-error @+1 {{'snn.scan' op expects its body to have 2 arguments (step number, slices, carried values), got 1}}
  "snn.scan"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%t: index):
    snn.yield
  }) : (tensor<4xf32>) -> ()
  return
}

// -----

func.func @scan_c5(%x: tensor<4xf32>) {
  // expected-error @+1 {{'snn.scan' op expects its step number to be an 'index', got 'i32'}}
  "snn.scan"(%x) <{operandSegmentSizes = array<i32: 1, 0, 0>}> ({
  ^bb0(%t: i32, %xt: f32):
    snn.yield
  }) : (tensor<4xf32>) -> ()
  return
}

// -----

func.func @scan_c6(%x: tensor<4x3xf32>) {
  // expected-error @+1 {{'snn.scan' op expects slice #0 to have the type of a slice of its sequence ('tensor<4x3xf32>'), got 'tensor<4xf32>'}}
  snn.scan %t over(%xt : tensor<4xf32> in %x : tensor<4x3xf32>) {
    snn.yield
  }
  return
}

// -----

func.func @scan_c7(%n: index, %u0: f32) {
  // expected-error @+1 {{'snn.scan' op expects carried argument #0 to have the type of its init ('f32'), got 'f64'}}
  %u = "snn.scan"(%u0, %n) <{operandSegmentSizes = array<i32: 0, 1, 1>}> ({
  ^bb0(%t: index, %v: f64):
    snn.yield carry(%v : f64)
  }) : (f32, index) -> f32
  return
}

// -----

func.func @scan_c8_count(%n: index, %u0: f32) {
  // expected-error @+1 {{'snn.scan' op expects at least 1 results, one for each init, got 0}}
  "snn.scan"(%u0, %n) <{operandSegmentSizes = array<i32: 0, 1, 1>}> ({
  ^bb0(%t: index, %v: f32):
    snn.yield carry(%v : f32)
  }) : (f32, index) -> ()
  return
}

// -----

func.func @scan_c8_type(%n: index, %u0: f32) {
  // expected-error @+1 {{'snn.scan' op expects result #0 to have the type of its init ('f32'), got 'f64'}}
  %u = "snn.scan"(%u0, %n) <{operandSegmentSizes = array<i32: 0, 1, 1>}> ({
  ^bb0(%t: index, %v: f32):
    snn.yield carry(%v : f32)
  }) : (f32, index) -> f64
  return
}

// -----

func.func @scan_c9_other(%n: index) {
  // expected-error @+1 {{'snn.scan' op expects its body to end with 'snn.yield', got 'scf.yield'}}
  snn.scan %t length(%n) {
    "scf.yield"() : () -> ()
  }
  return
}

// -----

func.func @yield_segments(%n: index, %u0: f32) {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    // expected-error @+1 {{'snn.yield' op expects segments of 1 operands, got 2 carried and 0 stacked}}
    "snn.yield"(%v) <{operandSegmentSizes = array<i32: 2, 0>}> : (f32) -> ()
  }
  return
}

// -----

func.func @scan_c10(%n: index, %u0: f32) {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    // expected-error @+1 {{'snn.yield' op expects one carried value for each of the 1 inits, got 2}}
    snn.yield carry(%v, %v : f32, f32)
  }
  return
}

// -----

func.func @scan_c11(%n: index, %u0: tensor<4xf32>, %w: tensor<8xf32>) {
  // expected-error @+1 {{'snn.scan' op expects carried value #1 to have the type of its init ('tensor<4xf32>'), got 'tensor<8xf32>'}}
  %u, %v = snn.scan %t length(%n) carry(%a = %u0 : tensor<4xf32>, %b = %u0 : tensor<4xf32>) {
    snn.yield carry(%a, %w : tensor<4xf32>, tensor<8xf32>)
  }
  return
}

// -----

func.func @scan_c12(%x: tensor<4xf32>) {
  %y = snn.scan %t over(%xt in %x : tensor<4xf32>) stack(tensor<4xf32>) {
    // expected-error @+1 {{'snn.yield' op expects one stacked value for each of the 1 stacks, got 0}}
    snn.yield
  }
  return
}

// -----

func.func @scan_c13(%x: tensor<4xf32>) {
  // expected-error @+1 {{'snn.scan' op expects stack #0 to have the type of its value ('f32') with a leading dimension added, got 'tensor<4x1xf32>'}}
  %y = snn.scan %t over(%xt in %x : tensor<4xf32>) stack(tensor<4x1xf32>) {
    snn.yield stack(%xt : f32)
  }
  return
}

// -----

func.func @scan_c13_not_a_tensor(%x: tensor<4xf32>) {
  // expected-error @+1 {{'snn.scan' op expects stack #0 to have the type of its value ('f32') with a leading dimension added, got 'f32'}}
  %y = snn.scan %t over(%xt in %x : tensor<4xf32>) stack(f32) {
    snn.yield stack(%xt : f32)
  }
  return
}

// -----

func.func @yield_outside(%u: f32) {
  // expected-error @+1 {{'snn.yield' op expects parent op 'snn.scan'}}
  snn.yield carry(%u : f32)
}
