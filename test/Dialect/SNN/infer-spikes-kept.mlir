// RUN: snn-opt %s --snn-infer-spikes | FileCheck %s --implicit-check-not=arith.cmpf --implicit-check-not=arith.andi --implicit-check-not=spike_matmul

// Values that are nearly 0 or 1: no product of this file is a choice.

// A signed i1 is 0 or -1.
// CHECK-LABEL: func @signed(
// CHECK: arith.mulf
func.func @signed(%b: tensor<4xi1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %z = arith.sitofp %b : tensor<4xi1> to tensor<4xf32>
  %p = arith.mulf %z, %x : tensor<4xf32>
  return %p : tensor<4xf32>
}

// An i8 is more than a bit.
// CHECK-LABEL: func @byte(
// CHECK: arith.mulf
func.func @byte(%b: i8, %x: f32) -> f32 {
  %z = arith.uitofp %b : i8 to f32
  %p = arith.mulf %z, %x : f32
  return %p : f32
}

// -0.0 is no spike: 1 / -0.0 is another infinity.
// CHECK-LABEL: func @negative_zero(
// CHECK: arith.mulf
// CHECK: arith.mulf
func.func @negative_zero(%b: tensor<2xi1>, %x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %one = arith.constant dense<1.0> : tensor<2xf32>
  %none = arith.constant dense<-0.0> : tensor<2xf32>
  %some = arith.constant dense<[1.0, -0.0]> : tensor<2xf32>
  %zero = arith.constant dense<0.0> : tensor<2xf32>
  %z = arith.select %b, %one, %none : tensor<2xi1>, tensor<2xf32>
  %y = arith.select %b, %some, %zero : tensor<2xi1>, tensor<2xf32>
  %p = arith.mulf %z, %x : tensor<2xf32>
  %q = arith.mulf %y, %x : tensor<2xf32>
  return %p, %q : tensor<2xf32>, tensor<2xf32>
}

// Other heights, sums, differences and quotients.
// CHECK-LABEL: func @graded(
// CHECK-COUNT-5: arith.mulf
func.func @graded(%b: i1, %c: i1, %x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %tall = arith.constant 1.0000001 : f32
  %y = arith.uitofp %b : i1 to f32
  %z = arith.uitofp %c : i1 to f32
  %0 = arith.select %b, %tall, %zero : f32
  %1 = arith.addf %y, %z : f32
  %2 = arith.subf %y, %z : f32
  %3 = arith.subf %y, %one : f32
  %4 = arith.divf %y, %z : f32
  %5 = arith.mulf %0, %x : f32
  %6 = arith.mulf %1, %5 : f32
  %7 = arith.mulf %2, %6 : f32
  %8 = arith.mulf %3, %7 : f32
  %9 = arith.mulf %4, %8 : f32
  return %9 : f32
}

// A forward gradient injection that keeps its arithmetic may be NaN.
// CHECK-LABEL: func @injection(
// CHECK: arith.mulf
func.func @injection(%h: f32, %b: i1, %x: f32) -> f32 {
  %nothing = arith.subf %h, %h : f32
  %f = arith.uitofp %b : i1 to f32
  %z = arith.addf %nothing, %f : f32
  %p = arith.mulf %z, %x : f32
  return %p : f32
}

// One of two sources is no spikes; an argument that is not declared.
// CHECK-LABEL: func @one_of_two(
// CHECK: arith.mulf
// CHECK: arith.mulf
func.func @one_of_two(%b: i1, %x: f32, %u: f32) -> f32 {
  %z = arith.uitofp %b : i1 to f32
  %y = arith.select %b, %z, %u : f32
  %p = arith.mulf %y, %x : f32
  %q = arith.mulf %p, %u : f32
  return %q : f32
}

// What starts as spikes and does not go on as such, and the other way round.
// CHECK-LABEL: func @carried(
// CHECK: snn.scan
// CHECK-SAME: carry(%[[Y:.*]] = %{{.*}} : f32, %[[Z:.*]] = %{{.*}} : f32)
// CHECK: arith.mulf %[[Y]]
// CHECK: arith.mulf %[[Z]]
func.func @carried(%x: tensor<8xf32>, %u: f32, %b: i1) -> f32 {
  %zero = arith.constant 0.0 : f32
  %f = arith.uitofp %b : i1 to f32
  %end:2 = snn.scan %t over(%xt in %x : tensor<8xf32>) carry(%y = %zero : f32, %z = %u : f32) {
    %p = arith.mulf %y, %xt : f32
    %q = arith.mulf %z, %p : f32
    snn.yield carry(%q, %f : f32, f32)
  }
  return %end#0 : f32
}

// Formats of which some have no 0 or no 1.
// CHECK-LABEL: func @small(
// CHECK: arith.mulf
func.func @small(%b: i1, %x: f8E4M3FN) -> f8E4M3FN {
  %z = arith.uitofp %b : i1 to f8E4M3FN
  %p = arith.mulf %z, %x : f8E4M3FN
  return %p : f8E4M3FN
}

// A pad, and places that nothing was put in yet, of other numbers.
// CHECK-LABEL: func @padded(
// CHECK: arith.mulf
// CHECK: arith.mulf
func.func @padded(%b: tensor<4xi1>, %x: tensor<6xf32>, %half: f32) -> (tensor<6xf32>, tensor<6xf32>) {
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %pad = tensor.pad %z low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %half : f32
  } : tensor<4xf32> to tensor<6xf32>
  %in = tensor.insert_slice %z into %x[1] [4] [1] : tensor<4xf32> into tensor<6xf32>
  %p = arith.mulf %pad, %x : tensor<6xf32>
  %q = arith.mulf %in, %x : tensor<6xf32>
  return %p, %q : tensor<6xf32>, tensor<6xf32>
}

// The result of a reduction begins with what is there.
// CHECK-LABEL: func @reduced(
// CHECK: arith.mulf
func.func @reduced(%b: tensor<4x3xi1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %lowest = arith.constant dense<0xFF800000> : tensor<4xf32>
  %z = arith.uitofp %b : tensor<4x3xi1> to tensor<4x3xf32>
  %m = linalg.reduce { arith.maximumf } ins(%z : tensor<4x3xf32>) outs(%lowest : tensor<4xf32>) dimensions = [1]
  %p = arith.mulf %m, %x : tensor<4xf32>
  return %p : tensor<4xf32>
}

// Constants connect and sum up: they are no spikes to choose by.
// CHECK-LABEL: func @constants(
// CHECK: arith.mulf
// CHECK: linalg.dot
func.func @constants(%x: tensor<4xf32>, %c: tensor<f32>) -> (tensor<4xf32>, tensor<f32>) {
  %links = arith.constant dense<[1.0, 0.0, 0.0, 1.0]> : tensor<4xf32>
  %ones = arith.constant dense<1.0> : tensor<4xf32>
  %p = arith.mulf %x, %links : tensor<4xf32>
  %s = linalg.dot ins(%ones, %x : tensor<4xf32>, tensor<4xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return %p, %s : tensor<4xf32>, tensor<f32>
}
