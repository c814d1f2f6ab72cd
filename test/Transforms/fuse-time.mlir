// RUN: snn-opt %s --snn-fuse-time --canonicalize --cse --split-input-file | FileCheck %s
// RUN: snn-opt %s --snn-fuse-time=rows=4 --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=FOUR

#id = affine_map<(b, n) -> (b, n)>
#row = affine_map<(b, n) -> (n)>
#m = affine_map<(b, n, k) -> (b, k)>
#w = affine_map<(b, n, k) -> (k, n)>
#o = affine_map<(b, n, k) -> (b, n)>

// A recurrent layer: samples by neurons, with as many samples as neurons, so
// that nothing but the way of the data says which is which. The weights are
// whole in each tile.

// CHECK-LABEL: func.func @recurrent(
// CHECK-SAME:    %[[X:.*]]: tensor<9x64x64xf32>, %[[W:.*]]: tensor<64x64xf32>
// CHECK:         scf.forall (%[[I:.*]]) in (4) shared_outs(%[[OUT:.*]] = %{{.*}}) -> (tensor<64x64xf32>)
// CHECK:           %[[AT:.*]] = affine.apply #{{.*}}(%[[I]])
// CHECK:           %[[XS:.*]] = tensor.extract_slice %[[X]][0, %[[AT]], 0] [9, 16, 64]
// CHECK:           %[[END:.*]] = scf.for %[[T:.*]] = {{.*}} iter_args(%[[U:.*]] = %{{.*}}) -> (tensor<16x64xf32>)
// CHECK:             tensor.extract_slice %[[XS]][%[[T]], 0, 0] [1, 16, 64]
// CHECK:             linalg.contract {{.*}} ins(%[[U]], %[[W]] : tensor<16x64xf32>, tensor<64x64xf32>)
// CHECK:           scf.forall.in_parallel
// CHECK:             tensor.parallel_insert_slice %[[END]] into %[[OUT]][%[[AT]], 0] [16, 64]
// CHECK-NOT:     scf.for

// FOUR-LABEL: func.func @recurrent(
// FOUR:         scf.forall {{.*}} in (16)
// FOUR:           scf.for {{.*}} -> (tensor<4x64xf32>)
func.func @recurrent(%x: tensor<9x64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zeros = arith.constant dense<0.0> : tensor<64x64xf32>
  %r = scf.for %t = %c0 to %c9 step %c1 iter_args(%u = %zeros) -> (tensor<64x64xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 64, 64] [1, 1, 1] : tensor<9x64x64xf32> to tensor<64x64xf32>
    %i = linalg.contract indexing_maps = [#m, #w, #o] ins(%u, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%zeros : tensor<64x64xf32>) -> tensor<64x64xf32>
    %v = linalg.add ins(%xt, %i : tensor<64x64xf32>, tensor<64x64xf32>) outs(%zeros : tensor<64x64xf32>) -> tensor<64x64xf32>
    scf.yield %v : tensor<64x64xf32>
  }
  return %r : tensor<64x64xf32>
}

// -----

#m = affine_map<(k, n, b) -> (b, k)>
#d = affine_map<(k, n, b) -> (b, n)>
#o = affine_map<(k, n, b) -> (k, n)>

#id = affine_map<(b, n) -> (b, n)>

// A weight's gradient: tiles have addends, and what is left over of the batch
// is a tile too. The rows of the weights separate as well, but each tile of
// them would compute all cotangents.

