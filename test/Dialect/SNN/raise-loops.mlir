// RUN: snn-opt %s --snn-raise-loops --canonicalize --cse --split-input-file | FileCheck %s

// A slice read, a state, a slice written.

// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[X:[^:]*]]: tensor<28x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[U:.*]], %[[Z:.*]] = snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<28x4xf32>) carry(%[[V:.*]] = %[[U0]] : tensor<4xf32>) stack(tensor<28x4xf32>) {
// CHECK-NEXT: %[[N:.*]] = arith.addf %[[V]], %[[XT]]
// CHECK-NEXT: snn.yield carry(%[[N]] : tensor<4xf32>) stack(%[[N]] : tensor<4xf32>)
// CHECK: return %[[U]], %[[Z]]
func.func @forward(%x: tensor<28x4xf32>, %u0: tensor<4xf32>) -> (tensor<4xf32>, tensor<28x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c28 = arith.constant 28 : index
  %e = tensor.empty() : tensor<28x4xf32>
  %u, %z = scf.for %t = %c0 to %c28 step %c1 iter_args(%v = %u0, %acc = %e) -> (tensor<4xf32>, tensor<28x4xf32>) {
    %xt = tensor.extract_slice %x[%t, 0] [1, 4] [1, 1] : tensor<28x4xf32> to tensor<4xf32>
    %n = arith.addf %v, %xt : tensor<4xf32>
    %acc1 = tensor.insert_slice %n into %acc[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<28x4xf32>
    scf.yield %n, %acc1 : tensor<4xf32>, tensor<28x4xf32>
  }
  return %u, %z : tensor<4xf32>, tensor<28x4xf32>
}

// -----

// From the last slice to the first, dynamic length, slices that keep the unit
// dimension; a slice of the accumulator read before it is written is one of
// its init.

// CHECK-LABEL: func.func @backward(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>, %[[D:[^:]*]]: tensor<?x4xf32>)
// CHECK: snn.scan reverse %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<?x4xf32>, %[[AT:.*]] in %[[I:.*]] : tensor<?x4xf32>) carry(%[[V:.*]] = %[[U0]] : tensor<4xf32>) stack(tensor<?x4xf32>) {
// CHECK-NEXT: %[[N:.*]] = arith.addf %[[V]], %[[XT]]
// CHECK-NEXT: %[[M:.*]] = arith.addf %[[N]], %[[AT]]
// CHECK-NEXT: snn.yield carry(%[[N]] : tensor<4xf32>) stack(%[[M]] : tensor<4xf32>)
func.func @backward(%x: tensor<?x4xf32>, %u0: tensor<4xf32>, %d: tensor<?x4xf32>) -> (tensor<4xf32>, tensor<?x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n0 = tensor.dim %x, %c0 : tensor<?x4xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%n0) : tensor<?x4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
  %u, %z = scf.for %i = %c0 to %n0 step %c1 iter_args(%v = %u0, %acc = %init) -> (tensor<4xf32>, tensor<?x4xf32>) {
    %last = arith.subi %n0, %c1 : index
    %k = arith.subi %last, %i : index
    %x1 = tensor.extract_slice %x[%k, 0] [1, 4] [1, 1] : tensor<?x4xf32> to tensor<1x4xf32>
    %xt = tensor.collapse_shape %x1 [[0, 1]] : tensor<1x4xf32> into tensor<4xf32>
    %at = tensor.extract_slice %acc[%k, 0] [1, 4] [1, 1] : tensor<?x4xf32> to tensor<4xf32>
    %n = arith.addf %v, %xt : tensor<4xf32>
    %m = arith.addf %n, %at : tensor<4xf32>
    %m1 = tensor.expand_shape %m [[0, 1]] output_shape [1, 4] : tensor<4xf32> into tensor<1x4xf32>
    %acc1 = tensor.insert_slice %m1 into %acc[%k, 0] [1, 4] [1, 1] : tensor<1x4xf32> into tensor<?x4xf32>
    scf.yield %n, %acc1 : tensor<4xf32>, tensor<?x4xf32>
  }
  return %u, %z : tensor<4xf32>, tensor<?x4xf32>
}

// -----

// Elements of rank 1, by tensor.extract and insert and by slices of one element;
// sizes that are the same value are the same.

