// RUN: snn-opt %s --ad-plan-tape=checkpoint=3 --remarks-filter=ad-plan-tape --split-input-file --verify-diagnostics -o /dev/null

// One value is kept of three, in segments.
func.func @state_alone(%x: tensor<9x4xf32>, %u0: tensor<4xf32>) -> tensor<4xf32> {
  // expected-remark @+2 {{[Passed] TapeCut | Category:ad-plan-tape | Function=state_alone | Remark="keeps 1 value of 16 bytes per step instead of 3 values of 48 bytes; its reverse runs 2 ops again"}}
  // expected-remark @+1 {{[Passed] Checkpoints | Category:ad-plan-tape | Function=state_alone | Remark="keeps 16 bytes of state for each segment of 3 steps, and 16 bytes per step for one segment at once"}}
  %u, %a, %b, %c = snn.scan %t over(%xt in %x : tensor<9x4xf32>)
      carry(%v = %u0 : tensor<4xf32>) stack(tensor<9x4xf32>, tensor<9x4xf32>, tensor<9x4xf32>) {
    // expected-remark @+1 {{[Analysis] ValueKept | Category:ad-plan-tape | Function=state_alone | Remark="a result of type tensor<4xf32> is on the tape"}}
    %e = math.exp %v : tensor<4xf32>
    // expected-remark @+1 {{[Analysis] OpRecomputed | Category:ad-plan-tape | Function=state_alone | Remark="runs again in the reverse loop"}}
    %s = math.sin %e : tensor<4xf32>
    // expected-remark @+1 {{runs again in the reverse loop}}
    %p = arith.mulf %s, %xt : tensor<4xf32>
    snn.yield carry(%p : tensor<4xf32>) stack(%e, %s, %p : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<9x4xf32>, %bt in %b : tensor<9x4xf32>, %ct in %c : tensor<9x4xf32>)
      carry(%v = %u : tensor<4xf32>) {
    %0 = arith.mulf %v, %at : tensor<4xf32>
    %1 = arith.mulf %0, %bt : tensor<4xf32>
    %2 = arith.mulf %1, %ct : tensor<4xf32>
    snn.yield carry(%2 : tensor<4xf32>)
  }
  return %d : tensor<4xf32>
}

// -----

// What rules asked for is the least already, and there are no more steps than
// a segment has. A spike takes a byte.
func.func @spikes(%u0: tensor<10xf32>, %theta: tensor<10xf32>) -> tensor<10xf32> {
  %c2 = arith.constant 2 : index
  // expected-remark @+2 {{[Analysis] TapeAsAsked | Category:ad-plan-tape | Function=spikes | Remark="keeps 1 value of 10 bytes per step, as derivative rules asked"}}
  // expected-remark @+1 {{[Analysis] TapeWhole | Category:ad-plan-tape | Function=spikes | Remark="keeps 10 bytes per step for all steps at once"}}
  %u, %a = snn.scan %t length(%c2) carry(%v = %u0 : tensor<10xf32>) stack(tensor<2x10xi1>) {
    // expected-remark @+1 {{a result of type tensor<10xi1> is on the tape}}
    %z = arith.cmpf ogt, %v, %theta : tensor<10xf32>
    %n = arith.select %z, %theta, %v : tensor<10xi1>, tensor<10xf32>
    snn.yield carry(%n : tensor<10xf32>) stack(%z : tensor<10xi1>)
  }
  %d = snn.scan reverse %t over(%at in %a : tensor<2x10xi1>) carry(%v = %u : tensor<10xf32>) {
    %0 = arith.select %at, %theta, %v : tensor<10xi1>, tensor<10xf32>
    snn.yield carry(%0 : tensor<10xf32>)
  }
  return %d : tensor<10xf32>
}
