// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// The derivative of each function of `math`, times the cotangent. The result z is
// read in place of the argument x where it says enough.

// absf: sign(x), 0 at 0.
func.func private @absf(%x: f64) -> f64 {
  %z = math.absf %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_absf(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf ogt, %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[CMP2:.*]] = arith.cmpf olt, %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[CT]] : f64
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMP2]], %[[N]], %[[C]] : f64
// CHECK-NEXT: %[[SEL2:.*]] = arith.select %[[CMP]], %[[CT]], %[[SEL]] : f64
// CHECK-NEXT: return %[[SEL2]] : f64
func.func @d_absf(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @absf(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// acos: -1 / sqrt(1 - x^2).
func.func private @acos(%x: f64) -> f64 {
  %z = math.acos %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_acos(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[D]], %[[S]] : f64
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[P]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[SQRT]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[Q]] : f64
// CHECK-NEXT: return %[[N]] : f64
func.func @d_acos(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @acos(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// acosh: 1 / sqrt(x^2 - 1).
func.func private @acosh(%x: f64) -> f64 {
  %z = math.acosh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_acosh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[D]], %[[S]] : f64
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[P]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[SQRT]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_acosh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @acosh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// asin: 1 / sqrt(1 - x^2).
func.func private @asin(%x: f64) -> f64 {
  %z = math.asin %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_asin(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[D]], %[[S]] : f64
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[P]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[SQRT]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_asin(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @asin(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// asinh: 1 / sqrt(x^2 + 1).
func.func private @asinh(%x: f64) -> f64 {
  %z = math.asinh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_asinh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[C]] : f64
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[S]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[SQRT]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_asinh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @asinh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// atan: 1 / (x^2 + 1).
func.func private @atan(%x: f64) -> f64 {
  %z = math.atan %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_atan(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[C]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[S]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_atan(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @atan(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// atanh: 1 / (1 - x^2).
func.func private @atanh(%x: f64) -> f64 {
  %z = math.atanh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_atanh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[D]], %[[S]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[P]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_atanh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @atanh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// cbrt: 1 / (3 z^2).
func.func private @cbrt(%x: f64) -> f64 {
  %z = math.cbrt %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_cbrt(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[CBRT:.*]] = math.cbrt %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CBRT]], %[[CBRT]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[C]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[P2]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_cbrt(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @cbrt(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// cos: -sin(x).
func.func private @cos(%x: f64) -> f64 {
  %z = math.cos %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_cos(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[SIN:.*]] = math.sin %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[SIN]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P]] : f64
// CHECK-NEXT: return %[[N]] : f64
func.func @d_cos(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @cos(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// cosh: sinh(x).
func.func private @cosh(%x: f64) -> f64 {
  %z = math.cosh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_cosh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[SINH:.*]] = math.sinh %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[SINH]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_cosh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @cosh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// erf: 2 exp(-x^2) / sqrt(pi).
func.func private @erf(%x: f64) -> f64 {
  %z = math.erf %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_erf(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.1283791670955126 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[N]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[EXP]], %[[C]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[CT]], %[[P2]] : f64
// CHECK-NEXT: return %[[P3]] : f64
func.func @d_erf(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @erf(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// erfc: -2 exp(-x^2) / sqrt(pi).
func.func private @erfc(%x: f64) -> f64 {
  %z = math.erfc %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_erfc(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.1283791670955126 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[X]] : f64
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[N]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[EXP]], %[[C]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[CT]], %[[P2]] : f64
// CHECK-NEXT: %[[N2:.*]] = arith.negf %[[P3]] : f64
// CHECK-NEXT: return %[[N2]] : f64
func.func @d_erfc(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @erfc(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// exp: z.
func.func private @exp(%x: f64) -> f64 {
  %z = math.exp %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_exp(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[EXP]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_exp(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @exp(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// exp2: z log(2).
func.func private @exp2(%x: f64) -> f64 {
  %z = math.exp2 %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_exp2(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.69314718055994529 : f64
// CHECK-NEXT: %[[EXP2:.*]] = math.exp2 %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[EXP2]], %[[C]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[P]] : f64
// CHECK-NEXT: return %[[P2]] : f64
func.func @d_exp2(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @exp2(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// expm1: z + 1.
func.func private @expm1(%x: f64) -> f64 {
  %z = math.expm1 %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_expm1(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[EXPM1:.*]] = math.expm1 %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[EXPM1]], %[[C]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[S]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_expm1(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @expm1(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// log: 1 / x.
func.func private @log(%x: f64) -> f64 {
  %z = math.log %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_log(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[X]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_log(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @log(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// log10: 1 / (x log(10)).
func.func private @log10(%x: f64) -> f64 {
  %z = math.log10 %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_log10(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.3025850929940459 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[P]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_log10(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @log10(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// log1p: 1 / (x + 1).
func.func private @log1p(%x: f64) -> f64 {
  %z = math.log1p %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_log1p(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[S]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_log1p(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @log1p(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// log2: 1 / (x log(2)).
func.func private @log2(%x: f64) -> f64 {
  %z = math.log2 %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_log2(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.69314718055994529 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[C]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[CT]], %[[P]] : f64
// CHECK-NEXT: return %[[Q]] : f64
func.func @d_log2(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @log2(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// rsqrt: -z^3 / 2.
func.func private @rsqrt(%x: f64) -> f64 {
  %z = math.rsqrt %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_rsqrt(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant -5.000000e-01 : f64
// CHECK-NEXT: %[[RSQRT:.*]] = math.rsqrt %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[RSQRT]], %[[RSQRT]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[RSQRT]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[P2]], %[[C]] : f64
// CHECK-NEXT: %[[P4:.*]] = arith.mulf %[[CT]], %[[P3]] : f64
// CHECK-NEXT: return %[[P4]] : f64
func.func @d_rsqrt(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @rsqrt(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// sin: cos(x).
func.func private @sin(%x: f64) -> f64 {
  %z = math.sin %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_sin(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[COS:.*]] = math.cos %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[COS]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_sin(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @sin(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// sinh: cosh(x).
func.func private @sinh(%x: f64) -> f64 {
  %z = math.sinh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_sinh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[COSH:.*]] = math.cosh %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[COSH]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_sinh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @sinh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// sqrt: 1 / (2 z).
func.func private @sqrt(%x: f64) -> f64 {
  %z = math.sqrt %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_sqrt(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 5.000000e-01 : f64
// CHECK-NEXT: %[[SQRT:.*]] = math.sqrt %[[X]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[C]], %[[SQRT]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[Q]] : f64
// CHECK-NEXT: return %[[P]] : f64
func.func @d_sqrt(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @sqrt(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// tan: 1 + z^2.
func.func private @tan(%x: f64) -> f64 {
  %z = math.tan %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_tan(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[TAN:.*]] = math.tan %[[X]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[TAN]], %[[TAN]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[C]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[S]] : f64
// CHECK-NEXT: return %[[P2]] : f64
func.func @d_tan(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @tan(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// tanh: 1 - z^2.
func.func private @tanh(%x: f64) -> f64 {
  %z = math.tanh %x : f64
  return %z : f64
}
// CHECK-LABEL: func.func @d_tanh(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[TANH:.*]] = math.tanh %[[X]] : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C]], %[[TANH]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[D]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[TANH]], %[[C]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[S]] : f64
// CHECK-NEXT: return %[[P2]] : f64
func.func @d_tanh(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @tanh(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}

// Flat but for the jumps.
func.func private @steps(%x: f64) -> (f64, f64, f64, f64, f64) {
  %a = math.ceil %x : f64
  %b = math.floor %x : f64
  %c = math.round %x : f64
  %d = math.roundeven %x : f64
  %e = math.trunc %x : f64
  return %a, %b, %c, %d, %e : f64, f64, f64, f64, f64
}
// CHECK-LABEL: func.func @d_steps(
// CHECK-SAME: %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: return %[[C]] : f64
func.func @d_steps(%x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @steps(%x) cotangents(%ct, %ct, %ct, %ct, %ct) {wrt = [0]} : (f64) cotangents(f64, f64, f64, f64, f64) -> (f64)
  return %d : f64
}

// Both results of one op: cos(x) of the sine, -sin(x) of the cosine.
func.func private @sincos(%x: f32) -> (f32, f32) {
  %s, %c = math.sincos %x : f32
  return %s, %c : f32, f32
}
// CHECK-LABEL: func.func @d_sincos(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[CT:[^:]*]]: f32, %[[DT:[^:]*]]: f32)
// CHECK-NEXT: %[[SINCOS:.*]], %[[SINCOS2:.*]] = math.sincos %[[X]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[SINCOS2]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[DT]], %[[SINCOS]] : f32
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[P]], %[[P2]] : f32
// CHECK-NEXT: return %[[D]] : f32
func.func @d_sincos(%x: f32, %ct: f32, %dt: f32) -> f32 {
  %d = ad.vjp @sincos(%x) cotangents(%ct, %dt) {wrt = [0]} : (f32) cotangents(f32, f32) -> (f32)
  return %d : f32
}

// x / (x^2 + y^2) by y, -y / (x^2 + y^2) by x.
func.func private @atan2(%y: f32, %x: f32) -> f32 {
  %z = math.atan2 %y, %x : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_atan2(
// CHECK-SAME: %[[Y:[^:]*]]: f32, %[[X:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[X]], %[[X]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[Y]], %[[Y]] : f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[P2]] : f32
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[X]], %[[S]] : f32
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[CT]], %[[Q]] : f32
// CHECK-NEXT: %[[Q2:.*]] = arith.divf %[[Y]], %[[S]] : f32
// CHECK-NEXT: %[[P4:.*]] = arith.mulf %[[CT]], %[[Q2]] : f32
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[P4]] : f32
// CHECK-NEXT: return %[[P3]], %[[N]] : f32, f32
func.func @d_atan2(%y: f32, %x: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @atan2(%y, %x) cotangents(%ct) {wrt = [0, 1]} : (f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

// y x^(y - 1) by the base.
func.func private @pow(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
  %z = math.powf %x, %y : tensor<2xf32>
  return %z : tensor<2xf32>
}
// CHECK-LABEL: func.func @d_base(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2xf32>, %[[Y:[^:]*]]: tensor<2xf32>, %[[CT:[^:]*]]: tensor<2xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[Y]], %[[C]] : tensor<2xf32>
// CHECK-NEXT: %[[POWF:.*]] = math.powf %[[X]], %[[D]] : tensor<2xf32>
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[Y]], %[[POWF]] : tensor<2xf32>
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[P]] : tensor<2xf32>
// CHECK-NEXT: return %[[P2]] : tensor<2xf32>
func.func @d_base(%x: tensor<2xf32>, %y: tensor<2xf32>, %ct: tensor<2xf32>) -> tensor<2xf32> {
  %d = ad.vjp @pow(%x, %y) cotangents(%ct) {wrt = [0]} : (tensor<2xf32>, tensor<2xf32>) cotangents(tensor<2xf32>) -> (tensor<2xf32>)
  return %d : tensor<2xf32>
}
// z log(x) by the exponent, with 0 for the logarithm of 0.
// CHECK-LABEL: func.func @d_exponent(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2xf32>, %[[Y:[^:]*]]: tensor<2xf32>, %[[CT:[^:]*]]: tensor<2xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[C2:.*]] = arith.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[POWF:.*]] = math.powf %[[X]], %[[Y]] : tensor<2xf32>
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf oeq, %[[X]], %[[C2]] : tensor<2xf32>
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMP]], %[[C]], %[[X]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[LOG:.*]] = math.log %[[SEL]] : tensor<2xf32>
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[LOG]], %[[POWF]] : tensor<2xf32>
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[P]] : tensor<2xf32>
// CHECK-NEXT: return %[[P2]] : tensor<2xf32>
func.func @d_exponent(%x: tensor<2xf32>, %y: tensor<2xf32>, %ct: tensor<2xf32>) -> tensor<2xf32> {
  %d = ad.vjp @pow(%x, %y) cotangents(%ct) {wrt = [1]} : (tensor<2xf32>, tensor<2xf32>) cotangents(tensor<2xf32>) -> (tensor<2xf32>)
  return %d : tensor<2xf32>
}

// n x^(n - 1), and 0 for n = 0 whatever x is.
func.func private @integer_pow(%x: f32, %n: i32) -> f32 {
  %z = math.fpowi %x, %n : f32, i32
  return %z : f32
}
// CHECK-LABEL: func.func @d_integer_pow(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[NUM:[^:]*]]: i32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 1 : i32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0 : i32
// CHECK-NEXT: %[[CMPI:.*]] = arith.cmpi eq, %[[NUM]], %[[C2]] : i32
// CHECK-NEXT: %[[SUBI:.*]] = arith.subi %[[NUM]], %[[C]] : i32
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMPI]], %[[C2]], %[[SUBI]] : i32
// CHECK-NEXT: %[[FPOWI:.*]] = math.fpowi %[[X]], %[[SEL]] : f32, i32
// CHECK-NEXT: %[[SITOFP:.*]] = arith.sitofp %[[NUM]] : i32 to f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[SITOFP]], %[[FPOWI]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[P]] : f32
// CHECK-NEXT: return %[[P2]] : f32
func.func @d_integer_pow(%x: f32, %n: i32, %ct: f32) -> f32 {
  %d = ad.vjp @integer_pow(%x, %n) cotangents(%ct) {wrt = [0]} : (f32, i32) cotangents(f32) -> (f32)
  return %d : f32
}

// b, a and 1 for a b + c.
func.func private @fma(%a: f32, %b: f32, %c: f32) -> f32 {
  %z = math.fma %a, %b, %c : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_fma(
// CHECK-SAME: %[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32, %[[X:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[B]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[A]] : f32
// CHECK-NEXT: return %[[P]], %[[P2]], %[[CT]] : f32, f32, f32
func.func @d_fma(%a: f32, %b: f32, %c: f32, %ct: f32) -> (f32, f32, f32) {
  %d:3 = ad.vjp @fma(%a, %b, %c) cotangents(%ct) {wrt = [0, 1, 2]} : (f32, f32, f32) cotangents(f32) -> (f32, f32, f32)
  return %d#0, %d#1, %d#2 : f32, f32, f32
}

// The product of two signs, nothing for the one that gives the sign.
func.func private @copysign(%x: f32, %s: f32) -> f32 {
  %z = math.copysign %x, %s : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_copysign(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[SIGN:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT: %[[COPYSIGN:.*]] = math.copysign %[[C2]], %[[X]] : f32
// CHECK-NEXT: %[[COPYSIGN2:.*]] = math.copysign %[[C2]], %[[SIGN]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[COPYSIGN]], %[[COPYSIGN2]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[P]] : f32
// CHECK-NEXT: return %[[P2]], %[[C]] : f32, f32
func.func @d_copysign(%x: f32, %s: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @copysign(%x, %s) cotangents(%ct) {wrt = [0, 1]} : (f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

// Between the bounds the value receives, beyond one that bound.
func.func private @clamp(%x: f32, %low: f32, %high: f32) -> f32 {
  %z = math.clampf %x to [%low, %high] : f32
  return %z : f32
}
// CHECK-LABEL: func.func @d_clamp(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[LOW:[^:]*]]: f32, %[[HIGH:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf ogt, %[[X]], %[[LOW]] : f32
// CHECK-NEXT: %[[CMP2:.*]] = arith.cmpf olt, %[[X]], %[[HIGH]] : f32
// CHECK-NEXT: %[[ANDI:.*]] = arith.andi %[[CMP]], %[[CMP2]] : i1
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[ANDI]], %[[CT]], %[[C]] : f32
// CHECK-NEXT: %[[CMP3:.*]] = arith.cmpf olt, %[[X]], %[[LOW]] : f32
// CHECK-NEXT: %[[CMP4:.*]] = arith.cmpf olt, %[[LOW]], %[[HIGH]] : f32
// CHECK-NEXT: %[[ANDI2:.*]] = arith.andi %[[CMP3]], %[[CMP4]] : i1
// CHECK-NEXT: %[[SEL2:.*]] = arith.select %[[ANDI2]], %[[CT]], %[[C]] : f32
// CHECK-NEXT: %[[CMP5:.*]] = arith.cmpf ogt, %[[X]], %[[HIGH]] : f32
// CHECK-NEXT: %[[SEL3:.*]] = arith.select %[[CMP5]], %[[CT]], %[[C]] : f32
// CHECK-NEXT: return %[[SEL]], %[[SEL2]], %[[SEL3]] : f32, f32, f32
func.func @d_clamp(%x: f32, %low: f32, %high: f32, %ct: f32) -> (f32, f32, f32) {
  %d:3 = ad.vjp @clamp(%x, %low, %high) cotangents(%ct) {wrt = [0, 1, 2]} : (f32, f32, f32) cotangents(f32) -> (f32, f32, f32)
  return %d#0, %d#1, %d#2 : f32, f32, f32
}
