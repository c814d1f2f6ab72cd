// RUN: snn-opt %s --snn-allow-contraction | FileCheck %s

// Flags that are there stay; a division never fuses.
// CHECK-LABEL: func.func @f(
// CHECK: arith.mulf {{.*}} fastmath<contract> : f32
// CHECK: arith.addf {{.*}} fastmath<nnan,contract> : f32
// CHECK: arith.subf {{.*}} fastmath<contract> : vector<4xf32>
// CHECK: arith.divf %{{.*}}, %{{.*}} : f32
func.func @f(%a: f32, %b: f32, %v: vector<4xf32>) -> (f32, vector<4xf32>) {
  %0 = arith.mulf %a, %b : f32
  %1 = arith.addf %0, %b fastmath<nnan> : f32
  %2 = arith.subf %v, %v : vector<4xf32>
  %3 = arith.divf %1, %b : f32
  return %3, %2 : f32, vector<4xf32>
}
