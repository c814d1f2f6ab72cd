// RUN: snn-opt %s --snn-fuse-step --canonicalize --cse --split-input-file | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// A producer with two users, one of them the caller, and a user of both.
// CHECK-LABEL: func.func @many_users(
// CHECK-SAME: %[[V:[^:]*]]: tensor<8xf32>, %[[I:[^:]*]]: tensor<8xf32>)
// CHECK: %[[F:.*]]:2 = linalg.generic
// CHECK-SAME: ins(%[[V]], %[[I]] :
// CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[SUM:.*]] = arith.addf %[[A]], %[[B]]
// CHECK-NEXT: %[[PRODUCT:.*]] = arith.mulf %[[SUM]], %[[A]]
// CHECK-NEXT: %[[LAST:.*]] = arith.subf %[[PRODUCT]], %[[SUM]]
// CHECK-NEXT: linalg.yield %[[SUM]], %[[LAST]]
// CHECK-NOT: linalg.generic
// CHECK: return %[[F]]#0, %[[F]]#1
func.func @many_users(%v: tensor<8xf32>, %i: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %e = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%v, %i : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%u, %v : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %x = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%w, %u : tensor<8xf32>, tensor<8xf32>) outs(%v : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.subf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %u, %x : tensor<8xf32>, tensor<8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A matrix product needs the one and gives to the other, which reads the one as
// well: no order of a fused op and the product exists.
// CHECK-LABEL: func.func @not_convex(
// CHECK: %[[U:.*]] = linalg.generic
// CHECK: arith.negf
// CHECK: %[[M:.*]] = linalg.matmul ins(%[[U]], %[[U]]
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[U]], %[[M]] :
func.func @not_convex(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %e = tensor.empty() : tensor<8x8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %m = linalg.matmul ins(%u, %u : tensor<8x8xf32>, tensor<8x8xf32>) outs(%x : tensor<8x8xf32>) -> tensor<8x8xf32>
  %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%u, %m : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  return %w : tensor<8x8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Each pair alone could be fused, both cannot: %a1 and %b2 with %a2 and %b1
// would each have to come before the other. One pair is, the first that is seen.
// CHECK-LABEL: func.func @crossed(
// CHECK-COUNT-3: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @crossed(%x: tensor<8x8xf32>, %y: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
  %e = tensor.empty() : tensor<8x8xf32>
  %a1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %b1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = math.absf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %c = linalg.matmul ins(%a1, %a1 : tensor<8x8xf32>, tensor<8x8xf32>) outs(%x : tensor<8x8xf32>) -> tensor<8x8xf32>
  %d = linalg.matmul ins(%b1, %b1 : tensor<8x8xf32>, tensor<8x8xf32>) outs(%y : tensor<8x8xf32>) -> tensor<8x8xf32>
  %b2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%c, %y : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %a2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d, %x : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  return %a2, %b2 : tensor<8x8xf32>, tensor<8x8xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>
func.func private @first(tensor<8xf32>)
func.func private @second()

// Ops between the two move behind the fused op, effects in their order; one
// that only feeds the second stays before it.
// CHECK-LABEL: func.func @around(
// CHECK: %[[S:.*]] = tensor.extract_slice
// CHECK: %[[F:.*]]:2 = linalg.generic
// CHECK-SAME: %[[S]]
// CHECK: call @first(%[[F]]#0)
// CHECK-NEXT: call @second()
// CHECK-NEXT: return %[[F]]#1
func.func @around(%x: tensor<8xf32>, %y: tensor<2x8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  call @first(%u) : (tensor<8xf32>) -> ()
  call @second() : () -> ()
  %s = tensor.extract_slice %y[1, 0] [1, 8] [1, 1] : tensor<2x8xf32> to tensor<8xf32>
  %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%u, %s : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %w : tensor<8xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>
func.func private @first(tensor<8xf32>)
func.func private @second() -> tensor<8xf32>

// Effects keep their order, so what the second call gives cannot come before
// what the first one takes.
// CHECK-LABEL: func.func @between_effects(
// CHECK: linalg.generic
// CHECK: call @first
// CHECK: call @second
// CHECK: linalg.generic
func.func @between_effects(%x: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  call @first(%u) : (tensor<8xf32>) -> ()
  %s = call @second() : () -> tensor<8xf32>
  %w = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%u, %s : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %w : tensor<8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
#column = affine_map<(d0, d1) -> (d0)>

// What does not go along: other positions, a sum, an index, another domain.
// CHECK-LABEL: func.func @apart(
// CHECK-COUNT-5: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @apart(%x: tensor<8x8xf32>, %z: tensor<8xf32>) -> (tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>, tensor<8xf32>) {
  %e = tensor.empty() : tensor<8x8xf32>
  %f = tensor.empty() : tensor<8xf32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %w = linalg.generic {indexing_maps = [#t, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%u, %u : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %s = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["parallel", "reduction"]}
      ins(%u : tensor<8x8xf32>) outs(%z : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %out : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %i = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%u : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = linalg.index 1 : index
    %1 = arith.index_cast %0 : index to i32
    %2 = arith.sitofp %1 : i32 to f32
    %3 = arith.mulf %a, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<8x8xf32>
  %d = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%s : tensor<8xf32>) outs(%f : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %w, %s, %i, %d : tensor<8x8xf32>, tensor<8xf32>, tensor<8x8xf32>, tensor<8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
#row = affine_map<(d0, d1) -> (d1)>

// Loops in another order are the same domain; a row per neuron is read as one;
// a destination that is read is an input.
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @turned(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x8xf32>, %[[R:[^:]*]]: tensor<8xf32>, %[[C:[^:]*]]: tensor<4x8xf32>)
// CHECK: %[[E:.*]] = tensor.empty() : tensor<4x8xf32>
// CHECK: linalg.generic {indexing_maps = [#[[$ID]], #[[$ROW]], #[[$ID]], #[[$ID]]]
// CHECK-SAME: ins(%[[X]], %[[R]], %[[C]] :
// CHECK-SAME: outs(%[[E]] :
// CHECK-NOT: linalg.generic
func.func @turned(%x: tensor<4x8xf32>, %r: tensor<8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %u = linalg.generic {indexing_maps = [#t, #t], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<4x8xf32>
  %w = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%u, %r : tensor<4x8xf32>, tensor<8xf32>) outs(%c : tensor<4x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %out, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<4x8xf32>
  return %w : tensor<4x8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Unknown sizes are equal where ops need them equal. Nothing makes those of %y
// the ones of %x. The destination's sizes do not need the fused-away tensor.
// CHECK-LABEL: func.func @dynamic(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x?xf32>, %[[Y:[^:]*]]: tensor<?x?xf32>)
// CHECK-DAG: %[[D0:.*]] = tensor.dim %[[X]], %c0
// CHECK-DAG: %[[D1:.*]] = tensor.dim %[[X]], %c1
// CHECK: %[[E:.*]] = tensor.empty(%[[D0]], %[[D1]])
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[X]] : tensor<?x?xf32>) outs(%[[E]] : tensor<?x?xf32>)
// CHECK: arith.negf
// CHECK-NEXT: math.absf
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[Y]] : tensor<?x?xf32>)
// CHECK-NOT: linalg.generic
func.func @dynamic(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> (tensor<?x?xf32>, tensor<?x?xf32>) {
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<?x?xf32>) outs(%x : tensor<?x?xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<?x?xf32>
  %w = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%u : tensor<?x?xf32>) outs(%u : tensor<?x?xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = math.absf %a : f32
    linalg.yield %0 : f32
  } -> tensor<?x?xf32>
  %v = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<?x?xf32>) outs(%y : tensor<?x?xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = math.absf %a : f32
    linalg.yield %0 : f32
  } -> tensor<?x?xf32>
  return %w, %v : tensor<?x?xf32>, tensor<?x?xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>

// In a loop two walks that have nothing in common become one, and the copy of
// what is carried into its stack joins it.
// CHECK-LABEL: func.func @loop(
// CHECK: scf.for %[[T:[^ ]*]] = {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[W:[^ ]*]] = %{{[^ ,]*}}, %[[S:[^ ]*]] = %{{[^ ,]*}})
// CHECK: %[[SLOT:.*]] = tensor.extract_slice %[[S]][%[[T]], 0] [1, 8] [1, 1]
// CHECK: %[[F:.*]]:3 = linalg.generic
// CHECK-SAME: ins(%[[U]], %[[W]] : {{.*}}) outs(%{{.*}}, %{{.*}}, %[[SLOT]] :
// CHECK-NOT: linalg.generic
// CHECK: tensor.insert_slice %[[F]]#2 into %[[S]][%[[T]], 0] [1, 8] [1, 1]
// CHECK-LABEL: func.func @no_loop(
// CHECK-COUNT-2: linalg.generic
func.func @loop(%u0: tensor<8xf32>, %w0: tensor<8xf32>, %s0: tensor<3x8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r:3 = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %u0, %w = %w0, %s = %s0) -> (tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>) {
    %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
        ins(%u : tensor<8xf32>) outs(%u : tensor<8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8xf32>
    %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
        ins(%w : tensor<8xf32>) outs(%w : tensor<8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.absf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8xf32>
    %n = tensor.insert_slice %u into %s[%t, 0] [1, 8] [1, 1] : tensor<8xf32> into tensor<3x8xf32>
    scf.yield %x, %y, %n : tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>
}
func.func @no_loop(%u: tensor<8xf32>, %w: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%u : tensor<8xf32>) outs(%u : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%w : tensor<8xf32>) outs(%w : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = math.absf %a : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %x, %y : tensor<8xf32>, tensor<8xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>

// A line of delays moves in the same walk; a result that is carried and stacked
// is written twice by it.
// CHECK-LABEL: func.func @delays(
// CHECK: scf.for %[[T:[^ ]*]] = {{.*}} iter_args(%[[U:[^ ]*]] = %{{[^ ,]*}}, %[[W:[^ ]*]] = %{{[^ ,]*}}, %[[S:[^ ]*]] = %
// CHECK: %[[SLOT:.*]] = tensor.extract_slice %[[S]][%[[T]], 0] [1, 8] [1, 1]
// CHECK: %[[F:.*]]:3 = linalg.generic
// CHECK-SAME: ins(%[[U]] : {{.*}}) outs(%{{.*}}, %[[SLOT]], %{{.*}} :
// CHECK-NEXT: ^bb0(%[[OLD:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[NEW:.*]] = arith.negf %[[OLD]]
// CHECK-NEXT: linalg.yield %[[NEW]], %[[NEW]], %[[OLD]]
// CHECK: %[[N:.*]] = tensor.insert_slice %[[F]]#1 into %[[S]]
// CHECK: scf.yield %[[F]]#0, %[[F]]#2, %[[N]]
func.func @delays(%u0: tensor<8xf32>, %w0: tensor<8xf32>, %s0: tensor<3x8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r:3 = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %u0, %w = %w0, %s = %s0) -> (tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>) {
    %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
        ins(%u : tensor<8xf32>) outs(%u : tensor<8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.negf %a : f32
      linalg.yield %0 : f32
    } -> tensor<8xf32>
    %n = tensor.insert_slice %x into %s[%t, 0] [1, 8] [1, 1] : tensor<8xf32> into tensor<3x8xf32>
    scf.yield %x, %u, %n : tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<8xf32>, tensor<8xf32>, tensor<3x8xf32>
}