// CHECK-LABEL: func.func @gradient(
// CHECK-SAME:    %[[Z:[a-z0-9]+]]: tensor<9x40x6xf32>, %[[D:[a-z0-9]+]]: tensor<9x40x4xf32>, %[[START:[a-z0-9]+]]: tensor<6x4xf32>
// CHECK:         %[[PARTS:.*]] = tensor.empty() : tensor<3x6x4xf32>
// CHECK:         %[[WHOLE:.*]] = scf.forall (%[[I:.*]]) in (2) shared_outs(%[[OUT:.*]] = %[[PARTS]])
// The first tile starts from what the loop started from.
// CHECK:           %[[FIRST:.*]] = arith.cmpi eq, %[[I]], %{{.*}}
// CHECK:           %[[INIT:.*]] = scf.if %[[FIRST]]
// CHECK:             scf.yield %[[START]]
// CHECK:             linalg.fill
// CHECK:           scf.for {{.*}} iter_args(%[[G:.*]] = %[[INIT]], %{{.*}}) -> (tensor<6x4xf32>, tensor<16x4xf32>)
// CHECK:             linalg.contract {{.*}} ins(%{{.*}}, %{{.*}} : tensor<16x6xf32>, tensor<16x4xf32>) outs(%[[G]]
// CHECK:           tensor.parallel_insert_slice %{{.*}} into %[[OUT]][%[[I]], 0, 0] [1, 6, 4]
// CHECK:         %[[REST:.*]]:2 = scf.for {{.*}} -> (tensor<6x4xf32>, tensor<8x4xf32>)
// CHECK:         %[[ALL:.*]] = tensor.insert_slice %[[REST]]#0 into %[[WHOLE]][2, 0, 0] [1, 6, 4]
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel", "parallel"]} ins(%[[ALL]] :
// CHECK:         return %[[SUM]]
func.func @gradient(%z: tensor<9x40x6xf32>, %d: tensor<9x40x4xf32>, %start: tensor<6x4xf32>) -> tensor<6x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zeros = arith.constant dense<0.0> : tensor<40x4xf32>
  %r:2 = scf.for %t = %c0 to %c9 step %c1 iter_args(%g = %start, %u = %zeros) -> (tensor<6x4xf32>, tensor<40x4xf32>) {
    %zt = tensor.extract_slice %z[%t, 0, 0] [1, 40, 6] [1, 1, 1] : tensor<9x40x6xf32> to tensor<40x6xf32>
    %dt = tensor.extract_slice %d[%t, 0, 0] [1, 40, 4] [1, 1, 1] : tensor<9x40x4xf32> to tensor<40x4xf32>
    %v = linalg.add ins(%dt, %u : tensor<40x4xf32>, tensor<40x4xf32>) outs(%zeros : tensor<40x4xf32>) -> tensor<40x4xf32>
    %w = linalg.exp ins(%v : tensor<40x4xf32>) outs(%zeros : tensor<40x4xf32>) -> tensor<40x4xf32>
    %n = linalg.contract indexing_maps = [#m, #d, #o] ins(%zt, %w : tensor<40x6xf32>, tensor<40x4xf32>) outs(%g : tensor<6x4xf32>) -> tensor<6x4xf32>
    scf.yield %n, %w : tensor<6x4xf32>, tensor<40x4xf32>
  }
  return %r#0 : tensor<6x4xf32>
}

// -----

#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>

// A mean over the batch ends one phase of tiles: what needs it is in the next.
// A loop that needs it in each step stays whole.

// CHECK-LABEL: func.func @normalized(
// CHECK:         %[[FIRST:.*]]:2 = scf.forall {{.*}} in (2) shared_outs
// CHECK:           scf.for {{.*}} -> (tensor<16x4xf32>)
// CHECK:           tensor.parallel_insert_slice
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel"]} ins(%[[FIRST]]#
// CHECK:         scf.forall {{.*}} in (2)
// CHECK:           linalg.generic {{.*}} ins(%{{.*}}, %[[SUM]] : tensor<16x4xf32>, tensor<4xf32>)
// CHECK:           scf.for {{.*}} -> (tensor<16x4xf32>)
// CHECK:         return

