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

// No arguments, several results, several blocks: the body moves as it is.
// CHECK-LABEL: func.func private @blocks_flushing(
// CHECK-NOT: mxcsr
// CHECK: cf.br ^bb1
// CHECK: ^bb1:
// CHECK: return %{{.*}}, %{{.*}} : f64, i1
// CHECK-LABEL: func.func @blocks() -> (f64, i1)
// CHECK: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"
// CHECK-NEXT: %[[RESULTS:.*]]:2 = call @blocks_flushing() : () -> (f64, i1)
// CHECK-NEXT: llvm.call_intrinsic "llvm.x86.sse.ldmxcsr"
// CHECK-NEXT: return %[[RESULTS]]#0, %[[RESULTS]]#1
func.func @blocks() -> (f64, i1) {
  %x = arith.constant 1.0 : f64
  cf.br ^next
^next:
  %b = arith.constant true
  return %x, %b : f64, i1
}

// The name is taken: the body gets another.
// CHECK-LABEL: func.func private @taken_flushing(
// CHECK-NOT: mxcsr
// CHECK-LABEL: func.func private @taken_flushing_0(
// CHECK-NOT: mxcsr
// CHECK-LABEL: func.func @taken(
// CHECK: call @taken_flushing_0(
func.func private @taken_flushing(%x: f32) -> f32 {
  return %x : f32
}
func.func @taken(%x: f32) -> f32 {
  %y = call @taken_flushing(%x) : (f32) -> f32
  return %y : f32
}

// Both teams of threads, one of them in a function that is no entry.
// CHECK-LABEL: func.func private @teams(
// CHECK-NEXT: omp.parallel {
// CHECK: stmxcsr
// CHECK: omp.terminator
// CHECK: omp.parallel {
// CHECK: stmxcsr
// CHECK: omp.barrier
// CHECK: ldmxcsr"
// CHECK-NEXT: omp.terminator
// CHECK-NOT: mxcsr
func.func private @teams() {
  omp.parallel {
    omp.terminator
  }
  omp.parallel {
    omp.barrier
    omp.terminator
  }
  return
}
