// RUN: snn-opt %s --snn-place-destinations --split-input-file | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>

// Read element by element as it is written: in place. Read otherwise, or later:
// copied at the end of the step.
// CHECK-LABEL: func.func @states(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[V:[^ ]*]] = %{{[^ ,]*}}, %[[W:[^ ]*]] = %
// CHECK: linalg.generic {{.*}} ins(%[[U]] : {{.*}}) outs(%[[U]] :
// CHECK: linalg.generic {{.*}} ins(%[[V]] : {{.*}}) outs(%[[E:.*]] : tensor<8x8xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[W]] : {{.*}}) outs(%[[E]] :
// CHECK: tensor.extract %[[W]]
// CHECK: linalg.copy ins(%{{.*}}) outs(%[[V]] :
// CHECK: linalg.copy ins(%{{.*}}) outs(%[[W]] :
func.func @states(%x: tensor<8x8xf32>, %s0: tensor<3xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<3xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<8x8xf32>
  %r:4 = scf.for %i = %c0 to %c3 step %c1 iter_args(%u = %x, %v = %x, %w = %x, %s = %s0) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<3xf32>) {
    %u1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%u : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8x8xf32>
    %v1 = linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]}
        ins(%v : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8x8xf32>
    %w1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%w : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8x8xf32>
    %old = tensor.extract %w[%i, %i] : tensor<8x8xf32>
    %s1 = tensor.insert %old into %s[%i] : tensor<3xf32>
    scf.yield %u1, %v1, %w1, %s1 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<3xf32>
  }
  return %r#0, %r#1, %r#2, %r#3 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<3xf32>
}

// -----

// A sum that replaces what is carried begins in its memory; the product reads
// the old value, so the second one needs memory of its own. A sum that begins
// with a constant is filled where it begins. A part of something is copied.
// CHECK-LABEL: func.func @sums(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[V:[^ ]*]] = %{{[^ ,]*}}, %[[P:[^ ]*]] = %
// CHECK: %[[FU:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[U]] :
// CHECK: linalg.matmul ins(%{{.*}}, %{{.*}} : {{.*}}) outs(%[[FU]] :
// CHECK: %[[E:.*]] = tensor.empty() : tensor<8x8xf32>
// CHECK: %[[FV:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[E]] :
// CHECK: linalg.matmul ins(%[[V]], %{{.*}} : {{.*}}) outs(%[[FV]] :
// CHECK: %[[PART:.*]] = tensor.extract_slice
// CHECK: linalg.copy ins(%{{.*}}) outs(%[[V]] :
// CHECK: %[[COPY:.*]] = linalg.copy ins(%[[PART]] : {{.*}}) outs(%[[P]] :
// CHECK: scf.yield %{{.*}}, %{{.*}}, %[[COPY]]
func.func @sums(%x: tensor<8x8xf32>, %p0: tensor<2x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant dense<0.0> : tensor<8x8xf32>
  %r:3 = scf.for %i = %c0 to %c3 step %c1 iter_args(%u = %x, %v = %x, %p = %p0) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) {
    %u1 = linalg.matmul ins(%x, %x : tensor<8x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<8x8xf32>) -> tensor<8x8xf32>
    %v1 = linalg.matmul ins(%v, %x : tensor<8x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<8x8xf32>) -> tensor<8x8xf32>
    %p1 = tensor.extract_slice %v1[3, 0] [2, 8] [1, 1] : tensor<8x8xf32> to tensor<2x8xf32>
    scf.yield %u1, %v1, %p1 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>
}

// -----

