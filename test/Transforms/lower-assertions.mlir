// RUN: snn-opt %s --snn-lower-assertions | FileCheck %s

// CHECK-DAG: llvm.func @snnFail(!llvm.ptr)
// CHECK-DAG: llvm.mlir.global internal constant @snn_assertion_0("{{.*}}lower-assertions.mlir:20:3: expected an element\00")
// CHECK-DAG: llvm.mlir.global internal constant @snn_assertion_1("{{.*}}lower-assertions.mlir:21:3: expected few\00")
// CHECK-DAG: llvm.mlir.global internal constant @snn_assertion_2("{{.*}}lower-assertions.mlir:47:5: a \22quoted\22 word, 100 %\00")

// CHECK-LABEL: func.func @twice(
// CHECK-SAME: %[[SOME:.*]]: i1, %[[FEW:.*]]: i1)
// CHECK: %[[TRUE:.*]] = arith.constant true
// CHECK: %[[BROKEN:.*]] = arith.xori %[[SOME]], %[[TRUE]] : i1
// CHECK: scf.if %[[BROKEN]] {
// CHECK:   %[[TEXT:.*]] = llvm.mlir.addressof @snn_assertion_0 : !llvm.ptr
// CHECK:   %[[FIRST:.*]] = llvm.getelementptr %[[TEXT]][0, 0]
// CHECK:   llvm.call @snnFail(%[[FIRST]]) : (!llvm.ptr) -> ()
// CHECK: arith.xori %[[FEW]]
// CHECK:   llvm.mlir.addressof @snn_assertion_1
// CHECK-NOT: cf.assert
func.func @twice(%some: i1, %few: i1) {
  cf.assert %some, "expected an element"
  cf.assert %few, "expected few"
  return
}

// CHECK-LABEL: func.func @none(
// CHECK-NEXT: return
func.func @none() {
  return
}

// In a loop the assertion is a branch of each iteration; the text, quotes and
// all, is in the module once.
// CHECK-LABEL: func.func @in_loop(
// CHECK: scf.for
// CHECK: %[[P:.*]] = memref.load
// CHECK: %[[BROKEN:.*]] = arith.xori %[[P]]
// CHECK: scf.if %[[BROKEN]] {
// CHECK: llvm.mlir.addressof @snn_assertion_2
// CHECK: llvm.call @snnFail
// CHECK-NOT: cf.assert
// CHECK: return
func.func @in_loop(%n: index, %x: memref<?xi1>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %p = memref.load %x[%i] : memref<?xi1>
    cf.assert %p, "a \"quoted\" word, 100 %"
  }
  return
}
