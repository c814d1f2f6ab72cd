// RUN: snn-opt %s --snn-infer-spikes --canonicalize --cse | FileCheck %s

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>

// Bodies take i1 and make numbers of single elements; sums stay sums.

// CHECK-LABEL: func @bodies(
// CHECK-SAME: %[[B:.*]]: tensor<3x4xi1>,
// CHECK-NOT: arith.uitofp %[[B]]
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction", "parallel"]} ins(%[[B]], %{{.*}} : tensor<3x4xi1>, tensor<3x4xf32>)
// CHECK-NEXT: ^bb0(%[[Z:.*]]: i1, %[[X:.*]]: f32, %[[SUM:.*]]: f32):
// CHECK: %[[P:.*]] = arith.select %[[Z]], %[[X]], %{{.*}} : f32
// CHECK: %[[N:.*]] = arith.uitofp %[[Z]] : i1 to f32
// CHECK: arith.addf %[[P]], %[[N]]
// CHECK: linalg.reduce ins(%[[B]] : tensor<3x4xi1>) outs(%{{.*}} : tensor<f32>)
// CHECK: arith.uitofp
// CHECK: arith.addf
func.func @bodies(%b: tensor<3x4xi1>, %x: tensor<3x4xf32>, %r: tensor<4xf32>, %c: tensor<f32>) -> (tensor<4xf32>, tensor<f32>) {
  %z = arith.uitofp %b : tensor<3x4xi1> to tensor<3x4xf32>
  %s = linalg.generic {indexing_maps = [#id, #id, #row], iterator_types = ["reduction", "parallel"]}
      ins(%z, %x : tensor<3x4xf32>, tensor<3x4xf32>) outs(%r : tensor<4xf32>) {
    ^bb0(%zi: f32, %xi: f32, %so_far: f32):
      %p = arith.mulf %xi, %zi : f32
      %q = arith.addf %p, %zi : f32
      %next = arith.addf %so_far, %q : f32
      linalg.yield %next : f32
    } -> tensor<4xf32>
  %n = linalg.reduce { arith.addf } ins(%z : tensor<3x4xf32>) outs(%c : tensor<f32>) dimensions = [0, 1]
  return %s, %n : tensor<4xf32>, tensor<f32>
}

// Bodies that make spikes, into memory of i1; whether any of a row fired.

// CHECK-LABEL: func @made(
// CHECK: %[[MEMORY:.*]] = tensor.empty() : tensor<3x4xi1>
// CHECK: %[[Z:.*]] = linalg.generic {{.*}} outs(%[[MEMORY]] : tensor<3x4xi1>)
// CHECK: %[[ABOVE:.*]] = arith.cmpf ogt
// CHECK: linalg.yield %[[ABOVE]] : i1
// CHECK: arith.select %[[Z]],
// CHECK: %[[ANY:.*]] = linalg.reduce { arith.ori } ins(%[[Z]] : tensor<3x4xi1>) outs(%{{.*}} : tensor<3xi1>)
// CHECK: arith.select %[[ANY]],
func.func @made(%x: tensor<3x4xf32>, %theta: tensor<4xf32>, %y: tensor<3xf32>, %memory: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3xf32>) {
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %none = arith.constant dense<0.0> : tensor<3xf32>
  %z = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %theta : tensor<3x4xf32>, tensor<4xf32>) outs(%memory : tensor<3x4xf32>) {
    ^bb0(%xi: f32, %ti: f32, %out: f32):
      %above = arith.cmpf ogt, %xi, %ti : f32
      %s = arith.select %above, %f1, %f0 : f32
      linalg.yield %s : f32
    } -> tensor<3x4xf32>
  %p = arith.mulf %z, %x : tensor<3x4xf32>
  %any = linalg.reduce { arith.maximumf } ins(%z : tensor<3x4xf32>) outs(%none : tensor<3xf32>) dimensions = [1]
  %q = arith.mulf %any, %y : tensor<3xf32>
  return %p, %q : tensor<3x4xf32>, tensor<3xf32>
}

// Named elementwise ops have bodies as good as any.

// CHECK-LABEL: func @named(
// CHECK-SAME: %[[B:.*]]: tensor<3x4xi1>,
// CHECK: linalg.generic {{.*}} ins(%[[B]], %{{.*}} : tensor<3x4xi1>, tensor<3x4xf32>)
// CHECK-NEXT: ^bb0(%[[Z:.*]]: i1, %[[X:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[P:.*]] = arith.select %[[Z]], %[[X]]
// CHECK-NEXT: linalg.yield %[[P]]
// CHECK: linalg.generic {{.*}} ins(%[[B]] : tensor<3x4xi1>)
// CHECK: arith.uitofp
// CHECK: math.exp
func.func @named(%b: tensor<3x4xi1>, %x: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>) {
  %e = tensor.empty() : tensor<3x4xf32>
  %z = arith.uitofp %b : tensor<3x4xi1> to tensor<3x4xf32>
  %p = linalg.mul ins(%z, %x : tensor<3x4xf32>, tensor<3x4xf32>) outs(%e : tensor<3x4xf32>) -> tensor<3x4xf32>
  %q = linalg.map { math.exp } ins(%z : tensor<3x4xf32>) outs(%e : tensor<3x4xf32>)
  return %p, %q : tensor<3x4xf32>, tensor<3x4xf32>
}

// A result of which only numbers are used is made as numbers.

// CHECK-LABEL: func @numbers(
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<3x4xf32>)
// CHECK: arith.uitofp
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: arith.addf
func.func @numbers(%x: tensor<3x4xf32>, %theta: f32) -> tensor<3x4xf32> {
  %memory = tensor.empty() : tensor<3x4xf32>
  %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf32>) outs(%memory : tensor<3x4xf32>) {
    ^bb0(%xi: f32, %out: f32):
      %above = arith.cmpf ogt, %xi, %theta : f32
      %s = arith.uitofp %above : i1 to f32
      linalg.yield %s : f32
    } -> tensor<3x4xf32>
  %p = arith.addf %z, %x : tensor<3x4xf32>
  return %p : tensor<3x4xf32>
}

