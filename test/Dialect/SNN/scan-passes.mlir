// RUN: snn-opt %s --split-input-file --sccp --remove-dead-values | FileCheck %s --check-prefixes=CHECK,DEAD
// RUN: snn-opt %s --split-input-file --inline --cse --loop-invariant-code-motion --canonicalize | FileCheck %s --check-prefixes=CHECK,LICM
// RUN: snn-opt %s --split-input-file --int-range-optimizations --resolve-ranked-shaped-type-result-dims --canonicalize | FileCheck %s --check-prefixes=CHECK,RANGE

// Upstream's passes see a loop: they must not take a carried value for its
// init, a slice for its sequence, or what is yielded for unused.

// CHECK-LABEL: func.func @counter(
// CHECK: snn.scan
// DEAD: %[[N:.*]] = arith.addi
// DEAD: snn.yield carry(%[[N]] : index)
func.func @counter(%x: tensor<4xf32>) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u = snn.scan %t over(%xt in %x : tensor<4xf32>) carry(%v = %c0 : index) {
    %n = arith.addi %v, %c1 : index
    snn.yield carry(%n : index)
  }
  return %u : index
}

// -----

// Both results stay although one is unused: what remove-dead-values does not
// know it must leave alone.

// CHECK-LABEL: func.func @one_result_unused(
// DEAD: %{{.*}}, %[[Y:.*]] = snn.scan
// DEAD: math.exp
// DEAD: snn.yield carry(%{{.*}} : f32) stack(%{{.*}} : f32)
// LICM: snn.scan %{{.*}} over(%{{[^:]*}} : tensor<4xf32>) stack(tensor<4xf32>)
func.func @one_result_unused(%x: tensor<4xf32>, %u0: f32) -> tensor<4xf32> {
  %u, %y = snn.scan %t over(%xt in %x : tensor<4xf32>) carry(%v = %u0 : f32) stack(tensor<4xf32>) {
    %n = arith.addf %v, %xt : f32
    %q = math.exp %xt : f32
    snn.yield carry(%n : f32) stack(%q : f32)
  }
  return %y : tensor<4xf32>
}

// -----

// A loop that nothing needs is gone.

// CHECK-LABEL: func.func @unused(
// DEAD-NOT: snn.scan
// LICM-NOT: snn.scan
// CHECK: return
func.func @unused(%x: tensor<4xf32>, %u0: f32) {
  %u = snn.scan %t over(%xt in %x : tensor<4xf32>) carry(%v = %u0 : f32) {
    %n = arith.addf %v, %xt : f32
    snn.yield carry(%n : f32)
  }
  return
}

// -----

// What is the same in every step leaves the loop; what a step changes does not.

// CHECK-LABEL: func.func @invariant(
// LICM: %[[B:.*]] = math.exp
// LICM: snn.scan
// LICM: %[[M:.*]] = arith.mulf %{{.*}}, %[[B]]
// LICM: snn.yield carry(%[[M]] : f32)
func.func @invariant(%n: index, %w: f32, %u0: f32) -> f32 {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    %b = math.exp %w : f32
    %m = arith.mulf %v, %b : f32
    snn.yield carry(%m : f32)
  }
  return %u : f32
}

// -----

// A layer that is a function, called twice per step, is inlined.

func.func private @layer(%v: f32, %w: f32) -> f32 {
  %m = arith.mulf %v, %w : f32
  %s = ad.stop_gradient %m : f32
  return %s : f32
}

// CHECK-LABEL: func.func @calls(
// LICM: snn.scan
// LICM: ad.stop_gradient
// LICM: ad.stop_gradient
// LICM-NOT: call
func.func @calls(%n: index, %w: f32, %u0: f32) -> f32 {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    %a = func.call @layer(%v, %w) : (f32, f32) -> f32
    %b = func.call @layer(%a, %w) : (f32, f32) -> f32
    snn.yield carry(%b : f32)
  }
  return %u : f32
}

// -----

// A function that holds a loop is inlined too, and two equal loops are one.

func.func private @sum(%x: tensor<4xf32>, %s0: f32) -> f32 {
  %s = snn.scan %t over(%xt in %x : tensor<4xf32>) carry(%v = %s0 : f32) {
    %n = arith.addf %v, %xt : f32
    snn.yield carry(%n : f32)
  }
  return %s : f32
}

// CHECK-LABEL: func.func @equal_loops(
// LICM: %[[S:.*]] = snn.scan
// LICM-NOT: snn.scan
// LICM: arith.addf %[[S]], %[[S]]
func.func @equal_loops(%x: tensor<4xf32>, %s0: f32) -> f32 {
  %a = call @sum(%x, %s0) : (tensor<4xf32>, f32) -> f32
  %b = call @sum(%x, %s0) : (tensor<4xf32>, f32) -> f32
  %c = arith.addf %a, %b : f32
  return %c : f32
}

// -----

// The range of the step number is known where the number of steps is, in both
// directions, and only there.

// CHECK-LABEL: func.func @range_of_step(
// RANGE: %[[TRUE:.*]] = arith.constant true
// RANGE: %[[Y:.*]]:2 = snn.scan reverse %[[T:[^ ]*]] length
// RANGE: %[[C:.*]] = arith.cmpi sge, %[[T]], %{{.*}}
// RANGE: snn.yield stack(%[[TRUE]], %[[C]] : i1, i1)
func.func @range_of_step(%x: tensor<4xf32>) -> (tensor<4xi1>, tensor<4xi1>) {
  %c4 = arith.constant 4 : index
  %c2 = arith.constant 2 : index
  %y:2 = snn.scan reverse %t over(%xt in %x : tensor<4xf32>) stack(tensor<4xi1>, tensor<4xi1>) {
    %below = arith.cmpi slt, %t, %c4 : index
    %late = arith.cmpi sge, %t, %c2 : index
    snn.yield stack(%below, %late : i1, i1)
  }
  return %y#0, %y#1 : tensor<4xi1>, tensor<4xi1>
}

// -----

// Sizes of results come from operands.

// CHECK-LABEL: func.func @sizes(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x?xf32>, %[[U0:[^:]*]]: tensor<?xf32>)
// RANGE-DAG: %[[C0:.*]] = arith.constant 0 : index
// RANGE-DAG: %[[C1:.*]] = arith.constant 1 : index
// RANGE-DAG: %[[A:.*]] = tensor.dim %[[U0]], %[[C0]]
// RANGE-DAG: %[[B:.*]] = tensor.dim %[[X]], %[[C0]]
// RANGE-DAG: %[[C:.*]] = tensor.dim %[[X]], %[[C1]]
// RANGE: return %[[A]], %[[B]], %[[C]]
func.func @sizes(%x: tensor<?x?xf32>, %u0: tensor<?xf32>) -> (index, index, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %u, %y = snn.scan %t over(%xt in %x : tensor<?x?xf32>) carry(%v = %u0 : tensor<?xf32>) stack(tensor<?x?xf32>) {
    %q = math.exp %xt : tensor<?xf32>
    %w = math.exp %v : tensor<?xf32>
    snn.yield carry(%w : tensor<?xf32>) stack(%q : tensor<?xf32>)
  }
  %a = tensor.dim %u, %c0 : tensor<?xf32>
  %b = tensor.dim %y, %c0 : tensor<?x?xf32>
  %c = tensor.dim %y, %c1 : tensor<?x?xf32>
  return %a, %b, %c : index, index, index
}
