// RUN: snn-opt %s --pass-pipeline='builtin.module(gpu.module(snn-declare-shared-memory))' | FileCheck %s

// Only what has no size and lies in shared memory is given by the launch.
// CHECK-DAG: llvm.mlir.global external @dynamic() {addr_space = 3 : i32} : !llvm.array<0 x i8>
// CHECK-DAG: llvm.mlir.global internal @static() {addr_space = 3 : i32} : !llvm.array<64 x i8>
// CHECK-DAG: llvm.mlir.global internal @global() {addr_space = 1 : i32} : !llvm.array<0 x i8>
gpu.module @kernels {
  llvm.mlir.global internal @dynamic() {addr_space = 3 : i32} : !llvm.array<0 x i8>
  llvm.mlir.global internal @static() {addr_space = 3 : i32} : !llvm.array<64 x i8>
  llvm.mlir.global internal @global() {addr_space = 1 : i32} : !llvm.array<0 x i8>
}
