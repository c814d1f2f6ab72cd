// RUN: snn-opt %s --snn-map-threads --gpu-kernel-outlining | FileCheck %s

// Each thread stores its own; the kernels of all launches come into one module, under the functions' names.
// CHECK-LABEL: func.func @f(
// CHECK: gpu.launch_func @snn_kernels::@f_0
// CHECK: gpu.launch_func @snn_kernels::@f_1
// CHECK: gpu.module @snn_kernels
// CHECK: gpu.func @f_0
// CHECK: %[[T:.*]] = gpu.thread_id {{ *}}x
// CHECK-NOT: scf.forall
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[T]]]
// CHECK: gpu.func @f_1
func.func @f(%x: memref<32xf32>, %v: f32) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    scf.forall (%k) in (32) {
      memref.store %v, %x[%k] : memref<32xf32>
    } {mapping = [#gpu.thread<linear_dim_0>]}
    gpu.terminator
  }
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c1, %ny = %c1, %nz = %c1) {
    gpu.terminator
  }
  return
}
