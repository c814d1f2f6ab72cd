// RUN: snn-opt %s --snn-expand-fgi --canonicalize --cse | FileCheck %s

// The derivative that each preset gives the spike, up to the stop-gradient that
// it is injected by.

// peak exp(-x^2 / (2 width^2)).
// CHECK-LABEL: func.func @gaussian(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant -2.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[V]], %[[V]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[C3]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[P2]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[EXP]], %[[C2]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[P3]] : f64
func.func @gaussian(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.gaussian<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// area exp(-x^2 / (2 width^2)) / (width sqrt(2 pi)).
// CHECK-LABEL: func.func @normalized_gaussian(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.3936536824085963 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant -2.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[V]], %[[V]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[C3]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[P2]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[EXP]], %[[C2]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[P3]] : f64
func.func @normalized_gaussian(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.normalized_gaussian<area = 3.0, width = 0.5>) : f64
  return %z : f64
}

// A narrow bell less a wide one, of the areas 1.5 and 1 here.
// CHECK-LABEL: func.func @double_gaussian(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.19947114020071635 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant -1.250000e-01 : f64
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1.1968268412042982 : f64
// CHECK-NEXT: %[[C5:.*]] = arith.constant -2.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[V]], %[[V]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[C5]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[P2]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[EXP]], %[[C4]] : f64
// CHECK-NEXT: %[[P4:.*]] = arith.mulf %[[P]], %[[C3]] : f64
// CHECK-NEXT: %[[EXP2:.*]] = math.exp %[[P4]] : f64
// CHECK-NEXT: %[[P5:.*]] = arith.mulf %[[EXP2]], %[[C2]] : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[P3]], %[[P5]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[D]] : f64
func.func @double_gaussian(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.double_gaussian<scale = 1.0, dip = 0.5, width = 0.5, dip_width = 2.0>) : f64
  return %z : f64
}

// peak where |x| < width.
// CHECK-LABEL: func.func @boxcar(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01 : f64
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[V]] : f64
// CHECK-NEXT: %[[CMP:.*]] = arith.cmpf olt, %[[ABSF]], %[[C3]] : f64
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMP]], %[[C2]], %[[C]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[SEL]] : f64
func.func @boxcar(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.boxcar<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// peak max(0, 1 - |x| / width).
// CHECK-LABEL: func.func @triangle(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2.000000e+00 : f64
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[V]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[ABSF]], %[[C4]] : f64
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[C3]], %[[P]] : f64
// CHECK-NEXT: %[[MAXIMUMF:.*]] = arith.maximumf %[[D]], %[[C2]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[MAXIMUMF]], %[[C]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[P2]] : f64
func.func @triangle(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.triangle<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// peak exp(-|x| / width).
// CHECK-LABEL: func.func @exponential(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant -2.000000e+00 : f64
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[V]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[ABSF]], %[[C3]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[P]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[EXP]], %[[C2]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[P2]] : f64
func.func @exponential(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.exponential<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// peak / (1 + (x / width)^2).
// CHECK-LABEL: func.func @arctan(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2.000000e+00 : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[V]], %[[C4]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[P]], %[[P]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P2]], %[[C3]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[C2]], %[[S]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[Q]] : f64
func.func @arctan(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.arctan<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// peak / (1 + |x| / width)^2.
// CHECK-LABEL: func.func @fast_sigmoid(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3.000000e+00 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2.000000e+00 : f64
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[V]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[ABSF]], %[[C4]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[C3]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[S]], %[[S]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[C2]], %[[P2]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[Q]] : f64
func.func @fast_sigmoid(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.fast_sigmoid<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}

// 4 peak e / (1 + e)^2 with e = exp(-|x| / width).
// CHECK-LABEL: func.func @sigmoid(
// CHECK-SAME: %[[V:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.200000e+01 : f64
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT: %[[C4:.*]] = arith.constant -2.000000e+00 : f64
// CHECK-NEXT: %[[ABSF:.*]] = math.absf %[[V]] : f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[ABSF]], %[[C4]] : f64
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[P]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[EXP]], %[[C3]] : f64
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[EXP]], %[[C2]] : f64
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[S]], %[[S]] : f64
// CHECK-NEXT: %[[Q:.*]] = arith.divf %[[P2]], %[[P3]] : f64
// CHECK-NEXT: %[[STOP_GRADIENT:.*]] = ad.stop_gradient %[[Q]] : f64
func.func @sigmoid(%v: f64) -> f64 {
  %z = snn.spike %v surrogate(#snn.sigmoid<peak = 3.0, width = 0.5>) : f64
  return %z : f64
}
