// RUN: sed /expected-/d %s | snn-opt --snn-raise-whiles --canonicalize --split-input-file | FileCheck %s
// RUN: snn-opt %s --snn-raise-whiles --remarks-filter=snn-raise-whiles --split-input-file --verify-diagnostics -o /dev/null

// A counter in a tensor of rank 0, arithmetic on it in tensors, and a use of it.
// CHECK-LABEL: func.func @tensors(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[N:.*]]: tensor<i32>
// CHECK: %[[LAST:.*]] = tensor.extract %[[N]][] : tensor<i32>
// CHECK: %[[TO:.*]] = arith.index_cast %[[LAST]] : i32 to index
// CHECK: scf.for %[[I:.*]] = %c0 to %[[TO]] step %c1 iter_args(%[[V:.*]] = %[[X]]) -> (tensor<4xf32>) {
// CHECK: %[[T:.*]] = arith.index_cast %[[I]] : index to i32
// CHECK: arith.sitofp %[[T]]
// CHECK-NOT: scf.while
func.func @tensors(%x: tensor<4xf32>, %n: tensor<i32>) -> (tensor<4xf32>, tensor<i32>) {
  %start = arith.constant dense<0> : tensor<i32>
  %one = arith.constant dense<1> : tensor<i32>
  // expected-remark @+1 {{[Passed] WhileRaised | Category:snn-raise-whiles | Function=tensors | Remark="becomes an scf.for"}}
  %r:2 = scf.while (%t = %start, %v = %x) : (tensor<i32>, tensor<4xf32>) -> (tensor<i32>, tensor<4xf32>) {
    %less = arith.cmpi slt, %t, %n : tensor<i32>
    %more = tensor.extract %less[] : tensor<i1>
    scf.condition(%more) %t, %v : tensor<i32>, tensor<4xf32>
  } do {
  ^bb0(%t: tensor<i32>, %v: tensor<4xf32>):
    %i = tensor.extract %t[] : tensor<i32>
    %f = arith.sitofp %i : i32 to f32
    %s = tensor.splat %f : tensor<4xf32>
    %u = arith.addf %v, %s : tensor<4xf32>
    %next = arith.addi %t, %one : tensor<i32>
    scf.yield %next, %u : tensor<i32>, tensor<4xf32>
  }
  return %r#1, %r#0 : tensor<4xf32>, tensor<i32>
}

// -----

// A loop that ends when a float is small is no counted one.
// CHECK-LABEL: func.func @until_small(
// CHECK: scf.while
// CHECK-NOT: scf.for
func.func @until_small(%x: f32) -> f32 {
  %half = arith.constant 0.5 : f32
  // expected-remark @+1 {{[Missed] WhileKept | Category:snn-raise-whiles | Function=until_small | Remark="stays an scf.while: it does not compare one signed counter and add to it"}}
  %r = scf.while (%v = %x) : (f32) -> f32 {
    %large = arith.cmpf ogt, %v, %half : f32
    scf.condition(%large) %v : f32
  } do {
  ^bb0(%v: f32):
    %u = arith.mulf %v, %half : f32
    scf.yield %u : f32
  }
  return %r : f32
}

// -----

// The steps of an scf.for are counted in a signed index.
// CHECK-LABEL: func.func @unsigned(
// CHECK: scf.while
// CHECK-NOT: scf.for
func.func @unsigned(%x: f32, %n: i32) -> f32 {
  %start = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  // expected-remark @+1 {{stays an scf.while: it does not compare one signed counter and add to it}}
  %r:2 = scf.while (%t = %start, %v = %x) : (i32, f32) -> (i32, f32) {
    %more = arith.cmpi ult, %t, %n : i32
    scf.condition(%more) %t, %v : i32, f32
  } do {
  ^bb0(%t: i32, %v: f32):
    %u = math.exp %v : f32
    %next = arith.addi %t, %one : i32
    scf.yield %next, %u : i32, f32
  }
  return %r#1 : f32
}
