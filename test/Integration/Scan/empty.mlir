// Tensors whose types say that they have no elements go through time loops,
// forward and back: no samples, and no inputs, of which a sum is 0.

// RUN: %make-npz %t.npz "arg0=f32(np.ones((5,0,4)))" "arg1=f32(np.ones((4,4)))" "cot0=f32(np.ones((0,4)))" "cot1=f32(np.ones((5,0,4)))"
// RUN: snn-run grad %s --entry=samples --wrt=0,1 --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=SAMPLES
// SAMPLES: res0 float32 0x4:
// SAMPLES: res1 float32 5x0x4:
// SAMPLES: grad0 float32 5x0x4:
// SAMPLES: grad1 float32 4x4: 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
func.func @samples(%x: tensor<5x0x4xf32>, %w: tensor<4x4xf32>) -> (tensor<0x4xf32>, tensor<5x0x4xf32>) {
  %zero = arith.constant dense<0.0> : tensor<0x4xf32>
  %u, %us = snn.scan %t over(%xt in %x : tensor<5x0x4xf32>) carry(%v = %zero : tensor<0x4xf32>) stack(tensor<5x0x4xf32>) {
    %j = linalg.matmul ins(%xt, %w : tensor<0x4xf32>, tensor<4x4xf32>) outs(%v : tensor<0x4xf32>) -> tensor<0x4xf32>
    %e = math.exp %j : tensor<0x4xf32>
    snn.yield carry(%e : tensor<0x4xf32>) stack(%j : tensor<0x4xf32>)
  }
  return %u, %us : tensor<0x4xf32>, tensor<5x0x4xf32>
}

// RUN: %make-npz %t.inputs.npz "arg0=f32(np.ones((5,3,0)))" "arg1=f32(np.ones((0,2)))" "cot0=f32(np.ones((3,2)))"
// RUN: snn-run grad %s --entry=inputs --wrt=0,1 --in=%t.inputs.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=INPUTS
// INPUTS: res0 float32 3x2: 5.0 5.0 5.0 5.0 5.0 5.0
// INPUTS: grad0 float32 5x3x0:
// INPUTS: grad1 float32 0x2:
func.func @inputs(%x: tensor<5x3x0xf32>, %w: tensor<0x2xf32>) -> tensor<3x2xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x2xf32>
  %one = arith.constant dense<1.0> : tensor<3x2xf32>
  %u = snn.scan %t over(%xt in %x : tensor<5x3x0xf32>) carry(%v = %zero : tensor<3x2xf32>) {
    %j = linalg.matmul ins(%xt, %w : tensor<3x0xf32>, tensor<0x2xf32>) outs(%v : tensor<3x2xf32>) -> tensor<3x2xf32>
    %next = arith.addf %j, %one : tensor<3x2xf32>
    snn.yield carry(%next : tensor<3x2xf32>)
  }
  return %u : tensor<3x2xf32>
}
