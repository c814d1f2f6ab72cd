// Tangents where several elements attain an extremum: as reverse mode shares the
// cotangent among them, they share in the tangent.

// RUN: %make-npz %t.npz "arg0=f64([[1,3,3],[2,2,2]])" "arg1=f64([3,0])" "arg2=f64([[10,20,40],[3,6,9]])" "arg3=f64([100,1000])"
// RUN: snn-run call %s --entry=of_max --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=MAX
// The mean over the elements, and over the init where it attains the maximum too.
// MAX: res0 float64 2: 30.0 6.0
// MAX-NEXT: res1 float64 2: 53.33333 6.0
func.func private @max(%x: tensor<2x3xf64>, %m: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %lowest = arith.constant 0xFFF0000000000000 : f64
  %e = tensor.empty() : tensor<2xf64>
  %o = linalg.fill ins(%lowest : f64) outs(%e : tensor<2xf64>) -> tensor<2xf64>
  %r = linalg.reduce { arith.maximumf } ins(%x : tensor<2x3xf64>) outs(%o : tensor<2xf64>) dimensions = [1]
  %s = linalg.reduce { arith.maximumf } ins(%x : tensor<2x3xf64>) outs(%m : tensor<2xf64>) dimensions = [1]
  return %r, %s : tensor<2xf64>, tensor<2xf64>
}
func.func @of_max(%x: tensor<2x3xf64>, %m: tensor<2xf64>, %tx: tensor<2x3xf64>, %tm: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %t:2 = ad.jvp @max(%x, %m) tangents(%tx, %tm) {wrt = [0, 1]} : (tensor<2x3xf64>, tensor<2xf64>) tangents(tensor<2x3xf64>, tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>)
  return %t#0, %t#1 : tensor<2xf64>, tensor<2xf64>
}

// Of the init alone: its share, and nothing where it is smaller.
// RUN: %make-npz %t.npz "arg0=f64([[1,3,3],[2,2,2]])" "arg1=f64([3,0])" "arg2=f64([100,1000])"
// RUN: snn-run call %s --entry=of_init --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=INIT
// INIT: res0 float64 2: 0.0 0.0
// INIT-NEXT: res1 float64 2: 33.33333 0.0
func.func @of_init(%x: tensor<2x3xf64>, %m: tensor<2xf64>, %tm: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %t:2 = ad.jvp @max(%x, %m) tangents(%tm) {wrt = [1]} : (tensor<2x3xf64>, tensor<2xf64>) tangents(tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>)
  return %t#0, %t#1 : tensor<2xf64>, tensor<2xf64>
}

// A NaN is attained by no element: the tangent is zero, as the cotangents are.
// RUN: %make-npz %t.npz "arg0=f64([[1,np.nan,3],[2,2,2]])" "arg1=f64([3,0])" "arg2=f64([[10,20,40],[3,6,9]])" "arg3=f64([100,1000])"
// RUN: snn-run call %s --entry=of_max --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=NAN
// NAN: res0 float64 2: 0.0 6.0

// In a sliding window the first takes all; the init where it is larger than all.
// RUN: %make-npz %t.npz "arg0=f64([5,5,5,5,1,2,2,0]).reshape(1,4,2,1)" "arg1=f64([0,7]).reshape(1,2,1,1)" "arg2=f64([1,2,3,4,5,6,7,8]).reshape(1,4,2,1)" "arg3=f64([100,200]).reshape(1,2,1,1)"
// RUN: snn-run call %s --entry=of_pool --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=POOL
// POOL: res0 float64 1x2x1x1: 1.0 200.0
func.func private @pool(%x: tensor<1x4x2x1xf64>, %o: tensor<1x2x1x1xf64>) -> tensor<1x2x1x1xf64> {
  %w = tensor.empty() : tensor<2x2xf64>
  %r = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}
    ins(%x, %w : tensor<1x4x2x1xf64>, tensor<2x2xf64>) outs(%o : tensor<1x2x1x1xf64>) -> tensor<1x2x1x1xf64>
  return %r : tensor<1x2x1x1xf64>
}
func.func @of_pool(%x: tensor<1x4x2x1xf64>, %o: tensor<1x2x1x1xf64>, %tx: tensor<1x4x2x1xf64>, %to: tensor<1x2x1x1xf64>) -> tensor<1x2x1x1xf64> {
  %t = ad.jvp @pool(%x, %o) tangents(%tx, %to) {wrt = [0, 1]} : (tensor<1x4x2x1xf64>, tensor<1x2x1x1xf64>) tangents(tensor<1x4x2x1xf64>, tensor<1x2x1x1xf64>) -> (tensor<1x2x1x1xf64>)
  return %t : tensor<1x2x1x1xf64>
}

// Narrow floats are counted and divided in f32; empty dimensions give zero.
// RUN: %make-npz %t.npz "arg0=f16(np.ones((2,3000)))" "arg1=f16(np.full((2,3000),0.5))"
// RUN: snn-run call %s --entry=of_narrow --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=NARROW
// NARROW: res0 float16 2: 0.5 0.5
// RUN: %make-npz %t.npz "arg0=f16(np.ones((2,0)))" "arg1=f16(np.ones((2,0)))"
// RUN: snn-run call %s --entry=of_narrow --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=EMPTY
// EMPTY: res0 float16 2: 0.0 0.0
func.func private @narrow(%x: tensor<2x?xf16>) -> tensor<2xf16> {
  %lowest = arith.constant 0xFC00 : f16
  %e = tensor.empty() : tensor<2xf16>
  %o = linalg.fill ins(%lowest : f16) outs(%e : tensor<2xf16>) -> tensor<2xf16>
  %r = linalg.reduce { arith.maximumf } ins(%x : tensor<2x?xf16>) outs(%o : tensor<2xf16>) dimensions = [1]
  return %r : tensor<2xf16>
}
func.func @of_narrow(%x: tensor<2x?xf16>, %t: tensor<2x?xf16>) -> tensor<2xf16> {
  %r = ad.jvp @narrow(%x) tangents(%t) {wrt = [0]} : (tensor<2x?xf16>) tangents(tensor<2x?xf16>) -> (tensor<2xf16>)
  return %r : tensor<2xf16>
}
