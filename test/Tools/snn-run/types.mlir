// RUN: %make-npz %t.npz "arg0=f64([1.5,2])" "arg1=f16([1.5,2])" "arg2=bf16([1.5,2])" \
// RUN:   "arg3=i1([0,1])" "arg4=i8([-3,4])" "arg5=i16([-3,4])" "arg6=i32([-3,4])" \
// RUN:   "arg7=i64([-3,4])" "arg8=i64([-3,4])" "arg9=u8([200,4])"
// RUN: snn-run call %s --entry=arrays --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s

// CHECK: res0 float64 2: 3.0 4.0
// CHECK-NEXT: res1 float16 2: 3.0 4.0
// bfloat16 is stored as the bits in uint16: 0x4040, 0x4080.
// CHECK-NEXT: res2 uint16 2: 16448 16512
// CHECK-NEXT: res3 bool 2: True False
// CHECK-NEXT: res4 int8 2: -6 8
// CHECK-NEXT: res5 int16 2: -6 8
// CHECK-NEXT: res6 int32 2: -6 8
// CHECK-NEXT: res7 int64 2: -6 8
// CHECK-NEXT: res8 int64 2: -6 8
// CHECK-NEXT: res9 uint8 2: 200 4
func.func @arrays(%a: tensor<2xf64>, %b: tensor<2xf16>, %c: tensor<2xbf16>, %d: tensor<2xi1>,
    %e: tensor<2xi8>, %f: tensor<2xi16>, %g: tensor<2xi32>, %h: tensor<2xi64>,
    %i: tensor<2xindex>, %j: tensor<2xui8>) -> (tensor<2xf64>, tensor<2xf16>, tensor<2xbf16>,
    tensor<2xi1>, tensor<2xi8>, tensor<2xi16>, tensor<2xi32>, tensor<2xi64>, tensor<2xindex>,
    tensor<2xui8>) {
  %true = arith.constant dense<true> : tensor<2xi1>
  %0 = arith.addf %a, %a : tensor<2xf64>
  %1 = arith.addf %b, %b : tensor<2xf16>
  %2 = arith.addf %c, %c : tensor<2xbf16>
  %3 = arith.xori %d, %true : tensor<2xi1>
  %4 = arith.addi %e, %e : tensor<2xi8>
  %5 = arith.addi %f, %f : tensor<2xi16>
  %6 = arith.addi %g, %g : tensor<2xi32>
  %7 = arith.addi %h, %h : tensor<2xi64>
  %8 = arith.addi %i, %i : tensor<2xindex>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %j : tensor<2xf64>, tensor<2xf16>, tensor<2xbf16>,
    tensor<2xi1>, tensor<2xi8>, tensor<2xi16>, tensor<2xi32>, tensor<2xi64>, tensor<2xindex>,
    tensor<2xui8>
}

// Scalars by value, and results of different widths in one struct.
// RUN: %make-npz %t.s.npz "arg0=f64(1.5)" "arg1=f16(1.5)" "arg2=bf16(1.5)" \
// RUN:   "arg3=i1(1)" "arg4=i8(-3)" "arg5=i64(-5)" "arg6=f32(2.5)"
// RUN: snn-run call %s --entry=scalars --in=%t.s.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=SCALAR
// SCALAR: res0 int8 scalar: -3
// SCALAR-NEXT: res1 float64 scalar: 1.5
// SCALAR-NEXT: res2 float16 scalar: 1.5
// SCALAR-NEXT: res3 uint16 scalar: 16320
// SCALAR-NEXT: res4 bool scalar: True
// SCALAR-NEXT: res5 int64 scalar: -5
// SCALAR-NEXT: res6 float32 scalar: 2.5
func.func @scalars(%a: f64, %b: f16, %c: bf16, %d: i1, %e: i8, %f: index, %g: tensor<f32>)
    -> (i8, f64, f16, bf16, i1, index, tensor<f32>) {
  return %e, %a, %b, %c, %d, %f, %g : i8, f64, f16, bf16, i1, index, tensor<f32>
}

// A lone scalar is returned by value.
// RUN: snn-run call %s --entry=lone --in=%t.s.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=LONE
// LONE: res0 float64 scalar: 3.0
func.func @lone(%a: f64) -> f64 {
  %0 = arith.addf %a, %a : f64
  return %0 : f64
}
