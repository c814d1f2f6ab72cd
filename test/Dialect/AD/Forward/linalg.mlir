// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// CHECK-DAG: #[[$MAP:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$MAP1:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[$MAP2:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[$MAP3:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$MAP4:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d3)>
// CHECK-DAG: #[[$MAP5:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[$MAP6:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>
// CHECK-DAG: #[[$MAP7:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// A contraction stays the op that it is, once for each operand with a tangent.
func.func private @matmul(%a: tensor<3x5xf32>, %b: tensor<5x7xf32>, %c: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %r = linalg.matmul ins(%a, %b : tensor<3x5xf32>, tensor<5x7xf32>) outs(%c : tensor<3x7xf32>) -> tensor<3x7xf32>
  return %r : tensor<3x7xf32>
}
// CHECK-LABEL: func.func @d_matmul(
// CHECK-SAME: %[[A:[^:]*]]: tensor<3x5xf32>, %[[B:[^:]*]]: tensor<5x7xf32>, %[[C:[^:]*]]: tensor<3x7xf32>, %[[TA:[^:]*]]: tensor<3x5xf32>, %[[TB:[^:]*]]: tensor<5x7xf32>, %[[TC:[^:]*]]: tensor<3x7xf32>)
// CHECK-NEXT: %[[MATMUL:[a-zA-Z0-9_]+]] = linalg.matmul ins(%[[TA]], %[[B]] : tensor<3x5xf32>, tensor<5x7xf32>) outs(%[[TC]] : tensor<3x7xf32>) -> tensor<3x7xf32>
// CHECK-NEXT: %[[MATMUL1:[a-zA-Z0-9_]+]] = linalg.matmul ins(%[[A]], %[[TB]] : tensor<3x5xf32>, tensor<5x7xf32>) outs(%[[MATMUL]] : tensor<3x7xf32>) -> tensor<3x7xf32>
// CHECK-NEXT: return %[[MATMUL1]] : tensor<3x7xf32>
func.func @d_matmul(%a: tensor<3x5xf32>, %b: tensor<5x7xf32>, %c: tensor<3x7xf32>, %ta: tensor<3x5xf32>, %tb: tensor<5x7xf32>, %tc: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %r = ad.jvp @matmul(%a, %b, %c) tangents(%ta, %tb, %tc) {wrt = [0, 1, 2]} : (tensor<3x5xf32>, tensor<5x7xf32>, tensor<3x7xf32>) tangents(tensor<3x5xf32>, tensor<5x7xf32>, tensor<3x7xf32>) -> (tensor<3x7xf32>)
  return %r : tensor<3x7xf32>
}
// Of the init alone there is nothing to compute; of a factor alone the sum starts at zero.
// CHECK-LABEL: func.func @d_init(
// CHECK-SAME: %[[A:[^:]*]]: tensor<3x5xf32>, %[[B:[^:]*]]: tensor<5x7xf32>, %[[C:[^:]*]]: tensor<3x7xf32>, %[[T:[^:]*]]: tensor<3x7xf32>)
// CHECK-NEXT: return %[[T]] : tensor<3x7xf32>
func.func @d_init(%a: tensor<3x5xf32>, %b: tensor<5x7xf32>, %c: tensor<3x7xf32>, %t: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %r = ad.jvp @matmul(%a, %b, %c) tangents(%t) {wrt = [2]} : (tensor<3x5xf32>, tensor<5x7xf32>, tensor<3x7xf32>) tangents(tensor<3x7xf32>) -> (tensor<3x7xf32>)
  return %r : tensor<3x7xf32>
}
// CHECK-LABEL: func.func @d_factor(
// CHECK-SAME: %[[A:[^:]*]]: tensor<3x5xf32>, %[[B:[^:]*]]: tensor<5x7xf32>, %[[C:[^:]*]]: tensor<3x7xf32>, %[[T:[^:]*]]: tensor<5x7xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<3x7xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT]] : f32) outs(%[[EMPTY__]] : tensor<3x7xf32>) -> tensor<3x7xf32>
// CHECK-NEXT: %[[MATMUL:[a-zA-Z0-9_]+]] = linalg.matmul ins(%[[A]], %[[T]] : tensor<3x5xf32>, tensor<5x7xf32>) outs(%[[FILL]] : tensor<3x7xf32>) -> tensor<3x7xf32>
// CHECK-NEXT: return %[[MATMUL]] : tensor<3x7xf32>
func.func @d_factor(%a: tensor<3x5xf32>, %b: tensor<5x7xf32>, %c: tensor<3x7xf32>, %t: tensor<5x7xf32>) -> tensor<3x7xf32> {
  %r = ad.jvp @matmul(%a, %b, %c) tangents(%t) {wrt = [1]} : (tensor<3x5xf32>, tensor<5x7xf32>, tensor<3x7xf32>) tangents(tensor<5x7xf32>) -> (tensor<3x7xf32>)
  return %r : tensor<3x7xf32>
}

