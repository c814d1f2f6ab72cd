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
