// RUN: snn-opt %s --snn-vectorize-structured --canonicalize --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @whole(
// CHECK-SAME: %[[X:[^:]*]]: memref<4x32xf32>, %[[Y:[^:]*]]: memref<4x32xf32>)
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step %{{.*}} {
// CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step %{{.*}} {
// CHECK-NEXT: %[[V:.*]] = vector.load %[[X]][%[[I]], %[[J]]] : memref<4x32xf32>, vector<16xf32>
// CHECK-NEXT: %[[A:.*]] = math.absf %[[V]] : vector<16xf32>
// CHECK-NEXT: vector.store %[[A]], %[[Y]][%[[I]], %[[J]]]
// CHECK-NOT: mask
func.func @whole(%x: memref<4x32xf32>, %y: memref<4x32xf32>) {
  linalg.map { math.absf } ins(%x : memref<4x32xf32>) outs(%y : memref<4x32xf32>)
  return
}

// -----

// An unknown size: whole registers, then the rest under a mask; a row that is
// the same for all, a scalar that is loaded once, a condition.
// CHECK-LABEL: func.func @tail(
// CHECK-SAME: %[[S:[^:]*]]: f32
// CHECK: vector.broadcast %[[S]]
// CHECK: scf.for
// CHECK: vector.load
// CHECK: arith.cmpf ogt, {{.*}} : vector<16xf32>
// CHECK: arith.select {{.*}} : vector<16xi1>, vector<16xf32>
// CHECK: vector.store
// CHECK: vector.create_mask
// CHECK: vector.maskedload
// CHECK: vector.maskedstore
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>
#all = affine_map<(d0, d1) -> ()>
func.func @tail(%s: f32, %x: memref<?x?xf32>, %w: memref<?xf32>, %y: memref<?x?xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #all, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %w, %s : memref<?x?xf32>, memref<?xf32>, f32) outs(%y : memref<?x?xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.cmpf ogt, %0, %c : f32
    %2 = arith.select %1, %0, %c : f32
    linalg.yield %2 : f32
  }
  return
}

// -----

// A sum over rows loads and stores its result along the columns; a sum over
// columns has no dimension to go along.
// CHECK-LABEL: func.func @column_sums(
// CHECK: vector.load
// CHECK: vector.store
// CHECK-LABEL: func.func @row_sums(
// CHECK: linalg.generic
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>
#column = affine_map<(d0, d1) -> (d0)>
func.func @column_sums(%x: memref<4x32xf32>, %y: memref<32xf32>) {
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]}
      ins(%x : memref<4x32xf32>) outs(%y : memref<32xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %out : f32
    linalg.yield %0 : f32
  }
  return
}
func.func @row_sums(%x: memref<4x32xf32>, %y: memref<4xf32>) {
  linalg.generic {indexing_maps = [#id, #column], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<4x32xf32>) outs(%y : memref<4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %out : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

// Left for scalar loops: a transposed access, an index.
// CHECK-LABEL: func.func @stays(
// CHECK-COUNT-2: linalg.generic
#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
func.func @stays(%x: memref<4x32xf32>, %xt: memref<32x4xf32>) {
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]}
      ins(%xt : memref<32x4xf32>) outs(%x : memref<4x32xf32>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]}
      outs(%x : memref<4x32xf32>) {
  ^bb0(%out: f32):
    %i = linalg.index 1 : index
    %0 = arith.index_cast %i : index to i32
    %1 = arith.sitofp %0 : i32 to f32
    linalg.yield %1 : f32
  }
  return
}

// -----

// Narrow floats are computed in f32, so a register holds as many as of f32;
// in memory they are i16.
// CHECK-LABEL: func.func @narrow(
// CHECK: %[[L:.*]] = vector.load {{.*}} : memref<40xi16>, vector<16xi16>
// CHECK: %[[X:.*]] = arith.bitcast %[[L]] : vector<16xi16> to vector<16xbf16>
// CHECK: %[[E:.*]] = math.exp %[[X]] : vector<16xbf16>
// CHECK: %[[Y:.*]] = arith.bitcast %[[E]] : vector<16xbf16> to vector<16xi16>
// CHECK: vector.store %[[Y]], {{.*}} : memref<40xi16>, vector<16xi16>
// CHECK: vector.maskedload {{.*}} : memref<40xi16>
// CHECK: vector.maskedstore {{.*}} : memref<40xi16>
// CHECK: vector.load {{.*}} : memref<32xi16>, vector<16xi16>
// CHECK: arith.addf {{.*}} : vector<16xf16>
// CHECK-NOT: linalg.generic
#id1 = affine_map<(d0) -> (d0)>
func.func @narrow(%x: memref<40xbf16>, %y: memref<40xbf16>, %h: memref<32xf16>) {
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<40xbf16>) outs(%y : memref<40xbf16>) {
  ^bb0(%a: bf16, %out: bf16):
    %0 = math.exp %a : bf16
    linalg.yield %0 : bf16
  }
  linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]}
      outs(%h : memref<32xf16>) {
  ^bb0(%out: f16):
    %0 = arith.addf %out, %out : f16
    linalg.yield %0 : f16
  }
  return
}

