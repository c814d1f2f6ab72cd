// A neuron that no dialect names, with three state variables, a delay and a
// learned decay, is one body per step; it computes the same bits as without
// fusion, at static and at dynamic sizes.

// RUN: sed -e 's/6x40/?x?/;s/40x40/?x?/;s/5x6x1/?x?x1/;s/1x40/1x?/;s/<40/<?/;s/<6x1xf/<?x1xf/' %s > %t.dynamic.mlir
// RUN: %python %S/Inputs/fuse-step.py %t.in.npz 5 6 40

// RUN: snn-opt %s --snn-cpu-pipeline --mlir-print-ir-after=snn-fuse-step --mlir-disable-threading -o %t.ll 2>&1 | FileCheck %s
// RUN: snn-opt %t.dynamic.mlir --snn-cpu-pipeline --mlir-print-ir-after=snn-fuse-step --mlir-disable-threading -o %t.ll 2>&1 | FileCheck %s
// RUN: snn-opt %s --snn-cpu-pipeline=fuse-step=false --mlir-print-ir-after=snn-fuse-step --mlir-disable-threading -o %t.ll 2>&1 | FileCheck %s --check-prefix=OFF --allow-empty

// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.gold.npz --pipeline="snn-cpu-pipeline{contract=off fuse-step=false}"
// RUN: snn-run call %s --entry=run --in=%t.in.npz --out=%t.fused.npz --pipeline="snn-cpu-pipeline{contract=off}"
// RUN: snn-npz-diff %t.fused.npz %t.gold.npz --rtol=0
// RUN: snn-run call %t.dynamic.mlir --entry=run --in=%t.in.npz --out=%t.dynamic.npz --pipeline="snn-cpu-pipeline{contract=off}"
// RUN: snn-npz-diff %t.dynamic.npz %t.gold.npz --rtol=0

// The input synapses, one product each, are in the body.
// CHECK-LABEL: func.func @run(
// CHECK: scf.for
// CHECK: snn.spike_matmul
// CHECK: linalg.generic
// CHECK: arith.cmpf ogt
// CHECK-NOT: linalg.{{[gmc]}}
// CHECK: scf.yield
// OFF-NOT: snn-fuse-step

!s = tensor<6x40xf32>
!sequence = tensor<5x6x1xf32>
!input_weights = tensor<1x40xf32>
!weights = tensor<40x40xf32>
!neurons = tensor<40xf32>
!pixels = tensor<6x1xf32>
!fired = tensor<6x40xi1>

func.func @run(%x: !sequence, %w: !input_weights, %r: !weights, %decay: !neurons, %v0: !s) -> (!s, !s, !s, !s) {
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %f2 = arith.constant 0.5 : f32
  %zero = linalg.fill ins(%f0 : f32) outs(%v0 : !s) -> !s
  %one = linalg.fill ins(%f1 : f32) outs(%v0 : !s) -> !s
  %half = linalg.fill ins(%f2 : f32) outs(%v0 : !s) -> !s
  %d = linalg.broadcast ins(%decay : !neurons) outs(%v0 : !s) dimensions = [0]
  %end:4 = snn.scan %t over(%xt in %x : !sequence) carry(%i = %v0 : !s, %v = %v0 : !s, %a = %zero : !s, %z = %zero : !s) {
    %i0 = arith.mulf %i, %d : !s
    %i1 = linalg.matmul ins(%xt, %w : !pixels, !input_weights) outs(%i0 : !s) -> !s
    %i2 = linalg.matmul ins(%z, %r : !s, !weights) outs(%i1 : !s) -> !s
    %v1 = arith.mulf %v, %half : !s
    %v2 = arith.addf %v1, %i2 : !s
    %fires = arith.cmpf ogt, %v2, %a : !s
    %reset = arith.subf %v2, %a : !s
    %v3 = arith.select %fires, %reset, %v2 : !fired, !s
    %z1 = arith.select %fires, %one, %zero : !fired, !s
    %a1 = arith.mulf %a, %half : !s
    %a2 = arith.addf %a1, %z1 : !s
    snn.yield carry(%i2, %v3, %a2, %z1 : !s, !s, !s, !s)
  }
  return %end#0, %end#1, %end#2, %end#3 : !s, !s, !s, !s
}