// CHECK-LABEL: func.func @scalars(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[W:[^:]*]]: f64)
// CHECK: %[[X:.*]] = tensor.generate
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<?xf64>) carry(%{{.*}} = %[[W]] : f64) stack(tensor<?xf64>, tensor<?xf64>) {
// CHECK: snn.yield carry(%[[G:.*]] : f64) stack(%[[G]], %{{.*}} : f64, f64)
func.func @scalars(%n: index, %w: f64) -> (f64, tensor<?xf64>, tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty(%n) : tensor<?xf64>
  %x = tensor.generate %n {
  ^bb0(%i: index):
    tensor.yield %w : f64
  } : tensor<?xf64>
  %s, %y, %z = scf.for %t = %c0 to %n step %c1 iter_args(%q = %w, %a = %e, %b = %e) -> (f64, tensor<?xf64>, tensor<?xf64>) {
    %x0 = tensor.extract_slice %x[%t] [1] [1] : tensor<?xf64> to tensor<f64>
    %v0 = tensor.extract %x0[] : tensor<f64>
    %v1 = tensor.extract %x[%t] : tensor<?xf64>
    %g0 = arith.addf %v0, %q : f64
    %g = arith.mulf %g0, %v1 : f64
    %a1 = tensor.insert %g into %a[%t] : tensor<?xf64>
    %h = math.exp %g : f64
    %h1 = tensor.from_elements %h : tensor<1xf64>
    %b1 = tensor.insert_slice %h1 into %b[%t] [1] [1] : tensor<1xf64> into tensor<?xf64>
    scf.yield %g, %a1, %b1 : f64, tensor<?xf64>, tensor<?xf64>
  }
  return %s, %y, %z : f64, tensor<?xf64>, tensor<?xf64>
}

// -----

// A window of a slice is read from the slice; a window written goes into the
// slice of the init, as the rest of it stays.

// CHECK-LABEL: func.func @windows(
// CHECK-SAME: %[[X:[^:]*]]: tensor<5x4x3xf32>, %[[I:[^:]*]]: tensor<5x6xf32>)
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<5x4x3xf32>, %[[IT:.*]] in %[[I]] : tensor<5x6xf32>) stack(tensor<5x6xf32>) {
// CHECK-NEXT: %[[P:.*]] = tensor.extract_slice %[[XT]][1, 0] [1, 3] [1, 1] : tensor<4x3xf32> to tensor<3xf32>
// CHECK-NEXT: %[[Q:.*]] = tensor.insert_slice %[[P]] into %[[IT]][2] [3] [1] : tensor<3xf32> into tensor<6xf32>
// CHECK-NEXT: snn.yield stack(%[[Q]] : tensor<6xf32>)
func.func @windows(%x: tensor<5x4x3xf32>, %init: tensor<5x6xf32>) -> tensor<5x6xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %z = scf.for %t = %c0 to %c5 step %c1 iter_args(%acc = %init) -> (tensor<5x6xf32>) {
    %p = tensor.extract_slice %x[%t, 1, 0] [1, 1, 3] [1, 1, 1] : tensor<5x4x3xf32> to tensor<3xf32>
    %acc1 = tensor.insert_slice %p into %acc[%t, 2] [1, 3] [1, 1] : tensor<3xf32> into tensor<5x6xf32>
    scf.yield %acc1 : tensor<5x6xf32>
  }
  return %z : tensor<5x6xf32>
}

// -----

// Unit dimensions that the accesses leave out belong to the slices all the same.

// CHECK-LABEL: func.func @unit_dims(
// CHECK: snn.scan %{{.*}} over(%[[XT:[^ ]*]] in %{{.*}} : tensor<5x1x4xf32>) stack(tensor<5x1x4xf32>) {
// CHECK-NEXT: %[[P:.*]] = tensor.extract_slice %[[XT]][0, 0] [1, 4] [1, 1] : tensor<1x4xf32> to tensor<4xf32>
// CHECK: %[[Q:.*]] = tensor.insert_slice %{{.*}} into %{{.*}}[0, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<1x4xf32>
// CHECK-NEXT: snn.yield stack(%[[Q]] : tensor<1x4xf32>)
func.func @unit_dims(%x: tensor<5x1x4xf32>) -> tensor<5x1x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %e = tensor.empty() : tensor<5x1x4xf32>
  %z = scf.for %t = %c0 to %c5 step %c1 iter_args(%acc = %e) -> (tensor<5x1x4xf32>) {
    %p = tensor.extract_slice %x[%t, 0, 0] [1, 1, 4] [1, 1, 1] : tensor<5x1x4xf32> to tensor<4xf32>
    %q = math.exp %p : tensor<4xf32>
    %acc1 = tensor.insert_slice %q into %acc[%t, 0, 0] [1, 1, 4] [1, 1, 1] : tensor<4xf32> into tensor<5x1x4xf32>
    scf.yield %acc1 : tensor<5x1x4xf32>
  }
  return %z : tensor<5x1x4xf32>
}

