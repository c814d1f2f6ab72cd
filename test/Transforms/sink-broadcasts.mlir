// RUN: snn-opt %s --snn-sink-broadcasts --canonicalize --cse --split-input-file | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// 1 - rho is computed for a row, and the step reads the row.
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @parameter(
// CHECK-SAME: %[[RHO:[^:]*]]: tensor<32xf32>, %[[X:[^:]*]]: tensor<4x32xf32>)
// CHECK: %[[ONE:.*]] = arith.constant 1.000000e+00 : f32
// CHECK: %[[V:.*]] = linalg.generic {{.*}} ins(%[[RHO]] : tensor<32xf32>) outs(%{{.*}} : tensor<32xf32>)
// CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: arith.subf %[[ONE]], %[[A]]
// CHECK: linalg.generic {indexing_maps = [#[[$ROW]], #[[$ID]], #[[$ID]]]
// CHECK-SAME: ins(%[[V]], %[[X]] :
// CHECK-NOT: linalg.generic
func.func @parameter(%rho: tensor<32xf32>, %x: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %one = arith.constant dense<1.0> : tensor<4x32xf32>
  %e = tensor.empty() : tensor<4x32xf32>
  %r = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%rho : tensor<32xf32>) outs(%e : tensor<4x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4x32xf32>
  %d = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%one, %r : tensor<4x32xf32>, tensor<4x32xf32>) outs(%e : tensor<4x32xf32>) {
  ^bb0(%in: f32, %in_0: f32, %out: f32):
    %0 = arith.subf %in, %in_0 : f32
    linalg.yield %0 : f32
  } -> tensor<4x32xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d, %x : tensor<4x32xf32>, tensor<4x32xf32>) outs(%e : tensor<4x32xf32>) {
  ^bb0(%in: f32, %in_0: f32, %out: f32):
    %0 = arith.mulf %in, %in_0 : f32
    linalg.yield %0 : f32
  } -> tensor<4x32xf32>
  return %y : tensor<4x32xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#all = affine_map<(d0, d1) -> ()>

