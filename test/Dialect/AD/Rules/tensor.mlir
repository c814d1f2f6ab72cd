// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// Reading a part adds to that part of what the source receives; writing one
// reads it and sets it to zero.

func.func private @extract(%x: tensor<4xf32>, %i: index) -> f32 {
  %z = tensor.extract %x[%i] : tensor<4xf32>
  return %z : f32
}
// CHECK-LABEL: func.func @d_extract(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[I:[^:]*]]: index, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:.*]] = linalg.fill ins(%[[C]] : f32) outs(%[[EMPTY]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[CT]], %[[C]] : f32
// CHECK-NEXT: %[[INSERT:.*]] = tensor.insert %[[S]] into %[[FILL]][%[[I]]] : tensor<4xf32>
// CHECK-NEXT: return %[[INSERT]] : tensor<4xf32>
func.func @d_extract(%x: tensor<4xf32>, %i: index, %ct: f32) -> tensor<4xf32> {
  %d = ad.vjp @extract(%x, %i) cotangents(%ct) {wrt = [0]} : (tensor<4xf32>, index) cotangents(f32) -> (tensor<4xf32>)
  return %d : tensor<4xf32>
}

func.func private @insert(%s: f64, %x: tensor<?xf64>, %i: index) -> tensor<?xf64> {
  %z = tensor.insert %s into %x[%i] : tensor<?xf64>
  return %z : tensor<?xf64>
}
// CHECK-LABEL: func.func @d_insert(
// CHECK-SAME: %[[V:[^:]*]]: f64, %[[X:[^:]*]]: tensor<?xf64>, %[[I:[^:]*]]: index, %[[CT:[^:]*]]: tensor<?xf64>)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[EXTRACT:.*]] = tensor.extract %[[CT]][%[[I]]] : tensor<?xf64>
// CHECK-NEXT: %[[INSERT:.*]] = tensor.insert %[[C]] into %[[CT]][%[[I]]] : tensor<?xf64>
// CHECK-NEXT: return %[[EXTRACT]], %[[INSERT]] : f64, tensor<?xf64>
func.func @d_insert(%s: f64, %x: tensor<?xf64>, %i: index, %ct: tensor<?xf64>) -> (f64, tensor<?xf64>) {
  %d:2 = ad.vjp @insert(%s, %x, %i) cotangents(%ct) {wrt = [0, 1]} : (f64, tensor<?xf64>, index) cotangents(tensor<?xf64>) -> (f64, tensor<?xf64>)
  return %d#0, %d#1 : f64, tensor<?xf64>
}

