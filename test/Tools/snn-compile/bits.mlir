// What an object computes is, bit for bit, what snn-run computes; its header is
// clean C and C++ and says what is to be linked. compare.sh does all of that.

// DEFINE: %{compare} = %S/Inputs/compare.sh %python

// Every element type.
// RUN: %make-npz %t.npz "arg0=f64([1.5,2])" "arg1=f16([1.5,2])" "arg2=bf16([1.5,2])" \
// RUN:   "arg3=i1([0,1])" "arg4=i8([-3,4])" "arg5=i16([-3,4])" "arg6=i32([-3,4])" \
// RUN:   "arg7=i64([-3,4])" "arg8=i64([-3,4])" "arg9=u8([200,4])"
// RUN: %{compare} %t.arrays %s arrays %t.npz | FileCheck %s --check-prefix=ARRAYS
// ARRAYS: 10 arrays are the same
// ARRAYS: 10 arrays are the same
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

// Scalars by value, negative ones of few bits among them, and results of
// different widths in one struct.
// RUN: %make-npz %t.s.npz "arg0=f64(1.5)" "arg1=f16(1.5)" "arg2=bf16(1.5)" \
// RUN:   "arg3=i1(1)" "arg4=i8(-3)" "arg5=i64(-5)" "arg6=f32(2.5)" "arg7=i16(-300)"
// RUN: %{compare} %t.scalars %s scalars %t.s.npz | FileCheck %s --check-prefix=SCALARS
// SCALARS: 8 arrays are the same
// SCALARS: 8 arrays are the same
func.func @scalars(%a: f64, %b: f16, %c: bf16, %d: i1, %e: i8, %f: index, %g: tensor<f32>, %h: i16)
    -> (i8, f64, f16, bf16, i1, i32, tensor<f32>, i16) {
  %wide = arith.index_cast %f : index to i32
  %narrow = arith.extsi %e : i8 to i32
  %sum = arith.addi %wide, %narrow : i32
  return %e, %a, %b, %c, %d, %sum, %g, %h : i8, f64, f16, bf16, i1, i32, tensor<f32>, i16
}

// A lone scalar is returned by value.
// RUN: %{compare} %t.lone %s lone_f64 %t.s.npz | FileCheck %s --check-prefix=ONE
// RUN: %make-npz %t.bit.npz "arg0=i1(0)"
// RUN: %{compare} %t.lone %s lone_i1 %t.bit.npz | FileCheck %s --check-prefix=ONE
// RUN: %make-npz %t.half.npz "arg0=f16(0.3)"
// RUN: %{compare} %t.lone %s lone_f16 %t.half.npz | FileCheck %s --check-prefix=ONE
// ONE: 1 arrays are the same
// ONE: 1 arrays are the same
func.func @lone_f64(%a: f64) -> f64 {
  %0 = arith.addf %a, %a : f64
  return %0 : f64
}
func.func @lone_i1(%a: i1) -> i1 {
  %true = arith.constant true
  %0 = arith.xori %a, %true : i1
  return %0 : i1
}
func.func @lone_f16(%a: f16) -> f16 {
  %0 = math.exp %a : f16
  return %0 : f16
}

