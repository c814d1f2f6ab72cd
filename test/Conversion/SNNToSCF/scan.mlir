// RUN: snn-opt %s --convert-snn-to-scf --canonicalize --cse --split-input-file | FileCheck %s

// Slices are read where the step begins, stacks are written where it ends:
// nothing of the size of a whole sequence happens in the loop.

// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[X:[^:]*]]: tensor<28x4xf32>, %[[U0:[^:]*]]: tensor<4xf32>)
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[C28:.*]] = arith.constant 28 : index
// CHECK-DAG: %[[E:.*]] = tensor.empty() : tensor<28x4xf32>
// CHECK: %[[R:.*]]:2 = scf.for %[[T:[^ ]*]] = %[[C0]] to %[[C28]] step %[[C1]] iter_args(%[[V:[^ ]*]] = %[[U0]], %[[S:[^ ]*]] = %[[E]])
// CHECK-NEXT: %[[XT:.*]] = tensor.extract_slice %[[X]][%[[T]], 0] [1, 4] [1, 1] : tensor<28x4xf32> to tensor<4xf32>
// CHECK-NEXT: %[[N:.*]] = arith.addf %[[V]], %[[XT]]
// CHECK-NEXT: %[[Q:.*]] = math.exp %[[N]]
// CHECK-NEXT: %[[W:.*]] = tensor.insert_slice %[[Q]] into %[[S]][%[[T]], 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<28x4xf32>
// CHECK-NEXT: scf.yield %[[N]], %[[W]]
// CHECK: return %[[R]]#0, %[[R]]#1
func.func @forward(%x: tensor<28x4xf32>, %u0: tensor<4xf32>) -> (tensor<4xf32>, tensor<28x4xf32>) {
  %u, %y = snn.scan %t over(%xt in %x : tensor<28x4xf32>) carry(%v = %u0 : tensor<4xf32>) stack(tensor<28x4xf32>) {
    %n = arith.addf %v, %xt : tensor<4xf32>
    %q = math.exp %n : tensor<4xf32>
    snn.yield carry(%n : tensor<4xf32>) stack(%q : tensor<4xf32>)
  }
  return %u, %y : tensor<4xf32>, tensor<28x4xf32>
}

// -----

// Backward: the loop counts up, the step counts down; reads and writes are at
// the step. Scalars of a sequence of rank 1, no carried value.

// CHECK-LABEL: func.func @backward(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf64>)
// CHECK: %[[N:.*]] = tensor.dim %[[X]]
// CHECK: %[[E:.*]] = tensor.empty(%[[N]]) : tensor<?xf64>
// CHECK: scf.for %[[I:[^ ]*]] = %{{.*}} to %[[N]] step %{{.*}} iter_args(%[[S:[^ ]*]] = %[[E]])
// CHECK: %[[L:.*]] = arith.subi %[[N]], %{{.*}}
// CHECK: %[[T:.*]] = arith.subi %[[L]], %[[I]]
// CHECK: %[[XT:.*]] = tensor.extract %[[X]][%[[T]]]
// CHECK: %[[Q:.*]] = math.exp %[[XT]] : f64
// CHECK: tensor.insert %[[Q]] into %[[S]][%[[T]]]
func.func @backward(%x: tensor<?xf64>) -> tensor<?xf64> {
  %y = snn.scan reverse %t over(%xt in %x : tensor<?xf64>) stack(tensor<?xf64>) {
    %q = math.exp %xt : f64
    snn.yield stack(%q : f64)
  }
  return %y : tensor<?xf64>
}

// -----

// Sizes of a stack are found before the loop, through what the body does, even
// if there is no step at all.

// CHECK-LABEL: func.func @dynamic_stack(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[U0:[^:]*]]: tensor<?xf32>, %[[W:[^:]*]]: tensor<?x?xf32>)
// CHECK-DAG: %[[D:.*]] = tensor.dim %[[W]], %{{.*}}
// CHECK: %[[E:.*]] = tensor.empty(%[[N]], %[[D]]) : tensor<?x?xf32>
// CHECK: scf.for
func.func @dynamic_stack(%n: index, %u0: tensor<?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = snn.scan %t length(%n) stack(tensor<?x?xf32>) {
    %d = tensor.dim %w, %c1 : tensor<?x?xf32>
    %e = tensor.empty(%d) : tensor<?xf32>
    %zero = arith.constant 0.0 : f32
    %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?xf32>) -> tensor<?xf32>
    %p = linalg.vecmat ins(%u0, %w : tensor<?xf32>, tensor<?x?xf32>) outs(%z : tensor<?xf32>) -> tensor<?xf32>
    snn.yield stack(%p : tensor<?xf32>)
  }
  return %y : tensor<?x?xf32>
}

// -----

// A scan in a scan, a scan in a branch in a loop.

