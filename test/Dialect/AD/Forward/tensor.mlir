// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// What moves elements moves tangents in the same way, by the same indices. An
// operand without a tangent is a zero of its sizes there.

func.func private @slices(%x: tensor<?x8xf32>, %n: index, %i: index) -> (tensor<?x3xf32>, f32) {
  %s = tensor.extract_slice %x[%i, 1] [%n, 3] [1, 2] : tensor<?x8xf32> to tensor<?x3xf32>
  %e = tensor.extract %x[%i, %n] : tensor<?x8xf32>
  return %s, %e : tensor<?x3xf32>, f32
}
// CHECK-LABEL: func.func @d_slices(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x8xf32>, %[[N:[^:]*]]: index, %[[I:[^:]*]]: index, %[[T:[^:]*]]: tensor<?x8xf32>)
// CHECK-NEXT: %[[EXTRACT_SLICE:[a-zA-Z0-9_]+]] = tensor.extract_slice %[[T]][%[[I]], 1] [%[[N]], 3] [1, 2] : tensor<?x8xf32> to tensor<?x3xf32>
// CHECK-NEXT: %[[EXTRACT:[a-zA-Z0-9_]+]] = tensor.extract %[[T]][%[[I]], %[[N]]] : tensor<?x8xf32>
// CHECK-NEXT: return %[[EXTRACT_SLICE]], %[[EXTRACT]] : tensor<?x3xf32>, f32
func.func @d_slices(%x: tensor<?x8xf32>, %n: index, %i: index, %t: tensor<?x8xf32>) -> (tensor<?x3xf32>, f32) {
  %r:2 = ad.jvp @slices(%x, %n, %i) tangents(%t) {wrt = [0]} : (tensor<?x8xf32>, index, index) tangents(tensor<?x8xf32>) -> (tensor<?x3xf32>, f32)
  return %r#0, %r#1 : tensor<?x3xf32>, f32
}

func.func private @written(%x: tensor<?xf32>, %s: f32, %i: index) -> tensor<?xf32> {
  %z = tensor.insert %s into %x[%i] : tensor<?xf32>
  return %z : tensor<?xf32>
}
// CHECK-LABEL: func.func @d_written(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?xf32>, %[[S:[^:]*]]: f32, %[[I:[^:]*]]: index, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[DIM:[a-zA-Z0-9_]+]] = tensor.dim %[[X]], %[[CONSTANT]] : tensor<?xf32>
// CHECK-NEXT: %[[EMPTY__DIM_:[a-zA-Z0-9_]+]] = tensor.empty(%[[DIM]]) : tensor<?xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT1]] : f32) outs(%[[EMPTY__DIM_]] : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT: %[[INSERT:[a-zA-Z0-9_]+]] = tensor.insert %[[T]] into %[[FILL]][%[[I]]] : tensor<?xf32>
// CHECK-NEXT: return %[[INSERT]] : tensor<?xf32>
func.func @d_written(%x: tensor<?xf32>, %s: f32, %i: index, %t: f32) -> tensor<?xf32> {
  %r = ad.jvp @written(%x, %s, %i) tangents(%t) {wrt = [1]} : (tensor<?xf32>, f32, index) tangents(f32) -> (tensor<?xf32>)
  return %r : tensor<?xf32>
}