// -----

// A buffer of i1 has a byte per element; a vector of i1 would be packed bits.
// CHECK-LABEL: func.func @bits(
// CHECK-SAME: %[[X:[^:]*]]: memref<4x40xf32>, %[[M:[^:]*]]: memref<40xi1>, %[[Z:[^:]*]]: memref<4x40xi1>
// CHECK: scf.for %[[I:[a-z0-9]+]] =
// CHECK: scf.for %[[J:[a-z0-9]+]] =
// CHECK: %[[V:.*]] = vector.load %[[X]][%[[I]], %[[J]]] : memref<4x40xf32>, vector<16xf32>
// CHECK: %[[MB:.*]] = builtin.unrealized_conversion_cast %[[M]] : memref<40xi1> to memref<40xi8>
// CHECK: %[[L:.*]] = vector.load %[[MB]][%[[J]]] : memref<40xi8>, vector<16xi8>
// CHECK: %[[B:.*]] = arith.trunci %[[L]] : vector<16xi8> to vector<16xi1>
// CHECK: %[[ABOVE:.*]] = arith.cmpf ogt, %[[V]],
// CHECK: %[[BOTH:.*]] = arith.andi %[[ABOVE]], %[[B]] : vector<16xi1>
// CHECK: %[[ZB:.*]] = builtin.unrealized_conversion_cast %[[Z]] : memref<4x40xi1> to memref<4x40xi8>
// CHECK: %[[E:.*]] = arith.extui %[[BOTH]] : vector<16xi1> to vector<16xi8>
// CHECK: vector.store %[[E]], %[[ZB]][%[[I]], %[[J]]]
// CHECK: vector.maskedload {{.*}} : memref<40xi8>
// CHECK: vector.maskedstore {{.*}} : memref<4x40xi8>
// CHECK-NOT: linalg.generic
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>
func.func @bits(%x: memref<4x40xf32>, %m: memref<40xi1>, %z: memref<4x40xi1>, %zero: f32) {
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %m : memref<4x40xf32>, memref<40xi1>) outs(%z : memref<4x40xi1>) {
  ^bb0(%a: f32, %b: i1, %out: i1):
    %0 = arith.cmpf ogt, %a, %zero : f32
    %1 = arith.andi %0, %b : i1
    linalg.yield %1 : i1
  }
  return
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// Rows that share a parameter are taken two at a time, with the parameter
// loaded once; what two do not divide is one row. Rows that share nothing are
// taken one at a time.