// CHECK-LABEL: func.func @nested(
// CHECK: scf.for
// CHECK: scf.for
// CHECK: scf.for
// CHECK: scf.if
// CHECK: scf.for
// CHECK-NOT: snn.
func.func @nested(%x: tensor<3x?xf32>, %b: i1, %u0: f32) -> (f32, tensor<3x?xf32>, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %u, %y = snn.scan %t over(%xt in %x : tensor<3x?xf32>) carry(%v = %u0 : f32) stack(tensor<3x?xf32>) {
    %w, %z = snn.scan reverse %s over(%xs in %xt : tensor<?xf32>) carry(%a = %v : f32) stack(tensor<?xf32>) {
      %n = arith.addf %a, %xs : f32
      snn.yield carry(%n : f32) stack(%n : f32)
    }
    snn.yield carry(%w : f32) stack(%z : tensor<?xf32>)
  }
  %o = scf.for %i = %c0 to %c7 step %c1 iter_args(%a = %u0) -> f32 {
    %r = scf.if %b -> f32 {
      %k = snn.scan %s length(%i) carry(%v = %a : f32) {
        %n = math.exp %v : f32
        snn.yield carry(%n : f32)
      }
      scf.yield %k : f32
    } else {
      scf.yield %a : f32
    }
    scf.yield %r : f32
  }
  return %u, %y, %o : f32, tensor<3x?xf32>, f32
}

// -----

// No result at all: the loop is built with a terminator of its own.

// CHECK-LABEL: func.func @effects_only(
// CHECK: scf.for %[[T:[^ ]*]] =
// CHECK-NEXT: memref.store %[[T]]
// CHECK-NEXT: }
func.func @effects_only(%n: index, %m: memref<?xindex>) {
  snn.scan %t length(%n) {
    memref.store %t, %m[%t] : memref<?xindex>
    snn.yield
  }
  return
}

// -----

// No step at all: what is carried is what it began as, and the stack is empty.

// CHECK-LABEL: func.func @no_step(
// CHECK-SAME: %{{[^:]*}}: tensor<0x4xf16>, %[[U0:[^:]*]]: tensor<4xf16>)
// CHECK-NEXT: %[[Y:.*]] = tensor.empty() : tensor<0x4xi1>
// CHECK-NEXT: return %[[U0]], %[[Y]]
func.func @no_step(%x: tensor<0x4xf16>, %u0: tensor<4xf16>) -> (tensor<4xf16>, tensor<0x4xi1>) {
  %u, %y = snn.scan %t over(%xt in %x : tensor<0x4xf16>) carry(%v = %u0 : tensor<4xf16>) stack(tensor<0x4xi1>) {
    %n = arith.addf %v, %xt : tensor<4xf16>
    %s = arith.cmpf ogt, %n, %v : tensor<4xf16>
    snn.yield carry(%n : tensor<4xf16>) stack(%s : tensor<4xi1>)
  }
  return %u, %y : tensor<4xf16>, tensor<0x4xi1>
}

// -----

// Backward over a length that is known, a scalar carried and stacked as it was
// before the step, beside a stack of matrices.

// CHECK-LABEL: func.func @lengths(
// CHECK-SAME: %{{[^:]*}}: tensor<?x4xf32>, %[[Y:[^:]*]]: tensor<7x2x3xbf16>, %[[U0:[^:]*]]: f64)
// CHECK: scf.for %[[I:[^ ]*]] = %c0 to %c7 step %c1 iter_args(%[[V:[^ ]*]] = %[[U0]], %[[A:[^ ]*]] = %{{[^ ]*}}, %[[B:[^ ]*]] = %{{[^ ]*}})
// CHECK-NEXT: %[[T:.*]] = arith.subi %c6, %[[I]]
// CHECK-NEXT: tensor.extract_slice %[[Y]][%[[T]], 0, 0] [1, 2, 3] [1, 1, 1]
// CHECK: tensor.insert %[[V]] into %[[A]][%[[T]]] : tensor<7xf64>
// CHECK: tensor.insert_slice %{{.*}} into %[[B]][%[[T]], 0, 0] [1, 2, 3] [1, 1, 1]
func.func @lengths(%x: tensor<?x4xf32>, %y: tensor<7x2x3xbf16>, %u0: f64) -> (f64, tensor<7xf64>, tensor<7x2x3xbf16>) {
  %u, %s, %z = snn.scan reverse %t over(%yt in %y : tensor<7x2x3xbf16>) carry(%v = %u0 : f64) stack(tensor<7xf64>, tensor<7x2x3xbf16>) {
    %n = math.exp %v : f64
    %q = math.exp %yt : tensor<2x3xbf16>
    snn.yield carry(%n : f64) stack(%v, %q : f64, tensor<2x3xbf16>)
  }
  return %u, %s, %z : f64, tensor<7xf64>, tensor<7x2x3xbf16>
}