// CHECK-LABEL: func.func @normalized_in_steps(
// CHECK-NOT:     scf.forall
func.func @normalized(%x: tensor<32x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %v = linalg.exp ins(%u : tensor<32x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %v : tensor<32x4xf32>
  }
  %sum = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
      ins(%a : tensor<32x4xf32>) outs(%zero : tensor<4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %out, %in : f32
    linalg.yield %0 : f32
  } -> tensor<4xf32>
  %b = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a, %sum : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %0 = arith.divf %in, %s : f32
    linalg.yield %0 : f32
  } -> tensor<32x4xf32>
  %c = scf.for %t = %c0 to %n step %c1 iter_args(%u = %b) -> (tensor<32x4xf32>) {
    %v = linalg.exp ins(%u : tensor<32x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %v : tensor<32x4xf32>
  }
  return %c : tensor<32x4xf32>
}

func.func @normalized_in_steps(%x: tensor<32x4xf32>, %n: index, %w: tensor<4x4xf32>) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %sum = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%zero : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %v = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i, %sum : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %0 = arith.divf %in, %s : f32
      linalg.yield %0 : f32
    } -> tensor<32x4xf32>
    scf.yield %v : tensor<32x4xf32>
  }
  return %a : tensor<32x4xf32>
}

// -----

// Sizes that are not known: as many whole tiles as there are, and a rest of
// none or one.

// CHECK-LABEL: func.func @dynamic(
// CHECK-SAME:    %[[X:[a-z0-9]+]]: tensor<?x?x5xf32>
// CHECK-DAG:     %[[B:.*]] = tensor.dim %[[X]], %c1
// CHECK-DAG:     %[[WHOLE:.*]] = affine.apply #{{.*}}()[%[[B]]]
// CHECK:         scf.forall {{.*}} in (%{{.*}})
// CHECK:           scf.for {{.*}} -> (tensor<16x5xf32>)
// CHECK:         scf.forall {{.*}} in (%{{.*}})
// CHECK:           scf.for {{.*}} -> (tensor<?x5xf32>)
func.func @dynamic(%x: tensor<?x?x5xf32>) -> tensor<?x5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %steps = tensor.dim %x, %c0 : tensor<?x?x5xf32>
  %batch = tensor.dim %x, %c1 : tensor<?x?x5xf32>
  %e = tensor.empty(%batch) : tensor<?x5xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
  %r = scf.for %t = %c0 to %steps step %c1 iter_args(%u = %zeros) -> (tensor<?x5xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, %batch, 5] [1, 1, 1] : tensor<?x?x5xf32> to tensor<?x5xf32>
    %v = linalg.add ins(%xt, %u : tensor<?x5xf32>, tensor<?x5xf32>) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
    scf.yield %v : tensor<?x5xf32>
  }
  return %r : tensor<?x5xf32>
}

// -----

#b = affine_map<(b) -> (b)>

// A step that looks at neighbours among the samples, or reads a part of them,
// stays whole; so does a batch of one.

// CHECK-LABEL: func.func @neighbours(
// CHECK-NOT:     scf.forall
func.func @neighbours(%x: tensor<64xf32>, %n: index) -> tensor<64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<64xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<64xf32>) {
    %a = tensor.extract_slice %u[1] [63] [1] : tensor<64xf32> to tensor<63xf32>
    %v = tensor.insert_slice %a into %u[0] [63] [1] : tensor<63xf32> into tensor<64xf32>
    %w = linalg.exp ins(%v : tensor<64xf32>) outs(%e : tensor<64xf32>) -> tensor<64xf32>
    scf.yield %w : tensor<64xf32>
  }
  return %r : tensor<64xf32>
}

// CHECK-LABEL: func.func @one_sample(
// CHECK-NOT:     scf.forall
func.func @one_sample(%x: tensor<1x1xf32>, %n: index) -> tensor<1x1xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<1x1xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<1x1xf32>) {
    %w = linalg.exp ins(%u : tensor<1x1xf32>) outs(%e : tensor<1x1xf32>) -> tensor<1x1xf32>
    scf.yield %w : tensor<1x1xf32>
  }
  return %r : tensor<1x1xf32>
}

// -----

