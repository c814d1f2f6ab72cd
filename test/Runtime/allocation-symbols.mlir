// The functions that lowered programs call for memory are those that the
// runtime defines.
// RUN: snn-opt %s --finalize-memref-to-llvm=use-generic-functions | FileCheck %s
// RUN: llvm-nm --defined-only %obj/lib/libSNNRuntime.a 2>&1 \
// RUN:   | FileCheck %s --check-prefix=DEFINED

// CHECK-DAG: llvm.func @_mlir_memref_to_llvm_alloc(i64) -> !llvm.ptr
// CHECK-DAG: llvm.func @_mlir_memref_to_llvm_free(!llvm.ptr)

// DEFINED: T _mlir_memref_to_llvm_aligned_alloc
// DEFINED-NEXT: T _mlir_memref_to_llvm_alloc
// DEFINED-NEXT: T _mlir_memref_to_llvm_free

func.func @temporary(%n: index) {
  %0 = memref.alloc(%n) {alignment = 64} : memref<?xf32>
  memref.dealloc %0 : memref<?xf32>
  return
}
