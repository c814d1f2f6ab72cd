// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --convert-snn-to-scf --canonicalize --cse --convert-elementwise-to-linalg --one-shot-bufferize="bufferize-function-boundaries allow-return-allocs-from-loops" --canonicalize --cse | FileCheck %s

// One buffer for each tape, stack and accumulator, all outside of the loops;
// in the loops nothing but slices is copied, and the gradient of a slice of a
// captured tensor is added where it belongs.

func.func private @net(%x: tensor<100x8xf32>, %table: tensor<50x8xf32>, %at: tensor<100xindex>, %u0: tensor<8xf32>) -> tensor<8xf32> {
  %u = snn.scan %t over(%xt in %x : tensor<100x8xf32>, %i in %at : tensor<100xindex>) carry(%v = %u0 : tensor<8xf32>) {
    %row = tensor.extract_slice %table[%i, 0] [1, 8] [1, 1] : tensor<50x8xf32> to tensor<8xf32>
    %p = arith.mulf %v, %row : tensor<8xf32>
    %n = arith.addf %p, %xt : tensor<8xf32>
    snn.yield carry(%n : tensor<8xf32>)
  }
  return %u : tensor<8xf32>
}

// CHECK-LABEL: func.func @grad(
// CHECK-DAG: memref.alloc() {{.*}} : memref<100x8xf32>
// CHECK: scf.for
// CHECK-NOT: memref<100x8xf32> to memref<100x8xf32
// CHECK-NOT: memref<50x8xf32> to memref<50x8xf32
// CHECK-NOT: memref.alloc() {{.*}}0x8xf32>
// CHECK: scf.yield
// CHECK: scf.for
// CHECK-NOT: memref<100x8xf32> to memref<100x8xf32
// CHECK-NOT: memref<50x8xf32> to memref<50x8xf32
// CHECK-NOT: memref.alloc() {{.*}}0x8xf32>
// CHECK: scf.yield
func.func @grad(%x: tensor<100x8xf32>, %table: tensor<50x8xf32>, %at: tensor<100xindex>, %u0: tensor<8xf32>, %ct: tensor<8xf32>) -> (tensor<100x8xf32>, tensor<50x8xf32>) {
  %g:2 = ad.vjp @net(%x, %table, %at, %u0) cotangents(%ct) {wrt = [0, 1]}
    : (tensor<100x8xf32>, tensor<50x8xf32>, tensor<100xindex>, tensor<8xf32>) cotangents(tensor<8xf32>) -> (tensor<100x8xf32>, tensor<50x8xf32>)
  return %g#0, %g#1 : tensor<100x8xf32>, tensor<50x8xf32>
}