func.func private @conv(%x: tensor<1x8x3xf32>, %w: tensor<3x3x4xf32>, %o: tensor<1x6x4xf32>) -> tensor<1x6x4xf32> {
  %r = linalg.conv_1d_nwc_wcf ins(%x, %w : tensor<1x8x3xf32>, tensor<3x3x4xf32>) outs(%o : tensor<1x6x4xf32>) -> tensor<1x6x4xf32>
  return %r : tensor<1x6x4xf32>
}
// CHECK-LABEL: func.func @d_conv(
// CHECK-SAME: %[[X:[^:]*]]: tensor<1x8x3xf32>, %[[W:[^:]*]]: tensor<3x3x4xf32>, %[[O:[^:]*]]: tensor<1x6x4xf32>, %[[T:[^:]*]]: tensor<3x3x4xf32>, %[[TO:[^:]*]]: tensor<1x6x4xf32>)
// CHECK-NEXT: %[[CONV_1D_NWC_WCF:[a-zA-Z0-9_]+]] = linalg.conv_1d_nwc_wcf ins(%[[X]], %[[T]] : tensor<1x8x3xf32>, tensor<3x3x4xf32>) outs(%[[TO]] : tensor<1x6x4xf32>) -> tensor<1x6x4xf32>
// CHECK-NEXT: return %[[CONV_1D_NWC_WCF]] : tensor<1x6x4xf32>
func.func @d_conv(%x: tensor<1x8x3xf32>, %w: tensor<3x3x4xf32>, %o: tensor<1x6x4xf32>, %t: tensor<3x3x4xf32>, %to: tensor<1x6x4xf32>) -> tensor<1x6x4xf32> {
  %r = ad.jvp @conv(%x, %w, %o) tangents(%t, %to) {wrt = [1, 2]} : (tensor<1x8x3xf32>, tensor<3x3x4xf32>, tensor<1x6x4xf32>) tangents(tensor<3x3x4xf32>, tensor<1x6x4xf32>) -> (tensor<1x6x4xf32>)
  return %r : tensor<1x6x4xf32>
}

