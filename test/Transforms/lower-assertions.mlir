// RUN: snn-opt %s --snn-lower-assertions | FileCheck %s

// CHECK-DAG: llvm.func @snnFail(!llvm.ptr)
// CHECK-DAG: llvm.mlir.global internal constant @snn_assertion_0("expected an element\00")
// CHECK-DAG: llvm.mlir.global internal constant @snn_assertion_1("expected few\00")

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
