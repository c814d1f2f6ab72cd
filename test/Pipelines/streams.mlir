// A result of 36 MiB is larger than caches: what a step writes of it goes past
// them, in tiles and threads, and is there when the call is done.

// RUN: snn-opt %s --snn-cpu-pipeline="cpu=x86-64-v4" | FileCheck %s
// CHECK: llvm.store {{.*}}nontemporal
// CHECK: llvm.call_intrinsic "llvm.x86.sse.sfence"

// RUN: %make-npz %t.in.npz "arg0=f32(rng.integers(-8,8,size=(128,1024)))"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.1.npz --threads=1
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.3.npz --threads=3
// RUN: %python %S/Inputs/streams.py %t.in.npz %t.1.npz %t.3.npz
func.func @run(%x: tensor<128x1024xf32>) -> tensor<72x128x1024xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c72 = arith.constant 72 : index
  %half = arith.constant dense<0.5> : tensor<128x1024xf32>
  %stack = tensor.empty() : tensor<72x128x1024xf32>
  %r:2 = scf.for %t = %c0 to %c72 step %c1 iter_args(%u = %x, %out = %stack)
      -> (tensor<128x1024xf32>, tensor<72x128x1024xf32>) {
    %kept = arith.mulf %u, %half : tensor<128x1024xf32>
    %next = arith.addf %kept, %x : tensor<128x1024xf32>
    %grown = tensor.insert_slice %next into %out[%t, 0, 0] [1, 128, 1024] [1, 1, 1]
      : tensor<128x1024xf32> into tensor<72x128x1024xf32>
    scf.yield %next, %grown : tensor<128x1024xf32>, tensor<72x128x1024xf32>
  }
  return %r#1 : tensor<72x128x1024xf32>
}
