// Code for another machine than this one.

// RUN: %make-npz %t.npz "arg0=f32(np.linspace(-4,4,37))"
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.native.npz --cpu=native
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.default.npz
// RUN: snn-npz-diff %t.default.npz %t.native.npz --rtol=0
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.v1.npz --cpu=x86-64
// RUN: snn-npz-diff %t.v1.npz %t.native.npz --rtol=1e-6
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.nehalem.npz --cpu=nehalem
// RUN: snn-npz-diff %t.nehalem.npz %t.v1.npz --rtol=0

// A pipeline that names a machine has its way: without fused multiply-adds the
// results are other bits.
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.pipeline.npz --pipeline='snn-cpu-pipeline{cpu=x86-64}'
// RUN: snn-npz-diff %t.pipeline.npz %t.v1.npz --rtol=0

// RUN: snn-run time %s --entry=f --in=%t.npz --reps=1 --cpu=x86-64 | FileCheck %s --check-prefix=TIME
// TIME: "median_ms"

// RUN: not snn-run call %s --entry=f --in=%t.npz --cpu=z80 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: snn-run: error: --cpu: expected native or an x86 machine of 64 bits that LLVM knows, such as x86-64-v3, found 'z80'
// UNKNOWN-NOT: error:
// RUN: not snn-run call %s --entry=f --in=%t.npz --cpu=pentium4 2>&1 | FileCheck %s --check-prefix=NARROW
// NARROW: snn-run: error: --cpu: expected native or an x86 machine of 64 bits {{.*}} found 'pentium4'

// No test machine has all of these.
// RUN: not snn-run call %s --entry=f --in=%t.npz --out=%t.never.npz --cpu=diamondrapids 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not ls %t.never.npz
// MISSING: snn-run: error: --cpu: code for 'diamondrapids' does not run on this machine, which has no {{.*}}avx10.2
// MISSING-NOT: error:
// RUN: not snn-run call %s --entry=f --in=%t.npz --pipeline='snn-cpu-pipeline{cpu=diamondrapids}' 2>&1 | FileCheck %s --check-prefix=LATE
// LATE: error: cannot compile for this machine: code for 'diamondrapids' does not run on this machine
// RUN: not snn-run call %s --entry=f --in=%t.npz --pipeline='snn-cpu-pipeline{cpu=z80}' 2>&1 | FileCheck %s --check-prefix=OPTION
// OPTION: error: cpu: expected native or an x86 machine {{.*}} found 'z80'

func.func @f(%x: tensor<37xf32>) -> tensor<37xf32> {
  %0 = math.exp %x : tensor<37xf32>
  %1 = arith.mulf %0, %x : tensor<37xf32>
  %2 = arith.addf %1, %0 : tensor<37xf32>
  return %2 : tensor<37xf32>
}
