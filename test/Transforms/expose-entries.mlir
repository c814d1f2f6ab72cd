// RUN: snn-opt %s --snn-expose-entries | FileCheck %s
// RUN: snn-opt %s --snn-expose-entries --one-shot-bufferize="bufferize-function-boundaries" | FileCheck %s --check-prefix=COPIED

// Tensors are the caller's, and read-only whatever was said before; what
// numbers and buffers are does not change.
// CHECK-LABEL: func.func @entry(
// CHECK-SAME: %{{.*}}: tensor<?x3xf32> {bufferization.writable = false}, %{{.*}}: f64, %{{.*}}: memref<4xf32>, %{{.*}}: tensor<0xf16> {bufferization.writable = false, snn.spikes})
// CHECK-SAME: -> (tensor<?x3xf32>, f64) attributes {llvm.emit_c_interface}
func.func @entry(%x: tensor<?x3xf32> {bufferization.writable = true}, %a: f64, %m: memref<4xf32>, %s: tensor<0xf16> {snn.spikes}) -> (tensor<?x3xf32>, f64) {
  return %x, %a : tensor<?x3xf32>, f64
}

// A name, and nothing to protect.
// CHECK-LABEL: func.func @no_arguments()
// CHECK-SAME: attributes {llvm.emit_c_interface}
func.func @no_arguments() {
  return
}

// What only the module calls, and what it does not have.
// CHECK-LABEL: func.func private @inner(
// CHECK-SAME: %{{.*}}: tensor<4xf32>) -> tensor<4xf32> {
func.func private @inner(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
// CHECK: func.func private @declared(tensor<4xf32>){{$}}
// CHECK-NEXT: func.func @update(
func.func private @declared(tensor<4xf32>)

// An update in place goes into a copy of the argument.
// COPIED-LABEL: func.func @update(
// COPIED-SAME: %[[X:[^:]*]]: memref<4xf32,
// COPIED: %[[COPY:.*]] = memref.alloc
// COPIED: memref.copy %[[X]], %[[COPY]]
// COPIED-NOT: memref.store %{{.*}}, %[[X]]
// COPIED: memref.store %{{.*}}, %[[COPY]]
func.func @update(%x: tensor<4xf32>, %v: f32, %i: index) -> tensor<4xf32> {
  %y = tensor.insert %v into %x[%i] : tensor<4xf32>
  return %y : tensor<4xf32>
}
