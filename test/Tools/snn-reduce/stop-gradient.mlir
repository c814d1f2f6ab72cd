// What keeps a stop-gradient is kept, and nothing else: the script that says
// whether a program is still of interest runs a pass of ours.

// RUN: snn-reduce %s --reduction-tree='traversal-mode=0 test=%S/Inputs/erases-stop-gradient.sh' | FileCheck %s
// RUN: snn-reduce %s --opt-reduction-pass='opt-pass=ad-erase-stop-gradient test=%S/Inputs/erases-stop-gradient.sh' \
// RUN:   | FileCheck %s --check-prefix=PASS

// CHECK-NOT: @other
// CHECK-LABEL: func.func @detached(
// CHECK: ad.stop_gradient
// CHECK-NOT: @other

// Passes of ours can reduce too; what one makes that is of no interest is not
// taken.
// PASS: @other
// PASS: ad.stop_gradient

func.func @other(%v: f32) -> f32 {
  %z = snn.spike %v surrogate(#snn.gaussian<peak = 1.0, width = 1.0>) : f32
  return %z : f32
}
func.func @detached(%x: f32) -> f32 {
  %y = ad.stop_gradient %x : f32
  return %y : f32
}
func.func @another(%x: f32) -> f32 {
  %y = arith.addf %x, %x : f32
  return %y : f32
}