// The body's tangent reads the tangent where the body reads the operand, and of
// the values those that it needs; a captured scalar has its tangent from outside.
func.func private @body(%x: tensor<?x5xf32>, %y: tensor<5xf32>, %s: f32) -> tensor<?x5xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x5xf32>
  %e = tensor.empty(%n) : tensor<?x5xf32>
  %r = linalg.generic {
      indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
      iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<?x5xf32>, tensor<5xf32>) outs(%e : tensor<?x5xf32>) {
  ^bb0(%v: f32, %w: f32, %out: f32):
    %p = arith.mulf %v, %s : f32
    %q = math.sin %w : f32
    %z = arith.addf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<?x5xf32>
  return %r : tensor<?x5xf32>
}
// CHECK-LABEL: func.func @d_body(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x5xf32>, %[[Y:[^:]*]]: tensor<5xf32>, %[[S:[^:]*]]: f32, %[[TY:[^:]*]]: tensor<5xf32>, %[[TS:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[DIM:[a-zA-Z0-9_]+]] = tensor.dim %[[X]], %[[CONSTANT]] : tensor<?x5xf32>
// CHECK-NEXT: %[[EMPTY__DIM_:[a-zA-Z0-9_]+]] = tensor.empty(%[[DIM]]) : tensor<?x5xf32>
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP1]], #[[$MAP1]], #[[$MAP]]], iterator_types = ["parallel", "parallel"]} ins(%[[X]], %[[Y]], %[[TY]] : tensor<?x5xf32>, tensor<5xf32>, tensor<5xf32>) outs(%[[EMPTY__DIM_]] : tensor<?x5xf32>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[IN2:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[TS]], %[[IN]] : f32
// CHECK-NEXT: %[[COS:[a-zA-Z0-9_]+]] = math.cos %[[IN1]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[IN2]], %[[COS]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[MULF1]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF]] : f32
// CHECK-NEXT: } -> tensor<?x5xf32>
// CHECK-NEXT: return %[[GENERIC]] : tensor<?x5xf32>
func.func @d_body(%x: tensor<?x5xf32>, %y: tensor<5xf32>, %s: f32, %ty: tensor<5xf32>, %ts: f32) -> tensor<?x5xf32> {
  %r = ad.jvp @body(%x, %y, %s) tangents(%ty, %ts) {wrt = [1, 2]} : (tensor<?x5xf32>, tensor<5xf32>, f32) tangents(tensor<5xf32>, f32) -> (tensor<?x5xf32>)
  return %r : tensor<?x5xf32>
}

// A sum starts with the tangent of what it is added to.
func.func private @sum(%x: tensor<4x?xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  %r = linalg.reduce ins(%x : tensor<4x?xf32>) outs(%o : tensor<4xf32>) dimensions = [1] (%v: f32, %acc: f32) {
    %q = arith.mulf %v, %v : f32
    %z = arith.addf %acc, %q : f32
    linalg.yield %z : f32
  }
  return %r : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_sum(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x?xf32>, %[[O:[^:]*]]: tensor<4xf32>, %[[TX:[^:]*]]: tensor<4x?xf32>, %[[TO:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP]], #[[$MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[TX]] : tensor<4x?xf32>, tensor<4x?xf32>) outs(%[[TO]] : tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[IN1]], %[[IN]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF]], %[[MULF]] : f32
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[OUT]], %[[ADDF]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF1]] : f32
// CHECK-NEXT: } -> tensor<4xf32>
// CHECK-NEXT: return %[[GENERIC]] : tensor<4xf32>
func.func @d_sum(%x: tensor<4x?xf32>, %o: tensor<4xf32>, %tx: tensor<4x?xf32>, %to: tensor<4xf32>) -> tensor<4xf32> {
  %r = ad.jvp @sum(%x, %o) tangents(%tx, %to) {wrt = [0, 1]} : (tensor<4x?xf32>, tensor<4xf32>) tangents(tensor<4x?xf32>, tensor<4xf32>) -> (tensor<4xf32>)
  return %r : tensor<4xf32>
}

