// RUN: snn-opt %s --snn-expand-vector-math | FileCheck %s

// CHECK-LABEL: func.func @vectors(
// CHECK-NOT: math.exp
// CHECK-NOT: math.tanh
// CHECK: math.fma
// CHECK: return
func.func @vectors(%x: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>) {
  %0 = math.exp %x : vector<16xf32>
  %1 = math.tanh %x : vector<16xf32>
  return %0, %1 : vector<16xf32>, vector<16xf32>
}

// CHECK-LABEL: func.func @stays(
// CHECK: math.exp {{.*}} : f32
// CHECK: math.exp {{.*}} : vector<8xf64>
func.func @stays(%x: f32, %y: vector<8xf64>) -> (f32, vector<8xf64>) {
  %0 = math.exp %x : f32
  %1 = math.exp %y : vector<8xf64>
  return %0, %1 : f32, vector<8xf64>
}
