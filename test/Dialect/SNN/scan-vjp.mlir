// RUN: snn-opt %s --ad-differentiate --canonicalize --cse --split-input-file | FileCheck %s

// The reverse reads the state from one tape and the input from the sequence
// itself; what is the same in every step (the square of beta) is computed once.

func.func @leaky(%x: tensor<28x4xf32>, %u0: tensor<4xf32>, %beta: tensor<4xf32>) -> tensor<4xf32> {
  %u = snn.scan %t over(%xt in %x : tensor<28x4xf32>) carry(%v = %u0 : tensor<4xf32>) {
    %b2 = arith.mulf %beta, %beta : tensor<4xf32>
    %d = arith.mulf %v, %b2 : tensor<4xf32>
    %i = arith.mulf %xt, %xt : tensor<4xf32>
    %n = arith.addf %d, %i : tensor<4xf32>
    snn.yield carry(%n : tensor<4xf32>)
  }
  return %u : tensor<4xf32>
}

// CHECK-LABEL: func.func private @leaky_vjp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<28x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>, %[[BETA:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK: %[[B2:.*]] = arith.mulf %[[BETA]], %[[BETA]]
// CHECK: %{{.*}}, %[[TAPE:[^ ]*]] = snn.scan %{{.*}} over(%{{.*}} in %[[X]] : tensor<28x4xf32>) carry(%[[V:.*]] = %[[U0]] : tensor<4xf32>) stack(tensor<28x4xf32>)
// CHECK: snn.yield carry(%{{.*}} : tensor<4xf32>) stack(%[[V]] : tensor<4xf32>)
// CHECK: %[[R:.*]]:2, %[[DX:.*]] = snn.scan reverse %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<28x4xf32>, %[[VT:.*]] in %[[TAPE]] : tensor<28x4xf32>) carry(%[[DU:.*]] = %[[CT]] : tensor<4xf32>, %[[DB:.*]] = %{{.*}} : tensor<4xf32>) stack(tensor<28x4xf32>)
// CHECK: arith.mulf %[[DU]], %[[XT]]
// CHECK: %[[DV:.*]] = arith.mulf %[[DU]], %[[B2]]
// CHECK: arith.mulf %[[DU]], %[[VT]]
// CHECK: snn.yield carry(%[[DV]], %{{.*}} : tensor<4xf32>, tensor<4xf32>) stack(%{{.*}} : tensor<4xf32>)
// CHECK: return %[[DX]], %[[R]]#0, %[[R]]#1
func.func @leaky_grad(%x: tensor<28x4xf32>, %u0: tensor<4xf32>, %beta: tensor<4xf32>, %ct: tensor<4xf32>) -> (tensor<28x4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %g:3 = ad.vjp @leaky(%x, %u0, %beta) cotangents(%ct) {wrt = [0, 1, 2]}
    : (tensor<28x4xf32>, tensor<4xf32>, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<28x4xf32>, tensor<4xf32>, tensor<4xf32>)
  return %g#0, %g#1, %g#2 : tensor<28x4xf32>, tensor<4xf32>, tensor<4xf32>
}

// -----

// A value that is stacked anyway is not kept a second time; a scan that runs
// backward has a reverse that runs forward; a stack's cotangent is a sequence.

func.func @stacked(%x: tensor<?xf64>, %u0: f64) -> tensor<?xf64> {
  %u, %y = snn.scan reverse %t over(%xt in %x : tensor<?xf64>) carry(%v = %u0 : f64) stack(tensor<?xf64>) {
    %p = arith.mulf %v, %xt : f64
    %e = math.exp %p : f64
    snn.yield carry(%p : f64) stack(%e : f64)
  }
  return %y : tensor<?xf64>
}

// CHECK-LABEL: func.func private @stacked_vjp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf64>, %[[U0:[^:]*]]: f64, %[[CT:[^:]*]]: tensor<?xf64>)
// CHECK: %{{.*}}:2 = snn.scan reverse %{{.*}} over(%{{.*}} in %[[X]] : tensor<?xf64>) carry(%{{.*}} : f64) stack(tensor<?xf64>, tensor<?xf64>)
// CHECK: snn.scan %{{.*}} over(%{{.*}} in %[[CT]] : tensor<?xf64>
func.func @stacked_grad(%x: tensor<?xf64>, %u0: f64, %ct: tensor<?xf64>) -> (tensor<?xf64>, f64) {
  %g:2 = ad.vjp @stacked(%x, %u0) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<?xf64>, f64) cotangents(tensor<?xf64>) -> (tensor<?xf64>, f64)
  return %g#0, %g#1 : tensor<?xf64>, f64
}

// -----

// A linear loop needs no tape, and without a sequence the number of steps is
// handed on.

func.func @linear(%n: index, %u0: f32, %k: f32) -> f32 {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    %p = arith.addf %v, %v : f32
    %q = arith.subf %p, %k : f32
    snn.yield carry(%q : f32)
  }
  return %u : f32
}