// The mean of the tangents of those that attain the maximum.
func.func private @max(%x: tensor<4x6xf32>) -> tensor<4xf32> {
  %lowest = arith.constant 0xFF800000 : f32
  %e = tensor.empty() : tensor<4xf32>
  %o = linalg.fill ins(%lowest : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %r = linalg.reduce { arith.maximumf } ins(%x : tensor<4x6xf32>) outs(%o : tensor<4xf32>) dimensions = [1]
  return %r : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_max(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x6xf32>, %[[T:[^:]*]]: tensor<4x6xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[CONSTANT2:[a-zA-Z0-9_]+]] = arith.constant 0xFF800000 : f32
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT2]] : f32) outs(%[[EMPTY__]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[REDUCE:[a-zA-Z0-9_]+]] = linalg.reduce { arith.maximumf } ins(%[[X]] : tensor<4x6xf32>) outs(%[[FILL]] : tensor<4xf32>) dimensions = [1]
// CHECK-NEXT: %[[FILL1:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT1]] : f32) outs(%[[EMPTY__]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP2]], #[[$MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[REDUCE]] : tensor<4x6xf32>, tensor<4xf32>) outs(%[[FILL1]] : tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[CMPF:[a-zA-Z0-9_]+]] = arith.cmpf oeq, %[[IN]], %[[IN1]] : f32
// CHECK-NEXT: %[[SELECT:[a-zA-Z0-9_]+]] = arith.select %[[CMPF]], %[[CONSTANT]], %[[CONSTANT1]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[OUT]], %[[SELECT]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF]] : f32
// CHECK-NEXT: } -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC1:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP]], #[[$MAP2]], #[[$MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]], %[[REDUCE]] : tensor<4x6xf32>, tensor<4x6xf32>, tensor<4xf32>) outs(%[[FILL1]] : tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN2:[a-zA-Z0-9_]+]]: f32, %[[IN3:[a-zA-Z0-9_]+]]: f32, %[[IN4:[a-zA-Z0-9_]+]]: f32, %[[OUT1:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[CMPF1:[a-zA-Z0-9_]+]] = arith.cmpf oeq, %[[IN2]], %[[IN4]] : f32
// CHECK-NEXT: %[[SELECT1:[a-zA-Z0-9_]+]] = arith.select %[[CMPF1]], %[[IN3]], %[[CONSTANT1]] : f32
// CHECK-NEXT: %[[ADDF1:[a-zA-Z0-9_]+]] = arith.addf %[[OUT1]], %[[SELECT1]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF1]] : f32
// CHECK-NEXT: } -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC2:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP3]], #[[$MAP3]], #[[$MAP3]]], iterator_types = ["parallel"]} ins(%[[GENERIC1]], %[[GENERIC]] : tensor<4xf32>, tensor<4xf32>) outs(%[[EMPTY__]] : tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN5:[a-zA-Z0-9_]+]]: f32, %[[IN6:[a-zA-Z0-9_]+]]: f32, %[[OUT2:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[MAXIMUMF:[a-zA-Z0-9_]+]] = arith.maximumf %[[IN6]], %[[CONSTANT]] : f32
// CHECK-NEXT: %[[DIVF:[a-zA-Z0-9_]+]] = arith.divf %[[IN5]], %[[MAXIMUMF]] : f32
// CHECK-NEXT: linalg.yield %[[DIVF]] : f32
// CHECK-NEXT: } -> tensor<4xf32>
// CHECK-NEXT: return %[[GENERIC2]] : tensor<4xf32>
func.func @d_max(%x: tensor<4x6xf32>, %t: tensor<4x6xf32>) -> tensor<4xf32> {
  %r = ad.jvp @max(%x) tangents(%t) {wrt = [0]} : (tensor<4x6xf32>) tangents(tensor<4x6xf32>) -> (tensor<4xf32>)
  return %r : tensor<4xf32>
}

// In a window the tangent of the first; of what it is compared with where none does.
func.func private @pool(%x: tensor<1x8x8x2xf32>, %o: tensor<1x4x4x2xf32>) -> tensor<1x4x4x2xf32> {
  %w = tensor.empty() : tensor<2x2xf32>
  %r = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}
    ins(%x, %w : tensor<1x8x8x2xf32>, tensor<2x2xf32>) outs(%o : tensor<1x4x4x2xf32>) -> tensor<1x4x4x2xf32>
  return %r : tensor<1x4x4x2xf32>
}
// CHECK-LABEL: func.func @d_pool(
// CHECK-SAME: %[[X:[^:]*]]: tensor<1x8x8x2xf32>, %[[O:[^:]*]]: tensor<1x4x4x2xf32>, %[[TX:[^:]*]]: tensor<1x8x8x2xf32>, %[[TO:[^:]*]]: tensor<1x4x4x2xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 1048576 : index
// CHECK-NEXT: %[[CONSTANT2:[a-zA-Z0-9_]+]] = arith.constant 9223372036854775807 : i64
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<2x2xf32>
// CHECK-NEXT: %[[POOLING_NHWC_MAX:[a-zA-Z0-9_]+]] = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%[[X]], %[[EMPTY__]] : tensor<1x8x8x2xf32>, tensor<2x2xf32>) outs(%[[O]] : tensor<1x4x4x2xf32>) -> tensor<1x4x4x2xf32>
// CHECK-NEXT: %[[EMPTY__1:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<1x4x4x2xi64>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT2]] : i64) outs(%[[EMPTY__1]] : tensor<1x4x4x2xi64>) -> tensor<1x4x4x2xi64>
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP4]], #[[$MAP5]], #[[$MAP6]], #[[$MAP5]]], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%[[X]], %[[POOLING_NHWC_MAX]], %[[EMPTY__]] : tensor<1x8x8x2xf32>, tensor<1x4x4x2xf32>, tensor<2x2xf32>) outs(%[[FILL]] : tensor<1x4x4x2xi64>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[IN2:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: i64):
// CHECK-NEXT: %[[CMPF:[a-zA-Z0-9_]+]] = arith.cmpf oeq, %[[IN]], %[[IN1]] : f32
// CHECK-NEXT: %[[INDEX:[a-zA-Z0-9_]+]] = linalg.index 4 : index
// CHECK-NEXT: %[[INDEX1:[a-zA-Z0-9_]+]] = linalg.index 5 : index
// CHECK-NEXT: %[[MULI:[a-zA-Z0-9_]+]] = arith.muli %[[INDEX]], %[[CONSTANT1]] : index
// CHECK-NEXT: %[[ADDI:[a-zA-Z0-9_]+]] = arith.addi %[[MULI]], %[[INDEX1]] : index
// CHECK-NEXT: %[[INDEX_CAST:[a-zA-Z0-9_]+]] = arith.index_cast %[[ADDI]] : index to i64
// CHECK-NEXT: %[[SELECT:[a-zA-Z0-9_]+]] = arith.select %[[CMPF]], %[[INDEX_CAST]], %[[CONSTANT2]] : i64
// CHECK-NEXT: %[[MINSI:[a-zA-Z0-9_]+]] = arith.minsi %[[OUT]], %[[SELECT]] : i64
// CHECK-NEXT: linalg.yield %[[MINSI]] : i64
// CHECK-NEXT: } -> tensor<1x4x4x2xi64>
// CHECK-NEXT: %[[EMPTY__2:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<1x4x4x2xf32>
// CHECK-NEXT: %[[GENERIC1:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP7]], #[[$MAP7]], #[[$MAP7]]], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%[[TO]], %[[GENERIC]] : tensor<1x4x4x2xf32>, tensor<1x4x4x2xi64>) outs(%[[EMPTY__2]] : tensor<1x4x4x2xf32>) {
// CHECK-NEXT: ^bb0(%[[IN3:[a-zA-Z0-9_]+]]: f32, %[[IN4:[a-zA-Z0-9_]+]]: i64, %[[OUT1:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[CMPI:[a-zA-Z0-9_]+]] = arith.cmpi eq, %[[IN4]], %[[CONSTANT2]] : i64
// CHECK-NEXT: %[[SELECT1:[a-zA-Z0-9_]+]] = arith.select %[[CMPI]], %[[IN3]], %[[CONSTANT]] : f32
// CHECK-NEXT: linalg.yield %[[SELECT1]] : f32
// CHECK-NEXT: } -> tensor<1x4x4x2xf32>
// CHECK-NEXT: %[[GENERIC2:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP4]], #[[$MAP5]], #[[$MAP6]], #[[$MAP5]]], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%[[TX]], %[[GENERIC]], %[[EMPTY__]] : tensor<1x8x8x2xf32>, tensor<1x4x4x2xi64>, tensor<2x2xf32>) outs(%[[GENERIC1]] : tensor<1x4x4x2xf32>) {
// CHECK-NEXT: ^bb0(%[[IN5:[a-zA-Z0-9_]+]]: f32, %[[IN6:[a-zA-Z0-9_]+]]: i64, %[[IN7:[a-zA-Z0-9_]+]]: f32, %[[OUT2:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[INDEX2:[a-zA-Z0-9_]+]] = linalg.index 4 : index
// CHECK-NEXT: %[[INDEX3:[a-zA-Z0-9_]+]] = linalg.index 5 : index
// CHECK-NEXT: %[[MULI1:[a-zA-Z0-9_]+]] = arith.muli %[[INDEX2]], %[[CONSTANT1]] : index
// CHECK-NEXT: %[[ADDI1:[a-zA-Z0-9_]+]] = arith.addi %[[MULI1]], %[[INDEX3]] : index
// CHECK-NEXT: %[[INDEX_CAST1:[a-zA-Z0-9_]+]] = arith.index_cast %[[ADDI1]] : index to i64
// CHECK-NEXT: %[[CMPI1:[a-zA-Z0-9_]+]] = arith.cmpi eq, %[[INDEX_CAST1]], %[[IN6]] : i64
// CHECK-NEXT: %[[SELECT2:[a-zA-Z0-9_]+]] = arith.select %[[CMPI1]], %[[IN5]], %[[CONSTANT]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[OUT2]], %[[SELECT2]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF]] : f32
// CHECK-NEXT: } -> tensor<1x4x4x2xf32>
// CHECK-NEXT: return %[[GENERIC2]] : tensor<1x4x4x2xf32>
func.func @d_pool(%x: tensor<1x8x8x2xf32>, %o: tensor<1x4x4x2xf32>, %tx: tensor<1x8x8x2xf32>, %to: tensor<1x4x4x2xf32>) -> tensor<1x4x4x2xf32> {
  %r = ad.jvp @pool(%x, %o) tangents(%tx, %to) {wrt = [0, 1]} : (tensor<1x8x8x2xf32>, tensor<1x4x4x2xf32>) tangents(tensor<1x8x8x2xf32>, tensor<1x4x4x2xf32>) -> (tensor<1x4x4x2xf32>)
  return %r : tensor<1x4x4x2xf32>
}

