// RUN: snn-opt %s --ad-plan-tape=checkpoint=4 --remarks-filter-missed=ad-plan-tape --split-input-file --verify-diagnostics | FileCheck %s

// Loops that keep their whole tape whatever is asked for.

// CHECK-NOT: scf.for

// No more steps than a segment has.
func.func @short(%u0: tensor<5xf32>, %n: index) -> tensor<5xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<4x5xf32>) {
    %e = math.exp %v : tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<4x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}

// -----

// The second loop runs the same way: it undoes nothing.
func.func @layers(%u0: tensor<5xf32>, %n: index) -> tensor<5xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<8x5xf32>) {
    %e = math.exp %v : tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}

// -----

// What is called may count its calls.
func.func private @outside(tensor<5xf32>) -> tensor<5xf32>
func.func private @through(%x: tensor<5xf32>) -> tensor<5xf32> {
  %y = call @outside(%x) : (tensor<5xf32>) -> tensor<5xf32>
  return %y : tensor<5xf32>
}
func.func @effect(%u0: tensor<5xf32>, %n: index) -> tensor<5xf32> {
  // expected-remark @+1 {{keeps its whole tape: 'func.call' may do more than compute its results}}
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<8x5xf32>) {
    %e = func.call @through(%v) : (tensor<5xf32>) -> tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}

// -----

func.func @vector_state(%u0: vector<4xf32>, %d0: f32, %n: index) -> f32 {
  // expected-remark @+1 {{keeps its whole tape: a carried value of type vector<4xf32> cannot be stacked}}
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : vector<4xf32>) stack(tensor<8xf32>) {
    %e = math.exp %v : vector<4xf32>
    %f = vector.reduction <add>, %e : vector<4xf32> into f32
    snn.yield carry(%e : vector<4xf32>) stack(%f : f32)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<8xf32>) carry(%v = %d0 : f32) {
    %0 = arith.mulf %v, %st : f32
    snn.yield carry(%0 : f32)
  }
  return %d : f32
}