// A slice that drops its unit dimension, at an offset that is not known.
func.func private @row(%x: tensor<9x4xf32>, %t: index) -> tensor<4xf32> {
  %z = tensor.extract_slice %x[%t, 0] [1, 4] [1, 1] : tensor<9x4xf32> to tensor<4xf32>
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_row(
// CHECK-SAME: %[[X:[^:]*]]: tensor<9x4xf32>, %[[T:[^:]*]]: index, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EMPTY:.*]] = tensor.empty() : tensor<9x4xf32>
// CHECK-NEXT: %[[FILL:.*]] = linalg.fill ins(%[[C]] : f32) outs(%[[EMPTY]] : tensor<9x4xf32>) -> tensor<9x4xf32>
// CHECK-NEXT: %[[EXTRACT_SLICE:.*]] = tensor.extract_slice %[[FILL]][%[[T]], 0] [1, 4] [1, 1] : tensor<9x4xf32> to tensor<4xf32>
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[EXTRACT_SLICE]], %[[CT]] : tensor<4xf32>
// CHECK-NEXT: %[[INSERT_SLICE:.*]] = tensor.insert_slice %[[S]] into %[[FILL]][%[[T]], 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<9x4xf32>
// CHECK-NEXT: return %[[INSERT_SLICE]] : tensor<9x4xf32>
func.func @d_row(%x: tensor<9x4xf32>, %t: index, %ct: tensor<4xf32>) -> tensor<9x4xf32> {
  %d = ad.vjp @row(%x, %t) cotangents(%ct) {wrt = [0]} : (tensor<9x4xf32>, index) cotangents(tensor<4xf32>) -> (tensor<9x4xf32>)
  return %d : tensor<9x4xf32>
}

// The elements between those that are written keep what they received.
func.func private @every_second(%s: tensor<2xf32>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %z = tensor.insert_slice %s into %x[1] [2] [2] : tensor<2xf32> into tensor<4xf32>
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_every_second(
// CHECK-SAME: %[[V:[^:]*]]: tensor<2xf32>, %[[X:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[EXTRACT_SLICE:.*]] = tensor.extract_slice %[[CT]][1] [2] [2] : tensor<4xf32> to tensor<2xf32>
// CHECK-NEXT: %[[FILL:.*]] = linalg.fill ins(%[[C]] : f32) outs(%[[EXTRACT_SLICE]] : tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT: %[[INSERT_SLICE:.*]] = tensor.insert_slice %[[FILL]] into %[[CT]][1] [2] [2] : tensor<2xf32> into tensor<4xf32>
// CHECK-NEXT: return %[[EXTRACT_SLICE]], %[[INSERT_SLICE]] : tensor<2xf32>, tensor<4xf32>
func.func @d_every_second(%s: tensor<2xf32>, %x: tensor<4xf32>, %ct: tensor<4xf32>) -> (tensor<2xf32>, tensor<4xf32>) {
  %d:2 = ad.vjp @every_second(%s, %x) cotangents(%ct) {wrt = [0, 1]} : (tensor<2xf32>, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<2xf32>, tensor<4xf32>)
  return %d#0, %d#1 : tensor<2xf32>, tensor<4xf32>
}

// Each part receives its own; one that is not asked for moves the others on.
func.func private @joined(%x: tensor<2x3xf32>, %y: tensor<2x1xf32>, %w: tensor<2x4xf32>) -> tensor<2x8xf32> {
  %z = tensor.concat dim(1) %x, %y, %w : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>
  return %z : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @d_joined(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x3xf32>, %[[Y:[^:]*]]: tensor<2x1xf32>, %[[W:[^:]*]]: tensor<2x4xf32>, %[[CT:[^:]*]]: tensor<2x8xf32>)
// CHECK-NEXT: %[[EXTRACT_SLICE:.*]] = tensor.extract_slice %[[CT]][0, 0] [2, 3] [1, 1] : tensor<2x8xf32> to tensor<2x3xf32>
// CHECK-NEXT: %[[EXTRACT_SLICE2:.*]] = tensor.extract_slice %[[CT]][0, 4] [2, 4] [1, 1] : tensor<2x8xf32> to tensor<2x4xf32>
// CHECK-NEXT: return %[[EXTRACT_SLICE]], %[[EXTRACT_SLICE2]] : tensor<2x3xf32>, tensor<2x4xf32>
func.func @d_joined(%x: tensor<2x3xf32>, %y: tensor<2x1xf32>, %w: tensor<2x4xf32>, %ct: tensor<2x8xf32>) -> (tensor<2x3xf32>, tensor<2x4xf32>) {
  %d:2 = ad.vjp @joined(%x, %y, %w) cotangents(%ct) {wrt = [0, 2]} : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x4xf32>) cotangents(tensor<2x8xf32>) -> (tensor<2x3xf32>, tensor<2x4xf32>)
  return %d#0, %d#1 : tensor<2x3xf32>, tensor<2x4xf32>
}

// Another shape and back.
// CHECK-LABEL: func.func @d_collapse(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x6xbf16>, %[[CT:[^:]*]]: tensor<12xbf16>)
// CHECK-NEXT: %[[EXPAND_SHAPE:.*]] = tensor.expand_shape %[[CT]] {{\[\[}}0, 1]] output_shape [2, 6] : tensor<12xbf16> into tensor<2x6xbf16>
// CHECK-NEXT: return %[[EXPAND_SHAPE]] : tensor<2x6xbf16>
func.func @d_collapse(%x: tensor<2x6xbf16>, %ct: tensor<12xbf16>) -> tensor<2x6xbf16> {
  %d = ad.vjp @collapsed(%x) cotangents(%ct) {wrt = [0]} : (tensor<2x6xbf16>) cotangents(tensor<12xbf16>) -> (tensor<2x6xbf16>)
  return %d : tensor<2x6xbf16>
}
func.func private @collapsed(%x: tensor<2x6xbf16>) -> tensor<12xbf16> {
  %z = tensor.collapse_shape %x [[0, 1]] : tensor<2x6xbf16> into tensor<12xbf16>
  return %z : tensor<12xbf16>
}
// CHECK-LABEL: func.func @d_expand(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x6xbf16>, %[[CT:[^:]*]]: tensor<2x3x2xbf16>)
// CHECK-NEXT: %[[COLLAPSE_SHAPE:.*]] = tensor.collapse_shape %[[CT]] {{\[\[}}0], [1, 2]] : tensor<2x3x2xbf16> into tensor<2x6xbf16>
// CHECK-NEXT: return %[[COLLAPSE_SHAPE]] : tensor<2x6xbf16>
func.func @d_expand(%x: tensor<2x6xbf16>, %ct: tensor<2x3x2xbf16>) -> tensor<2x6xbf16> {
  %d = ad.vjp @expanded(%x) cotangents(%ct) {wrt = [0]} : (tensor<2x6xbf16>) cotangents(tensor<2x3x2xbf16>) -> (tensor<2x6xbf16>)
  return %d : tensor<2x6xbf16>
}
func.func private @expanded(%x: tensor<2x6xbf16>) -> tensor<2x3x2xbf16> {
  %w = tensor.expand_shape %x [[0], [1, 2]] output_shape [2, 3, 2] : tensor<2x6xbf16> into tensor<2x3x2xbf16>
  return %w : tensor<2x3x2xbf16>
}

// A cast forgets a size; the cotangent has it again.
func.func private @forgets(%x: tensor<4xf32>) -> tensor<?xf32> {
  %z = tensor.cast %x : tensor<4xf32> to tensor<?xf32>
  return %z : tensor<?xf32>
}
// CHECK-LABEL: func.func @d_forgets(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<?xf32>)
// CHECK-NEXT: %[[CAST:.*]] = tensor.cast %[[CT]] : tensor<?xf32> to tensor<4xf32>
// CHECK-NEXT: return %[[CAST]] : tensor<4xf32>
func.func @d_forgets(%x: tensor<4xf32>, %ct: tensor<?xf32>) -> tensor<4xf32> {
  %d = ad.vjp @forgets(%x) cotangents(%ct) {wrt = [0]} : (tensor<4xf32>) cotangents(tensor<?xf32>) -> (tensor<4xf32>)
  return %d : tensor<4xf32>
}

// Each element of a list receives the one at its place, row by row.
func.func private @list(%a: f32, %b: f32, %c: f32, %d: f32) -> tensor<2x2xf32> {
  %z = tensor.from_elements %a, %b, %c, %d : tensor<2x2xf32>
  return %z : tensor<2x2xf32>
}
// CHECK-LABEL: func.func @d_list(
// CHECK-SAME: %[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32, %[[X:[^:]*]]: f32, %[[Y:[^:]*]]: f32, %[[CT:[^:]*]]: tensor<2x2xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0 : index
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1 : index
// CHECK-NEXT: %[[EXTRACT:.*]] = tensor.extract %[[CT]][%[[C]], %[[C2]]] : tensor<2x2xf32>
// CHECK-NEXT: %[[EXTRACT2:.*]] = tensor.extract %[[CT]][%[[C2]], %[[C]]] : tensor<2x2xf32>
// CHECK-NEXT: return %[[EXTRACT]], %[[EXTRACT2]] : f32, f32
func.func @d_list(%a: f32, %b: f32, %c: f32, %d: f32, %ct: tensor<2x2xf32>) -> (f32, f32) {
  %r:2 = ad.vjp @list(%a, %b, %c, %d) cotangents(%ct) {wrt = [1, 2]} : (f32, f32, f32, f32) cotangents(tensor<2x2xf32>) -> (f32, f32)
  return %r#0, %r#1 : f32, f32
}
