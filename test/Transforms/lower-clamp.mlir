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
