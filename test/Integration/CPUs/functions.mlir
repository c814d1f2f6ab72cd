// Machines with fused multiply-adds compute functions to the same bits, whatever
// their registers; those without do not.

// REQUIRES: fma

// RUN: %make-npz %t.npz "arg0=rng.uniform(-4,4,(3,37))" "arg1=f32(rng.uniform(-4,4,(3,37)))"
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.native.npz
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.v3.npz --cpu=x86-64-v3
// RUN: snn-npz-diff %t.v3.npz %t.native.npz --rtol=0
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.v1.npz --cpu=x86-64
// RUN: not snn-npz-diff %t.v1.npz %t.native.npz --rtol=0
// RUN: snn-npz-diff %t.v1.npz %t.native.npz --rtol=1e-5

func.func @f(%x: tensor<3x37xf64>, %y: tensor<3x37xf32>) -> (tensor<3x37xf64>, tensor<3x37xf64>, tensor<3x37xf32>, tensor<3x37xf32>, tensor<3x37xf32>) {
  %0 = math.exp %x : tensor<3x37xf64>
  %1 = math.tanh %x : tensor<3x37xf64>
  %2 = math.exp %y : tensor<3x37xf32>
  %3 = math.erf %y : tensor<3x37xf32>
  %4 = math.powf %2, %y : tensor<3x37xf32>
  return %0, %1, %2, %3, %4 : tensor<3x37xf64>, tensor<3x37xf64>, tensor<3x37xf32>, tensor<3x37xf32>, tensor<3x37xf32>
}