// One that is returned is written once, as numbers.

// CHECK-LABEL: func @returned(
// CHECK: %[[Z:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<3x4xf32>)
// CHECK: %[[MASK:.*]] = arith.cmpf une, %[[Z]]
// CHECK: arith.select %[[MASK]]
// CHECK: return %[[Z]]
func.func @returned(%x: tensor<3x4xf32>, %theta: f32) -> (tensor<3x4xf32>, tensor<3x4xf32>) {
  %memory = tensor.empty() : tensor<3x4xf32>
  %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf32>) outs(%memory : tensor<3x4xf32>) {
    ^bb0(%xi: f32, %out: f32):
      %above = arith.cmpf ogt, %xi, %theta : f32
      %s = arith.uitofp %above : i1 to f32
      linalg.yield %s : f32
    } -> tensor<3x4xf32>
  %p = arith.mulf %z, %x : tensor<3x4xf32>
  return %z, %p : tensor<3x4xf32>, tensor<3x4xf32>
}

// Broadcasts, transpositions, shapes, pads, concatenations.

// CHECK-LABEL: func @shapes(
// CHECK-SAME: %[[B:.*]]: tensor<4xi1>
// CHECK-NOT: arith.uitofp
// CHECK: %[[ROWS:.*]] = linalg.broadcast ins(%[[B]] : tensor<4xi1>) outs(%{{.*}} : tensor<3x4xi1>)
// CHECK: arith.select %[[ROWS]]
// CHECK: linalg.transpose ins(%[[ROWS]] : tensor<3x4xi1>) outs(%{{.*}} : tensor<4x3xi1>)
// CHECK: tensor.collapse_shape %{{.*}} : tensor<4x3xi1> into tensor<12xi1>
// CHECK: tensor.expand_shape %{{.*}} : tensor<12xi1> into tensor<3x4xi1>
// CHECK: tensor.pad
// CHECK: tensor.yield %{{.*}} : i1
// CHECK: %[[BOTH:.*]] = tensor.concat dim(0) %{{.*}} : (tensor<4x5xi1>, tensor<4x5xi1>)
// CHECK: arith.select %[[BOTH]]
func.func @shapes(%b: tensor<4xi1>, %x: tensor<3x4xf32>, %y: tensor<8x5xf32>) -> (tensor<3x4xf32>, tensor<8x5xf32>) {
  %f1 = arith.constant 1.0 : f32
  %ones = arith.constant dense<1.0> : tensor<4x5xf32>
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %e = tensor.empty() : tensor<3x4xf32>
  %et = tensor.empty() : tensor<4x3xf32>
  %rows = linalg.broadcast ins(%z : tensor<4xf32>) outs(%e : tensor<3x4xf32>) dimensions = [0]
  %p = arith.mulf %rows, %x : tensor<3x4xf32>
  %columns = linalg.transpose ins(%rows : tensor<3x4xf32>) outs(%et : tensor<4x3xf32>) permutation = [1, 0]
  %flat = tensor.collapse_shape %columns [[0, 1]] : tensor<4x3xf32> into tensor<12xf32>
  %back = tensor.expand_shape %flat [[0, 1]] output_shape [3, 4] : tensor<12xf32> into tensor<3x4xf32>
  %pad = tensor.pad %back low[1, 0] high[0, 1] {
    ^bb0(%i: index, %j: index):
    tensor.yield %f1 : f32
  } : tensor<3x4xf32> to tensor<4x5xf32>
  %both = tensor.concat dim(0) %pad, %ones : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<8x5xf32>
  %q = arith.mulf %both, %y : tensor<8x5xf32>
  return %p, %q : tensor<3x4xf32>, tensor<8x5xf32>
}