// Dynamic sizes, known ones beside them, none at all, and the same buffer twice.
// RUN: %make-npz %t.d.npz "arg0=f32(rng.normal(size=(5,3,7)))" "arg1=f64(rng.normal(size=(2,4)))"
// RUN: %{compare} %t.dynamic %s dynamic %t.d.npz | FileCheck %s --check-prefix=DYNAMIC
// RUN: %make-npz %t.d.npz "arg0=f32(np.ones((0,3,7)))" "arg1=f64(np.ones((2,0)))"
// RUN: %{compare} %t.dynamic %s dynamic %t.d.npz | FileCheck %s --check-prefix=DYNAMIC
// DYNAMIC: 4 arrays are the same
// DYNAMIC: 4 arrays are the same
func.func @dynamic(%x: tensor<?x3x?xf32>, %y: tensor<2x?xf64>)
    -> (tensor<?x3x?xf32>, tensor<?x3x?xf32>, tensor<2x?xf64>, tensor<?x2xf64>) {
  %0 = math.exp %x : tensor<?x3x?xf32>
  %1 = arith.mulf %y, %y : tensor<2x?xf64>
  %c1 = arith.constant 1 : index
  %n = tensor.dim %y, %c1 : tensor<2x?xf64>
  %e = tensor.empty(%n) : tensor<?x2xf64>
  %2 = linalg.transpose ins(%y : tensor<2x?xf64>) outs(%e : tensor<?x2xf64>) permutation = [1, 0]
  return %0, %0, %1, %2 : tensor<?x3x?xf32>, tensor<?x3x?xf32>, tensor<2x?xf64>, tensor<?x2xf64>
}
// RUN: %make-npz %t.none.npz "arg0=f32(np.ones((0,4)))"
// RUN: %{compare} %t.none %s nothing %t.none.npz | FileCheck %s --check-prefix=ONE
func.func @nothing(%x: tensor<0x4xf32>) -> tensor<0x4xf32> {
  %0 = math.exp %x : tensor<0x4xf32>
  return %0 : tensor<0x4xf32>
}
// RUN: %{compare} %t.constant %s constant %t.none.npz | FileCheck %s --check-prefix=ONE
func.func @constant() -> tensor<3xf32> {
  %0 = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  return %0 : tensor<3xf32>
}
// An argument that is returned, and a private function.
// RUN: %make-npz %t.same.npz "arg0=f32(np.arange(6))"
// RUN: %{compare} %t.same %s same %t.same.npz | FileCheck %s --check-prefix=ONE
func.func private @same(%x: tensor<6xf32>) -> tensor<6xf32> {
  return %x : tensor<6xf32>
}

// Gradients: of arguments and results of every kind, with a cotangent that is
// not given and is 1.
// RUN: %make-npz %t.g.npz "arg0=f32(rng.normal(size=(5,4)))" "arg1=f32(rng.normal(size=(4,3)))" \
// RUN:   "arg2=f64(0.7)" "arg3=i32(2)" "cot0=f32(rng.normal(size=(5,3)))"
// RUN: %{compare} %t.grad %s dense %t.g.npz --wrt=2,0,1 | FileCheck %s --check-prefix=GRAD
// RUN: %{compare} %t.grad %s dense %t.g.npz --wrt=1 --pipeline='snn-cpu-pipeline{contract=off tape=save-all}' \
// RUN:   | FileCheck %s --check-prefix=LESS
// RUN: %{compare} %t.grad %s dense %t.g.npz --wrt=1 --cpu=x86-64 | FileCheck %s --check-prefix=LESS
// GRAD: 6 arrays are the same
// GRAD: 6 arrays are the same
// LESS: 4 arrays are the same
// LESS: 4 arrays are the same
func.func @dense(%x: tensor<?x4xf32>, %w: tensor<4x?xf32>, %a: f64, %n: i32) -> (tensor<?x?xf32>, f64, i32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %rows = tensor.dim %x, %c0 : tensor<?x4xf32>
  %columns = tensor.dim %w, %c1 : tensor<4x?xf32>
  %e = tensor.empty(%rows, %columns) : tensor<?x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %y = linalg.matmul ins(%x, %w : tensor<?x4xf32>, tensor<4x?xf32>) outs(%f : tensor<?x?xf32>) -> tensor<?x?xf32>
  %z = math.tanh %y : tensor<?x?xf32>
  %b = math.sin %a : f64
  return %z, %b, %n : tensor<?x?xf32>, f64, i32
}
// RUN: %make-npz %t.h.npz "arg0=f16(rng.normal(size=9))" "arg1=bf16(rng.normal(size=9))" \
// RUN:   "cot0=f16(rng.normal(size=9))" "cot1=bf16(rng.normal(size=9))"
// RUN: %{compare} %t.narrow %s narrow %t.h.npz --wrt=0,1 | FileCheck %s --check-prefix=LESS
func.func @narrow(%a: tensor<9xf16>, %b: tensor<9xbf16>) -> (tensor<9xf16>, tensor<9xbf16>) {
  %0 = math.exp %a : tensor<9xf16>
  %1 = math.tanh %b : tensor<9xbf16>
  return %0, %1 : tensor<9xf16>, tensor<9xbf16>
}
