// RUN: snn-opt %s --ad-plan-tape=checkpoint=4 --canonicalize --cse --split-input-file | FileCheck %s
// RUN: snn-opt %s --ad-plan-tape=checkpoint=none --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=NONE
// RUN: not snn-opt %s --ad-plan-tape=checkpoint=0 2>&1 | FileCheck %s --check-prefix=WRONG
// RUN: not snn-opt %s --ad-plan-tape=checkpoint=often 2>&1 | FileCheck %s --check-prefix=WRONG

// WRONG: expected none, auto, sqrt or a number of steps, got '{{0|often}}'
// NONE-NOT: scf.for

// The state at the beginning of each segment is kept; a segment runs again,
// with its tape, before it is undone. Both read a part of the input in place.
// CHECK-LABEL: func.func @even(
// CHECK-SAME: %[[X:[^:]*]]: tensor<8x5xf32>, %[[U0:[^:]*]]: tensor<5xf32>
// CHECK: %[[EMPTY:.*]] = tensor.empty() : tensor<2x5xf32>
// CHECK: %[[P:.*]]:2 = scf.for %[[I:.*]] = %c0 to %c2 step %c1 iter_args(%[[U:.*]] = %[[U0]], %[[K:.*]] = %[[EMPTY]])
// CHECK: %[[FIRST:.*]] = arith.muli %[[I]], %c4
// CHECK: %[[KEPT:.*]] = tensor.insert_slice %[[U]] into %[[K]][%[[I]], 0] [1, 5] [1, 1]
// CHECK: %[[PART:.*]] = tensor.extract_slice %[[X]][%[[FIRST]], 0] [4, 5] [1, 1]
// CHECK: %[[END:.*]] = snn.scan %{{.*}} over(%{{.*}} in %[[PART]] : tensor<4x5xf32>) carry(%{{.*}} = %[[U]] : tensor<5xf32>) {
// CHECK: scf.yield %[[END]], %[[KEPT]]
// CHECK: %[[R:.*]] = scf.for %[[I:.*]] = %c0 to %c2 step %c1 iter_args(%[[D:.*]] = %[[P]]#0)
// CHECK: %[[J:.*]] = arith.subi %c1, %[[I]]
// CHECK: %[[FIRST:.*]] = arith.muli %[[J]], %c4
// CHECK: %[[BEGIN:.*]] = tensor.extract_slice %[[P]]#1[%[[J]], 0] [1, 5] [1, 1]
// CHECK: %[[PART:.*]] = tensor.extract_slice %[[X]][%[[FIRST]], 0] [4, 5] [1, 1]
// CHECK: %{{.*}}, %[[TAPE:.*]] = snn.scan %{{.*}} over(%{{.*}} in %[[PART]] : tensor<4x5xf32>) carry(%{{.*}} = %[[BEGIN]] : tensor<5xf32>) stack(tensor<4x5xf32>)
// CHECK: %[[UNDONE:.*]] = snn.scan reverse %{{.*}} over(%{{.*}} in %[[TAPE]] : tensor<4x5xf32>) carry(%{{.*}} = %[[D]] : tensor<5xf32>)
// CHECK: scf.yield %[[UNDONE]]
// CHECK: return %[[R]]
func.func @even(%x: tensor<8x5xf32>, %u0: tensor<5xf32>) -> tensor<5xf32> {
  %u, %s = snn.scan %t over(%xt in %x : tensor<8x5xf32>) carry(%v = %u0 : tensor<5xf32>) stack(tensor<8x5xf32>) {
    %w = arith.mulf %v, %xt : tensor<5xf32>
    %e = math.exp %w : tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}

// -----

// The last segment is shorter. What only the result needs, here a sum over
// time, is neither kept at checkpoints nor carried when a segment runs again;
// the step number of a part is counted from its first step.
// CHECK: #[[$REST:.*]] = affine_map<(d0) -> (-d0 + 9, 4)>
// CHECK-LABEL: func.func @uneven(
// CHECK: %[[P:.*]]:3 = scf.for %{{.*}} = %c0 to %c3 step %c1 iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) -> (f64, f64, tensor<3xf64>)
// CHECK: %[[FIRST:.*]] = arith.muli
// CHECK: %[[N:.*]] = affine.min #[[$REST]](%[[FIRST]])
// CHECK: tensor.insert %{{.*}} into
// CHECK: snn.scan %[[T:.*]] length(%[[N]]) carry(%{{.*}} : f64, %{{.*}} : f64)
// CHECK: arith.addi %[[FIRST]], %[[T]]
// CHECK: scf.for
// CHECK: %[[FIRST:.*]] = arith.muli
// CHECK: %[[N:.*]] = affine.min #[[$REST]](%[[FIRST]])
// CHECK: %[[BEGIN:.*]] = tensor.extract %[[P]]#2
// CHECK: snn.scan %{{.*}} length(%[[N]]) carry(%{{.*}} = %[[BEGIN]] : f64) stack(tensor<?xf64>)
// CHECK: snn.scan reverse %{{.*}} over(%{{.*}} in %{{.*}} : tensor<?xf64>)
func.func @uneven(%u0: f64, %n: index) -> (f64, f64) {
  %u, %sum, %s = snn.scan %t length(%n) carry(%v = %u0 : f64, %so_far = %u0 : f64) stack(tensor<9xf64>) {
    %i = arith.index_cast %t : index to i64
    %f = arith.sitofp %i : i64 to f64
    %w = arith.mulf %v, %f : f64
    %next = arith.addf %so_far, %w : f64
    %e = math.exp %w : f64
    snn.yield carry(%e, %next : f64, f64) stack(%e : f64)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<9xf64>) carry(%v = %u : f64) {
    %0 = arith.mulf %v, %st : f64
    snn.yield carry(%0 : f64)
  }
  return %d, %sum : f64, f64
}

// -----

// From the last segment to the first where the loop does; the stack that is
// returned is written where it belongs and read from there, the reverse loop's
// own stack as well.
// CHECK-LABEL: func.func @backward(
// CHECK: %[[P:.*]]:3 = scf.for %[[I:.*]] = %c0 to %c3 step %c1 iter_args(%{{.*}}, %{{.*}}, %[[Y:.*]] = %{{.*}}) -> (tensor<5xf32>, tensor<3x5xf32>, tensor<12x5xf32>)
// CHECK: %[[J:.*]] = arith.subi %c2, %[[I]]
// CHECK: %[[FIRST:.*]] = arith.muli %[[J]], %c4
// CHECK: %{{.*}}, %[[PART:.*]] = snn.scan reverse {{.*}} stack(tensor<4x5xf32>)
// CHECK: tensor.insert_slice %[[PART]] into %[[Y]][%[[FIRST]], 0] [4, 5] [1, 1]
// CHECK: %[[R:.*]]:2 = scf.for %[[I:.*]] = %c0 to %c3 step %c1 iter_args(%{{.*}}, %[[DX:.*]] = %{{.*}}) -> (tensor<5xf32>, tensor<12x5xf32>)
// CHECK: %[[FIRST:.*]] = arith.muli %[[I]], %c4
// CHECK: %[[AGAIN:.*]], %[[TAPE:.*]] = snn.scan reverse
// CHECK: %[[OUTPUT:.*]] = tensor.extract_slice %[[P]]#2[%[[FIRST]], 0] [4, 5] [1, 1]
// CHECK: %{{.*}}, %[[PART:.*]] = snn.scan %{{.*}} over(%{{.*}} in %[[TAPE]] : tensor<4x5xf32>, %{{.*}} in %[[OUTPUT]] : tensor<4x5xf32>)
// CHECK: tensor.insert_slice %[[PART]] into %[[DX]][%[[FIRST]], 0] [4, 5] [1, 1]
// CHECK: return %[[R]]#1, %[[P]]#2
func.func @backward(%x: tensor<12x5xf32>, %u0: tensor<5xf32>) -> (tensor<12x5xf32>, tensor<12x5xf32>) {
  %u, %s, %y = snn.scan reverse %t over(%xt in %x : tensor<12x5xf32>) carry(%v = %u0 : tensor<5xf32>)
      stack(tensor<12x5xf32>, tensor<12x5xf32>) {
    %e = math.exp %v : tensor<5xf32>
    %w = math.sin %e : tensor<5xf32>
    %n = arith.mulf %w, %xt : tensor<5xf32>
    snn.yield carry(%n : tensor<5xf32>) stack(%e, %n : tensor<5xf32>, tensor<5xf32>)
  }
  %d, %dx = snn.scan %t over(%st in %s : tensor<12x5xf32>, %yt in %y : tensor<12x5xf32>) carry(%v = %u : tensor<5xf32>)
      stack(tensor<12x5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    %1 = arith.mulf %0, %yt : tensor<5xf32>
    snn.yield carry(%1 : tensor<5xf32>) stack(%0 : tensor<5xf32>)
  }
  return %dx, %y : tensor<12x5xf32>, tensor<12x5xf32>
}

// -----

// The number of steps is known when the program runs.
// CHECK: #[[$REST:.*]] = affine_map<(d0)[s0] -> (-d0 + s0, 4)>
// CHECK-LABEL: func.func @open(
// CHECK: %[[T:.*]] = tensor.dim %{{.*}}, %c0
// CHECK: %[[UP:.*]] = arith.addi %[[T]], %c3
// CHECK: %[[S:.*]] = arith.divui %[[UP]], %c4
// CHECK: tensor.empty(%[[S]], %{{.*}}) : tensor<?x?xf32>
// CHECK: scf.for %{{.*}} = %c0 to %[[S]] step %c1
// CHECK: affine.min #[[$REST]](%{{.*}})[%[[T]]]
// CHECK: scf.for %[[I:.*]] = %c0 to %[[S]] step %c1
// CHECK: %[[LAST:.*]] = arith.subi %[[S]], %c1
// CHECK: arith.subi %[[LAST]], %[[I]]
func.func @open(%x: tensor<?x?xf32>, %u0: tensor<?xf32>) -> tensor<?xf32> {
  %u, %s = snn.scan %t over(%xt in %x : tensor<?x?xf32>) carry(%v = %u0 : tensor<?xf32>) stack(tensor<?x?xf32>) {
    %w = arith.mulf %v, %xt : tensor<?xf32>
    %e = math.exp %w : tensor<?xf32>
    snn.yield carry(%e : tensor<?xf32>) stack(%e : tensor<?xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<?x?xf32>) carry(%v = %u : tensor<?xf32>) {
    %0 = arith.mulf %v, %st : tensor<?xf32>
    snn.yield carry(%0 : tensor<?xf32>)
  }
  return %d : tensor<?xf32>
}

// -----

// Two loops that undo one: each has the segment run again for itself.
// CHECK-LABEL: func.func @two_readers(
// CHECK: %[[P:.*]]:2 = scf.for
// CHECK: scf.for
// CHECK: tensor.extract_slice %[[P]]#1
// CHECK: math.exp
// CHECK: arith.mulf
// CHECK: scf.for
// CHECK: tensor.extract_slice %[[P]]#1
// CHECK: math.exp
// CHECK: arith.addf
func.func @two_readers(%u0: tensor<5xf32>, %n: index) -> (tensor<5xf32>, tensor<5xf32>) {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<8x5xf32>) {
    %e = math.exp %v : tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  %e = snn.scan reverse %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.addf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d, %e : tensor<5xf32>, tensor<5xf32>
}

// -----

// A function that is called only computes, so it may run again.
func.func private @pure(%x: tensor<5xf32>) -> tensor<5xf32> attributes {no_inline} {
  %y = math.exp %x : tensor<5xf32>
  return %y : tensor<5xf32>
}
// CHECK-LABEL: func.func @call(
// CHECK: scf.for
// CHECK: scf.for
func.func @call(%u0: tensor<5xf32>, %n: index) -> tensor<5xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<8x5xf32>) {
    %e = func.call @pure(%v) : (tensor<5xf32>) -> tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<8x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}
