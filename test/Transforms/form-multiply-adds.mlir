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

// A sum that has become one op is a factor of the next product.
// CHECK-LABEL: llvm.func @chain(
// CHECK-SAME: %[[A:[^:]*]]: f64, %[[B:[^:]*]]: f64, %[[C:[^:]*]]: f64
// CHECK-NEXT: %[[S:.*]] = llvm.intr.fmuladd(%[[A]], %[[B]], %[[C]])
// CHECK-NEXT: %[[N:.*]] = llvm.fneg %[[S]]
// CHECK-NEXT: %[[T:.*]] = llvm.intr.fmuladd(%[[N]], %[[B]], %[[A]])
// CHECK-NEXT: llvm.return %[[T]]
llvm.func @chain(%a: f64, %b: f64, %c: f64) -> f64 {
  %p = llvm.fmul %a, %b : f64
  %s = llvm.fadd %p, %c : f64
  %q = llvm.fmul %s, %b : f64
  %t = llvm.fsub %a, %q : f64
  llvm.return %t : f64
}

// Twice a product is exact as it is, and would not be with one of the two
// rounded and the other not.
// CHECK-LABEL: llvm.func @double(
// CHECK-NEXT: %[[P:.*]] = llvm.fmul
// CHECK-NEXT: llvm.fadd %[[P]], %[[P]]
// CHECK-NOT: fmuladd
llvm.func @double(%a: f32) -> f32 {
  %p = llvm.fmul %a, %a : f32
  %s = llvm.fadd %p, %p : f32
  llvm.return %s : f32
}

// bf16 vectors, integers and quotients have no such op.
// CHECK-LABEL: llvm.func @others(
// CHECK-NOT: fmuladd
// CHECK: llvm.return
llvm.func @others(%a: vector<8xbf16>, %i: i32, %x: f32) -> vector<8xbf16> {
  %p = llvm.fmul %a, %a : vector<8xbf16>
  %s = llvm.fadd %p, %a : vector<8xbf16>
  %j = llvm.mul %i, %i : i32
  %k = llvm.add %j, %i : i32
  %d = llvm.fdiv %x, %x : f32
  %e = llvm.fadd %d, %x : f32
  llvm.return %s : vector<8xbf16>
}
