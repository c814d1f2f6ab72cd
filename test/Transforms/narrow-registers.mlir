// Loops are of the registers of the machine that the module is for.

// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v4 --snn-lower-contractions --snn-vectorize-structured | FileCheck %s --check-prefix=WIDE
// RUN: snn-opt %s --snn-lower-contractions --snn-vectorize-structured | FileCheck %s --check-prefix=WIDE
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v3 --snn-lower-contractions --snn-vectorize-structured | FileCheck %s --check-prefix=AVX2
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64 --snn-lower-contractions --snn-vectorize-structured | FileCheck %s --check-prefix=SSE

// WIDE-LABEL: func.func @elements(
// WIDE: vector.load {{.*}} vector<16xf32>
// WIDE: vector.maskedload {{.*}} vector<16xf32>
// AVX2-LABEL: func.func @elements(
// AVX2: vector.load {{.*}} vector<8xf32>
// AVX2: vector.maskedload {{.*}} vector<8xf32>
// AVX2-NOT: vector<16xf32>
// SSE-LABEL: func.func @elements(
// SSE: vector.load {{.*}} vector<4xf32>
// SSE-NOT: vector<8xf32>
#id = affine_map<(d0) -> (d0)>
func.func @elements(%x: memref<39xf32>, %y: memref<39xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : memref<39xf32>) outs(%y : memref<39xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// A tile has 16 registers of sums where there are 32, and 8 where there are 16.
// WIDE-LABEL: func.func @product(
// WIDE: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>) {
// AVX2-LABEL: func.func @product(
// AVX2: scf.for {{.*}} -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>) {
// AVX2-NOT: vector<16xf32>
// SSE-LABEL: func.func @product(
// SSE: scf.for {{.*}} -> (vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>) {
func.func @product(%a: memref<16x64xf32>, %b: memref<64x32xf32>, %c: memref<16x32xf32>) {
  linalg.matmul ins(%a, %b : memref<16x64xf32>, memref<64x32xf32>) outs(%c : memref<16x32xf32>)
  return
}
