// RUN: snn-opt %s --snn-form-multiply-adds | FileCheck %s

// What else uses a product does not matter; flags that both have stay.
// CHECK-LABEL: llvm.func @sums(
// CHECK-SAME: %[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32, %[[C:[^:]*]]: f32
// CHECK: %[[P:.*]] = llvm.fmul %[[A]], %[[B]]
// CHECK: %[[S:.*]] = llvm.intr.fmuladd(%[[A]], %[[B]], %[[C]]) {fastmathFlags = #llvm.fastmath<nnan>}
// CHECK: %[[N:.*]] = llvm.fneg %[[C]]
// CHECK: %[[D:.*]] = llvm.intr.fmuladd(%[[A]], %[[B]], %[[N]]) :
// CHECK: %[[M:.*]] = llvm.fneg %[[A]]
// CHECK: %[[E:.*]] = llvm.intr.fmuladd(%[[M]], %[[B]], %[[C]])
// CHECK: call @use(%[[P]], %[[S]], %[[D]], %[[E]])
llvm.func @use(f32, f32, f32, f32)
llvm.func @sums(%a: f32, %b: f32, %c: f32) {
  %p = llvm.fmul %a, %b {fastmathFlags = #llvm.fastmath<nnan, ninf>} : f32
  %s = llvm.fadd %c, %p {fastmathFlags = #llvm.fastmath<nnan>} : f32
  %d = llvm.fsub %p, %c : f32
  %e = llvm.fsub %c, %p : f32
  llvm.call @use(%p, %s, %d, %e) : (f32, f32, f32, f32) -> ()
  llvm.return
}

// Of two products the first joins, and one that nothing else uses goes away.
// CHECK-LABEL: llvm.func @two_products(
// CHECK-SAME: %[[A:[^:]*]]: vector<4xf64>, %[[B:[^:]*]]: vector<4xf64>
// CHECK-NEXT: %[[Q:.*]] = llvm.fmul %[[B]], %[[B]]
// CHECK-NEXT: %[[S:.*]] = llvm.intr.fmuladd(%[[A]], %[[B]], %[[Q]])
// CHECK-NEXT: llvm.return %[[S]]
llvm.func @two_products(%a: vector<4xf64>, %b: vector<4xf64>) -> vector<4xf64> {
  %p = llvm.fmul %a, %b : vector<4xf64>
  %q = llvm.fmul %b, %b : vector<4xf64>
  %s = llvm.fadd %p, %q : vector<4xf64>
  llvm.return %s : vector<4xf64>
}

// Equal products are equal: fused, their difference would be what one of them
// rounds off.
// CHECK-LABEL: llvm.func @zero(
// CHECK-NOT: fmuladd
// CHECK: llvm.return
llvm.func @zero(%a: f32, %b: f32) -> f32 {
  %p = llvm.fmul %a, %b : f32
  %q = llvm.fmul %b, %a : f32
  %r = llvm.fsub %p, %q : f32
  %s = llvm.fsub %p, %p : f32
  %t = llvm.fmul %r, %s : f32
  llvm.return %t : f32
}

// A product of another block stays where it is computed, as often as it is; and
// half precision is rounded as it was.
// CHECK-LABEL: llvm.func @elsewhere(
// CHECK-NOT: fmuladd
// CHECK: llvm.return
llvm.func @elsewhere(%a: f32, %h: f16) -> f32 {
  %p = llvm.fmul %a, %a : f32
  %g = llvm.fmul %h, %h : f16
  %k = llvm.fadd %g, %h : f16
  %w = llvm.fpext %k : f16 to f32
  llvm.br ^next
^next:
  %s = llvm.fadd %p, %w : f32
  llvm.return %s : f32
}
