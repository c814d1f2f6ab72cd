// RUN: snn-opt %s --ad-plan-tape --split-input-file | FileCheck %s
// RUN: snn-opt %s --ad-plan-tape=policy=save-all --split-input-file | FileCheck %s --check-prefix=ALL

// Three values of one step are functions of the state and of the input: one
// is kept, as near to the reverse as one can be; the input's slice is free, and
// the rest runs again.
// CHECK-LABEL: func.func @state_alone(
// CHECK-SAME: %[[X:[^:]*]]: tensor<9x4xf32>,
// CHECK: %[[U:.*]], %[[TAPE:.*]] = snn.scan %{{.*}} over(%[[XF:.*]] in %[[X]] : tensor<9x4xf32>)
// CHECK-SAME: stack(tensor<9x4xf32>)
// CHECK: %[[EXP:.*]] = math.exp
// CHECK: snn.yield carry({{.*}}) stack(%[[EXP]] : tensor<4xf32>)
// CHECK: snn.scan reverse %{{.*}} over(%[[E:.*]] in %[[TAPE]] : tensor<9x4xf32>, %[[XT:.*]] in %[[X]] : tensor<9x4xf32>)
// CHECK: %[[S:.*]] = math.sin %[[E]]
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[S]], %[[XT]]
// CHECK: arith.mulf %{{.*}}, %[[E]]
// CHECK: arith.mulf %{{.*}}, %[[S]]
// CHECK: arith.mulf %{{.*}}, %[[P]]
// ALL-LABEL: func.func @state_alone(
// ALL: stack(tensor<9x4xf32>, tensor<9x4xf32>, tensor<9x4xf32>)
func.func @state_alone(%x: tensor<9x4xf32>, %u0: tensor<4xf32>) -> tensor<4xf32> {
  %u, %a, %b, %c = snn.scan %t over(%xt in %x : tensor<9x4xf32>)
      carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>, tensor<9x4xf32>, tensor<9x4xf32>) {
    %e = math.exp %v : tensor<4xf32>
    %s = math.sin %e : tensor<4xf32>
    %p = arith.mulf %s, %xt : tensor<4xf32>
    snn.yield carry(%p : tensor<4xf32>) stack(%e, %s, %p : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<9x4xf32>, %bt in %b : tensor<9x4xf32>, %ct in %c : tensor<9x4xf32>)
      carry(%v = %u : tensor<4xf32>) {
    %0 = arith.mulf %v, %at : tensor<4xf32>
    %1 = arith.mulf %0, %bt : tensor<4xf32>
    %2 = arith.mulf %1, %ct : tensor<4xf32>
    snn.yield carry(%2 : tensor<4xf32>)
  }
  return %d : tensor<4xf32>
}

// -----

// A contraction never runs again: its result is kept, not its operands.
// CHECK-LABEL: func.func @contraction(
// CHECK: %[[I:.*]] = linalg.matmul
// CHECK: snn.yield carry(%{{.*}}) stack(%[[I]] : tensor<2x4xf32>)
// CHECK: snn.scan
// CHECK-NOT: linalg.matmul
func.func @contraction(%u0: tensor<2x4xf32>, %w: tensor<4x4xf32>, %z: tensor<2x4xf32>, %n: index) -> tensor<2x4xf32> {
  %u, %a, %b = snn.scan %t length(%n) carry(%v = %u0 : tensor<2x4xf32>) stack(tensor<?x2x4xf32>, tensor<?x2x4xf32>) {
    %i = linalg.matmul ins(%v, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
    %e = math.exp %i : tensor<2x4xf32>
    %s = math.sin %i : tensor<2x4xf32>
    snn.yield carry(%s : tensor<2x4xf32>) stack(%e, %s : tensor<2x4xf32>, tensor<2x4xf32>)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<?x2x4xf32>, %bt in %b : tensor<?x2x4xf32>)
      carry(%v = %u : tensor<2x4xf32>) {
    %0 = arith.mulf %v, %at : tensor<2x4xf32>
    %1 = arith.mulf %0, %bt : tensor<2x4xf32>
    snn.yield carry(%1 : tensor<2x4xf32>)
  }
  return %d : tensor<2x4xf32>
}

// -----

// A mask is a bit, the value that it comes from is a word: the mask is kept,
// and both conversions of it are had from the one.
// CHECK-LABEL: func.func @mask(
// CHECK: %[[M:.*]] = arith.cmpf
// CHECK: stack(%[[M]] : tensor<4xi1>)
// CHECK: snn.scan reverse %{{.*}} over(%[[KEPT:.*]] in %{{.*}} : tensor<9x4xi1>)
// CHECK: %[[Z:.*]] = arith.uitofp %[[KEPT]]
// CHECK: arith.negf %[[Z]]
func.func @mask(%u0: tensor<4xf32>, %w: tensor<9x4xf32>, %n: index) -> tensor<4xf32> {
  %u, %a, %b = snn.scan %t length(%n) carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>, tensor<9x4xf32>) {
    %m = arith.cmpf ogt, %v, %u0 : tensor<4xf32>
    %z = arith.uitofp %m : tensor<4xi1> to tensor<4xf32>
    %o = arith.negf %z : tensor<4xf32>
    snn.yield carry(%o : tensor<4xf32>) stack(%z, %o : tensor<4xf32>, tensor<4xf32>)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<9x4xf32>, %bt in %b : tensor<9x4xf32>)
      carry(%v = %u : tensor<4xf32>) {
    %0 = arith.mulf %v, %at : tensor<4xf32>
    %1 = arith.mulf %0, %bt : tensor<4xf32>
    snn.yield carry(%1 : tensor<4xf32>)
  }
  return %d : tensor<4xf32>
}

