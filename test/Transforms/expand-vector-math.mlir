// RUN: snn-opt %s --snn-expand-vector-math | FileCheck %s
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64 --snn-expand-vector-math | FileCheck %s --check-prefix=PLAIN
// RUN: snn-opt %s --snn-expand-vector-math=subnormals=false | FileCheck %s --check-prefix=FLUSH

// The bits of the exponent are added where subnormal results need not be right.

// CHECK-LABEL: func.func @exp(
// CHECK-NOT: math.exp
// CHECK: math.fma {{.*}} : vector<16xf32>
// CHECK-NOT: arith.addi
// CHECK: return
// PLAIN-LABEL: func.func @exp(
// PLAIN-NOT: math.
// PLAIN: return
// FLUSH-LABEL: func.func @exp(
// FLUSH: arith.addi {{.*}} : vector<16xi32>
func.func @exp(%x: vector<16xf32>) -> vector<16xf32> {
  %0 = math.exp %x : vector<16xf32>
  return %0 : vector<16xf32>
}

// CHECK-LABEL: func.func @wide(
// CHECK-NOT: math.exp
// CHECK-NOT: math.tanh
// CHECK-NOT: math.log
// CHECK-NOT: f32
// CHECK: math.fma {{.*}} : vector<2x4xf64>
// CHECK: return
// PLAIN-LABEL: func.func @wide(
// PLAIN-NOT: math.fma
// PLAIN: return
func.func @wide(%x: vector<2x4xf64>) -> (vector<2x4xf64>, vector<2x4xf64>, vector<2x4xf64>) {
  %0 = math.exp %x : vector<2x4xf64>
  %1 = math.tanh %x : vector<2x4xf64>
  %2 = math.log %x : vector<2x4xf64>
  return %0, %1, %2 : vector<2x4xf64>, vector<2x4xf64>, vector<2x4xf64>
}

// What no neuron calls at every step is computed in f64.

// CHECK-LABEL: func.func @through_f64(
// CHECK-SAME: %[[X:.*]]: vector<16xf32>
// CHECK: %[[WIDE:.*]] = arith.extf %[[X]] : vector<16xf32> to vector<16xf64>
// CHECK-NOT: vector<16xf32>
// CHECK: %[[R:.*]] = arith.truncf {{.*}} : vector<16xf64> to vector<16xf32>
// CHECK-NEXT: return %[[R]]
func.func @through_f64(%x: vector<16xf32>) -> vector<16xf32> {
  %0 = math.cbrt %x : vector<16xf32>
  return %0 : vector<16xf32>
}

// Narrow floats are computed in f32 and rounded once.

// CHECK-LABEL: func.func @narrow(
// CHECK: %[[X:.*]] = arith.extf %{{.*}} : vector<16xbf16> to vector<16xf32>
// CHECK-NOT: bf16
// CHECK: %[[R:.*]] = arith.truncf {{.*}} : vector<16xf32> to vector<16xbf16>
// CHECK: %[[Y:.*]] = arith.extf %{{.*}} : vector<16xf16> to vector<16xf32>
// CHECK-NOT: {{[^b]f16}}
// CHECK: %[[S:.*]] = arith.truncf {{.*}} : vector<16xf32> to vector<16xf16>
// CHECK: return %[[R]], %[[S]]
func.func @narrow(%x: vector<16xbf16>, %y: vector<16xf16>) -> (vector<16xbf16>, vector<16xf16>) {
  %0 = math.exp %x : vector<16xbf16>
  %1 = math.log %y : vector<16xf16>
  return %0, %1 : vector<16xbf16>, vector<16xf16>
}

// Large angles take a branch that most vectors pass by. Its calls stay when the
// pass runs again.

// CHECK-LABEL: func.func @angles(
// CHECK-SAME: %[[X:.*]]: vector<8xf64>
// CHECK-NOT: math.sin
// CHECK: %[[LARGE:.*]] = arith.andi {{.*}} : vector<8xi1>
// CHECK: %[[ANY:.*]] = vector.reduction <or>, {{.*}} : vector<8xi1> into i1
// CHECK: %[[R:.*]] = scf.if %[[ANY]] -> (vector<8xf64>) {
// CHECK:   scf.for
// CHECK:     vector.extract
// CHECK:     math.sin %{{.*}} : f64
// CHECK:     vector.insert
// CHECK:   %[[MERGED:.*]] = arith.select %[[LARGE]]
// CHECK:   scf.yield %[[MERGED]]
// CHECK: return %[[R]]
func.func @angles(%x: vector<8xf64>) -> vector<8xf64> {
  %0 = math.sin %x : vector<8xf64>
  return %0 : vector<8xf64>
}

// CHECK-LABEL: func.func @both(
// CHECK-NOT: math.sincos
// CHECK: math.sin %{{.*}} : f32
// CHECK: math.cos %{{.*}} : f32
// CHECK: return
func.func @both(%x: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>) {
  %0, %1 = math.sincos %x : vector<16xf32>
  return %0, %1 : vector<16xf32>, vector<16xf32>
}