// The gradient of weights adds to what the loop carries; sums of selected
// weights that begin with zeros are filled where they begin.
// CHECK-LABEL: func.func @spikes(
// CHECK: scf.for {{.*}} iter_args(%[[I:[^ ]*]] = %{{[^ ,]*}}, %[[DW:[^ ]*]] = %
// CHECK: %[[FILLED:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[I]] :
// CHECK: %[[SUM:.*]] = snn.spike_matmul ins(%{{.*}}) outs(%[[FILLED]] :
// CHECK: %[[GRAD:.*]] = snn.spike_matmul {{.*}} outs(%[[DW]] :
// CHECK: scf.yield %[[SUM]], %[[GRAD]]
func.func @spikes(%s: tensor<8x8xi1>, %w: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant dense<0.0> : tensor<8x8xf32>
  %r:2 = scf.for %t = %c0 to %c3 step %c1 iter_args(%i = %w, %dw = %zero) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
    %sum = snn.spike_matmul ins(%s, %w : tensor<8x8xi1>, tensor<8x8xf32>) outs(%zero : tensor<8x8xf32>) -> tensor<8x8xf32>
    %grad = snn.spike_matmul indexing_maps = [affine_map<(k, n, m) -> (m, k)>, affine_map<(k, n, m) -> (m, n)>, affine_map<(k, n, m) -> (k, n)>]
      ins(%s, %sum : tensor<8x8xi1>, tensor<8x8xf32>) outs(%dw : tensor<8x8xf32>) -> tensor<8x8xf32>
    scf.yield %sum, %grad : tensor<8x8xf32>, tensor<8x8xf32>
  }
  return %r#0, %r#1 : tensor<8x8xf32>, tensor<8x8xf32>
}

// -----

