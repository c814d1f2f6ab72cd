// RUN: snn-opt %s --snn-scalar-math-to-vectors | FileCheck %s

// Functions become those of vectors; a square root is an instruction, and the host has a C library.
// CHECK-LABEL: func.func @functions(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f64
// CHECK: math.log %[[X]] : f32
// CHECK: gpu.launch
// CHECK-NEXT: %[[V:.*]] = vector.broadcast %[[X]] : f32 to vector<1xf32>
// CHECK-NEXT: %[[E:.*]] = math.exp %[[V]] fastmath<contract> : vector<1xf32>
// CHECK-NEXT: %[[N:.*]] = vector.extract %[[E]][0] : f32 from vector<1xf32>
// CHECK-NEXT: memref.store %[[N]]
// CHECK-COUNT-2: vector.broadcast %[[Y]] : f64 to vector<1xf64>
// CHECK: math.powf %{{.*}}, %{{.*}} : vector<1xf64>
// CHECK: math.sqrt %[[X]] : f32
// CHECK-NOT: vector
// CHECK: return
func.func @functions(%x: f32, %y: f64, %a: memref<f32>, %b: memref<f64>) -> f32 {
  %c1 = arith.constant 1 : index
  %l = math.log %x : f32
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    %e = math.exp %x fastmath<contract> : f32
    memref.store %e, %a[] : memref<f32>
    %p = math.powf %y, %y : f64
    memref.store %p, %b[] : memref<f64>
    %s = math.sqrt %x : f32
    memref.store %s, %a[] : memref<f32>
    gpu.terminator
  }
  return %l : f32
}
