// RUN: snn-opt %s --canonicalize --split-input-file | FileCheck %s

// A sequence whose slices nothing reads leaves the loop.

// CHECK-LABEL: func.func @unused_sequence(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[Y:[^:]*]]: tensor<4xf32>)
// CHECK: snn.scan %{{.*}} over(%{{.*}} in %[[Y]] : tensor<4xf32>) stack
func.func @unused_sequence(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %z = snn.scan %t over(%xt in %x : tensor<4xf32>, %yt in %y : tensor<4xf32>) stack(tensor<4xf32>) {
    %q = math.exp %yt : f32
    snn.yield stack(%q : f32)
  }
  return %z : tensor<4xf32>
}

// -----

// The last sequence leaves its length behind.

// CHECK-LABEL: func.func @unused_last_sequence(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>, %[[U0:[^:]*]]: f32)
// CHECK: %[[N:.*]] = tensor.dim %[[X]]
// CHECK: snn.scan %{{.*}} length(%[[N]]) carry(
func.func @unused_last_sequence(%x: tensor<?xf32>, %u0: f32) -> f32 {
  %u = snn.scan %t over(%xt in %x : tensor<?xf32>) carry(%v = %u0 : f32) {
    %w = math.exp %v : f32
    snn.yield carry(%w : f32)
  }
  return %u : f32
}

// -----

// CHECK-LABEL: func.func @repeated_sequence(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>)
// CHECK: snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<4xf32>) stack
// CHECK: arith.mulf %[[XT]], %[[XT]]
func.func @repeated_sequence(%x: tensor<4xf32>) -> tensor<4xf32> {
  %z = snn.scan %t over(%a in %x : tensor<4xf32>, %b in %x : tensor<4xf32>) stack(tensor<4xf32>) {
    %q = arith.mulf %a, %b : f32
    snn.yield stack(%q : f32)
  }
  return %z : tensor<4xf32>
}

// -----

// An unused stack, one that is there twice, and one that is a sequence.

// CHECK-LABEL: func.func @stacks(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x2xf32>)
// CHECK: %[[Q:.*]] = snn.scan %{{.*}} over(%{{.*}} in %[[X]] : tensor<4x2xf32>) stack(tensor<4x2xf32>)
// CHECK: snn.yield stack(%{{[^,]*}} : tensor<2xf32>)
// CHECK: return %[[Q]], %[[Q]], %[[X]]
func.func @stacks(%x: tensor<4x2xf32>) -> (tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>) {
  %unused, %a, %b, %c = snn.scan %t over(%xt in %x : tensor<4x2xf32>)
      stack(tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>) {
    %q = math.exp %xt : tensor<2xf32>
    %r = math.sin %xt : tensor<2xf32>
    snn.yield stack(%r, %q, %q, %xt : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>)
  }
  return %a, %b, %c : tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>
}

// -----

// A carried value that never changes is its init, also where the body yields
// the init by name; two that only need each other are gone.

// CHECK-LABEL: func.func @carried(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[U0:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[R:[^:]*]]: f32, %[[D:[^:]*]]: f32)
// CHECK: %[[U:.*]] = snn.scan %{{.*}} length(%[[N]]) carry(%[[V:.*]] = %[[U0]] : f32) {
// CHECK: %[[P:.*]] = arith.mulf %[[V]], %[[W]]
// CHECK: %[[Q:.*]] = arith.mulf %[[P]], %[[R]]
// CHECK-NEXT: snn.yield carry(%[[Q]] : f32)
// CHECK: return %[[U]], %[[W]], %[[R]]
func.func @carried(%n: index, %u0: f32, %w0: f32, %r0: f32, %d0: f32) -> (f32, f32, f32) {
  %u, %w, %r, %d, %e = snn.scan %t length(%n)
      carry(%v = %u0 : f32, %wt = %w0 : f32, %rt = %r0 : f32, %dt = %d0 : f32, %et = %d0 : f32) {
    %p = arith.mulf %v, %wt : f32
    %q = arith.mulf %p, %rt : f32
    %d1 = arith.addf %dt, %et : f32
    %e1 = arith.mulf %dt, %q : f32
    snn.yield carry(%q, %wt, %r0, %d1, %e1 : f32, f32, f32, f32, f32)
  }
  return %u, %w, %r : f32, f32, f32
}

// -----

// What an effect reads is needed.

// CHECK-LABEL: func.func @carried_for_effect(
// CHECK: snn.scan %[[T:.*]] length(%{{.*}}) carry(%[[V:.*]] = %{{.*}} : f32)
// CHECK: memref.store %[[V]]
func.func @carried_for_effect(%n: index, %u0: f32, %m: memref<?xf32>) {
  %u = snn.scan %t length(%n) carry(%v = %u0 : f32) {
    memref.store %v, %m[%t] : memref<?xf32>
    %w = math.exp %v : f32
    snn.yield carry(%w : f32)
  }
  return
}

