// The families of linalg rules against finite differences.

// Contractions, with a dynamic size, with one tensor in all places, and to a scalar.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:3,5 f64:5,7 f64:3,7
// RUN: snn-run check %s --entry=matmul --wrt=0,1,2 --in=%t.npz
func.func @matmul(%a: tensor<?x5xf64>, %b: tensor<5x7xf64>, %c: tensor<?x7xf64>) -> tensor<?x7xf64> {
  %r = linalg.matmul ins(%a, %b : tensor<?x5xf64>, tensor<5x7xf64>) outs(%c : tensor<?x7xf64>) -> tensor<?x7xf64>
  return %r : tensor<?x7xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:5,5
// RUN: snn-run check %s --entry=self --wrt=0 --in=%t.npz
func.func @self(%a: tensor<5x5xf64>) -> tensor<5x5xf64> {
  %r = linalg.matmul ins(%a, %a : tensor<5x5xf64>, tensor<5x5xf64>) outs(%a : tensor<5x5xf64>) -> tensor<5x5xf64>
  return %r : tensor<5x5xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:5 f64:5 f64:
// RUN: snn-run check %s --entry=dot --wrt=0,1,2 --in=%t.npz
func.func @dot(%x: tensor<?xf64>, %y: tensor<?xf64>, %e: tensor<f64>) -> (tensor<f64>) {
  %r = linalg.dot ins(%x, %y : tensor<?xf64>, tensor<?xf64>) outs(%e : tensor<f64>) -> tensor<f64>
  return %r : tensor<f64>
}

// Convolutions with strides and dilations, and sum pooling.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:2,9,3 f64:3,3,4 f64:2,3,4
// RUN: snn-run check %s --entry=conv1 --wrt=0,1,2 --in=%t.npz
func.func @conv1(%x: tensor<2x9x3xf64>, %w: tensor<3x3x4xf64>, %o: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %r = linalg.conv_1d_nwc_wcf {dilations = dense<2> : tensor<1xi64>, strides = dense<2> : tensor<1xi64>} ins(%x, %w: tensor<2x9x3xf64>, tensor<3x3x4xf64>) outs(%o: tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %r : tensor<2x3x4xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:2,8,7,3 f64:3,2,3 f64:2,3,3,3
// RUN: snn-run check %s --entry=depth --wrt=0,1,2 --in=%t.npz
func.func @depth(%x: tensor<2x8x7x3xf64>, %w: tensor<3x2x3xf64>, %o: tensor<2x3x3x3xf64>) -> tensor<2x3x3x3xf64> {
  %r = linalg.depthwise_conv_2d_nhwc_hwc {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w: tensor<2x8x7x3xf64>, tensor<3x2x3xf64>) outs(%o: tensor<2x3x3x3xf64>) -> tensor<2x3x3x3xf64>
  return %r : tensor<2x3x3x3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:2,9,9,3 f64:2,4,4,3
// RUN: snn-run check %s --entry=sumpool --wrt=0,1 --in=%t.npz
func.func @sumpool(%x: tensor<?x9x9x3xf64>, %i: tensor<?x4x4x3xf64>) -> tensor<?x4x4x3xf64> {
  %w = tensor.empty() : tensor<3x3xf64>
  %r = linalg.pooling_nhwc_sum {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w: tensor<?x9x9x3xf64>, tensor<3x3xf64>) outs(%i: tensor<?x4x4x3xf64>) -> tensor<?x4x4x3xf64>
  return %r : tensor<?x4x4x3xf64>
}

// Extrema, in windows that overlap; with an init that counts; beside a sum; spelt
// as a comparison.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:2,9,9,3
// RUN: snn-run check %s --entry=maxpool --wrt=0 --in=%t.npz
func.func @maxpool(%x: tensor<2x9x9x3xf64>) -> tensor<2x4x4x3xf64> {
  %ninf = arith.constant 0xFFF0000000000000 : f64
  %e = tensor.empty() : tensor<2x4x4x3xf64>
  %i = linalg.fill ins(%ninf : f64) outs(%e : tensor<2x4x4x3xf64>) -> tensor<2x4x4x3xf64>
  %w = tensor.empty() : tensor<3x3xf64>
  %r = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w: tensor<2x9x9x3xf64>, tensor<3x3xf64>) outs(%i: tensor<2x4x4x3xf64>) -> tensor<2x4x4x3xf64>
  return %r : tensor<2x4x4x3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:2,9,9,3 f64:2,4,4,3
// RUN: snn-run check %s --entry=minpoolinit --wrt=0,1 --in=%t.npz
func.func @minpoolinit(%x: tensor<2x9x9x3xf64>, %i: tensor<2x4x4x3xf64>) -> tensor<2x4x4x3xf64> {
  %w = tensor.empty() : tensor<3x3xf64>
  %r = linalg.pooling_nhwc_min {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w: tensor<2x9x9x3xf64>, tensor<3x3xf64>) outs(%i: tensor<2x4x4x3xf64>) -> tensor<2x4x4x3xf64>
  return %r : tensor<2x4x4x3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,5 f64:4 f64:4
// RUN: snn-run check %s --entry=reduce2 --wrt=0,1,2 --in=%t.npz
func.func @reduce2(%x: tensor<4x?xf64>, %m0: tensor<4xf64>, %s0: tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
  %r:2 = linalg.reduce ins(%x, %x : tensor<4x?xf64>, tensor<4x?xf64>) outs(%m0, %s0 : tensor<4xf64>, tensor<4xf64>) dimensions = [1] (%a: f64, %b: f64, %m: f64, %s: f64) {
    %mm = arith.maximumf %a, %m : f64
    %q = arith.mulf %b, %b : f64
    %ss = arith.addf %q, %s : f64
    linalg.yield %mm, %ss : f64, f64 }
  return %r#0, %r#1 : tensor<4xf64>, tensor<4xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,6 f64:4
// RUN: snn-run check %s --entry=selmax --wrt=0,1 --in=%t.npz
func.func @selmax(%x: tensor<4x6xf64>, %m0: tensor<4xf64>) -> (tensor<4xf64>) {
  %r = linalg.reduce ins(%x : tensor<4x6xf64>) outs(%m0 : tensor<4xf64>) dimensions = [1] (%a: f64, %m: f64) {
    %c = arith.cmpf ogt, %a, %m : f64
    %mm = arith.select %c, %a, %m : f64
    linalg.yield %mm : f64 }
  return %r : tensor<4xf64>
}

// Elementwise bodies: broadcast operand, captured scalar, a read init; shapes.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,5 f64:5 f64: f64:4,5
// RUN: snn-run check %s --entry=affine --wrt=0,1,2,3 --in=%t.npz
func.func @affine(%x: tensor<4x5xf64>, %w: tensor<5xf64>, %b: f64, %e: tensor<4x5xf64>) -> tensor<4x5xf64> {
  %r = linalg.generic {indexing_maps = [affine_map<(d0,d1)->(d0,d1)>, affine_map<(d0,d1)->(d1)>, affine_map<(d0,d1)->(d0,d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %w : tensor<4x5xf64>, tensor<5xf64>) outs(%e : tensor<4x5xf64>) {
  ^bb0(%i: f64, %j: f64, %o: f64):
    %m = arith.mulf %i, %j : f64
    %n = arith.mulf %m, %b : f64
    %s = arith.addf %n, %i : f64
    %q = arith.mulf %s, %o : f64
    linalg.yield %q : f64 } -> tensor<4x5xf64>
  return %r : tensor<4x5xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,5 f64:4,5
// RUN: snn-run check %s --entry=mapexp --wrt=0 --in=%t.npz
func.func @mapexp(%x: tensor<4x?xf64>, %e: tensor<4x?xf64>) -> (tensor<4x?xf64>) {
  %r = linalg.map { math.exp } ins(%x : tensor<4x?xf64>) outs(%e : tensor<4x?xf64>)
  return %r : tensor<4x?xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4 f64:4,3
// RUN: snn-run check %s --entry=bcast --wrt=0 --in=%t.npz
func.func @bcast(%x: tensor<4xf64>, %e: tensor<4x3xf64>) -> (tensor<4x3xf64>) {
  %r = linalg.broadcast ins(%x : tensor<4xf64>) outs(%e : tensor<4x3xf64>) dimensions = [1]
  return %r : tensor<4x3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,3,2 f64:2,4,3
// RUN: snn-run check %s --entry=transp --wrt=0 --in=%t.npz
func.func @transp(%x: tensor<4x3x2xf64>, %e: tensor<2x4x3xf64>) -> (tensor<2x4x3xf64>) {
  %r = linalg.transpose ins(%x : tensor<4x3x2xf64>) outs(%e : tensor<2x4x3xf64>) permutation = [2, 0, 1]
  return %r : tensor<2x4x3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64: f64:2,4,3
// RUN: snn-run check %s --entry=fill --wrt=0 --in=%t.npz
func.func @fill(%x: f64, %e: tensor<2x4x3xf64>) -> (tensor<2x4x3xf64>) {
  %r = linalg.fill ins(%x : f64) outs(%e : tensor<2x4x3xf64>) -> tensor<2x4x3xf64>
  return %r : tensor<2x4x3xf64>
}

// What has to follow the order of the iterations.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,6 f64:4
// RUN: snn-run check %s --entry=prod --wrt=0,1 --in=%t.npz
func.func @prod(%x: tensor<4x6xf64>, %m0: tensor<4xf64>) -> (tensor<4xf64>) {
  %r = linalg.reduce ins(%x : tensor<4x6xf64>) outs(%m0 : tensor<4xf64>) dimensions = [1] (%a: f64, %m: f64) {
    %mm = arith.mulf %a, %m : f64
    linalg.yield %mm : f64 }
  return %r : tensor<4xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,6 f64:4 f64:4
// RUN: snn-run check %s --entry=horner --wrt=0,1,2 --in=%t.npz
func.func @horner(%a: tensor<4x6xf64>, %x: tensor<4xf64>, %m0: tensor<4xf64>) -> tensor<4xf64> {
  %r = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>],
      iterator_types = ["parallel", "reduction"]} ins(%a, %x : tensor<4x6xf64>, tensor<4xf64>) outs(%m0 : tensor<4xf64>) {
  ^bb0(%c: f64, %at: f64, %acc: f64):
    %p = arith.mulf %acc, %at : f64
    %s = arith.addf %p, %c : f64
    linalg.yield %s : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}
