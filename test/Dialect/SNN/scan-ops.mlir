// RUN: snn-opt %s | FileCheck %s
// RUN: snn-opt %s | snn-opt | FileCheck %s
// RUN: snn-opt %s --mlir-print-op-generic | snn-opt | FileCheck %s
// RUN: snn-opt %s --emit-bytecode | snn-opt | FileCheck %s

// What the printer writes is what the parser reads, in every form.

// CHECK-LABEL: func.func @sequence_carry_stack(
// CHECK-SAME: %[[X:[^:]*]]: tensor<28x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>, %[[W:[^:]*]]: tensor<4xf32>)
func.func @sequence_carry_stack(%x: tensor<28x4xf32>, %u0: tensor<4xf32>, %w: tensor<4xf32>) -> (tensor<4xf32>, tensor<28x4xi1>) {
  // CHECK: %[[U:.*]], %[[Z:.*]] = snn.scan %{{.*}} over(%[[XT:.*]] in %[[X]] : tensor<28x4xf32>) carry(%[[V:.*]] = %[[U0]] : tensor<4xf32>) stack(tensor<28x4xi1>) {
  %u, %z = snn.scan %t over(%xt in %x : tensor<28x4xf32>) carry(%v = %u0 : tensor<4xf32>) stack(tensor<28x4xi1>) {
    // CHECK: %[[D:.*]] = arith.mulf %[[V]], %[[W]]
    %d = arith.mulf %v, %w : tensor<4xf32>
    // CHECK: %[[N:.*]] = arith.addf %[[D]], %[[XT]]
    %n = arith.addf %d, %xt : tensor<4xf32>
    // CHECK: %[[F:.*]] = arith.cmpf ogt, %[[N]], %[[W]]
    %f = arith.cmpf ogt, %n, %w : tensor<4xf32>
    // CHECK: snn.yield carry(%[[N]] : tensor<4xf32>) stack(%[[F]] : tensor<4xi1>)
    snn.yield carry(%n : tensor<4xf32>) stack(%f : tensor<4xi1>)
  }
  // CHECK: return %[[U]], %[[Z]]
  return %u, %z : tensor<4xf32>, tensor<28x4xi1>
}

// The number of steps is an operand; the step number is used; attributes stay.

// CHECK-LABEL: func.func @length_only(
// CHECK-SAME: %[[N:[^:]*]]: index
func.func @length_only(%n: index, %s0: index) -> index {
  // CHECK: snn.scan reverse %[[T:.*]] length(%[[N]]) carry(%[[S:.*]] = %{{.*}} : index) attributes {note = 1 : i32} {
  %s = snn.scan reverse %t length(%n) carry(%a = %s0 : index) attributes {note = 1 : i32} {
    // CHECK: arith.addi %[[S]], %[[T]]
    %b = arith.addi %a, %t : index
    snn.yield carry(%b : index)
  }
  return %s : index
}

// Several of each, mixed element types, dynamic sizes.

// CHECK-LABEL: func.func @several
func.func @several(%x: tensor<?x?xf32>, %y: tensor<?x3xf64>, %n: index, %a0: tensor<?xf32>, %k0: i32) -> (tensor<?xf32>, i32, tensor<?x?xf32>, tensor<?xi32>) {
  // CHECK: %[[R:.*]]:2, %[[S:.*]]:2 = snn.scan %{{.*}} length(%{{.*}}) over(%{{.*}} in %{{.*}} : tensor<?x?xf32>, %{{.*}} in %{{.*}} : tensor<?x3xf64>) carry(%{{.*}} = %{{.*}} : tensor<?xf32>, %{{.*}} = %{{.*}} : i32) stack(tensor<?x?xf32>, tensor<?xi32>) {
  %a, %k, %s, %m = snn.scan %t length(%n) over(%xt in %x : tensor<?x?xf32>, %yt in %y : tensor<?x3xf64>)
      carry(%u = %a0 : tensor<?xf32>, %i = %k0 : i32) stack(tensor<?x?xf32>, tensor<?xi32>) {
    %v = arith.addf %u, %xt : tensor<?xf32>
    // CHECK: snn.yield carry(%{{.*}}, %{{.*}} : tensor<?xf32>, i32) stack(%{{.*}}, %{{.*}} : tensor<?xf32>, i32)
    snn.yield carry(%v, %i : tensor<?xf32>, i32) stack(%v, %i : tensor<?xf32>, i32)
  }
  return %a, %k, %s, %m : tensor<?xf32>, i32, tensor<?x?xf32>, tensor<?xi32>
}

// A sequence of rank 1 has scalars, or tensors of rank 0 where the body says so.

// CHECK-LABEL: func.func @slices_of_rank_one
func.func @slices_of_rank_one(%x: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
  // CHECK: over(%[[A:.*]] in %[[X:.*]] : tensor<5xf32>, %[[B:.*]] : tensor<f32> in %[[X]] : tensor<5xf32>)
  %p, %q = snn.scan %t over(%a in %x : tensor<5xf32>, %b : tensor<f32> in %x : tensor<5xf32>) stack(tensor<5xf32>, tensor<5xf32>) {
    // CHECK: snn.yield stack(%[[A]], %[[B]] : f32, tensor<f32>)
    snn.yield stack(%a, %b : f32, tensor<f32>)
  }
  return %p, %q : tensor<5xf32>, tensor<5xf32>
}

// Nothing but steps: an effect in the body keeps the loop.

// CHECK-LABEL: func.func @effects_only
func.func @effects_only(%n: index, %m: memref<?xindex>) {
  // CHECK: snn.scan %[[T:.*]] length(%{{.*}}) {
  snn.scan %t length(%n) {
    memref.store %t, %m[%t] : memref<?xindex>
    // CHECK: snn.yield{{$}}
    snn.yield
  }
  return
}