// A fill is its scalar; unknown sizes are taken from the destination.
// CHECK-LABEL: func.func @filled(
// CHECK-SAME: %[[S:[^:]*]]: f32, %[[X:[^:]*]]: tensor<?x?xf32>)
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[X]] : tensor<?x?xf32>)
// CHECK: arith.mulf %{{.*}}, %[[S]]
// CHECK-NOT: linalg.generic
func.func @filled(%s: f32, %x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %f = linalg.generic {indexing_maps = [#all, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s : f32) outs(%x : tensor<?x?xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<?x?xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %f : tensor<?x?xf32>, tensor<?x?xf32>) outs(%x : tensor<?x?xf32>) {
  ^bb0(%in: f32, %in_0: f32, %out: f32):
    %0 = arith.mulf %in, %in_0 : f32
    linalg.yield %0 : f32
  } -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#column = affine_map<(d0, d1, d2) -> (d0, d1)>
#t = affine_map<(d0, d1, d2) -> (d1, d0)>

// A value per sample is repeated along the row; one that would be read against
// the rows of what reads it stays what it is, as does a sum.
// CHECK-DAG: #[[$COLUMN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-LABEL: func.func @columns(
// CHECK-SAME: %[[C:[^:]*]]: tensor<4x32xf32>
// CHECK: linalg.generic {indexing_maps = [#[[$COLUMN]], {{.*}} ins(%[[C]], %{{.*}} :
// CHECK-LABEL: func.func @sum(
// CHECK: %[[R:.*]] = linalg.generic
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[R]] :
func.func @columns(%c: tensor<4x32xf32>, %x: tensor<4x32x16xf32>) -> tensor<4x32x16xf32> {
  %e = tensor.empty() : tensor<4x32x16xf32>
  %r = linalg.generic {indexing_maps = [#column, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%c : tensor<4x32xf32>) outs(%e : tensor<4x32x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4x32x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%r, %x : tensor<4x32x16xf32>, tensor<4x32x16xf32>) outs(%e : tensor<4x32x16xf32>) {
  ^bb0(%in: f32, %in_0: f32, %out: f32):
    %0 = arith.mulf %in, %in_0 : f32
    linalg.yield %0 : f32
  } -> tensor<4x32x16xf32>
  return %y : tensor<4x32x16xf32>
}
func.func @sum(%c: tensor<4x32xf32>, %z: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %e = tensor.empty() : tensor<4x32x16xf32>
  %r = linalg.generic {indexing_maps = [#column, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%c : tensor<4x32xf32>) outs(%e : tensor<4x32x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4x32x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%r : tensor<4x32x16xf32>) outs(%z : tensor<4x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %out : f32
    linalg.yield %0 : f32
  } -> tensor<4x32xf32>
  return %y : tensor<4x32xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// Rows shorter than a register stay repeated: they are walked as one row.
// CHECK-LABEL: func.func @short_rows(
// CHECK: %[[R:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<4x10xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[R]], %{{.*}} : tensor<4x10xf32>, tensor<4x10xf32>)
func.func @short_rows(%p: tensor<10xf32>, %x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %e = tensor.empty() : tensor<4x10xf32>
  %r = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<10xf32>) outs(%e : tensor<4x10xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4x10xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%r, %x : tensor<4x10xf32>, tensor<4x10xf32>) outs(%e : tensor<4x10xf32>) {
  ^bb0(%in: f32, %in_0: f32, %out: f32):
    %0 = arith.mulf %in, %in_0 : f32
    linalg.yield %0 : f32
  } -> tensor<4x10xf32>
  return %y : tensor<4x10xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// What depends on no sample is computed for one, and repeated.
// CHECK-DAG: #[[$ONE:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[A:[^:]*]]: tensor<17xf64>, %[[B:[^:]*]]: tensor<17xf64>, %[[E:[^:]*]]: tensor<?x17xf64>)
// CHECK: %[[SMALL:.*]] = linalg.generic {indexing_maps = [#[[$ONE]], #[[$ONE]], #[[$ONE]]], iterator_types = ["parallel"]} ins(%[[A]], %[[B]] :
// CHECK: math.exp
// CHECK: %[[ALL:.*]] = linalg.generic {indexing_maps = [#[[$ROW]], {{.*}} ins(%[[SMALL]] : tensor<17xf64>) outs(%[[E]] :
// CHECK-NEXT: ^bb0(%[[IN:.*]]: f64, %{{.*}}: f64):
// CHECK-NEXT: linalg.yield %[[IN]]
// CHECK: return %[[ALL]]
func.func @rows(%a: tensor<17xf64>, %b: tensor<17xf64>, %e: tensor<?x17xf64>) -> tensor<?x17xf64> {
  %y = linalg.generic {indexing_maps = [#row, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<17xf64>, tensor<17xf64>) outs(%e : tensor<?x17xf64>) {
  ^bb0(%p: f64, %q: f64, %out: f64):
    %0 = arith.mulf %p, %q : f64
    %1 = math.exp %0 : f64
    linalg.yield %1 : f64
  } -> tensor<?x17xf64>
  return %y : tensor<?x17xf64>
}

// Of all samples: a sum onto what is there, an op of two results, one that
// counts samples.
// CHECK-LABEL: func.func @adds(
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]}
// CHECK: arith.addf
// CHECK-LABEL: func.func @pair(
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]}
// CHECK: math.exp
// CHECK-LABEL: func.func @index(
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]}
// CHECK: linalg.index 0
func.func @adds(%a: tensor<17xf64>, %e: tensor<?x17xf64>) -> tensor<?x17xf64> {
  %y = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<17xf64>) outs(%e : tensor<?x17xf64>) {
  ^bb0(%p: f64, %out: f64):
    %0 = arith.addf %p, %out : f64
    linalg.yield %0 : f64
  } -> tensor<?x17xf64>
  return %y : tensor<?x17xf64>
}
func.func @pair(%a: tensor<17xf64>, %e: tensor<?x17xf64>) -> (tensor<?x17xf64>, tensor<?x17xf64>) {
  %y:2 = linalg.generic {indexing_maps = [#row, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<17xf64>) outs(%e, %e : tensor<?x17xf64>, tensor<?x17xf64>) {
  ^bb0(%p: f64, %o: f64, %q: f64):
    %0 = math.exp %p : f64
    linalg.yield %0, %p : f64, f64
  } -> (tensor<?x17xf64>, tensor<?x17xf64>)
  return %y#0, %y#1 : tensor<?x17xf64>, tensor<?x17xf64>
}
func.func @index(%a: tensor<17xindex>, %e: tensor<?x17xindex>) -> tensor<?x17xindex> {
  %y = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<17xindex>) outs(%e : tensor<?x17xindex>) {
  ^bb0(%p: index, %o: index):
    %i = linalg.index 0 : index
    %0 = arith.addi %i, %p : index
    linalg.yield %0 : index
  } -> tensor<?x17xindex>
  return %y : tensor<?x17xindex>
}

// A constant is a scalar of the body, also where there is no element.
// CHECK-LABEL: func.func @constant(
// CHECK-SAME: %[[X:[^:]*]]: tensor<0x3xbf16>)
// CHECK: %[[TWO:.*]] = arith.constant 2.000000e+00 : bf16
// CHECK: linalg.generic {{.*}} ins(%[[X]] : tensor<0x3xbf16>)
// CHECK: arith.mulf %{{.*}}, %[[TWO]]
func.func @constant(%x: tensor<0x3xbf16>) -> tensor<0x3xbf16> {
  %c = arith.constant dense<2.0> : tensor<0x3xbf16>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %c : tensor<0x3xbf16>, tensor<0x3xbf16>) outs(%x : tensor<0x3xbf16>) {
  ^bb0(%p: bf16, %q: bf16, %o: bf16):
    %0 = arith.mulf %p, %q : bf16
    linalg.yield %0 : bf16
  } -> tensor<0x3xbf16>
  return %y : tensor<0x3xbf16>
}
