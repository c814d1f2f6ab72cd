// RUN: snn-opt %s --snn-lower-clamp | FileCheck %s

// CHECK-LABEL: func.func @clamp(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf16>, %[[LOW:[^:]*]]: tensor<?xf16>, %[[HIGH:[^:]*]]: tensor<?xf16>)
// CHECK: %[[RAISED:.*]] = arith.maximumf %[[X]], %[[LOW]] fastmath<nnan>
// CHECK: %[[Y:.*]] = arith.minimumf %[[RAISED]], %[[HIGH]] fastmath<nnan>
// CHECK: return %[[Y]]
func.func @clamp(%x: tensor<?xf16>, %low: tensor<?xf16>, %high: tensor<?xf16>) -> tensor<?xf16> {
  %y = math.clampf %x to [%low, %high] fastmath<nnan> : tensor<?xf16>
  return %y : tensor<?xf16>
}

// Inside the body of an op over no elements, as scalars.
// CHECK-LABEL: func.func @body(
// CHECK-SAME: %{{.*}}: tensor<0x3xbf16>, %[[LOW:[^:]*]]: bf16, %[[HIGH:[^:]*]]: bf16)
// CHECK: linalg.map
// CHECK: (%[[X:.*]]: bf16, %{{.*}}: bf16) {
// CHECK-NEXT: %[[RAISED:.*]] = arith.maximumf %[[X]], %[[LOW]] : bf16
// CHECK-NEXT: %[[Y:.*]] = arith.minimumf %[[RAISED]], %[[HIGH]] : bf16
// CHECK-NEXT: linalg.yield %[[Y]]
func.func @body(%x: tensor<0x3xbf16>, %low: bf16, %high: bf16) -> tensor<0x3xbf16> {
  %y = linalg.map ins(%x : tensor<0x3xbf16>) outs(%x : tensor<0x3xbf16>)
    (%e: bf16, %o: bf16) {
      %c = math.clampf %e to [%low, %high] : bf16
      linalg.yield %c : bf16
    }
  return %y : tensor<0x3xbf16>
}

// A clamp whose bound is another's result reads what that became.
// CHECK-LABEL: func.func @chain(
// CHECK-SAME: %[[X:[^:]*]]: vector<4xf64>, %[[LOW:[^:]*]]: vector<4xf64>, %[[HIGH:[^:]*]]: vector<4xf64>)
// CHECK-NEXT: %[[A:.*]] = arith.maximumf %[[X]], %[[LOW]] : vector<4xf64>
// CHECK-NEXT: %[[B:.*]] = arith.minimumf %[[A]], %[[HIGH]] : vector<4xf64>
// CHECK-NEXT: %[[C:.*]] = arith.maximumf %[[LOW]], %[[B]] : vector<4xf64>
// CHECK-NEXT: %[[D:.*]] = arith.minimumf %[[C]], %[[HIGH]] : vector<4xf64>
// CHECK-NEXT: return %[[D]]
func.func @chain(%x: vector<4xf64>, %low: vector<4xf64>, %high: vector<4xf64>) -> vector<4xf64> {
  %y = math.clampf %x to [%low, %high] : vector<4xf64>
  %z = math.clampf %low to [%y, %high] : vector<4xf64>
  return %z : vector<4xf64>
}

// Other extrema stay what they are.
// CHECK-LABEL: func.func @others(
// CHECK-NEXT: arith.maximumf
// CHECK-NEXT: arith.minnumf
// CHECK-NEXT: return
func.func @others(%x: f32, %y: f32) -> f32 {
  %0 = arith.maximumf %x, %y : f32
  %1 = arith.minnumf %0, %y : f32
  return %1 : f32
}
