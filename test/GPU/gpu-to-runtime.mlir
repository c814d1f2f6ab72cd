// RUN: snn-opt %s --snn-gpu-to-runtime --split-input-file --verify-diagnostics | FileCheck %s

// A launch passes the place of every argument's copy, in the order of the kernel's parameters, and gives its stack back.
// CHECK-DAG: llvm.mlir.global internal constant @snn_kernels_ptx("// PTX\00")
// CHECK-DAG: llvm.mlir.global internal constant @snn_name_k("k\00")
// CHECK-DAG: llvm.mlir.global internal @snn_slot_k() {{.*}} : !llvm.ptr
// CHECK-DAG: llvm.func @snnDeviceLaunch(!llvm.ptr, !llvm.ptr, !llvm.ptr, i64, i64, i64, !llvm.ptr)
// CHECK-LABEL: func.func @launch(
// CHECK: %[[STACK:.*]] = llvm.intr.stacksave
// CHECK: %[[BYTES:.*]] = llvm.zext %{{.*}} : i32 to i64
// CHECK: %[[SLOT:.*]] = llvm.mlir.addressof @snn_slot_k
// CHECK: %[[PTX:.*]] = llvm.mlir.addressof @snn_kernels_ptx
// CHECK: %[[NAME:.*]] = llvm.mlir.addressof @snn_name_k
// CHECK: %[[PLACES:.*]] = llvm.alloca %{{.*}} x !llvm.ptr
// CHECK-COUNT-6: llvm.store %{{.*}}, %{{.*}} : !llvm.ptr, !llvm.ptr
// CHECK: llvm.call @snnDeviceLaunch(%[[SLOT]], %[[PTX]], %[[NAME]], %{{.*}}, %{{.*}}, %[[BYTES]], %[[PLACES]])
// CHECK-NEXT: llvm.intr.stackrestore %[[STACK]]
// CHECK-NOT: gpu.
// CHECK: return
module attributes {gpu.container_module} {
  gpu.binary @snn_kernels [#gpu.object<#nvvm.target, assembly = "// PTX">]
  func.func @launch(%x: memref<4xf32>, %n: index, %bytes: i32) {
    gpu.launch_func @snn_kernels::@k blocks in (%n, %n, %n) threads in (%n, %n, %n)
        dynamic_shared_memory_size %bytes args(%x : memref<4xf32>)
    return
  }
}

// -----

// CHECK-LABEL: func.func @memory(
// CHECK: %[[A:.*]] = llvm.call @snnDeviceAlloc(%{{.*}}) : (i64) -> !llvm.ptr
// CHECK: %[[D1:.*]] = llvm.insertvalue %[[A]], %{{.*}}[0]
// CHECK: %[[D2:.*]] = llvm.insertvalue %[[A]], %[[D1]][1]
// CHECK: %[[ROWS:.*]] = llvm.mul
// CHECK: %[[BYTES:.*]] = llvm.mul %[[ROWS]]
// CHECK: llvm.call @snnDeviceCopy(%{{.*}}, %{{.*}}, %[[BYTES]])
// CHECK: %[[OLD:.*]] = llvm.extractvalue %{{.*}}[0]
// CHECK: llvm.call @snnDeviceFree(%[[OLD]])
func.func @memory(%x: memref<?x4xf32>, %n: index) {
  %d = gpu.alloc (%n) : memref<?x4xf32>
  gpu.memcpy %d, %x : memref<?x4xf32>, memref<?x4xf32>
  gpu.dealloc %d : memref<?x4xf32>
  return
}

// -----

// One number at any place is contiguous.
// CHECK-LABEL: func.func @number(
// CHECK: llvm.getelementptr
// CHECK: llvm.call @snnDeviceCopy
func.func @number(%x: memref<f32, strided<[], offset: ?>>, %y: memref<f32>) {
  gpu.memcpy %y, %x : memref<f32>, memref<f32, strided<[], offset: ?>>
  return
}

// -----

func.func @strided(%x: memref<4xf32, strided<[2]>>, %y: memref<4xf32>) {
  // expected-error@+2 {{expected a copy of contiguous arrays, found 'memref<4xf32, strided<[2]>>' to 'memref<4xf32>'}}
  // expected-error@+1 {{failed to legalize operation 'gpu.memcpy'}}
  gpu.memcpy %y, %x : memref<4xf32>, memref<4xf32, strided<[2]>>
  return
}

// -----

func.func @layout() {
  // expected-error@+1 {{failed to legalize operation 'gpu.alloc'}}
  %x = gpu.alloc () : memref<4xf32, strided<[2]>>
  return
}

// -----

// expected-error@+1 {{a kernel calls a function that no GPU has: (.param .b32 r) __nv_sinf}}
gpu.binary @snn_kernels [#gpu.object<#nvvm.target, assembly = ".extern .func (.param .b32 r) __nv_sinf\0A(\0A)">]