// -----

// Without a step the finals are the inits and the stacks are empty.

// CHECK-LABEL: func.func @no_step(
// CHECK-SAME: %[[X:[^:]*]]: tensor<0x?xf32>, %[[U0:[^:]*]]: f32)
// CHECK: %[[C1:.*]] = arith.constant 1 : index
// CHECK: %[[D:.*]] = tensor.dim %[[X]], %[[C1]]
// CHECK: %[[E:.*]] = tensor.empty(%[[D]]) : tensor<0x?xf32>
// CHECK-NOT: snn.scan
// CHECK: return %[[U0]], %[[E]]
func.func @no_step(%x: tensor<0x?xf32>, %u0: f32) -> (f32, tensor<0x?xf32>) {
  %u, %y = snn.scan %t over(%xt in %x : tensor<0x?xf32>) carry(%v = %u0 : f32) stack(tensor<0x?xf32>) {
    %q = math.exp %xt : tensor<?xf32>
    %w = arith.addf %v, %v : f32
    snn.yield carry(%w : f32) stack(%q : tensor<?xf32>)
  }
  return %u, %y : f32, tensor<0x?xf32>
}

// -----

// Casts that forget sizes leave the loop: of a sequence, of a carried value, of
// a stacked value, and of the number of steps.

// CHECK-LABEL: func.func @casts(
// CHECK-SAME: %[[X:[^:]*]]: tensor<28x4xf32>, %[[K:[^:]*]]: tensor<28xf32>, %[[U0:[^:]*]]: tensor<4xf32>)
// CHECK: %[[U:.*]], %[[Y:.*]]:2 = snn.scan %{{.*}} over(%{{.*}} in %[[X]] : tensor<28x4xf32>, %[[KT:.*]] in %[[K]] : tensor<28xf32>) carry(%{{.*}} = %[[U0]] : tensor<4xf32>) stack(tensor<28x?xf32>, tensor<28x4xf32>)
// CHECK: %[[S:.*]] = tensor.splat %[[KT]] : tensor<4xf32>
// CHECK: snn.yield carry(%{{.*}} : tensor<4xf32>) stack(%{{.*}}, %[[S]] : tensor<?xf32>, tensor<4xf32>)
// CHECK-DAG: tensor.cast %[[Y]]#0 : tensor<28x?xf32> to tensor<?x?xf32>
// CHECK-DAG: tensor.cast %[[Y]]#1 : tensor<28x4xf32> to tensor<?x?xf32>
// CHECK-DAG: tensor.cast %[[U]] : tensor<4xf32> to tensor<?xf32>
func.func @casts(%x: tensor<28x4xf32>, %k: tensor<28xf32>, %u0: tensor<4xf32>) -> (tensor<?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
  %xd = tensor.cast %x : tensor<28x4xf32> to tensor<?x?xf32>
  %kd = tensor.cast %k : tensor<28xf32> to tensor<?xf32>
  %ud = tensor.cast %u0 : tensor<4xf32> to tensor<?xf32>
  %u, %y, %z = snn.scan %t over(%xt in %xd : tensor<?x?xf32>, %kt : tensor<f32> in %kd : tensor<?xf32>)
      carry(%v = %ud : tensor<?xf32>) stack(tensor<?x?xf32>, tensor<?x?xf32>) {
    %n = arith.addf %v, %xt : tensor<?xf32>
    %f = tensor.extract %kt[] : tensor<f32>
    %s = tensor.splat %f : tensor<4xf32>
    %sd = tensor.cast %s : tensor<4xf32> to tensor<?xf32>
    %m = arith.addf %n, %sd : tensor<?xf32>
    snn.yield carry(%m : tensor<?xf32>) stack(%m, %sd : tensor<?xf32>, tensor<?xf32>)
  }
  return %u, %y, %z : tensor<?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
}

// -----

// A cast that tells sizes stays: the loop must not know what it checks.

// CHECK-LABEL: func.func @cast_that_tells(
// CHECK: %[[C:.*]] = tensor.cast
// CHECK: snn.scan %{{.*}} over(%{{.*}} in %[[C]] : tensor<28x4xf32>)
func.func @cast_that_tells(%x: tensor<?x?xf32>) -> tensor<28x4xf32> {
  %xs = tensor.cast %x : tensor<?x?xf32> to tensor<28x4xf32>
  %y = snn.scan %t over(%xt in %xs : tensor<28x4xf32>) stack(tensor<28x4xf32>) {
    %q = math.exp %xt : tensor<4xf32>
    snn.yield stack(%q : tensor<4xf32>)
  }
  return %y : tensor<28x4xf32>
}