// -----

// Steps are numbered from 0: constant bounds and a step that does not divide
// the range.

// CHECK-LABEL: func.func @normalised(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3xf32>
// CHECK: snn.scan %[[T:[^ ]*]] length(%[[C3:.*]]) carry
// CHECK: %[[S:.*]] = arith.muli %[[T]], %[[C3]] : index
// CHECK: %[[IV:.*]] = arith.addi %[[S]], %{{.*}} : index
// CHECK: arith.index_cast %[[IV]] : index to i32
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<3xf32>) carry(%[[Q:.*]] = %{{.*}} : f32)
// CHECK-NEXT: %[[G:.*]] = arith.addf %[[Q]], %[[XT]]
// CHECK-NEXT: snn.yield carry(%[[G]] : f32)
func.func @normalised(%x: tensor<3xf32>, %u0: tensor<2xf32>, %s0: f32) -> (tensor<2xf32>, f32) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %c10 = arith.constant 10 : index
  %u = scf.for %i = %c2 to %c10 step %c3 iter_args(%v = %u0) -> (tensor<2xf32>) {
    %k = arith.index_cast %i : index to i32
    %f = arith.sitofp %k : i32 to f32
    %g = tensor.splat %f : tensor<2xf32>
    %w = arith.addf %v, %g : tensor<2xf32>
    scf.yield %w : tensor<2xf32>
  }
  %s = scf.for %i = %c1 to %c4 step %c1 iter_args(%q = %s0) -> (f32) {
    %m = arith.subi %i, %c1 : index
    %e = tensor.extract %x[%m] : tensor<3xf32>
    %g = arith.addf %q, %e : f32
    scf.yield %g : f32
  }
  return %u, %s : tensor<2xf32>, f32
}

// -----

// Loops in loops: the inner runs over a slice of the outer's sequence.

// CHECK-LABEL: func.func @nested(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3x?xf32>
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<3x?xf32>) carry
// CHECK: snn.scan %{{.*}} over(%[[XS:.*]] in %[[XT]] : tensor<?xf32>) carry
// CHECK-NEXT: arith.addf %{{.*}}, %[[XS]]
func.func @nested(%x: tensor<3x?xf32>, %s0: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %s = scf.for %t = %c0 to %c3 step %c1 iter_args(%q = %s0) -> (f32) {
    %row = tensor.dim %x, %c1 : tensor<3x?xf32>
    %all = tensor.extract_slice %x[%t, 0] [1, %row] [1, 1] : tensor<3x?xf32> to tensor<?xf32>
    %r = scf.for %i = %c0 to %row step %c1 iter_args(%a = %q) -> (f32) {
      %e = tensor.extract %all[%i] : tensor<?xf32>
      %b = arith.addf %a, %e : f32
      scf.yield %b : f32
    }
    scf.yield %r : f32
  }
  return %s : f32
}

// -----

// The size of a tensor is that of what it was computed from.

// CHECK-LABEL: func.func @computed_sequence(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>
// CHECK: %[[Y:.*]] = math.exp %[[X]]
// CHECK: snn.scan %{{.*}} over(%{{.*}} in %[[Y]] : tensor<?xf32>) carry
func.func @computed_sequence(%x: tensor<?xf32>, %s0: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = math.exp %x : tensor<?xf32>
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %s = scf.for %t = %c0 to %n step %c1 iter_args(%q = %s0) -> (f32) {
    %e = tensor.extract %y[%t] : tensor<?xf32>
    %g = arith.addf %q, %e : f32
    scf.yield %g : f32
  }
  return %s : f32
}