// A step whose result may have another size than what it replaces does not fit.
// CHECK-LABEL: func.func @window(
// CHECK: scf.for %{{.*}} iter_args(%[[U:.*]] = %{{.*}})
// CHECK: %[[E:.*]] = tensor.empty(
// CHECK: linalg.generic
// CHECK-SAME: outs(%[[E]] : tensor<?xf32>)
// CHECK-NOT: linalg.copy
// CHECK: scf.yield
func.func @window(%n: index, %k: index, %v: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %v) -> (tensor<?xf32>) {
    %s = tensor.extract_slice %u[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    %e = tensor.empty(%k) : tensor<?xf32>
    %w = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
        ins(%s : tensor<?xf32>) outs(%e : tensor<?xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<?xf32>
    scf.yield %w : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// -----

#d = affine_map<(d0) -> (d0)>

// The first of two ops that write one memory takes what is carried; the size is
// not known, but stays. A number needs no memory.
// CHECK-LABEL: func.func @chain(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[F:[^ ]*]] = %
// CHECK: %[[A:.*]] = linalg.generic {{.*}} ins(%[[U]] : {{.*}}) outs(%[[U]] :
// CHECK: %[[B:.*]] = linalg.generic {{.*}} outs(%[[A]] :
// CHECK: %[[G:.*]] = arith.mulf %[[F]], %[[F]]
// CHECK: scf.yield %[[B]], %[[G]]
func.func @chain(%n: index, %x: tensor<?xf64>, %f0: f64) -> (tensor<?xf64>, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %size = tensor.dim %x, %c0 : tensor<?xf64>
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x, %f = %f0) -> (tensor<?xf64>, f64) {
    %e = tensor.empty(%size) : tensor<?xf64>
    %a = linalg.generic {indexing_maps = [#d, #d], iterator_types = ["parallel"]} ins(%u : tensor<?xf64>) outs(%e : tensor<?xf64>) {
    ^bb0(%in: f64, %out: f64):
      %0 = math.exp %in : f64
      linalg.yield %0 : f64
    } -> tensor<?xf64>
    %b = linalg.generic {indexing_maps = [#d], iterator_types = ["parallel"]} outs(%a : tensor<?xf64>) {
    ^bb0(%out: f64):
      %0 = arith.mulf %out, %f : f64
      linalg.yield %0 : f64
    } -> tensor<?xf64>
    %g = arith.mulf %f, %f : f64
    scf.yield %b, %g : tensor<?xf64>, f64
  }
  return %r#0, %r#1 : tensor<?xf64>, f64
}

// Values that change places are not copied over each other.
// CHECK-LABEL: func.func @swap(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[V:[^ ]*]] = %
// CHECK-NEXT: scf.yield %[[V]], %[[U]]
func.func @swap(%n: index, %x: tensor<5xf16>, %y: tensor<5xf16>) -> (tensor<5xf16>, tensor<5xf16>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x, %v = %y) -> (tensor<5xf16>, tensor<5xf16>) {
    scf.yield %v, %u : tensor<5xf16>, tensor<5xf16>
  }
  return %r#0, %r#1 : tensor<5xf16>, tensor<5xf16>
}

// A branch that reads the old value after it is written stands in the way, and
// one that reads it before does not.
// CHECK-LABEL: func.func @branch(
// CHECK: %[[E:.*]] = tensor.empty()
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %
// CHECK: %[[NEW:.*]] = linalg.generic {{.*}} outs(%[[E]] :
// CHECK: tensor.extract %[[U]]
// CHECK: %[[COPY:.*]] = linalg.copy ins(%[[NEW]] : {{.*}}) outs(%[[U]] :
// CHECK: scf.yield %[[COPY]]
// CHECK-LABEL: func.func @before(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %
// CHECK: tensor.extract %[[U]]
// CHECK: linalg.generic {{.*}} outs(%[[U]] :
// CHECK-NOT: linalg.copy
func.func @branch(%n: index, %p: i1, %x: tensor<5xf32>) -> tensor<5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<5xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<5xf32> {
    %a = linalg.generic {indexing_maps = [#d, #d], iterator_types = ["parallel"]} ins(%x : tensor<5xf32>) outs(%e : tensor<5xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = math.exp %in : f32
      linalg.yield %0 : f32
    } -> tensor<5xf32>
    scf.if %p {
      %old = tensor.extract %u[%c0] : tensor<5xf32>
      vector.print %old : f32
    }
    scf.yield %a : tensor<5xf32>
  }
  return %r : tensor<5xf32>
}
func.func @before(%n: index, %p: i1, %x: tensor<5xf32>) -> tensor<5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<5xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<5xf32> {
    scf.if %p {
      %old = tensor.extract %u[%c0] : tensor<5xf32>
      vector.print %old : f32
    }
    %a = linalg.generic {indexing_maps = [#d, #d], iterator_types = ["parallel"]} ins(%x : tensor<5xf32>) outs(%e : tensor<5xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = math.exp %in : f32
      linalg.yield %0 : f32
    } -> tensor<5xf32>
    scf.yield %a : tensor<5xf32>
  }
  return %r : tensor<5xf32>
}

// A loop in a loop: the inner one writes what the outer one carries.
// CHECK-LABEL: func.func @nested(
// CHECK: scf.for {{.*}} iter_args(%[[U:[^ ]*]] = %
// CHECK: %[[S:.*]] = scf.for {{.*}} iter_args(%[[V:[^ ]*]] = %[[U]])
// CHECK: linalg.generic {{.*}} ins(%[[V]] : {{.*}}) outs(%[[V]] :
// CHECK-NOT: linalg.copy
// CHECK: scf.yield %[[S]]
func.func @nested(%n: index, %x: tensor<5xf32>) -> tensor<5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<5xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<5xf32> {
    %s = scf.for %k = %c0 to %t step %c1 iter_args(%v = %u) -> tensor<5xf32> {
      %a = linalg.generic {indexing_maps = [#d, #d], iterator_types = ["parallel"]} ins(%v : tensor<5xf32>) outs(%e : tensor<5xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = math.exp %in : f32
        linalg.yield %0 : f32
      } -> tensor<5xf32>
      scf.yield %a : tensor<5xf32>
    }
    scf.yield %s : tensor<5xf32>
  }
  return %r : tensor<5xf32>
}
