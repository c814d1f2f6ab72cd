// RUN: snn-opt %s --split-input-file --snn-infer-spikes --canonicalize --cse | FileCheck %s

// Arguments and results of private functions, over all calls: %q is spikes in
// one of them alone, and of %r no mask is used.

// CHECK-LABEL: func private @layer(
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4xi1>, %[[U:[^:]*]]: tensor<4xf32>, %{{.*}}: tensor<4xf32>, %{{.*}}: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xi1>)
// CHECK-NOT: snn.spikes
// CHECK: %[[P:.*]] = arith.select %[[Z]], %[[U]],
// CHECK: %[[C:.*]] = arith.cmpf ogt, %[[P]]
// CHECK: return %{{.*}}, %[[C]] : tensor<4xf32>, tensor<4xi1>
func.func private @layer(%z: tensor<4xf32> {snn.spikes}, %u: tensor<4xf32>, %q: tensor<4xf32>, %r: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) attributes {no_inline} {
  %p = arith.mulf %z, %u : tensor<4xf32>
  %c = arith.cmpf ogt, %p, %u : tensor<4xf32>
  %f = arith.uitofp %c : tensor<4xi1> to tensor<4xf32>
  %s = arith.mulf %q, %p : tensor<4xf32>
  %t = arith.addf %r, %s : tensor<4xf32>
  return %t, %f : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func @main(
// CHECK-SAME: %[[B:.*]]: tensor<4xi1>, %[[U:.*]]: tensor<4xf32>)
// CHECK: %[[Z:.*]] = arith.uitofp %[[B]]
// CHECK: %[[FIRST:.*]]:2 = call @layer(%[[B]], %[[U]], %[[Z]], %[[Z]])
// CHECK: %[[SECOND:.*]]:2 = call @layer(%[[FIRST]]#1, %[[FIRST]]#0, %[[U]], %[[Z]])
// CHECK: %[[LAST:.*]] = arith.uitofp %[[SECOND]]#1
// CHECK: return %[[SECOND]]#0, %[[LAST]]
func.func @main(%b: tensor<4xi1>, %u: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %0:2 = call @layer(%z, %u, %z, %z) : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  %1:2 = call @layer(%0#1, %0#0, %u, %z) : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  return %1#0, %1#1 : tensor<4xf32>, tensor<4xf32>
}

// -----

// An argument that is declared, on a function that is called here too: nothing
// has checked what this call gives.

// CHECK-LABEL: func @entry(
// CHECK: arith.mulf
func.func @entry(%z: f32 {snn.spikes}, %x: f32) -> f32 {
  %p = arith.mulf %z, %x : f32
  return %p : f32
}
// CHECK-LABEL: func @caller(
func.func @caller(%x: f32) -> f32 {
  %p = call @entry(%x, %x) : (f32, f32) -> f32
  return %p : f32
}

// -----

// A private function that is called with other numbers than declared.

// CHECK-LABEL: func private @broken(
// CHECK: arith.mulf
func.func private @broken(%z: f32 {snn.spikes}, %x: f32) -> f32 {
  %p = arith.mulf %z, %x : f32
  return %p : f32
}
// CHECK-LABEL: func @breaks(
func.func @breaks(%x: f32) -> f32 {
  %p = call @broken(%x, %x) : (f32, f32) -> f32
  return %p : f32
}

// -----

// What stands behind an opaque rule is not looked into, from neither side; what
// has a rule keeps the types that the rule has.

// CHECK-LABEL: func private @opaque(
// CHECK-SAME: tensor<4xf32>) -> tensor<4xf32>
func.func private @opaque(%z: tensor<4xf32>) -> tensor<4xf32> attributes {no_inline} {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %c = arith.cmpf ogt, %z, %zero : tensor<4xf32>
  %f = arith.uitofp %c : tensor<4xi1> to tensor<4xf32>
  return %f : tensor<4xf32>
}
func.func private @rule(%z: tensor<4xf32>, %ct: tensor<4xf32>) -> tensor<4xf32> {
  return %ct : tensor<4xf32>
}
// CHECK-LABEL: func private @ruled(
// CHECK-SAME: tensor<4xf32>) -> tensor<4xf32>
func.func private @ruled(%z: tensor<4xf32>) -> tensor<4xf32> attributes {no_inline, ad.vjp = @rule} {
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func private @ruled_forward(
// CHECK-SAME: tensor<4xf32>) -> tensor<4xf32>
func.func private @ruled_forward(%z: tensor<4xf32>) -> tensor<4xf32> attributes {no_inline, ad.jvp = @rule} {
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func @outside(
// CHECK-COUNT-3: arith.mulf
func.func @outside(%b: tensor<4xi1>, %u: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %f = call @opaque(%z) {ad.opaque} : (tensor<4xf32>) -> tensor<4xf32>
  %g = call @ruled(%z) : (tensor<4xf32>) -> tensor<4xf32>
  %h = call @ruled_forward(%z) : (tensor<4xf32>) -> tensor<4xf32>
  %p = arith.mulf %f, %u : tensor<4xf32>
  %q = arith.mulf %g, %u : tensor<4xf32>
  %r = arith.mulf %h, %u : tensor<4xf32>
  return %p, %q, %r : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// -----

// Functions that call themselves, and two exits.

// CHECK-LABEL: func private @again(
// CHECK-SAME: i1, %{{.*}}: i32) -> i1
// CHECK: return %{{.*}} : i1
// CHECK: call @again(%{{.*}}, %{{.*}}) : (i1, i32) -> i1
// CHECK: return %{{.*}} : i1
func.func private @again(%z: f32, %n: i32) -> f32 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %done = arith.cmpi eq, %n, %zero : i32
  cf.cond_br %done, ^exit, ^go
^exit:
  return %z : f32
^go:
  %m = arith.subi %n, %one : i32
  %r = call @again(%z, %m) : (f32, i32) -> f32
  return %r : f32
}
// CHECK-LABEL: func @calls(
// CHECK: arith.select
func.func @calls(%b: i1, %x: f32, %n: i32) -> f32 {
  %z = arith.uitofp %b : i1 to f32
  %r = call @again(%z, %n) : (f32, i32) -> f32
  %p = arith.mulf %r, %x : f32
  return %p : f32
}
