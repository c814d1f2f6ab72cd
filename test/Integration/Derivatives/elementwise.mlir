// Every elementwise rule against JAX, at kinks and poles as well: row k of the
// arguments goes through op number k. elementwise_golden.py makes the values.

// RUN: %python %S/golden_case.py inputs %S/elementwise.npz unary %t.npz
// RUN: snn-run grad %s --entry=unary --wrt=0 --in=%t.npz --out=%t.out.npz
// RUN: %python %S/golden_case.py compare %S/elementwise.npz unary %t.out.npz
func.func @unary(%x: tensor<32x8xf64>) -> tensor<32x8xf64> {
  %r = tensor.empty() : tensor<32x8xf64>
  %two = arith.constant dense<2.0> : tensor<8xf64>
  %x0 = tensor.extract_slice %x[0, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o0 = arith.negf %x0 : tensor<8xf64>
  %r0 = tensor.insert_slice %o0 into %r[0, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x1 = tensor.extract_slice %x[1, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o1 = math.absf %x1 : tensor<8xf64>
  %r1 = tensor.insert_slice %o1 into %r0[1, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x2 = tensor.extract_slice %x[2, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o2 = math.acos %x2 : tensor<8xf64>
  %r2 = tensor.insert_slice %o2 into %r1[2, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x3 = tensor.extract_slice %x[3, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o3 = math.acosh %x3 : tensor<8xf64>
  %r3 = tensor.insert_slice %o3 into %r2[3, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x4 = tensor.extract_slice %x[4, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o4 = math.asin %x4 : tensor<8xf64>
  %r4 = tensor.insert_slice %o4 into %r3[4, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x5 = tensor.extract_slice %x[5, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o5 = math.asinh %x5 : tensor<8xf64>
  %r5 = tensor.insert_slice %o5 into %r4[5, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x6 = tensor.extract_slice %x[6, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o6 = math.atan %x6 : tensor<8xf64>
  %r6 = tensor.insert_slice %o6 into %r5[6, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x7 = tensor.extract_slice %x[7, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o7 = math.atanh %x7 : tensor<8xf64>
  %r7 = tensor.insert_slice %o7 into %r6[7, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x8 = tensor.extract_slice %x[8, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o8 = math.cbrt %x8 : tensor<8xf64>
  %r8 = tensor.insert_slice %o8 into %r7[8, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x9 = tensor.extract_slice %x[9, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o9 = math.cos %x9 : tensor<8xf64>
  %r9 = tensor.insert_slice %o9 into %r8[9, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x10 = tensor.extract_slice %x[10, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o10 = math.cosh %x10 : tensor<8xf64>
  %r10 = tensor.insert_slice %o10 into %r9[10, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x11 = tensor.extract_slice %x[11, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o11 = math.erf %x11 : tensor<8xf64>
  %r11 = tensor.insert_slice %o11 into %r10[11, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x12 = tensor.extract_slice %x[12, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o12 = math.erfc %x12 : tensor<8xf64>
  %r12 = tensor.insert_slice %o12 into %r11[12, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x13 = tensor.extract_slice %x[13, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o13 = math.exp %x13 : tensor<8xf64>
  %r13 = tensor.insert_slice %o13 into %r12[13, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x14 = tensor.extract_slice %x[14, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o14 = math.exp2 %x14 : tensor<8xf64>
  %r14 = tensor.insert_slice %o14 into %r13[14, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x15 = tensor.extract_slice %x[15, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o15 = math.expm1 %x15 : tensor<8xf64>
  %r15 = tensor.insert_slice %o15 into %r14[15, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x16 = tensor.extract_slice %x[16, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o16 = math.log %x16 : tensor<8xf64>
  %r16 = tensor.insert_slice %o16 into %r15[16, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x17 = tensor.extract_slice %x[17, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o17 = math.log10 %x17 : tensor<8xf64>
  %r17 = tensor.insert_slice %o17 into %r16[17, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x18 = tensor.extract_slice %x[18, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o18 = math.log1p %x18 : tensor<8xf64>
  %r18 = tensor.insert_slice %o18 into %r17[18, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x19 = tensor.extract_slice %x[19, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o19 = math.log2 %x19 : tensor<8xf64>
  %r19 = tensor.insert_slice %o19 into %r18[19, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x20 = tensor.extract_slice %x[20, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o20 = math.rsqrt %x20 : tensor<8xf64>
  %r20 = tensor.insert_slice %o20 into %r19[20, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x21 = tensor.extract_slice %x[21, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o21 = math.sin %x21 : tensor<8xf64>
  %r21 = tensor.insert_slice %o21 into %r20[21, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x22 = tensor.extract_slice %x[22, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %s22, %c22 = math.sincos %x22 : tensor<8xf64>
  %d22 = arith.mulf %s22, %two : tensor<8xf64>
  %o22 = arith.addf %d22, %c22 : tensor<8xf64>
  %r22 = tensor.insert_slice %o22 into %r21[22, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x23 = tensor.extract_slice %x[23, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o23 = math.sinh %x23 : tensor<8xf64>
  %r23 = tensor.insert_slice %o23 into %r22[23, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x24 = tensor.extract_slice %x[24, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o24 = math.sqrt %x24 : tensor<8xf64>
  %r24 = tensor.insert_slice %o24 into %r23[24, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x25 = tensor.extract_slice %x[25, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o25 = math.tan %x25 : tensor<8xf64>
  %r25 = tensor.insert_slice %o25 into %r24[25, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x26 = tensor.extract_slice %x[26, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o26 = math.tanh %x26 : tensor<8xf64>
  %r26 = tensor.insert_slice %o26 into %r25[26, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x27 = tensor.extract_slice %x[27, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o27 = math.ceil %x27 : tensor<8xf64>
  %r27 = tensor.insert_slice %o27 into %r26[27, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x28 = tensor.extract_slice %x[28, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o28 = math.floor %x28 : tensor<8xf64>
  %r28 = tensor.insert_slice %o28 into %r27[28, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x29 = tensor.extract_slice %x[29, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o29 = math.round %x29 : tensor<8xf64>
  %r29 = tensor.insert_slice %o29 into %r28[29, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x30 = tensor.extract_slice %x[30, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o30 = math.roundeven %x30 : tensor<8xf64>
  %r30 = tensor.insert_slice %o30 into %r29[30, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  %x31 = tensor.extract_slice %x[31, 0] [1, 8] [1, 1] : tensor<32x8xf64> to tensor<8xf64>
  %o31 = math.trunc %x31 : tensor<8xf64>
  %r31 = tensor.insert_slice %o31 into %r30[31, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<32x8xf64>
  return %r31 : tensor<32x8xf64>
}

// RUN: %python %S/golden_case.py inputs %S/elementwise.npz binary %t.npz
// RUN: snn-run grad %s --entry=binary --wrt=0,1 --in=%t.npz --out=%t.out.npz
// RUN: %python %S/golden_case.py compare %S/elementwise.npz binary %t.out.npz
func.func @binary(%x: tensor<12x8xf64>, %y: tensor<12x8xf64>) -> tensor<12x8xf64> {
  %r = tensor.empty() : tensor<12x8xf64>
  %x0 = tensor.extract_slice %x[0, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y0 = tensor.extract_slice %y[0, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o0 = arith.addf %x0, %y0 : tensor<8xf64>
  %r0 = tensor.insert_slice %o0 into %r[0, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x1 = tensor.extract_slice %x[1, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y1 = tensor.extract_slice %y[1, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o1 = arith.subf %x1, %y1 : tensor<8xf64>
  %r1 = tensor.insert_slice %o1 into %r0[1, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x2 = tensor.extract_slice %x[2, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y2 = tensor.extract_slice %y[2, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o2 = arith.mulf %x2, %y2 : tensor<8xf64>
  %r2 = tensor.insert_slice %o2 into %r1[2, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x3 = tensor.extract_slice %x[3, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y3 = tensor.extract_slice %y[3, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o3 = arith.divf %x3, %y3 : tensor<8xf64>
  %r3 = tensor.insert_slice %o3 into %r2[3, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x4 = tensor.extract_slice %x[4, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y4 = tensor.extract_slice %y[4, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o4 = arith.remf %x4, %y4 : tensor<8xf64>
  %r4 = tensor.insert_slice %o4 into %r3[4, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x5 = tensor.extract_slice %x[5, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y5 = tensor.extract_slice %y[5, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o5 = arith.maximumf %x5, %y5 : tensor<8xf64>
  %r5 = tensor.insert_slice %o5 into %r4[5, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x6 = tensor.extract_slice %x[6, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y6 = tensor.extract_slice %y[6, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o6 = arith.minimumf %x6, %y6 : tensor<8xf64>
  %r6 = tensor.insert_slice %o6 into %r5[6, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x7 = tensor.extract_slice %x[7, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y7 = tensor.extract_slice %y[7, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o7 = arith.maxnumf %x7, %y7 : tensor<8xf64>
  %r7 = tensor.insert_slice %o7 into %r6[7, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x8 = tensor.extract_slice %x[8, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y8 = tensor.extract_slice %y[8, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o8 = arith.minnumf %x8, %y8 : tensor<8xf64>
  %r8 = tensor.insert_slice %o8 into %r7[8, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x9 = tensor.extract_slice %x[9, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y9 = tensor.extract_slice %y[9, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o9 = math.atan2 %x9, %y9 : tensor<8xf64>
  %r9 = tensor.insert_slice %o9 into %r8[9, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x10 = tensor.extract_slice %x[10, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y10 = tensor.extract_slice %y[10, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o10 = math.copysign %x10, %y10 : tensor<8xf64>
  %r10 = tensor.insert_slice %o10 into %r9[10, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  %x11 = tensor.extract_slice %x[11, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %y11 = tensor.extract_slice %y[11, 0] [1, 8] [1, 1] : tensor<12x8xf64> to tensor<8xf64>
  %o11 = math.powf %x11, %y11 : tensor<8xf64>
  %r11 = tensor.insert_slice %o11 into %r10[11, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<12x8xf64>
  return %r11 : tensor<12x8xf64>
}

// RUN: %python %S/golden_case.py inputs %S/elementwise.npz ternary %t.npz
// RUN: snn-run grad %s --entry=ternary --wrt=0,1,2 --in=%t.npz --out=%t.out.npz
// RUN: %python %S/golden_case.py compare %S/elementwise.npz ternary %t.out.npz
func.func @ternary(%x: tensor<3x8xf64>, %y: tensor<3x8xf64>, %z: tensor<3x8xf64>) -> tensor<3x8xf64> {
  %r = tensor.empty() : tensor<3x8xf64>
  %zero = arith.constant dense<0.0> : tensor<8xf64>
  %x0 = tensor.extract_slice %x[0, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %y0 = tensor.extract_slice %y[0, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %z0 = tensor.extract_slice %z[0, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %o0 = math.fma %x0, %y0, %z0 : tensor<8xf64>
  %r0 = tensor.insert_slice %o0 into %r[0, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<3x8xf64>
  %x1 = tensor.extract_slice %x[1, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %y1 = tensor.extract_slice %y[1, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %z1 = tensor.extract_slice %z[1, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %o1 = math.clampf %x1 to [%y1, %z1] : tensor<8xf64>
  %r1 = tensor.insert_slice %o1 into %r0[1, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<3x8xf64>
  %x2 = tensor.extract_slice %x[2, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %y2 = tensor.extract_slice %y[2, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %z2 = tensor.extract_slice %z[2, 0] [1, 8] [1, 1] : tensor<3x8xf64> to tensor<8xf64>
  %b2 = arith.cmpf ogt, %x2, %zero : tensor<8xf64>
  %o2 = arith.select %b2, %y2, %z2 : tensor<8xi1>, tensor<8xf64>
  %r2 = tensor.insert_slice %o2 into %r1[2, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<3x8xf64>
  return %r2 : tensor<3x8xf64>
}

// RUN: %python %S/golden_case.py inputs %S/elementwise.npz integer_power %t.npz
// RUN: snn-run grad %s --entry=integer_power --wrt=0 --in=%t.npz --out=%t.out.npz
// RUN: %python %S/golden_case.py compare %S/elementwise.npz integer_power %t.out.npz
func.func @integer_power(%x: tensor<8xf64>, %n: tensor<8xi32>) -> tensor<8xf64> {
  %z = math.fpowi %x, %n : tensor<8xf64>, tensor<8xi32>
  return %z : tensor<8xf64>
}