#pos = affine_map<(b, n) -> (b, n)>

// Positions count from the first sample, not from that of the tile; labels are
// cut too.

// CHECK-LABEL: func.func @positions(
// CHECK:         scf.forall
// CHECK:           %[[AT:.*]] = affine.apply
// CHECK:           linalg.generic
// CHECK:             %[[HERE:.*]] = linalg.index 0
// CHECK:             arith.addi %[[HERE]], %[[AT]]
// CHECK:             linalg.index 1
// CHECK-NOT:         arith.addi
// CHECK:             linalg.yield
func.func @positions(%x: tensor<64x4xindex>, %n: index) -> tensor<64x4xindex> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<64x4xindex>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<64x4xindex>) {
    %w = linalg.generic {indexing_maps = [#pos, #pos], iterator_types = ["parallel", "parallel"]}
        ins(%u : tensor<64x4xindex>) outs(%e : tensor<64x4xindex>) {
    ^bb0(%in: index, %out: index):
      %b = linalg.index 0 : index
      %k = linalg.index 1 : index
      %0 = arith.muli %b, %in : index
      %1 = arith.muli %k, %0 : index
      linalg.yield %1 : index
    } -> tensor<64x4xindex>
    scf.yield %w : tensor<64x4xindex>
  }
  return %r : tensor<64x4xindex>
}

// -----

#id = affine_map<(b, n) -> (b, n)>
#none = affine_map<(b, n) -> ()>

// A loss that the loop carries as a number: each tile has an addend of it. A
// number that is no sum over samples stays what it is.

// CHECK-LABEL: func.func @carried_loss(
// CHECK-SAME:    %[[X:[a-z0-9]+]]: tensor<64x4xf32>, %[[N:[a-z0-9]+]]: index, %[[LOSS:[a-z0-9]+]]: f32
// CHECK:         %[[PARTS:.*]] = tensor.empty() : tensor<4xf32>
// CHECK:         %[[ALL:.*]]:2 = scf.forall (%[[I:.*]]) in (4) shared_outs(%{{.*}} = %{{.*}}, %[[OUT:.*]] = %[[PARTS]])
// CHECK:           %[[IS_FIRST:.*]] = arith.cmpi eq, %[[I]]
// CHECK:           %[[START:.*]] = arith.select %[[IS_FIRST]], %[[LOSS]], %{{.*}}
// CHECK:           %[[R:.*]]:3 = scf.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %[[START]], %{{.*}} = %{{.*}}) -> (tensor<16x4xf32>, f32, f32)
// CHECK:           %[[PART:.*]] = tensor.from_elements %[[R]]#1
// CHECK:           tensor.parallel_insert_slice %[[PART]] into %[[OUT]][%[[I]]] [1]
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} ["reduction"]} ins(%[[ALL]]#1
// CHECK:         tensor.extract %[[SUM]][]
func.func @carried_loss(%x: tensor<64x4xf32>, %n: index, %loss: f32) -> (tensor<64x4xf32>, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %half = arith.constant 0.5 : f32
  %zero = arith.constant dense<0.0> : tensor<f32>
  %e = tensor.empty() : tensor<64x4xf32>
  %r:3 = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x, %l = %loss, %gain = %half) -> (tensor<64x4xf32>, f32, f32) {
    %w = linalg.exp ins(%u : tensor<64x4xf32>) outs(%e : tensor<64x4xf32>) -> tensor<64x4xf32>
    %s = linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction", "reduction"]}
        ins(%w : tensor<64x4xf32>) outs(%zero : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<f32>
    %step = tensor.extract %s[] : tensor<f32>
    %weighted = arith.mulf %step, %gain : f32
    %sum = arith.addf %l, %weighted : f32
    %smaller = arith.mulf %gain, %half : f32
    scf.yield %w, %sum, %smaller : tensor<64x4xf32>, f32, f32
  }
  return %r#0, %r#1 : tensor<64x4xf32>, f32
}
