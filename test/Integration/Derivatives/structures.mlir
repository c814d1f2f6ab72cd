// Branches of many sides, loops of the affine dialect and packed layouts,
// against finite differences.

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4 f64: i64=1
// RUN: snn-run check %s --entry=switch --wrt=0,1 --in=%t.npz
// RUN: %python %src/test/Integration/arrays.py %t.npz f64:4 f64: i64=7
// RUN: snn-run check %s --entry=switch --wrt=0,1 --in=%t.npz
// RUN: snn-run check %s --entry=switch_in_loop --wrt=0,1 --in=%t.npz
func.func @switch(%x: tensor<4xf64>, %s: f64, %k: i64) -> tensor<4xf64> {
  %i = arith.index_cast %k : i64 to index
  %r = scf.index_switch %i -> tensor<4xf64>
  case 0 {
    %a = math.tanh %x : tensor<4xf64>
    scf.yield %a : tensor<4xf64>
  }
  case 1 {
    %b = tensor.splat %s : tensor<4xf64>
    %m = arith.mulf %x, %b : tensor<4xf64>
    %a = math.sin %m : tensor<4xf64>
    %p = arith.mulf %a, %a : tensor<4xf64>
    scf.yield %p : tensor<4xf64>
  }
  default {
    %a = arith.mulf %x, %x : tensor<4xf64>
    scf.yield %a : tensor<4xf64>
  }
  return %r : tensor<4xf64>
}

func.func @switch_in_loop(%x: tensor<4xf64>, %s: f64, %n: i64) -> tensor<4xf64> {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c3 = arith.constant 3 : i64
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<4xf64> : i64 {
    %k = arith.remui %t, %c3 : i64
    %v = func.call @switch(%u, %s, %k) : (tensor<4xf64>, f64, i64) -> tensor<4xf64>
    scf.yield %v : tensor<4xf64>
  }
  return %r : tensor<4xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:8,3
// RUN: snn-run check %s --entry=affine --wrt=0 --in=%t.npz
func.func @affine(%x: tensor<8x3xf64>) -> tensor<3xf64> {
  %z = arith.constant dense<0.5> : tensor<3xf64>
  %r = affine.for %t = 0 to 8 step 2 iter_args(%u = %z) -> tensor<3xf64> {
    %i = affine.apply affine_map<(d) -> (d + 1)>(%t)
    %j = affine.min affine_map<(d) -> (d * 3, 7)>(%t)
    %a = tensor.extract_slice %x[%i, 0] [1, 3] [1, 1] : tensor<8x3xf64> to tensor<3xf64>
    %b = tensor.extract_slice %x[%j, 0] [1, 3] [1, 1] : tensor<8x3xf64> to tensor<3xf64>
    %v = affine.if affine_set<(d) : (d - 4 >= 0)>(%t) -> tensor<3xf64> {
      %p = arith.mulf %a, %b : tensor<3xf64>
      affine.yield %p : tensor<3xf64>
    } else {
      affine.yield %a : tensor<3xf64>
    }
    %w = arith.mulf %u, %v : tensor<3xf64>
    %h = math.cos %w : tensor<3xf64>
    affine.yield %h : tensor<3xf64>
  }
  return %r : tensor<3xf64>
}

// RUN: %python %src/test/Integration/arrays.py %t.npz f64:5,6 f64:
// RUN: snn-run check %s --entry=packed --wrt=0,1 --in=%t.npz
func.func @packed(%x: tensor<5x6xf64>, %p: f64) -> tensor<5x6xf64> {
  %e = tensor.empty() : tensor<3x2x2x3xf64>
  %a = linalg.pack %x padding_value(%p : f64) inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %e : tensor<5x6xf64> -> tensor<3x2x2x3xf64>
  %s = math.sin %a : tensor<3x2x2x3xf64>
  %rows = tensor.extract_slice %s[1, 0, 0, 0] [2, 2, 2, 3] [1, 1, 1, 1] : tensor<3x2x2x3xf64> to tensor<2x2x2x3xf64>
  %twice = tensor.concat dim(0) %rows, %rows : (tensor<2x2x2x3xf64>, tensor<2x2x2x3xf64>) -> tensor<4x2x2x3xf64>
  %three = tensor.extract_slice %twice[1, 0, 0, 0] [3, 2, 2, 3] [1, 1, 1, 1] : tensor<4x2x2x3xf64> to tensor<3x2x2x3xf64>
  %m = arith.mulf %three, %s : tensor<3x2x2x3xf64>
  %o = tensor.empty() : tensor<5x6xf64>
  %r = linalg.unpack %m inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %o : tensor<3x2x2x3xf64> -> tensor<5x6xf64>
  return %r : tensor<5x6xf64>
}

// Weights that are bytes beside the program.
// RUN: %python %src/test/Integration/arrays.py %t.npz f64:3,4
// RUN: snn-run check %s --entry=resource --wrt=0 --in=%t.npz
func.func @resource(%x: tensor<3x4xf64>) -> tensor<3x2xf32> {
  %w = arith.constant dense_resource<weights> : tensor<4x2xf32>
  %z = arith.constant dense<0.0> : tensor<3x2xf32>
  %x32 = arith.truncf %x : tensor<3x4xf64> to tensor<3x4xf32>
  %y = linalg.matmul ins(%x32, %w : tensor<3x4xf32>, tensor<4x2xf32>) outs(%z : tensor<3x2xf32>) -> tensor<3x2xf32>
  %t = math.tanh %y : tensor<3x2xf32>
  return %t : tensor<3x2xf32>
}
{-#
  dialect_resources: {
    builtin: {
      weights: "0x040000000000803F000000400000C0BF0000003F000000BF0000803E9A99993ECDCCCCBD"
    }
  }
#-}
