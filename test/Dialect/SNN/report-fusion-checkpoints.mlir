// RUN: snn-opt %s --ad-plan-tape=checkpoint=none --canonicalize --snn-report-fusion -o /dev/null | FileCheck %s --check-prefix=WHOLE
// RUN: snn-opt %s --ad-plan-tape=checkpoint=4 --canonicalize --snn-report-fusion -o /dev/null | FileCheck %s
// RUN: snn-opt %s --ad-plan-tape=checkpoint=4 --canonicalize --convert-snn-to-scf --canonicalize --cse --snn-structure-pipeline --snn-report-fusion -o /dev/null | FileCheck %s
// RUN: snn-opt %s --ad-plan-tape=checkpoint=4 --snn-report-fusion=format=json -o /dev/null | FileCheck %s --check-prefix=JSON

// With checkpoints the tape is one segment's: 4 steps of 20 bytes, beside 3
// states of 20 bytes. Time fusion makes tiles of nothing here.
// WHOLE-LABEL: @checkpoints:
// WHOLE-SAME: 20 bytes taped per step, 240 in all{{$}}
// CHECK-LABEL: @checkpoints:
// CHECK-SAME: 20 bytes taped per step, 20 per checkpoint, 140 in all{{$}}
// JSON: "checkpoint_bytes_per_segment": 20
// JSON: "name": "checkpoints"
// JSON: "tape_bytes": 140
// JSON: "tape_bytes_per_step": 20
func.func @checkpoints(%u0: tensor<5xf32>, %n: index) -> tensor<5xf32> {
  %u, %s = snn.scan %t length(%n) carry(%v = %u0 : tensor<5xf32>) stack(tensor<12x5xf32>) {
    %e = math.exp %v : tensor<5xf32>
    snn.yield carry(%e : tensor<5xf32>) stack(%e : tensor<5xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<12x5xf32>) carry(%v = %u : tensor<5xf32>) {
    %0 = arith.mulf %v, %st : tensor<5xf32>
    snn.yield carry(%0 : tensor<5xf32>)
  }
  return %d : tensor<5xf32>
}

// A stack that is returned and that the reverse reads is written in parts of 4
// steps: 8 bytes of each step, 96 in all.
// CHECK-LABEL: @output:
// CHECK-SAME: 24 bytes taped per step, 16 per checkpoint, 208 in all{{$}}
func.func @output(%u0: tensor<2xf64>, %n: index) -> (tensor<2xf64>, tensor<12x2xf32>) {
  %u, %s, %y = snn.scan %t length(%n) carry(%v = %u0 : tensor<2xf64>) stack(tensor<12x2xf64>, tensor<12x2xf32>) {
    %e = math.exp %v : tensor<2xf64>
    %f = arith.truncf %v : tensor<2xf64> to tensor<2xf32>
    snn.yield carry(%e : tensor<2xf64>) stack(%e, %f : tensor<2xf64>, tensor<2xf32>)
  }
  %d = snn.scan reverse %t over(%st in %s : tensor<12x2xf64>, %yt in %y : tensor<12x2xf32>) carry(%v = %u : tensor<2xf64>) {
    %g = arith.extf %yt : tensor<2xf32> to tensor<2xf64>
    %0 = arith.mulf %v, %st : tensor<2xf64>
    %1 = arith.mulf %0, %g : tensor<2xf64>
    snn.yield carry(%1 : tensor<2xf64>)
  }
  return %d, %y : tensor<2xf64>, tensor<12x2xf32>
}
