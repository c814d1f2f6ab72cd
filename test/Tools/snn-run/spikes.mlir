// Arguments declared to be spikes are checked by every verb before anything is
// compiled or written; -0.0 is a 0.

// RUN: %make-npz %t.bad.npz "arg0=f32(np.where(np.arange(24)==17,0.5,1).reshape(2,3,4))" "arg1=f32(rng.normal(size=(4,2)))"
// RUN: %make-npz %t.nan.npz "arg0=f32(np.where(np.arange(24)==5,np.nan,0).reshape(2,3,4))" "arg1=f32(rng.normal(size=(4,2)))"
// RUN: %make-npz %t.good.npz "arg0=f32(np.where(np.arange(24)%%5==0,1,-0.0).reshape(2,3,4))" "arg1=f32(rng.normal(size=(4,2)))"

// RUN: rm -f %t.out.npz
// RUN: not snn-run call %s --entry=run --in=%t.bad.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=BAD --implicit-check-not=error
// RUN: not snn-run grad %s --entry=run --wrt=1 --in=%t.bad.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=BAD --implicit-check-not=error
// RUN: not snn-run time %s --entry=run --reps=1 --in=%t.bad.npz 2>&1 | FileCheck %s --check-prefix=BAD --implicit-check-not=error
// RUN: not snn-run check %s --entry=run --wrt=1 --in=%t.bad.npz 2>&1 | FileCheck %s --check-prefix=BAD --implicit-check-not=error
// RUN: not snn-run call %s --entry=run --in=%t.nan.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=NAN
// RUN: not ls %t.out.npz
// BAD: snn-run: error: {{.*}}bad.npz: arg0: expected spikes (0 or 1), found 0.5 at index [1, 1, 1]
// NAN: snn-run: error: {{.*}}nan.npz: arg0: expected spikes (0 or 1), found nan at index [0, 1, 1]

// More than are counted at once.
// RUN: %make-npz %t.many.npz "arg0=f32(np.where(np.arange(3000)==2500,2,1))"
// RUN: not snn-run call %s --entry=many --in=%t.many.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=MANY
// MANY: arg0: expected spikes (0 or 1), found 2 at index [2500]
// RUN: %make-npz %t.all.npz "arg0=f32(np.ones(3000))"
// RUN: snn-run call %s --entry=many --in=%t.all.npz --out=%t.out.npz

// What is computed is the same with and without masks.
// RUN: snn-run grad %s --entry=run --wrt=0,1 --in=%t.good.npz --out=%t.on.npz --pipeline="snn-cpu-pipeline{contract=off}"
// RUN: snn-run grad %s --entry=run --wrt=0,1 --in=%t.good.npz --out=%t.off.npz --pipeline="snn-cpu-pipeline{contract=off spikes=off}"
// RUN: snn-npz-diff %t.on.npz %t.off.npz --rtol=0

// The gradient by an argument that is spikes is that of the floats: between two
// points nothing is checked.
// RUN: snn-run check %s --entry=run --wrt=0,1 --in=%t.good.npz

func.func @run(%z: tensor<2x3x4xf32> {snn.spikes}, %w: tensor<4x2xf32>) -> f32 {
  %zero = arith.constant 0.0 : f32
  %rest = arith.constant dense<0.0> : tensor<3x2xf32>
  %u = snn.scan %t over(%zt in %z : tensor<2x3x4xf32>) carry(%v = %rest : tensor<3x2xf32>) {
    %in = linalg.matmul ins(%zt, %w : tensor<3x4xf32>, tensor<4x2xf32>) outs(%v : tensor<3x2xf32>) -> tensor<3x2xf32>
    %next = arith.mulf %in, %in : tensor<3x2xf32>
    snn.yield carry(%next : tensor<3x2xf32>)
  }
  %e = tensor.from_elements %zero : tensor<f32>
  %s = linalg.reduce { arith.addf } ins(%u : tensor<3x2xf32>) outs(%e : tensor<f32>) dimensions = [0, 1]
  %r = tensor.extract %s[] : tensor<f32>
  return %r : f32
}

func.func @many(%z: tensor<?xf32> {snn.spikes}) -> tensor<?xf32> {
  %twice = arith.addf %z, %z : tensor<?xf32>
  return %twice : tensor<?xf32>
}
