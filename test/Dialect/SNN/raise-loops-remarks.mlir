// RUN: snn-opt %s --snn-raise-loops --remarks-filter=snn-raise-loops --verify-diagnostics | FileCheck %s

// Loops that do not fit stay what they are, and say why if asked.

// CHECK-LABEL: func.func @not_raised
// CHECK-COUNT-5: scf.for
// CHECK-NOT: snn.scan
func.func @not_raised(%n: index, %m: index, %x: tensor<4xf32>, %g: tensor<?xf32>, %s0: f32) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, f32, tensor<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %i0 = arith.constant 0 : i32
  %i1 = arith.constant 1 : i32
  %i4 = arith.constant 4 : i32
  // expected-remark @+1 {{stays an scf.for: its bounds are neither constant nor those of steps from 0}}
  %a = scf.for %t = %m to %n step %c1 iter_args(%u = %x) -> (tensor<4xf32>) {
    %v = math.exp %u : tensor<4xf32>
    scf.yield %v : tensor<4xf32>
  }
  // expected-remark @+1 {{stays an scf.for: its bounds are neither constant nor those of steps from 0}}
  %b = scf.for %t = %c0 to %n step %m iter_args(%u = %x) -> (tensor<4xf32>) {
    %v = math.exp %u : tensor<4xf32>
    scf.yield %v : tensor<4xf32>
  }
  // expected-remark @+1 {{stays an scf.for: its induction variable is not a signed index}}
  %c = scf.for %t = %i0 to %i4 step %i1 iter_args(%u = %x) -> (tensor<4xf32>) : i32 {
    %v = math.exp %u : tensor<4xf32>
    scf.yield %v : tensor<4xf32>
  }
  // expected-remark @+1 {{stays an scf.for: it neither reads slices of a tensor nor carries one}}
  %d = scf.for %t = %c0 to %n step %c1 iter_args(%u = %s0) -> (f32) {
    %v = math.exp %u : f32
    scf.yield %v : f32
  }
  // expected-remark @+1 {{stays an scf.for: a carried tensor may change its sizes}}
  %e = scf.for %t = %c0 to %n step %c1 iter_args(%u = %g) -> (tensor<?xf32>) {
    %v = tensor.pad %u low[1] high[0] {
    ^bb0(%i: index):
      tensor.yield %s0 : f32
    } : tensor<?xf32> to tensor<?xf32>
    scf.yield %v : tensor<?xf32>
  }
  return %a, %b, %c, %d, %e : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, f32, tensor<?xf32>
}

// CHECK-LABEL: func.func @raised
// CHECK: snn.scan
func.func @raised(%n: index, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark @+1 {{[Passed] LoopRaised | Category:snn-raise-loops | Function=raised | Remark="becomes an snn.scan"}}
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<4xf32>) {
    %v = math.exp %u : tensor<4xf32>
    scf.yield %v : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}
