// RUN: snn-opt %s --snn-nvptx-pipeline=chip=sm_90 | FileCheck %s
// RUN: snn-opt %s --snn-nvptx-pipeline=chip=sm_80 | FileCheck %s --check-prefix=OLD
// RUN: snn-opt %s "--snn-nvptx-pipeline=chip=sm_90 contract=off" | FileCheck %s --check-prefix=ROUND
// RUN: snn-opt %s "--snn-nvptx-pipeline=chip=sm_90 shared-bytes=16" | FileCheck %s --check-prefix=SMALL

// A recurrent layer becomes one kernel, a block for each sample: the time loop is in it, with spikes, state and weights
// in shared memory. Nothing is called that is not there.
// CHECK-DAG: llvm.func @snnDeviceLaunch
// CHECK-DAG: llvm.func @_mlir_ciface_run
// CHECK-NOT: gpu.
// CHECK: llvm.mlir.global internal constant @snn_kernels_ptx("
// CHECK-SAME: .target sm_90
// CHECK-SAME: .extern .shared .align 16 .b8 [[SHARED:__dynamic_shmem__[0-9]+]][];
// CHECK-SAME: .visible .entry run_
// CHECK-SAME: fma.rn.f32
// CHECK-SAME: ld.shared.v4.b32
// CHECK-NOT: .extern .func

// OLD: .target sm_80

// ROUND: @snn_kernels_ptx(
// ROUND-NOT: fma.rn

// SMALL: @snn_kernels_ptx(
// SMALL-NOT: ld.shared.v4
// SMALL: ld.global.v4
func.func @run(%x: tensor<20x8x64xf32>, %w: tensor<64x64xf32>) -> tensor<8x64xf32> {
  %zero = arith.constant dense<0.0> : tensor<8x64xf32>
  %one = arith.constant dense<1.0> : tensor<8x64xf32>
  %k = arith.constant dense<0.9> : tensor<8x64xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c20 = arith.constant 20 : index
  %r:3 = scf.for %t = %c0 to %c20 step %c1 iter_args(%u = %zero, %z = %zero, %n = %zero)
      -> (tensor<8x64xf32>, tensor<8x64xf32>, tensor<8x64xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 8, 64] [1, 1, 1] : tensor<20x8x64xf32> to tensor<8x64xf32>
    %i = linalg.matmul ins(%z, %w : tensor<8x64xf32>, tensor<64x64xf32>) outs(%xt : tensor<8x64xf32>)
        -> tensor<8x64xf32>
    %ku = arith.mulf %u, %k : tensor<8x64xf32>
    %v = arith.addf %ku, %i : tensor<8x64xf32>
    %f = arith.cmpf ogt, %v, %one : tensor<8x64xf32>
    %z1 = arith.uitofp %f : tensor<8x64xi1> to tensor<8x64xf32>
    %u1 = arith.subf %v, %z1 : tensor<8x64xf32>
    %n1 = arith.addf %n, %z1 : tensor<8x64xf32>
    scf.yield %u1, %z1, %n1 : tensor<8x64xf32>, tensor<8x64xf32>, tensor<8x64xf32>
  }
  return %r#2 : tensor<8x64xf32>
}
