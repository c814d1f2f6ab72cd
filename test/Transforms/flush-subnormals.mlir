// RUN: snn-opt %s --snn-flush-subnormals | FileCheck %s

// The entry sets the bits, calls what was its body, and restores.
// CHECK-LABEL: func.func private @entry_flushing(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[X:[^:]*]]: memref<?xf32>) -> f32 attributes {llvm.linkage = #llvm.linkage<internal>, no_inline, passthrough = ["noinline"]}
// Each thread does so for itself.
// CHECK: omp.parallel {
// CHECK: llvm.call_intrinsic "llvm.x86.sse.stmxcsr"(%[[SAVED:.*]]) :
// CHECK: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%[[FLUSHING:.*]]) :
// CHECK: omp.wsloop
// CHECK: memref.store
// CHECK: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%[[SAVED]]) :
// CHECK-NEXT: omp.terminator
// CHECK: return

// CHECK-LABEL: func.func @entry(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[X:[^:]*]]: memref<?xf32>) -> f32 attributes {llvm.emit_c_interface}
// CHECK-DAG: %[[SAVED:.*]] = llvm.alloca
// CHECK-DAG: %[[FLUSHING:.*]] = llvm.alloca
// CHECK: llvm.call_intrinsic "llvm.x86.sse.stmxcsr"(%[[SAVED]]) :
// CHECK: %[[BEFORE:.*]] = llvm.load %[[SAVED]]
// CHECK: %[[MASK:.*]] = llvm.mlir.constant(32832 : i32)
// CHECK: %[[BITS:.*]] = llvm.or %[[BEFORE]], %[[MASK]]
// CHECK: llvm.store %[[BITS]], %[[FLUSHING]]
// CHECK-NEXT: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%[[FLUSHING]]) :
// CHECK-NEXT: %[[RESULT:.*]] = call @entry_flushing(%[[N]], %[[X]])
// CHECK-NEXT: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"(%[[SAVED]]) :
// CHECK-NEXT: return %[[RESULT]]
func.func @entry(%n: index, %x: memref<?xf32>) -> f32 attributes {llvm.emit_c_interface} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%i) : index = (%c0) to (%n) step (%c1) {
        memref.store %zero, %x[%i] : memref<?xf32>
        omp.yield
      }
    }
    omp.terminator
  }
  return %zero : f32
}

// What an entry calls runs as the entry has set.
// CHECK-LABEL: func.func private @callee(
// CHECK-NOT: mxcsr
func.func private @callee(%x: f32) -> f32 {
  return %x : f32
}

// CHECK-LABEL: func.func private @declared()
// CHECK-NOT: mxcsr
func.func private @declared()
