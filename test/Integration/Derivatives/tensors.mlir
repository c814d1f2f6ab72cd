// Rules of the tensor dialect against finite differences.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,8 f64: i64=2 f64:
// RUN: snn-run check %s --entry=slices --wrt=0,1,3 --in=%t.npz

func.func @slices(%x: tensor<?x8xf64>, %s: f64, %n: index, %p: f64) -> (tensor<?x8xf64>, tensor<?x8xf64>, tensor<?x?xf64>, tensor<?xf64>, tensor<2x2xf64>) {
  %c1 = arith.constant 1 : index
  %g = tensor.extract_slice %x[0, 0] [%n, 8] [1, 1] : tensor<?x8xf64> to tensor<?x8xf64>
  %strided = tensor.extract_slice %x[%c1, 0] [%n, 4] [1, 2] : tensor<?x8xf64> to tensor<?x4xf64>
  %placed = tensor.insert_slice %strided into %x[1, 1] [%n, 4] [1, 1] : tensor<?x4xf64> into tensor<?x8xf64>
  %row = tensor.extract_slice %x[%n, 0] [1, 8] [1, 1] : tensor<?x8xf64> to tensor<8xf64>
  %i = tensor.insert_slice %row into %g[0, 0] [1, 8] [1, 1] : tensor<8xf64> into tensor<?x8xf64>
  %cc = tensor.concat dim(0) %placed, %i, %i : (tensor<?x8xf64>, tensor<?x8xf64>, tensor<?x8xf64>) -> tensor<?x8xf64>
  %pd = tensor.pad %x low[%n, 1] high[2, %n] {
  ^bb0(%a: index, %b: index):
    tensor.yield %p : f64
  } : tensor<?x8xf64> to tensor<?x?xf64>
  %gen = tensor.generate %n {
  ^bb0(%a: index):
    %c0 = arith.constant 0 : index
    %e = tensor.extract %x[%a, %c0] : tensor<?x8xf64>
    %q = arith.mulf %e, %e : f64
    %m = arith.mulf %q, %s : f64
    tensor.yield %m : f64
  } : tensor<?xf64>
  %element = tensor.extract %x[%c1, %n] : tensor<?x8xf64>
  %put = tensor.insert %element into %i[%c1, %c1] : tensor<?x8xf64>
  %fe = tensor.from_elements %element, %s, %p, %element : tensor<2x2xf64>
  return %put, %cc, %pd, %gen, %fe : tensor<?x8xf64>, tensor<?x8xf64>, tensor<?x?xf64>, tensor<?xf64>, tensor<2x2xf64>
}

// Padding that depends on where it is.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:3 f64:
// RUN: snn-run check %s --entry=computed_padding --wrt=0,1 --in=%t.npz
func.func @computed_padding(%x: tensor<3xf64>, %p: f64) -> tensor<8xf64> {
  %y = tensor.pad %x low[2] high[3] {
  ^bb0(%a: index):
    %k = arith.index_cast %a : index to i64
    %f = arith.sitofp %k : i64 to f64
    %m = arith.mulf %f, %p : f64
    %s = math.sin %m : f64
    tensor.yield %s : f64
  } : tensor<3xf64> to tensor<8xf64>
  return %y : tensor<8xf64>
}

// Shapes, with dynamic and unit dimensions.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:6,4 f64: i64=3
// RUN: snn-run check %s --entry=shapes --wrt=0,1 --in=%t.npz
func.func @shapes(%x: tensor<?x4xf64>, %s: f64, %n: index) -> (tensor<?x2x2x1xf64>, tensor<?xf64>, tensor<?x?xf64>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %d = tensor.dim %x, %c0 : tensor<?x4xf64>
  %y = arith.mulf %x, %x : tensor<?x4xf64>
  %e = tensor.expand_shape %y [[0], [1, 2, 3]] output_shape [%d, 2, 2, 1] : tensor<?x4xf64> into tensor<?x2x2x1xf64>
  %c = tensor.collapse_shape %y [[0, 1]] : tensor<?x4xf64> into tensor<?xf64>
  %c3 = math.sin %c : tensor<?xf64>
  %splat = tensor.splat %s[%n] : tensor<?x4xf64>
  %slice = tensor.extract_slice %y[0, 0] [%n, 4] [1, 1] : tensor<?x4xf64> to tensor<?x4xf64>
  %sum = arith.mulf %splat, %slice : tensor<?x4xf64>
  %cast = tensor.cast %sum : tensor<?x4xf64> to tensor<?x?xf64>
  return %e, %c3, %cast : tensor<?x2x2x1xf64>, tensor<?xf64>, tensor<?x?xf64>
}

// Row 2 and row 0 are named twice, so they receive two cotangents.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4,3,5 f64:2,4,1,5
// RUN: snn-run check %s --entry=gathered --wrt=0,1 --in=%t.npz
func.func @gathered(%x: tensor<4x?x5xf64>, %s: tensor<2x4x1x5xf64>) -> (tensor<2x2x?x5xf64>, tensor<2x4x1x5xf64>, tensor<3xf64>, tensor<4x?x5xf64>) {
  %rows = arith.constant dense<[[[2], [0]], [[2], [0]]]> : tensor<2x2x1xi32>
  %columns = arith.constant dense<[[2], [0]]> : tensor<2x1xindex>
  %points = arith.constant dense<[[0, 1, 2], [3, 2, 1], [0, 1, 2]]> : tensor<3x3xindex>
  %y = math.sin %x : tensor<4x?x5xf64>
  %a = tensor.gather %y[%rows] gather_dims([0]) : (tensor<4x?x5xf64>, tensor<2x2x1xi32>) -> tensor<2x2x?x5xf64>
  %b = tensor.gather %y[%columns] gather_dims([1]) : (tensor<4x?x5xf64>, tensor<2x1xindex>) -> tensor<2x4x1x5xf64>
  %c = tensor.gather %y[%points] gather_dims([0, 1, 2]) : (tensor<4x?x5xf64>, tensor<3x3xindex>) -> tensor<3xf64>
  %q = arith.mulf %s, %b : tensor<2x4x1x5xf64>
  %d = tensor.scatter %q into %x[%columns] scatter_dims([1]) unique : (tensor<2x4x1x5xf64>, tensor<4x?x5xf64>, tensor<2x1xindex>) -> tensor<4x?x5xf64>
  return %a, %q, %c, %d : tensor<2x2x?x5xf64>, tensor<2x4x1x5xf64>, tensor<3xf64>, tensor<4x?x5xf64>
}