// Where the order of the iterations matters, one op hands on values and tangents.
func.func private @product(%x: tensor<4x6xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  %r = linalg.reduce { arith.mulf } ins(%x : tensor<4x6xf32>) outs(%o : tensor<4xf32>) dimensions = [1]
  return %r : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_product(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x6xf32>, %[[O:[^:]*]]: tensor<4xf32>, %[[T:[^:]*]]: tensor<4x6xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT]] : f32) outs(%[[EMPTY__]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]]:2 = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP]], #[[$MAP2]], #[[$MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]] : tensor<4x6xf32>, tensor<4x6xf32>) outs(%[[O]], %[[FILL]] : tensor<4xf32>, tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: f32, %[[OUT1:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[OUT]], %[[IN]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[OUT1]], %[[IN]] : f32
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[IN1]], %[[OUT]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[MULF1]], %[[MULF2]] : f32
// CHECK-NEXT: linalg.yield %[[MULF]], %[[ADDF]] : f32, f32
// CHECK-NEXT: } -> (tensor<4xf32>, tensor<4xf32>)
// CHECK-NEXT: return %[[GENERIC]]#1 : tensor<4xf32>
func.func @d_product(%x: tensor<4x6xf32>, %o: tensor<4xf32>, %t: tensor<4x6xf32>) -> tensor<4xf32> {
  %r = ad.jvp @product(%x, %o) tangents(%t) {wrt = [0]} : (tensor<4x6xf32>, tensor<4xf32>) tangents(tensor<4x6xf32>) -> (tensor<4xf32>)
  return %r : tensor<4xf32>
}

