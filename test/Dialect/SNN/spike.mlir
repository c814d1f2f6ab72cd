// RUN: snn-opt %s | snn-opt | FileCheck %s
// RUN: snn-opt %s --mlir-print-op-generic | snn-opt | FileCheck %s

// CHECK-LABEL: func @presets(
// CHECK: snn.spike %{{.*}} surrogate(#snn.gaussian) : f16
// CHECK: snn.spike ge %{{.*}} surrogate(#snn.boxcar<peak = 2.000000e+00, width = 2.500000e-01>) {tag} : vector<4xbf16>
// CHECK: snn.spike %{{.*}} surrogate(#snn.normalized_gaussian<area = 5.000000e-01>) : tensor<?x3xf64>
// CHECK: snn.spike %{{.*}} surrogate(#snn.fast_sigmoid<width = 1.000000e-01>) : tensor<f32>
func.func @presets(%a: f16, %b: vector<4xbf16>, %c: tensor<?x3xf64>, %d: tensor<f32>) {
  %0 = snn.spike %a surrogate(#snn.gaussian<peak = 1.0, width = 1.0>) : f16
  %1 = snn.spike ge %b surrogate(#snn.boxcar<width = 0.25, peak = 2.0>) {tag} : vector<4xbf16>
  %2 = snn.spike %c surrogate(#snn.normalized_gaussian<area = 0.5>) : tensor<?x3xf64>
  %3 = snn.spike %d surrogate(#snn.fast_sigmoid<width = 0.1>) : tensor<f32>
  return
}

// CHECK-LABEL: func @regions(
// CHECK: snn.spike ge %{{.*}} surrogate(%[[X:.*]]: f32) {
// CHECK: %[[G:.*]] = math.exp %[[X]] : f32
// CHECK: snn.spike_yield %[[G]] : f32
// CHECK: } {tag} : tensor<?xf32>
// CHECK: snn.spike %{{.*}} surrogate(%{{.*}}: vector<4xf32>) {
func.func @regions(%a: tensor<?xf32>, %b: vector<4xf32>) {
  %0 = snn.spike ge %a surrogate(%x: f32) {
    %g = math.exp %x : f32
    snn.spike_yield %g : f32
  } {tag} : tensor<?xf32>
  %1 = snn.spike %b surrogate(%x: vector<4xf32>) {
    snn.spike_yield %x : vector<4xf32>
  } : vector<4xf32>
  return
}

// A width is kept to the bit.

// CHECK-LABEL: func @every_bit(
// CHECK: #snn.gaussian<width = 0.10000000000000002>
func.func @every_bit(%a: f64) {
  %0 = snn.spike %a surrogate(#snn.gaussian<width = 0x3FB999999999999B>) : f64
  return
}