// -----

// A read inside a branch is a read all the same.

// CHECK-LABEL: func.func @in_branch(
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %{{.*}} : tensor<4xf32>) carry
// CHECK: scf.if
// CHECK: math.exp %[[XT]]
func.func @in_branch(%x: tensor<4xf32>, %b: i1, %s0: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %s = scf.for %t = %c0 to %c4 step %c1 iter_args(%q = %s0) -> (f32) {
    %r = scf.if %b -> f32 {
      %e = tensor.extract %x[%t] : tensor<4xf32>
      %p = math.exp %e : f32
      scf.yield %p : f32
    } else {
      scf.yield %q : f32
    }
    %n = arith.mulf %q, %r : f32
    scf.yield %n : f32
  }
  return %s : f32
}

// -----

// A tensor of which only some slices are read stays captured, and one of which
// only some are written stays carried.

// CHECK-LABEL: func.func @not_all_slices(
// CHECK-SAME: %[[X:[^:]*]]: tensor<5xf32>, %[[I:[^:]*]]: tensor<5xf32>)
// CHECK: snn.scan %[[T:[^ ]*]] length(%{{.*}}) carry(%[[A:.*]] = %[[I]] : tensor<5xf32>)
// CHECK: %[[E:.*]] = tensor.extract %[[X]][%[[T]]]
// CHECK: tensor.insert %[[E]] into %[[A]][%[[T]]]
func.func @not_all_slices(%x: tensor<5xf32>, %init: tensor<5xf32>) -> tensor<5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = scf.for %t = %c0 to %c4 step %c1 iter_args(%acc = %init) -> (tensor<5xf32>) {
    %e = tensor.extract %x[%t] : tensor<5xf32>
    %acc1 = tensor.insert %e into %acc[%t] : tensor<5xf32>
    scf.yield %acc1 : tensor<5xf32>
  }
  return %z : tensor<5xf32>
}

// -----

// Nothing says that a dynamic size is the number of iterations. If there are
// none, because the bounds cross, there is no step.

// CHECK-LABEL: func.func @unknown_size(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[X:[^:]*]]: tensor<?xf32>, %[[U0:[^:]*]]: tensor<2xf32>)
// CHECK: %[[L:.*]] = arith.maxsi %[[N]], %{{.*}}
// CHECK: snn.scan %[[T:[^ ]*]] length(%[[L]]) carry
// CHECK: tensor.extract %[[X]][%[[T]]]
func.func @unknown_size(%n: index, %x: tensor<?xf32>, %u0: tensor<2xf32>) -> tensor<2xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %z = scf.for %t = %c0 to %n step %c1 iter_args(%u = %u0) -> (tensor<2xf32>) {
    %e = tensor.extract %x[%t] : tensor<?xf32>
    %s = tensor.splat %e : tensor<2xf32>
    %v = arith.addf %u, %s : tensor<2xf32>
    scf.yield %v : tensor<2xf32>
  }
  return %z : tensor<2xf32>
}

// -----

// A slice read after it was written, or of another step, needs the whole
// tensor; so does a slice that two ops write.

// CHECK-LABEL: func.func @history(
// CHECK: snn.scan %{{.*}} carry(%[[A:.*]] = %{{.*}} : tensor<4xf32>, %[[B:.*]] = %{{.*}} : tensor<4xf32>, %[[C:.*]] = %{{.*}} : tensor<4xf32>)
// CHECK: tensor.extract %[[A]]
func.func @history(%i: tensor<4xf32>, %k: index) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z:3 = scf.for %t = %c0 to %c4 step %c1 iter_args(%a = %i, %b = %i, %c = %i) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
    %e = tensor.extract %a[%k] : tensor<4xf32>
    %a1 = tensor.insert %e into %a[%t] : tensor<4xf32>
    %b1 = tensor.insert %e into %b[%t] : tensor<4xf32>
    %f = tensor.extract %b1[%t] : tensor<4xf32>
    %c1a = tensor.insert %e into %c[%t] : tensor<4xf32>
    %c1b = tensor.insert %f into %c1a[%t] : tensor<4xf32>
    scf.yield %a1, %b1, %c1b : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  }
  return %z#0, %z#1, %z#2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
