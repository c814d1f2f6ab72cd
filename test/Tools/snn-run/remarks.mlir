// What passes say of a network goes to stderr, each remark once, with its place.

// RUN: %make-npz %t.npz "arg0=f32(np.ones((100,64,32)))" "arg1=f32(np.eye(32))"
// RUN: snn-run grad %s --entry=layer --wrt=1 --in=%t.npz --remarks 2>&1 >/dev/null | FileCheck %s --implicit-check-not=error
// CHECK-DAG: remarks.mlir:[[#%u,MATMUL:]]:10: remark: [snn-infer-spikes, passed] 'linalg.matmul' takes spikes as a mask
// CHECK-DAG: remarks.mlir:[[#MATMUL]]:10: remark: [snn-hoist-synapses, missed] 'snn.spike_matmul' stays in the time loop: its operands need its result of an earlier step
// CHECK-DAG: remarks.mlir:[[#MATMUL-2]]:16: remark: [ad-plan-tape, analysis] keeps {{.*}} bytes per step
// CHECK-DAG: remarks.mlir:[[#MATMUL-2]]:16: remark: [snn-fuse-time, passed] tiles of 16 samples go through all steps in parallel
// CHECK-DAG: remark: [snn-fuse-step, passed] {{[0-9]+}} elementwise ops are one body
// CHECK-DAG: remark: [snn-parallelize-structured, analysis] 'linalg.generic' is best left to one thread: the threads are taken around it
// CHECK-DAG: remarks.mlir:[[#MATMUL]]:10: remark: [snn-lower-spike-matmul, passed]
// CHECK-DAG: remark: [snn-vectorize-structured, passed] 'linalg.generic' is computed {{[0-9]+}} elements at a time

// No line comes twice; nothing but what matches comes; without the option
// nothing comes.
// RUN: snn-run grad %s --entry=layer --wrt=1 --in=%t.npz --remarks 2>&1 >/dev/null | sort | uniq -d | count 0
// RUN: snn-run grad %s --entry=layer --wrt=1 --in=%t.npz --remarks='fuse-t|plan' 2>&1 >/dev/null | not grep -v 'snn-fuse-time\|ad-plan-tape'
// RUN: snn-run grad %s --entry=layer --wrt=1 --in=%t.npz 2>&1 >/dev/null | count 0

// The check of a gradient compiles two programs and speaks of one.
// RUN: snn-run check %s --entry=layer --wrt=1 --in=%t.npz --remarks=fuse-time --rtol=1 2>&1 >/dev/null | grep -c 'snn-fuse-time, passed' | FileCheck %s --check-prefix=ONCE
// ONCE: {{^}}1{{$}}

// RUN: not snn-run call %s --entry=layer --in=%t.npz --remarks='(' 2>&1 | FileCheck %s --check-prefix=WRONG
// WRONG: {{^}}snn-run: error: --remarks: expected a regular expression, found '(': parentheses not balanced

!state = tensor<64x32xf32>
func.func @layer(%x: tensor<100x64x32xf32>, %w: tensor<32x32xf32>) -> tensor<f32> {
  %silent = arith.constant dense<0.0> : !state
  %none = arith.constant dense<0.0> : tensor<f32>
  %theta = arith.constant dense<1.0> : !state
  %u, %z, %n = snn.scan %t over(%i in %x : tensor<100x64x32xf32>)
      carry(%v = %silent : !state, %s = %silent : !state, %count = %none : tensor<f32>) {
    %j = linalg.matmul ins(%s, %w : !state, tensor<32x32xf32>) outs(%i : !state) -> !state
    %next = arith.addf %v, %j : !state
    %above = arith.subf %next, %theta : !state
    %fired = snn.spike %above surrogate(#snn.gaussian) : !state
    %lowered = arith.subf %next, %fired : !state
    %more = linalg.reduce { arith.addf } ins(%fired : !state) outs(%count : tensor<f32>) dimensions = [0, 1]
    snn.yield carry(%lowered, %fired, %more : !state, !state, tensor<f32>)
  }
  return %n : tensor<f32>
}