// -----

// What is returned is stacked anyway, so it costs the tape nothing; and a value
// of the first loop that somebody else reads too is no tape.
// CHECK-LABEL: func.func @shared(
// CHECK: stack(tensor<9x4xf32>)
// CHECK: snn.scan
// CHECK: math.sin
func.func @shared(%u0: tensor<4xf32>, %n: index) -> (tensor<4xf32>, tensor<9x4xf32>) {
  %u, %a, %b = snn.scan %t length(%n) carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>, tensor<9x4xf32>) {
    %e = math.exp %v : tensor<4xf32>
    %s = math.sin %e : tensor<4xf32>
    snn.yield carry(%s : tensor<4xf32>) stack(%e, %s : tensor<4xf32>, tensor<4xf32>)
  }
  %d = snn.scan reverse %t over(%bt in %b : tensor<9x4xf32>) carry(%v = %u : tensor<4xf32>) {
    %0 = arith.mulf %v, %bt : tensor<4xf32>
    snn.yield carry(%0 : tensor<4xf32>)
  }
  return %d, %a : tensor<4xf32>, tensor<9x4xf32>
}

// -----

// A value from outside the loop is free, and so is the step number.
// CHECK-LABEL: func.func @invariant(
// CHECK-SAME: %[[U0:.*]]: tensor<4xf32>,
// CHECK-NOT: stack(
// CHECK: reverse
// CHECK: arith.index_cast
func.func @invariant(%u0: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %u, %a, %b = snn.scan %t length(%n) carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>, tensor<9xi32>) {
    %i = arith.index_cast %t : index to i32
    %e = math.exp %u0 : tensor<4xf32>
    snn.yield carry(%v : tensor<4xf32>) stack(%e, %i : tensor<4xf32>, i32)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<9x4xf32>, %it in %b : tensor<9xi32>) carry(%v = %u : tensor<4xf32>) {
    %f = arith.sitofp %it : i32 to f32
    %s = tensor.splat %f : tensor<4xf32>
    %0 = arith.mulf %v, %at : tensor<4xf32>
    %1 = arith.mulf %0, %s : tensor<4xf32>
    snn.yield carry(%1 : tensor<4xf32>)
  }
  return %d : tensor<4xf32>
}

// -----

// All of the tape follows from the step number: the reverse loop reads nothing
// and has as many steps as the primal.
// CHECK-LABEL: func.func @step_number_alone(
// CHECK-SAME: %[[N:[^:]*]]: index
// CHECK: snn.scan reverse %[[T:.*]] length(%[[N]]) carry(
// CHECK-NEXT: arith.index_cast %[[T]]
// CHECK-NEXT: arith.sitofp
// CHECK-NEXT: arith.mulf
// CHECK-NOT: tensor.dim
// ALL-LABEL: func.func @step_number_alone(
// ALL: snn.scan reverse %{{.*}} over(
func.func @step_number_alone(%n: index, %u0: f32) -> f32 {
  %s = snn.scan %t length(%n) stack(tensor<?xf32>) {
    %i = arith.index_cast %t : index to i32
    %f = arith.sitofp %i : i32 to f32
    snn.yield stack(%f : f32)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<?xf32>) carry(%v = %u0 : f32) {
    %0 = arith.mulf %v, %st : f32
    snn.yield carry(%0 : f32)
  }
  return %d : f32
}
