// A recurrent layer of spikes whose weights are eighths and halves, so that every
// sum is exact: the loss and all gradients are the same bits on every machine,
// with columns that fill no whole register of any.

// AVX2 comes with fused multiply-adds.
// REQUIRES: fma

// RUN: %make-npz %t.npz "arg0=rng.random((5,5,21))<0.3" "arg1=f32(rng.integers(-2,4,(21,37))/8)" "arg2=f32(rng.integers(-1,2,(37,37))/2)" "arg3=f32(rng.integers(-3,4,(5,37)))"
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.npz --out=%t.native.npz
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.npz --out=%t.v1.npz --cpu=x86-64
// RUN: snn-npz-diff %t.v1.npz %t.native.npz --rtol=0
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.npz --out=%t.v3.npz --cpu=x86-64-v3
// RUN: snn-npz-diff %t.v3.npz %t.native.npz --rtol=0

// Without spikes as masks, so with dense products.
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.npz --out=%t.dense.npz --cpu=x86-64-v3 --pipeline='snn-cpu-pipeline{spikes=off}'
// RUN: snn-npz-diff %t.dense.npz %t.native.npz --rtol=0

// The layer does fire, and other inputs give another loss.
// RUN: %show-npz %t.native.npz | FileCheck %s
// CHECK: res0 {{.*}} {{-?[1-9]}}
// RUN: %make-npz %t.other.npz "arg0=rng.random((5,5,21))<0.5" "arg1=f32(rng.integers(-2,4,(21,37))/8)" "arg2=f32(rng.integers(-1,2,(37,37))/2)" "arg3=f32(rng.integers(-3,4,(5,37)))"
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.other.npz --out=%t.other.out.npz --cpu=x86-64-v3
// RUN: not snn-npz-diff %t.other.out.npz %t.native.npz --rtol=0

!s = tensor<5x37xf32>

func.func @loss(%x: tensor<5x5x21xi1>, %w: tensor<21x37xf32>, %r: tensor<37x37xf32>, %heard: !s) -> f32 {
  %f0 = arith.constant 0.0 : f32
  %rest = arith.constant dense<0.0> : !s
  %half = arith.constant dense<0.5> : !s
  %u, %z, %sum = snn.scan %t over(%xt in %x : tensor<5x5x21xi1>) carry(%v = %rest : !s, %fired = %rest : !s, %total = %rest : !s) {
    %in = arith.uitofp %xt : tensor<5x21xi1> to tensor<5x21xf32>
    %drive = linalg.matmul ins(%in, %w : tensor<5x21xf32>, tensor<21x37xf32>) outs(%rest : !s) -> !s
    %current = linalg.matmul ins(%fired, %r : !s, tensor<37x37xf32>) outs(%drive : !s) -> !s
    %left = arith.subf %v, %fired : !s
    %charged = arith.addf %left, %current : !s
    %over = arith.subf %charged, %half : !s
    %z = snn.spike %over surrogate(#snn.boxcar) : !s
    %weighed = arith.mulf %z, %heard : !s
    %next = arith.addf %total, %weighed : !s
    snn.yield carry(%charged, %z, %next : !s, !s, !s)
  }
  %t = tensor.from_elements %f0 : tensor<f32>
  %all = linalg.reduce { arith.addf } ins(%sum : !s) outs(%t : tensor<f32>) dimensions = [0, 1]
  %l = tensor.extract %all[] : tensor<f32>
  return %l : f32
}