// A fill with the tangent of the scalar, a transposition of tangents.
func.func private @moved(%s: f32, %x: tensor<2x3xf32>) -> (tensor<4xf32>, tensor<3x2xf32>) {
  %e = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%s : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %u = tensor.empty() : tensor<3x2xf32>
  %t = linalg.transpose ins(%x : tensor<2x3xf32>) outs(%u : tensor<3x2xf32>) permutation = [1, 0]
  return %f, %t : tensor<4xf32>, tensor<3x2xf32>
}
// CHECK-LABEL: func.func @d_moved(
// CHECK-SAME: %[[S:[^:]*]]: f32, %[[X:[^:]*]]: tensor<2x3xf32>, %[[TS:[^:]*]]: f32, %[[TX:[^:]*]]: tensor<2x3xf32>)
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[TS]] : f32) outs(%[[EMPTY__]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[EMPTY__1:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<3x2xf32>
// CHECK-NEXT: %[[TRANSPOSE:[a-zA-Z0-9_]+]] = linalg.transpose ins(%[[TX]] : tensor<2x3xf32>) outs(%[[EMPTY__1]] : tensor<3x2xf32>) permutation = [1, 0]
// CHECK-NEXT: return %[[FILL]], %[[TRANSPOSE]] : tensor<4xf32>, tensor<3x2xf32>
func.func @d_moved(%s: f32, %x: tensor<2x3xf32>, %ts: f32, %tx: tensor<2x3xf32>) -> (tensor<4xf32>, tensor<3x2xf32>) {
  %r:2 = ad.jvp @moved(%s, %x) tangents(%ts, %tx) {wrt = [0, 1]} : (f32, tensor<2x3xf32>) tangents(f32, tensor<2x3xf32>) -> (tensor<4xf32>, tensor<3x2xf32>)
  return %r#0, %r#1 : tensor<4xf32>, tensor<3x2xf32>
}

// The Jacobian of softmax is symmetric: its products have the same form in both modes.
func.func private @softmax(%x: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %e = tensor.empty() : tensor<4x6xf32>
  %r = linalg.softmax dimension(1) ins(%x : tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %r : tensor<4x6xf32>
}
// CHECK-LABEL: func.func @d_softmax(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x6xf32>, %[[T:[^:]*]]: tensor<4x6xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY__:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4x6xf32>
// CHECK-NEXT: %[[SOFTMAX:[a-zA-Z0-9_]+]] = linalg.softmax dimension(1) ins(%[[X]] : tensor<4x6xf32>) outs(%[[EMPTY__]] : tensor<4x6xf32>) -> tensor<4x6xf32>
// CHECK-NEXT: %[[EMPTY__1:[a-zA-Z0-9_]+]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT]] : f32) outs(%[[EMPTY__1]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP]], #[[$MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[T]], %[[SOFTMAX]] : tensor<4x6xf32>, tensor<4x6xf32>) outs(%[[FILL]] : tensor<4xf32>) {
// CHECK-NEXT: ^bb0(%[[IN:[a-zA-Z0-9_]+]]: f32, %[[IN1:[a-zA-Z0-9_]+]]: f32, %[[OUT:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[IN]], %[[IN1]] : f32
// CHECK-NEXT: %[[ADDF:[a-zA-Z0-9_]+]] = arith.addf %[[OUT]], %[[MULF]] : f32
// CHECK-NEXT: linalg.yield %[[ADDF]] : f32
// CHECK-NEXT: } -> tensor<4xf32>
// CHECK-NEXT: %[[GENERIC1:[a-zA-Z0-9_]+]] = linalg.generic {indexing_maps = [#[[$MAP]], #[[$MAP]], #[[$MAP2]], #[[$MAP]]], iterator_types = ["parallel", "parallel"]} ins(%[[T]], %[[SOFTMAX]], %[[GENERIC]] : tensor<4x6xf32>, tensor<4x6xf32>, tensor<4xf32>) outs(%[[EMPTY__]] : tensor<4x6xf32>) {
// CHECK-NEXT: ^bb0(%[[IN2:[a-zA-Z0-9_]+]]: f32, %[[IN3:[a-zA-Z0-9_]+]]: f32, %[[IN4:[a-zA-Z0-9_]+]]: f32, %[[OUT1:[a-zA-Z0-9_]+]]: f32):
// CHECK-NEXT: %[[SUBF:[a-zA-Z0-9_]+]] = arith.subf %[[IN2]], %[[IN4]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[IN3]], %[[SUBF]] : f32
// CHECK-NEXT: linalg.yield %[[MULF1]] : f32
// CHECK-NEXT: } -> tensor<4x6xf32>
// CHECK-NEXT: return %[[GENERIC1]] : tensor<4x6xf32>
func.func @d_softmax(%x: tensor<4x6xf32>, %t: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %r = ad.jvp @softmax(%x) tangents(%t) {wrt = [0]} : (tensor<4x6xf32>) tangents(tensor<4x6xf32>) -> (tensor<4x6xf32>)
  return %r : tensor<4x6xf32>
}
