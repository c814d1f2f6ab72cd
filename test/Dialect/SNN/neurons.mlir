// RUN: snn-opt %s --split-input-file | snn-opt --split-input-file | FileCheck %s
// RUN: snn-opt %s --split-input-file --mlir-print-op-generic | snn-opt --split-input-file | FileCheck %s
// RUN: snn-opt %s --split-input-file --emit-bytecode -o /dev/null

// What differs from a default is printed, in a fixed order.

// CHECK-LABEL: func @li(
// CHECK: snn.li %{{.*}}, %{{.*}} decay(%{{.*}} : tensor<10xf32>) : tensor<?x10xf32>
// CHECK: snn.li %{{.*}}, %{{.*}} decay(%{{.*}} : f32) gain one_minus_decay : tensor<?x10xf32>
func.func @li(%i: tensor<?x10xf32>, %u: tensor<?x10xf32>, %alpha: tensor<10xf32>, %shared: f32) {
  %0 = snn.li %i, %u decay(%alpha : tensor<10xf32>) gain unit : tensor<?x10xf32>
  %1 = snn.li %i, %u decay(%shared : f32) gain one_minus_decay : tensor<?x10xf32>
  return
}

// -----

// CHECK-LABEL: func @lif_all(
// CHECK: snn.lif %{{.*}}, %{{.*}} decay(%{{.*}} : tensor<4xbf16>) threshold(%{{.*}} : tensor<bf16>)
// CHECK-SAME: recurrent(%{{.*}}, %{{.*}} : tensor<2x4xbf16>, tensor<2x4xbf16> by %{{.*}} : tensor<4x4xbf16>) delay 2
// CHECK-SAME: gain decay reset zero order before previous(%{{.*}} : tensor<2x4xbf16>) detach_reset compare ge
// CHECK-SAME: surrogate(#snn.triangle<peak = 3.000000e-01>) {tag} : tensor<2x4xbf16>
func.func @lif_all(%i: tensor<2x4xbf16>, %u: tensor<2x4xbf16>, %z: tensor<2x4xbf16>, %z2: tensor<2x4xbf16>,
    %alpha: tensor<4xbf16>, %theta: tensor<bf16>, %w: tensor<4x4xbf16>)
    -> (tensor<2x4xbf16>, tensor<2x4xbf16>, tensor<2x4xbf16>) {
  %0:3 = snn.lif %i, %u decay(%alpha : tensor<4xbf16>) threshold(%theta : tensor<bf16>)
    recurrent(%z, %z2 : tensor<2x4xbf16>, tensor<2x4xbf16> by %w : tensor<4x4xbf16>) delay 2
    gain decay reset zero order before previous(%z : tensor<2x4xbf16>) detach_reset compare ge
    surrogate(#snn.triangle<peak = 0.3>) {tag} : tensor<2x4xbf16>
  return %0#0, %0#1, %0#2 : tensor<2x4xbf16>, tensor<2x4xbf16>, tensor<2x4xbf16>
}

// -----

// CHECK-LABEL: func @one_neuron(
// CHECK: snn.lif %{{.*}}, %{{.*}} decay(%{{.*}} : f64) surrogate(#snn.gaussian) : f64
func.func @one_neuron(%i: f64, %u: f64, %alpha: f64) {
  %0:2 = snn.lif %i, %u decay(%alpha : f64) surrogate(#snn.gaussian) : f64
  return
}

// -----

// CHECK-LABEL: func @alif(
// CHECK: snn.alif {{.*}} adaptation_decay(%{{.*}} : f16) strength(%{{.*}} : f16) gain unit adaptation_gain decay reset none surrogate(#snn.arctan<width = 3.180000e-01>) : tensor<1x2x3x4xf16>
func.func @alif(%i: tensor<1x2x3x4xf16>, %u: tensor<1x2x3x4xf16>, %a: tensor<1x2x3x4xf16>, %p: tensor<3x4xf16>, %s: f16) {
  %0:3 = snn.alif %i, %u, %a decay(%p : tensor<3x4xf16>) adaptation_decay(%s : f16) strength(%s : f16)
    gain unit adaptation_gain decay reset none surrogate(#snn.arctan<width = 0.318>) : tensor<1x2x3x4xf16>
  return
}

// -----

// CHECK-LABEL: func @cuba_lif(
// CHECK: snn.cuba_lif {{.*}} synaptic_decay(%{{.*}} : tensor<?xf64>) decay(%{{.*}} : f64) delay_synapse membrane_gain one_minus_decay surrogate(#snn.sigmoid) : tensor<16x?xf64>
func.func @cuba_lif(%i: tensor<16x?xf64>, %s: tensor<16x?xf64>, %u: tensor<16x?xf64>, %kappa: tensor<?xf64>, %alpha: f64) {
  %0:3 = snn.cuba_lif %i, %s, %u synaptic_decay(%kappa : tensor<?xf64>) decay(%alpha : f64)
    delay_synapse membrane_gain one_minus_decay surrogate(#snn.sigmoid) : tensor<16x?xf64>
  return
}

// -----

// CHECK-LABEL: func @resonators(
// CHECK: snn.rf {{.*}} dt 1.000000e-02 reset subtract surrogate(#snn.exponential) : tensor<8x4xf32>
// CHECK: snn.brf {{.*}} refractory_decay(%{{.*}} : f32) threshold(%{{.*}} : f32) dt 1.000000e-02 compare ge surrogate(#snn.double_gaussian) : tensor<8x4xf32>
func.func @resonators(%i: tensor<8x4xf32>, %u: tensor<8x4xf32>, %v: tensor<8x4xf32>, %q: tensor<8x4xf32>, %p: tensor<4xf32>, %s: f32) {
  %0:3 = snn.rf %i, %u, %v frequency(%p : tensor<4xf32>) damping(%s : f32) dt 0.01 reset subtract
    surrogate(#snn.exponential) : tensor<8x4xf32>
  %1:4 = snn.brf %i, %u, %v, %q frequency(%p : tensor<4xf32>) damping(%p : tensor<4xf32>)
    refractory_decay(%s : f32) threshold(%s : f32) dt 0.01 compare ge
    surrogate(#snn.double_gaussian<scale = 0.5, dip = 0.15, width = 0.5, dip_width = 3.0>) : tensor<8x4xf32>
  return
}