// CHECK-LABEL: func.func private @linear_vjp(
// CHECK-SAME: %[[N:[^:]*]]: index, %{{.*}}: f32, %{{.*}}: f32, %[[CT:[^:]*]]: f32)
// CHECK-NOT: stack
// CHECK: %[[R:.*]]:2 = snn.scan reverse %{{.*}} length(%[[N]]) carry(%[[DU:.*]] = %[[CT]] : f32, %[[DK:.*]] = %{{.*}} : f32)
// CHECK: return %[[R]]#0, %[[R]]#1
func.func @linear_grad(%n: index, %u0: f32, %k: f32, %ct: f32) -> (f32, f32) {
  %g:2 = ad.vjp @linear(%n, %u0, %k) cotangents(%ct) {wrt = [1, 2]}
    : (index, f32, f32) cotangents(f32) -> (f32, f32)
  return %g#0, %g#1 : f32, f32
}

// -----

// The step number is not kept: the reverse counts it itself.

func.func @step_number(%n: index, %u0: f32) -> f32 {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    %i = arith.index_cast %t : index to i32
    %f = arith.sitofp %i : i32 to f32
    %p = arith.mulf %v, %f : f32
    snn.yield carry(%p : f32)
  }
  return %u : f32
}

// CHECK-LABEL: func.func private @step_number_vjp(
// CHECK: snn.scan reverse
// CHECK: snn.yield carry(%{{.*}} : f32)
func.func @step_number_grad(%n: index, %u0: f32, %ct: f32) -> f32 {
  %g = ad.vjp @step_number(%n, %u0) cotangents(%ct) {wrt = [1]} : (index, f32) cotangents(f32) -> (f32)
  return %g : f32
}

// -----

// What is cut stays cut: the input behind the stop-gradient gets zero, and no
// sequence of cotangents is computed in the loop for it.

func.func @cut(%x: tensor<8x4xf32>, %u0: tensor<4xf32>) -> tensor<4xf32> {
  %u = snn.scan %t over(%xt in %x : tensor<8x4xf32>) carry(%v = %u0 : tensor<4xf32>) {
    %s = ad.stop_gradient %xt : tensor<4xf32>
    %p = arith.mulf %v, %s : tensor<4xf32>
    snn.yield carry(%p : tensor<4xf32>)
  }
  return %u : tensor<4xf32>
}

// CHECK-LABEL: func.func private @cut_vjp(
// CHECK: %[[DU:.*]] = snn.scan reverse %{{.*}} over(%{{.*}} : tensor<8x4xf32>) carry(%{{.*}} : tensor<4xf32>) {
// CHECK: %[[ZERO:.*]] = linalg.fill
// CHECK: return %[[ZERO]], %[[DU]]
func.func @cut_grad(%x: tensor<8x4xf32>, %u0: tensor<4xf32>, %ct: tensor<4xf32>) -> (tensor<8x4xf32>, tensor<4xf32>) {
  %g:2 = ad.vjp @cut(%x, %u0) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<8x4xf32>, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<8x4xf32>, tensor<4xf32>)
  return %g#0, %g#1 : tensor<8x4xf32>, tensor<4xf32>
}

// -----

// Loops in loops: the inner tape is part of what the outer keeps.

func.func @nested(%x: tensor<3x?xf32>, %u0: f32, %w: f32) -> f32 {
  %u = snn.scan %t over(%xt in %x : tensor<3x?xf32>) carry(%v = %u0 : f32) {
    %i = snn.scan %s over(%xs in %xt : tensor<?xf32>) carry(%a = %v : f32) {
      %p = arith.mulf %a, %w : f32
      %n = arith.addf %p, %xs : f32
      snn.yield carry(%n : f32)
    }
    snn.yield carry(%i : f32)
  }
  return %u : f32
}

// CHECK-LABEL: func.func private @nested_vjp(
// CHECK: %{{.*}}, %[[TAPE:[^ ]*]] = snn.scan %{{.*}} stack(tensor<3x?xf32>)
// CHECK: snn.scan %{{.*}} stack(tensor<?xf32>)
// CHECK: snn.scan reverse %{{.*}} in %[[TAPE]] : tensor<3x?xf32>
// CHECK: snn.scan reverse
// CHECK-SAME: stack(tensor<?xf32>)
func.func @nested_grad(%x: tensor<3x?xf32>, %u0: f32, %w: f32, %ct: f32) -> (tensor<3x?xf32>, f32, f32) {
  %g:3 = ad.vjp @nested(%x, %u0, %w) cotangents(%ct) {wrt = [0, 1, 2]}
    : (tensor<3x?xf32>, f32, f32) cotangents(f32) -> (tensor<3x?xf32>, f32, f32)
  return %g#0, %g#1, %g#2 : tensor<3x?xf32>, f32, f32
}