// CHECK-LABEL: func.func @shared_parameter(
// CHECK-SAME:    %[[X:[a-z0-9]+]]: memref<5x32xf32>, %[[P:[a-z0-9]+]]: memref<32xf32>, %[[Y:[a-z0-9]+]]: memref<5x32xf32>
// CHECK:         %[[TWO:.*]] = arith.constant 2 : index
// CHECK:         scf.for %[[R:.*]] = %{{.*}} to %{{.*}} step %[[TWO]]
// CHECK:           %[[NEXT:.*]] = arith.addi %[[R]]
// CHECK:           scf.for %[[C:.*]] =
// CHECK:             %[[A:.*]] = vector.load %[[X]][%[[R]], %[[C]]]
// CHECK:             %[[B:.*]] = vector.load %[[X]][%[[NEXT]], %[[C]]]
// CHECK:             %[[PARAMETER:.*]] = vector.load %[[P]][%[[C]]]
// CHECK-NOT:         vector.load %[[P]]
// CHECK:             arith.mulf %[[A]], %[[PARAMETER]]
// CHECK:             vector.store %{{.*}}, %[[Y]][%[[R]], %[[C]]]
// CHECK:             arith.mulf %[[B]], %[[PARAMETER]]
// CHECK:             vector.store %{{.*}}, %[[Y]][%[[NEXT]], %[[C]]]
// CHECK:         scf.for %[[C:.*]] =
// CHECK:           vector.load %[[P]][%[[C]]]
func.func @shared_parameter(%x: memref<5x32xf32>, %p: memref<32xf32>, %y: memref<5x32xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %p : memref<5x32xf32>, memref<32xf32>) outs(%y : memref<5x32xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %0 = arith.mulf %in, %s : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: func.func @nothing_shared(
// CHECK:         scf.for
// CHECK:           scf.for
// CHECK:             vector.load
// CHECK-NOT:         vector.load
// CHECK:         return
func.func @nothing_shared(%x: memref<4x32xf32>, %y: memref<4x32xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<4x32xf32>) outs(%y : memref<4x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#id1 = affine_map<(d0) -> (d0)>

// The widest element decides how many are taken at once; 3 of 19 are left.
// CHECK-LABEL: func.func @widest(
// CHECK-SAME: %[[X:[^:]*]]: memref<19xf32>, %[[Y:[^:]*]]: memref<19xf64>, %[[Z:[^:]*]]: memref<19xi64>)
// CHECK: scf.for %[[I:[a-z0-9]+]] = %c0 to %c16 step %c8
// CHECK: vector.load %[[X]][%[[I]]] : memref<19xf32>, vector<8xf32>
// CHECK: vector.load %[[Y]][%[[I]]] : memref<19xf64>, vector<8xf64>
// CHECK: vector.store %{{.*}}, %[[Y]][%[[I]]] : memref<19xf64>, vector<8xf64>
// CHECK: vector.store %{{.*}}, %[[Z]][%[[I]]] : memref<19xi64>, vector<8xi64>
// CHECK: %[[REST:.*]] = vector.constant_mask [3] : vector<8xi1>
// CHECK: vector.maskedstore %[[Y]][%c16], %[[REST]]
// CHECK: vector.maskedstore %[[Z]][%c16], %[[REST]]
func.func @widest(%x: memref<19xf32>, %y: memref<19xf64>, %z: memref<19xi64>) {
  linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<19xf32>) outs(%y, %z : memref<19xf64>, memref<19xi64>) {
  ^bb0(%a: f32, %b: f64, %c: i64):
    %0 = arith.extf %a : f32 to f64
    %1 = arith.addf %0, %b : f64
    %2 = arith.fptosi %1 : f64 to i64
    linalg.yield %1, %2 : f64, i64
  }
  return
}

// Less than a register, and nothing at all.
// CHECK-LABEL: func.func @short(
// CHECK-NOT: scf.for
// CHECK-NOT: vector.load
// CHECK: vector.constant_mask [3] : vector<16xi1>
// CHECK: vector.maskedstore
// CHECK-LABEL: func.func @empty(
// CHECK-NEXT: return
func.func @short(%x: memref<3xf32>) {
  linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]} outs(%x : memref<3xf32>) {
  ^bb0(%a: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  return
}
func.func @empty(%x: memref<4x0xf32>) {
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]} outs(%x : memref<4x0xf32>) {
  ^bb0(%a: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  return
}

// Left too: half a byte per element, every second element, no loop, a tensor.
// CHECK-LABEL: func.func @odd(
// CHECK-NOT: vector.
// CHECK-COUNT-4: linalg.generic
// CHECK-NOT: vector.
// CHECK: return
func.func @odd(%i: memref<16xi4>, %s: memref<16xf32, strided<[2]>>, %n: memref<f32>, %t: tensor<16xf32>) -> tensor<16xf32> {
  linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]} outs(%i : memref<16xi4>) {
  ^bb0(%a: i4):
    %0 = arith.addi %a, %a : i4
    linalg.yield %0 : i4
  }
  linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]} outs(%s : memref<16xf32, strided<[2]>>) {
  ^bb0(%a: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<() -> ()>], iterator_types = []} outs(%n : memref<f32>) {
  ^bb0(%a: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  %r = linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]} outs(%t : tensor<16xf32>) {
  ^bb0(%a: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  } -> tensor<16xf32>
  return %r : tensor<16xf32>
}
// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// A sum over rows that share an input: the second of two rows reads what the
// first has written.
// CHECK-LABEL: func.func @shared_sum(
// CHECK-SAME: %[[P:[^:]*]]: memref<32xf32>, %[[X:[^:]*]]: memref<3x32xf32>, %[[Y:[^:]*]]: memref<32xf32>)
// CHECK: scf.for %[[J:[a-z0-9]+]] =
// CHECK: vector.load %[[P]][%[[J]]]
// CHECK: vector.load %[[X]][%c0, %[[J]]]
// CHECK: vector.load %[[X]][%c1, %[[J]]]
// CHECK: vector.load %[[Y]][%[[J]]]
// CHECK: vector.store %{{.*}}, %[[Y]][%[[J]]]
// CHECK: vector.load %[[Y]][%[[J]]]
// CHECK: vector.store %{{.*}}, %[[Y]][%[[J]]]
// CHECK: scf.for %[[J:[a-z0-9]+]] =
// CHECK: vector.load %[[X]][%c2, %[[J]]]
func.func @shared_sum(%p: memref<32xf32>, %x: memref<3x32xf32>, %y: memref<32xf32>) {
  linalg.generic {indexing_maps = [#row, #id, #row], iterator_types = ["reduction", "parallel"]}
      ins(%p, %x : memref<32xf32>, memref<3x32xf32>) outs(%y : memref<32xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %out, %0 : f32
    linalg.yield %1 : f32
  }
  return
}
