// RUN: snn-opt %s --snn-move-to-device --split-input-file --verify-diagnostics | FileCheck %s

// Arguments are copied before anything else, results behind everything; each copy is freed once, and scalars stay.
// CHECK-LABEL: func.func @interface(
// CHECK-SAME: %[[X:[^:]*]]: memref<?x4xf32>, %[[N:[^:]*]]: index
// CHECK: %[[C0:.*]] = arith.constant 0 : index
// CHECK: %[[SIZE:.*]] = memref.dim %[[X]], %[[C0]]
// CHECK: %[[D:.*]] = gpu.alloc (%[[SIZE]]) : memref<?x4xf32>
// CHECK: gpu.memcpy %[[D]], %[[X]]
// CHECK: %[[Y:.*]] = gpu.alloc (%[[N]]) : memref<?xf32>
// CHECK: gpu.launch
// CHECK: linalg.fill ins(%{{.*}}) outs(%[[D]] : memref<?x4xf32>)
// CHECK: %[[H:.*]] = memref.alloc(%{{.*}}) : memref<?xf32>
// CHECK: gpu.memcpy %[[H]], %[[Y]]
// CHECK: %[[H2:.*]] = memref.alloc(%{{.*}}) : memref<?xf32>
// CHECK: gpu.memcpy %[[H2]], %[[Y]]
// CHECK: gpu.dealloc %[[Y]]
// CHECK-NOT: gpu.dealloc %[[Y]]
// CHECK: gpu.dealloc %[[D]]
// CHECK: return %[[H]], %[[H2]]
func.func @interface(%x: memref<?x4xf32>, %n: index, %v: f32) -> (memref<?xf32>, memref<?xf32>) {
  %c1 = arith.constant 1 : index
  %y = memref.alloc(%n) : memref<?xf32>
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    linalg.fill ins(%v : f32) outs(%x : memref<?x4xf32>)
    gpu.terminator
  }
  return %y, %y : memref<?xf32>, memref<?xf32>
}

// -----

// A constant has a copy; a private function is given arrays of the device.
memref.global "private" constant @some : memref<2xf32> = dense<[1.0, 2.0]>
// CHECK-LABEL: func.func private @inner(
// CHECK-SAME: %[[X:[^:]*]]: memref<2xf32>
// CHECK-NEXT: %[[SOME:.*]] = memref.get_global @some
// CHECK-NEXT: %[[D:.*]] = gpu.alloc () : memref<2xf32>
// CHECK-NEXT: gpu.memcpy %[[D]], %[[SOME]]
// CHECK: linalg.copy ins(%[[D]] : memref<2xf32>) outs(%[[X]] : memref<2xf32>)
// CHECK: gpu.dealloc %[[D]]
// CHECK-NEXT: return
func.func private @inner(%x: memref<2xf32>) {
  %c1 = arith.constant 1 : index
  %some = memref.get_global @some : memref<2xf32>
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    linalg.copy ins(%some : memref<2xf32>) outs(%x : memref<2xf32>)
    gpu.terminator
  }
  return
}

// -----

// Numbers that the host looks at go through its memory; what threads do is no affair of this pass.
// CHECK-LABEL: func.func private @elements(
// CHECK-SAME: %[[X:[^:]*]]: memref<4x8xf32>, %[[I:[^:]*]]: index
// CHECK: %[[H:.*]] = memref.alloca() : memref<f32>
// CHECK: %[[E:.*]] = memref.subview %[[X]][%[[I]], %[[I]]] [1, 1] [1, 1] : memref<4x8xf32> to memref<f32, strided<[], offset: ?>>
// CHECK: gpu.memcpy %[[H]], %[[E]]
// CHECK: %[[V:.*]] = memref.load %[[H]][]
// CHECK: %[[H2:.*]] = memref.alloca() : memref<f32>
// CHECK: memref.store %[[V]], %[[H2]][]
// CHECK: gpu.memcpy %{{.*}}, %[[H2]]
// CHECK: gpu.launch
// CHECK: memref.load %[[X]]
func.func private @elements(%x: memref<4x8xf32>, %i: index, %y: memref<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %v = memref.load %x[%i, %i] : memref<4x8xf32>
  memref.store %v, %y[] : memref<f32>
  gpu.launch blocks(%b, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    %w = memref.load %x[%c0, %c0] : memref<4x8xf32>
    memref.store %w, %y[] : memref<f32>
    gpu.terminator
  }
  return
}

// -----

func.func @entry(%x: memref<4xf32>) {
  return
}
func.func @other(%x: memref<4xf32>) {
  // expected-error@+1 {{'entry' is called within the program and must be private to run on a device}}
  call @entry(%x) : (memref<4xf32>) -> ()
  return
}
