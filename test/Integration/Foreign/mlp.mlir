// A classifier as torch-mlir exports one: attributes of a dialect that is not
// there, weights as resources, broadcasts by maps of constants, a matrix that is
// transposed first, a private global beside it, an assertion on a dynamic size.

// RUN: %python %S/Inputs/foreign.py %s mlp --entry=forward --wrt=0,1

#map = affine_map<(d0, d1) -> (d0, d1)>
#swap = affine_map<(d0, d1) -> (d1, d0)>
#bias = affine_map<(d0, d1) -> (d1)>
#one = affine_map<(d0, d1) -> (d0, 0)>
module attributes {torch.debug_module_name = "Net", torch.version = 2 : i64} {
  ml_program.global private mutable @global_seed(dense<0> : tensor<i64>) : tensor<i64>
  func.func private @never_called(%seed: i64) -> tensor<i64> attributes {torch.keep} {
    %s = ml_program.global_load @global_seed : tensor<i64>
    %t = "torch.aten.add.Scalar"(%s, %seed) : (tensor<i64>, i64) -> tensor<i64>
    return %t : tensor<i64>
  }
  func.func @forward(%x: tensor<?x4xf32> {torch.type_bound = "[?,4]"}, %b: tensor<3xf32>) -> tensor<?x3xf32>
      attributes {torch.assume_strict_symbolic_shapes} {
    %c0 = arith.constant 0 : index
    %c4 = arith.constant 4 : index
    %c4_i64 = arith.constant 4 : i64
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense_resource<weights> : tensor<3x4xf32>
    %scale = arith.constant dense<[[2.0], [0.5], [1.5]]> : tensor<3x1xf32>
    %n = tensor.dim %x, %c0 : tensor<?x4xf32>
    %k = arith.index_cast %c4 : index to i64
    %fits = arith.cmpi eq, %k, %c4_i64 : i64
    cf.assert %fits, "mismatching contracting dimension for aten.linear"
    %we = tensor.empty() : tensor<3x4xf32>
    %scaled = linalg.generic {indexing_maps = [#map, #one, #map], iterator_types = ["parallel", "parallel"]}
        ins(%w, %scale : tensor<3x4xf32>, tensor<3x1xf32>) outs(%we : tensor<3x4xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %0 = arith.mulf %in, %s : f32
      linalg.yield %0 : f32
    } -> tensor<3x4xf32>
    %te = tensor.empty() : tensor<4x3xf32>
    %wt = linalg.generic {indexing_maps = [#map, #swap], iterator_types = ["parallel", "parallel"]}
        ins(%scaled : tensor<3x4xf32>) outs(%te : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %ye = tensor.empty(%n) : tensor<?x3xf32>
    %y0 = linalg.fill ins(%zero : f32) outs(%ye : tensor<?x3xf32>) -> tensor<?x3xf32>
    %y = linalg.matmul ins(%x, %wt : tensor<?x4xf32>, tensor<4x3xf32>) outs(%y0 : tensor<?x3xf32>) -> tensor<?x3xf32>
    %z = linalg.generic {indexing_maps = [#map, #bias, #map], iterator_types = ["parallel", "parallel"]}
        ins(%y, %b : tensor<?x3xf32>, tensor<3xf32>) outs(%ye : tensor<?x3xf32>) {
    ^bb0(%in: f32, %bi: f32, %out: f32):
      %0 = arith.addf %in, %bi : f32
      linalg.yield %0 : f32
    } -> tensor<?x3xf32>
    %r = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
        ins(%z : tensor<?x3xf32>) outs(%ye : tensor<?x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.cmpf ugt, %in, %zero : f32
      %0 = arith.select %p, %in, %zero : f32
      linalg.yield %0 : f32
    } -> tensor<?x3xf32>
    return %r : tensor<?x3xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      weights: "0x040000000000803F000000C00000003F0000803E000040BF0000C03F0000003F000080BF000000400000803E0000C0BF0000403F"
    }
  }
#-}