// CHECK-LABEL: func.func @stays(
// CHECK-NEXT: math.exp {{.*}} : f32
// CHECK-NEXT: math.sqrt {{.*}} : vector<8xf64>
// CHECK-NEXT: math.floor {{.*}} : vector<8xf64>
// CHECK-NEXT: math.exp {{.*}} : vector<4xf128>
// CHECK-NEXT: return
func.func @stays(%x: f32, %y: vector<8xf64>, %z: vector<4xf128>) -> (f32, vector<8xf64>, vector<8xf64>, vector<4xf128>) {
  %0 = math.exp %x : f32
  %1 = math.sqrt %y : vector<8xf64>
  %2 = math.floor %y : vector<8xf64>
  %3 = math.exp %z : vector<4xf128>
  return %0, %1, %2, %3 : f32, vector<8xf64>, vector<8xf64>, vector<4xf128>
}

// Every function that needs no branch, on an odd number of lanes: what is left
// are single instructions.

// CHECK-LABEL: func.func @all(
// CHECK-NOT: math.{{(a(cos|sin|tan)|cbrt|cosh|erf|exp|log|powf|sinh|tanh)}}
// CHECK-NOT: scf.
// CHECK: return {{.*}} : vector<3xf64>
// PLAIN-LABEL: func.func @all(
// PLAIN-NOT: math.{{(fma|a(cos|sin|tan)|cbrt|cosh|erf|exp|log|powf|sinh|tanh)}}
// PLAIN: return {{.*}} : vector<3xf64>
func.func @all(%x: vector<3xf64>, %y: vector<3xf64>) -> vector<3xf64> {
  %0 = math.acos %x : vector<3xf64>
  %1 = math.acosh %0 : vector<3xf64>
  %2 = math.asin %1 : vector<3xf64>
  %3 = math.asinh %2 : vector<3xf64>
  %4 = math.atan %3 : vector<3xf64>
  %5 = math.atanh %4 : vector<3xf64>
  %6 = math.atan2 %5, %y : vector<3xf64>
  %7 = math.cbrt %6 : vector<3xf64>
  %8 = math.cosh %7 : vector<3xf64>
  %9 = math.erf %8 : vector<3xf64>
  %10 = math.erfc %9 : vector<3xf64>
  %11 = math.exp %10 : vector<3xf64>
  %12 = math.exp2 %11 : vector<3xf64>
  %13 = math.expm1 %12 : vector<3xf64>
  %14 = math.log %13 : vector<3xf64>
  %15 = math.log10 %14 : vector<3xf64>
  %16 = math.log1p %15 : vector<3xf64>
  %17 = math.log2 %16 : vector<3xf64>
  %18 = math.powf %17, %y : vector<3xf64>
  %19 = math.sinh %18 : vector<3xf64>
  %20 = math.tanh %19 : vector<3xf64>
  return %20 : vector<3xf64>
}

// A tile of several rows is one row where lanes are taken one by one.

// CHECK-LABEL: func.func @tile(
// CHECK: %[[X:.*]] = arith.extf %{{.*}} : vector<2x3xf16> to vector<2x3xf32>
// CHECK: arith.extf %[[X]] : vector<2x3xf32> to vector<2x3xf64>
// CHECK: %[[FLAT:.*]] = vector.shape_cast %{{.*}} : vector<2x3xi1> to vector<6xi1>
// CHECK: vector.reduction <or>, %[[FLAT]]
// CHECK: scf.if
// CHECK: %[[ROW:.*]] = vector.shape_cast %[[X]] : vector<2x3xf32> to vector<6xf32>
// CHECK: scf.for {{.*}} to %c6 {{.*}} iter_args(%{{.*}} = %[[ROW]])
// CHECK: math.tan %{{.*}} : f32
// CHECK: vector.shape_cast %{{.*}} : vector<6xf32> to vector<2x3xf32>
// CHECK: arith.truncf %{{.*}} : vector<2x3xf32> to vector<2x3xf16>
func.func @tile(%x: vector<2x3xf16>) -> vector<2x3xf16> {
  %0 = math.tan %x : vector<2x3xf16>
  return %0 : vector<2x3xf16>
}

// Two operands, in a loop: both are widened there.

// CHECK-LABEL: func.func @in_loop(
// CHECK-SAME: %[[X:[^:]*]]: vector<4xf32>, %[[Y:[^:]*]]: vector<4xf32>
// CHECK: scf.for {{.*}} iter_args(%[[A:.*]] = %[[X]])
// CHECK-NEXT: arith.extf %[[A]] : vector<4xf32> to vector<4xf64>
// CHECK-NEXT: arith.extf %[[Y]] : vector<4xf32> to vector<4xf64>
// CHECK-NOT: math.powf
// CHECK: %[[P:.*]] = arith.truncf %{{.*}} : vector<4xf64> to vector<4xf32>
// CHECK-NEXT: scf.yield %[[P]]
func.func @in_loop(%x: vector<4xf32>, %y: vector<4xf32>, %n: index) -> vector<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> vector<4xf32> {
    %p = math.powf %a, %y : vector<4xf32>
    scf.yield %p : vector<4xf32>
  }
  return %r : vector<4xf32>
}

// Tensors are no vectors yet.

// CHECK-LABEL: func.func @tensor(
// CHECK-NEXT: math.exp {{.*}} : tensor<4xf32>
func.func @tensor(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = math.exp %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