// Single elements, slices and gathered rows.

// CHECK-LABEL: func @elements(
// CHECK-SAME: %[[B:.*]]: tensor<6x4xi1>
// CHECK-NOT: arith.uitofp
// CHECK: %[[E:.*]] = tensor.extract %[[B]]
// CHECK: %[[SPLAT:.*]] = tensor.splat %[[E]] : tensor<4xi1>
// CHECK: %[[ROW:.*]] = tensor.insert %{{.*}} into %[[SPLAT]]
// CHECK: %[[SLICE:.*]] = tensor.extract_slice %[[B]]
// CHECK: %[[TWO:.*]] = tensor.insert_slice %[[ROW]] into %[[SLICE]]
// CHECK: arith.select %[[TWO]]
// CHECK: %[[PAIR:.*]] = tensor.from_elements %[[E]], %{{.*}} : tensor<2xi1>
// CHECK: %[[F:.*]] = tensor.extract %[[PAIR]]
// CHECK: arith.select %[[F]]
// CHECK: %[[ROWS:.*]] = tensor.gather %[[B]]
// CHECK: arith.select %[[ROWS]]
func.func @elements(%b: tensor<6x4xi1>, %x: tensor<2x4xf32>, %y: f32, %i: index, %at: tensor<2x1xindex>, %v: tensor<2x1x4xf32>) -> (tensor<2x4xf32>, f32, tensor<2x1x4xf32>) {
  %f1 = arith.constant 1.0 : f32
  %z = arith.uitofp %b : tensor<6x4xi1> to tensor<6x4xf32>
  %e = tensor.extract %z[%i, %i] : tensor<6x4xf32>
  %splat = tensor.splat %e : tensor<4xf32>
  %row = tensor.insert %f1 into %splat[%i] : tensor<4xf32>
  %slice = tensor.extract_slice %z[%i, 0] [2, 4] [1, 1] : tensor<6x4xf32> to tensor<2x4xf32>
  %two = tensor.insert_slice %row into %slice[1, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<2x4xf32>
  %p = arith.mulf %two, %x : tensor<2x4xf32>
  %pair = tensor.from_elements %e, %f1 : tensor<2xf32>
  %f = tensor.extract %pair[%i] : tensor<2xf32>
  %q = arith.mulf %f, %y : f32
  %rows = tensor.gather %z[%at] gather_dims([0]) : (tensor<6x4xf32>, tensor<2x1xindex>) -> tensor<2x1x4xf32>
  %r = arith.mulf %rows, %v : tensor<2x1x4xf32>
  return %p, %q, %r : tensor<2x4xf32>, f32, tensor<2x1x4xf32>
}

// Convolutions take floats; a slice of declared spikes is compared, not the
// whole.

// CHECK-LABEL: func @convolution(
// CHECK-SAME: %[[B:[^:]*]]: tensor<6xi1>, %[[Z:[^:]*]]: tensor<9xf32> {snn.spikes}
// CHECK: %[[F:.*]] = arith.uitofp %[[B]]
// CHECK: %[[S:.*]] = tensor.extract_slice %[[Z]]
// CHECK: %[[M:.*]] = arith.cmpf une, %[[S]]
// CHECK: linalg.conv_1d ins(%[[F]],
// CHECK: arith.select %[[M]]
func.func @convolution(%b: tensor<6xi1>, %z: tensor<9xf32> {snn.spikes}, %k: tensor<3xf32>, %c: tensor<4xf32>) -> tensor<4xf32> {
  %y = arith.uitofp %b : tensor<6xi1> to tensor<6xf32>
  %s = tensor.extract_slice %z[2] [4] [1] : tensor<9xf32> to tensor<4xf32>
  %v = linalg.conv_1d ins(%y, %k : tensor<6xf32>, tensor<3xf32>) outs(%c : tensor<4xf32>) -> tensor<4xf32>
  %p = arith.mulf %v, %s : tensor<4xf32>
  return %p : tensor<4xf32>
}
