// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// What each operand receives, by the formulas of Arith.cpp, for one cotangent.
// Of the primal only what the formulas read is left.

func.func private @add(%x: f32, %y: f32) -> f32 {
  %z = arith.addf %x, %y : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_add(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: return %[[CT]], %[[CT]] : f32, f32
func.func @d_add(%x: f32, %y: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @add(%x, %y) cotangents(%ct) {wrt = [0, 1]} : (f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

func.func private @sub(%x: f32, %y: f32) -> f32 {
  %z = arith.subf %x, %y : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_sub(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[CT]] : f32
// CHECK-NEXT: return %[[CT]], %[[N]] : f32, f32
func.func @d_sub(%x: f32, %y: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @sub(%x, %y) cotangents(%ct) {wrt = [0, 1]} : (f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

// Fast-math flags of the op are those of its reverse.
func.func private @mul(%x: tensor<?xf16>, %y: tensor<?xf16>) -> tensor<?xf16> {
  %z = arith.mulf %x, %y fastmath<nnan> : tensor<?xf16>
  return %z : tensor<?xf16>
}
// CHECK-LABEL: func.func @d_mul(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf16>, %[[Y:[^:]*]]: tensor<?xf16>, %[[CT:[^:]*]]: tensor<?xf16>)
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[Y]] fastmath<nnan> : tensor<?xf16>
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[X]] fastmath<nnan> : tensor<?xf16>
// CHECK-NEXT: return %[[P]], %[[P2]] : tensor<?xf16>, tensor<?xf16>
func.func @d_mul(%x: tensor<?xf16>, %y: tensor<?xf16>, %ct: tensor<?xf16>) -> (tensor<?xf16>, tensor<?xf16>) {
  %d:2 = ad.vjp @mul(%x, %y) cotangents(%ct) {wrt = [0, 1]} : (tensor<?xf16>, tensor<?xf16>) cotangents(tensor<?xf16>) -> (tensor<?xf16>, tensor<?xf16>)
  return %d#0, %d#1 : tensor<?xf16>, tensor<?xf16>
}

// By the dividend alone the quotient is not computed.
func.func private @div(%x: f64, %y: f64) -> f64 {
  %z = arith.divf %x, %y : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_dividend(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[Y:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[Y]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_dividend(%x: f64, %y: f64, %ct: f64) -> f64 {
  %d = ad.vjp @div(%x, %y) cotangents(%ct) {wrt = [0]} : (f64, f64) cotangents(f64) -> (f64)
  return %d : f64
}
// CHECK-LABEL: func.func @d_divisor(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[Y:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[X]], %[[Y]] : f64
// CHECK-NEXT: %[[Q2:.*]] = arith.divf %[[CT]], %[[Y]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[Q2]], %[[Q]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P]] : f64
// CHECK-NEXT: return %[[N]] : f64
func.func @d_divisor(%x: f64, %y: f64, %ct: f64) -> f64 {
  %d = ad.vjp @div(%x, %y) cotangents(%ct) {wrt = [1]} : (f64, f64) cotangents(f64) -> (f64)
  return %d : f64
}

func.func private @rem(%x: f32, %y: f32) -> f32 {
  %z = arith.remf %x, %y : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_rem(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[X]], %[[Y]] : f32
// CHECK-NEXT: %[[TRUNC:.*]] = math.trunc %[[Q]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[TRUNC]] : f32
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P]] : f32
// CHECK-NEXT: return %[[CT]], %[[N]] : f32, f32
func.func @d_rem(%x: f32, %y: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @rem(%x, %y) cotangents(%ct) {wrt = [0, 1]} : (f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

func.func private @neg(%x: vector<4xf32>) -> vector<4xf32> {
  %z = arith.negf %x : vector<4xf32>
  return %z : vector<4xf32>
}
// CHECK-LABEL: func.func @d_neg(
// CHECK-SAME: %[[X:[^:]*]]: vector<4xf32>, %[[CT:[^:]*]]: vector<4xf32>)
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[CT]] : vector<4xf32>
// CHECK-NEXT: return %[[N]] : vector<4xf32>
func.func @d_neg(%x: vector<4xf32>, %ct: vector<4xf32>) -> vector<4xf32> {
  %d = ad.vjp @neg(%x) cotangents(%ct) {wrt = [0]} : (vector<4xf32>) cotangents(vector<4xf32>) -> (vector<4xf32>)
  return %d : vector<4xf32>
}

// Half to each side of a tie, nothing to either where one is NaN.
func.func private @maximum(%x: f32, %y: f32) -> f32 {
  %z = arith.maximumf %x, %y : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_maximum(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 5.000000e-01 : f32
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf ogt, %[[X]], %[[Y]] : f32
// CHECK-NEXT: %[[CMP2:.*]] = arith.cmpf oeq, %[[X]], %[[Y]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[C2]] : f32
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMP2]], %[[P]], %[[C]] : f32
// CHECK-NEXT: %[[SEL2:.*]] = arith.select %[[CMP]], %[[CT]], %[[SEL]] : f32
// CHECK-NEXT: return %[[SEL2]] : f32
func.func @d_maximum(%x: f32, %y: f32, %ct: f32) -> f32 {
  %d = ad.vjp @maximum(%x, %y) cotangents(%ct) {wrt = [0]} : (f32, f32) cotangents(f32) -> (f32)
  return %d : f32
}

// A number wins against a NaN.
func.func private @minnum(%x: f32, %y: f32) -> f32 {
  %z = arith.minnumf %x, %y : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_minnum(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 5.000000e-01 : f32
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf ult, %[[Y]], %[[X]] : f32
// CHECK-NEXT: %[[CMP2:.*]] = arith.cmpf ord, %[[Y]], %[[Y]] : f32
// CHECK-NEXT: %[[ANDI:.*]] = arith.andi %[[CMP]], %[[CMP2]] : i1
// CHECK-NEXT: %[[CMP3:.*]] = arith.cmpf oeq, %[[Y]], %[[X]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[C2]] : f32
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMP3]], %[[P]], %[[C]] : f32
// CHECK-NEXT: %[[SEL2:.*]] = arith.select %[[ANDI]], %[[CT]], %[[SEL]] : f32
// CHECK-NEXT: return %[[SEL2]] : f32
func.func @d_minnum(%x: f32, %y: f32, %ct: f32) -> f32 {
  %d = ad.vjp @minnum(%x, %y) cotangents(%ct) {wrt = [1]} : (f32, f32) cotangents(f32) -> (f32)
  return %d : f32
}

// The condition decides who receives, and the values are not kept.
func.func private @choice(%c: tensor<4xi1>, %x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %z = arith.select %c, %x, %y : tensor<4xi1>, tensor<4xf32>
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_choice(
// CHECK-SAME: %[[B:[^:]*]]: tensor<4xi1>, %[[X:[^:]*]]: tensor<4xf32>, %[[Y:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[B]], %[[CT]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[SEL2:.*]] = arith.select %[[B]], %[[C]], %[[CT]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[SEL]], %[[SEL2]] : tensor<4xf32>, tensor<4xf32>
func.func @d_choice(%c: tensor<4xi1>, %x: tensor<4xf32>, %y: tensor<4xf32>, %ct: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %d:2 = ad.vjp @choice(%c, %x, %y) cotangents(%ct) {wrt = [1, 2]} : (tensor<4xi1>, tensor<4xf32>, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  return %d#0, %d#1 : tensor<4xf32>, tensor<4xf32>
}

// A cotangent has the precision of its value.
func.func private @casts(%x: bf16, %y: f64) -> (f32, f16) {
  %z = arith.extf %x : bf16 to f32
  %w = arith.truncf %y : f64 to f16
  return %z, %w : f32, f16
}
// CHECK-LABEL: func.func @d_casts(
// CHECK-SAME: %[[X:[^:]*]]: bf16, %[[Y:[^:]*]]: f64, %[[CT:[^:]*]]: f32, %[[DT:[^:]*]]: f16)
// CHECK-NEXT: %[[EXTF:.*]] = arith.extf %[[DT]] : f16 to f64
// CHECK-NEXT: %[[TRUNCF:.*]] = arith.truncf %[[CT]] : f32 to bf16
// CHECK-NEXT: return %[[TRUNCF]], %[[EXTF]] : bf16, f64
func.func @d_casts(%x: bf16, %y: f64, %ct: f32, %dt: f16) -> (bf16, f64) {
  %d:2 = ad.vjp @casts(%x, %y) cotangents(%ct, %dt) {wrt = [0, 1]} : (bf16, f64) cotangents(f32, f16) -> (bf16, f64)
  return %d#0, %d#1 : bf16, f64
}

// Integers carry nothing on, so the float behind them receives zero.
func.func private @through_integers(%x: f32) -> f32 {
  %i = arith.fptosi %x : f32 to i32
  %z = arith.sitofp %i : i32 to f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_through_integers(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: return %[[C]] : f32
func.func @d_through_integers(%x: f32, %ct: f32) -> f32 {
  %d = ad.vjp @through_integers(%x) cotangents(%ct) {wrt = [0]} : (f32) cotangents(f32) -> (f32)
  return %d : f32
}