func.func private @joined(%x: tensor<2x3xf32>, %y: tensor<?x3xf32>, %s: f32, %k: tensor<2xi32>) -> (tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>) {
  %a = tensor.concat dim(0) %x, %y : (tensor<2x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %c = tensor.cast %x : tensor<2x3xf32> to tensor<?x?xf32>
  %sh = arith.constant dense<[3, 2]> : tensor<2xi32>
  %b0 = tensor.reshape %x(%k) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x?xf32>
  %g = tensor.splat %s : tensor<2x3xf32>
  %e = tensor.from_elements %s, %s : tensor<2xf32>
  return %a, %b0, %g, %e : tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>
}
// CHECK-LABEL: func.func @d_joined(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x3xf32>, %[[Y:[^:]*]]: tensor<?x3xf32>, %[[S:[^:]*]]: f32, %[[K:[^:]*]]: tensor<2xi32>, %[[TX:[^:]*]]: tensor<2x3xf32>, %[[TS:[^:]*]]: f32)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[CONSTANT1:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[DIM:[a-zA-Z0-9_]+]] = tensor.dim %[[Y]], %[[CONSTANT]] : tensor<?x3xf32>
// CHECK-NEXT: %[[EMPTY__DIM_:[a-zA-Z0-9_]+]] = tensor.empty(%[[DIM]]) : tensor<?x3xf32>
// CHECK-NEXT: %[[FILL:[a-zA-Z0-9_]+]] = linalg.fill ins(%[[CONSTANT1]] : f32) outs(%[[EMPTY__DIM_]] : tensor<?x3xf32>) -> tensor<?x3xf32>
// CHECK-NEXT: %[[CONCAT:[a-zA-Z0-9_]+]] = tensor.concat dim(0) %[[TX]], %[[FILL]] : (tensor<2x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
// CHECK-NEXT: %[[RESHAPE:[a-zA-Z0-9_]+]] = tensor.reshape %[[TX]](%[[K]]) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x?xf32>
// CHECK-NEXT: %[[SPLAT:[a-zA-Z0-9_]+]] = tensor.splat %[[TS]] : tensor<2x3xf32>
// CHECK-NEXT: %[[FROM_ELEMENTS:[a-zA-Z0-9_]+]] = tensor.from_elements %[[TS]], %[[TS]] : tensor<2xf32>
// CHECK-NEXT: return %[[CONCAT]], %[[RESHAPE]], %[[SPLAT]], %[[FROM_ELEMENTS]] : tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>
func.func @d_joined(%x: tensor<2x3xf32>, %y: tensor<?x3xf32>, %s: f32, %k: tensor<2xi32>, %tx: tensor<2x3xf32>, %ts: f32) -> (tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>) {
  %r:4 = ad.jvp @joined(%x, %y, %s, %k) tangents(%tx, %ts) {wrt = [0, 2]} : (tensor<2x3xf32>, tensor<?x3xf32>, f32, tensor<2xi32>) tangents(tensor<2x3xf32>, f32) -> (tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>)
  return %r#0, %r#1, %r#2, %r#3 : tensor<?x3xf32>, tensor<3x?xf32>, tensor<2x3xf32>, tensor<2xf32>
}

// Elements that a region computes: the primal of it only as far as the tangents need it.
func.func private @generated(%s: f32, %n: index) -> tensor<?xf32> {
  %z = tensor.generate %n {
  ^bb0(%i: index):
    %k = arith.index_cast %i : index to i32
    %f = arith.sitofp %k : i32 to f32
    %p = arith.mulf %f, %s : f32
    %e = math.exp %p : f32
    tensor.yield %e : f32
  } : tensor<?xf32>
  return %z : tensor<?xf32>
}
// CHECK-LABEL: func.func @d_generated(
// CHECK-SAME: %[[S:[^:]*]]: f32, %[[N:[^:]*]]: index, %[[T:[^:]*]]: f32)
// CHECK-NEXT: %[[GENERATE:[a-zA-Z0-9_]+]] = tensor.generate %[[N]] {
// CHECK-NEXT: ^bb0(%[[ARG3:[a-zA-Z0-9_]+]]: index):
// CHECK-NEXT: %[[INDEX_CAST:[a-zA-Z0-9_]+]] = arith.index_cast %[[ARG3]] : index to i32
// CHECK-NEXT: %[[SITOFP:[a-zA-Z0-9_]+]] = arith.sitofp %[[INDEX_CAST]] : i32 to f32
// CHECK-NEXT: %[[MULF:[a-zA-Z0-9_]+]] = arith.mulf %[[SITOFP]], %[[S]] : f32
// CHECK-NEXT: %[[MULF1:[a-zA-Z0-9_]+]] = arith.mulf %[[T]], %[[SITOFP]] : f32
// CHECK-NEXT: %[[EXP:[a-zA-Z0-9_]+]] = math.exp %[[MULF]] : f32
// CHECK-NEXT: %[[MULF2:[a-zA-Z0-9_]+]] = arith.mulf %[[MULF1]], %[[EXP]] : f32
// CHECK-NEXT: tensor.yield %[[MULF2]] : f32
// CHECK-NEXT: } : tensor<?xf32>
// CHECK-NEXT: return %[[GENERATE]] : tensor<?xf32>
func.func @d_generated(%s: f32, %n: index, %t: f32) -> tensor<?xf32> {
  %r = ad.jvp @generated(%s, %n) tangents(%t) {wrt = [0]} : (f32, index) tangents(f32) -> (tensor<?xf32>)
  return %r : tensor<?xf32>
}

// The padding is constant, so tangents are padded with zero.
func.func private @padded(%x: tensor<3xf32>) -> tensor<6xf32> {
  %one = arith.constant 1.0 : f32
  %z = tensor.pad %x low[1] high[2] {
  ^bb0(%i: index):
    tensor.yield %one : f32
  } : tensor<3xf32> to tensor<6xf32>
  return %z : tensor<6xf32>
}
// CHECK-LABEL: func.func @d_padded(
// CHECK-SAME: %[[X:[^:]*]]: tensor<3xf32>, %[[T:[^:]*]]: tensor<3xf32>)
// CHECK-NEXT: %[[CONSTANT:[a-zA-Z0-9_]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[PAD:[a-zA-Z0-9_]+]] = tensor.pad %[[T]] low[1] high[2] {
// CHECK-NEXT: ^bb0(%[[ARG2:[a-zA-Z0-9_]+]]: index):
// CHECK-NEXT: tensor.yield %[[CONSTANT]] : f32
// CHECK-NEXT: } : tensor<3xf32> to tensor<6xf32>
// CHECK-NEXT: return %[[PAD]] : tensor<6xf32>
func.func @d_padded(%x: tensor<3xf32>, %t: tensor<3xf32>) -> tensor<6xf32> {
  %r = ad.jvp @padded(%x) tangents(%t) {wrt = [0]} : (tensor<3xf32>) tangents(tensor<3xf32>) -> (tensor<6xf32>)
  return %r : tensor<6xf32>
}

func.func private @gathered(%x: tensor<5x4xf32>, %k: tensor<2x1xindex>) -> tensor<2x4xf32> {
  %z = tensor.gather %x[%k] gather_dims([0]) : (tensor<5x4xf32>, tensor<2x1xindex>) -> tensor<2x4xf32>
  return %z : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @d_gathered(
// CHECK-SAME: %[[X:[^:]*]]: tensor<5x4xf32>, %[[K:[^:]*]]: tensor<2x1xindex>, %[[T:[^:]*]]: tensor<5x4xf32>)
// CHECK-NEXT: %[[GATHER:[a-zA-Z0-9_]+]] = tensor.gather %[[T]][%[[K]]] gather_dims([0]) : (tensor<5x4xf32>, tensor<2x1xindex>) -> tensor<2x4xf32>
// CHECK-NEXT: return %[[GATHER]] : tensor<2x4xf32>
func.func @d_gathered(%x: tensor<5x4xf32>, %k: tensor<2x1xindex>, %t: tensor<5x4xf32>) -> tensor<2x4xf32> {
  %r = ad.jvp @gathered(%x, %k) tangents(%t) {wrt = [0]} : (tensor<5x4xf32>, tensor<2x1xindex>) tangents(tensor<5x4xf32>) -> (tensor<2x4xf32>)
  return %r : tensor<2x4xf32>
}
