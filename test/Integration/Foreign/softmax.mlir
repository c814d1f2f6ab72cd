// A softmax in pieces as torch-mlir exports it: the maximum with its position
// as a second result, the difference by a map of a constant, the exponential,
// the sum, the quotient.

// RUN: %python %S/Inputs/foreign.py %s softmax --entry=softmax --wrt=0

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0, 0)>
module attributes {torch.debug_module_name = "Softmax"} {
  func.func @softmax(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %zero_i64 = arith.constant 0 : i64
    %zero = arith.constant 0.0 : f32
    %least = arith.constant 0xFF800000 : f32
    %n = tensor.dim %x, %c0 : tensor<?x?xf32>
    %m = tensor.dim %x, %c1 : tensor<?x?xf32>
    %ie = tensor.empty(%n) : tensor<?x1xi64>
    %i0 = linalg.fill ins(%zero_i64 : i64) outs(%ie : tensor<?x1xi64>) -> tensor<?x1xi64>
    %me = tensor.empty(%n) : tensor<?x1xf32>
    %m0 = linalg.fill ins(%least : f32) outs(%me : tensor<?x1xf32>) -> tensor<?x1xf32>
    %max:2 = linalg.generic {indexing_maps = [#id, #row, #row], iterator_types = ["parallel", "reduction"]}
        ins(%x : tensor<?x?xf32>) outs(%m0, %i0 : tensor<?x1xf32>, tensor<?x1xi64>) {
    ^bb0(%in: f32, %out: f32, %at: i64):
      %j = linalg.index 1 : index
      %k = arith.index_cast %j : index to i64
      %v = arith.maximumf %in, %out : f32
      %p = arith.cmpf ogt, %in, %out : f32
      %i = arith.select %p, %k, %at : i64
      linalg.yield %v, %i : f32, i64
    } -> (tensor<?x1xf32>, tensor<?x1xi64>)
    %e = tensor.empty(%n, %m) : tensor<?x?xf32>
    %d = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
        ins(%x, %max#0 : tensor<?x?xf32>, tensor<?x1xf32>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%in: f32, %most: f32, %out: f32):
      %0 = arith.subf %in, %most : f32
      linalg.yield %0 : f32
    } -> tensor<?x?xf32>
    %ex = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%d : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = math.exp %in : f32
      linalg.yield %0 : f32
    } -> tensor<?x?xf32>
    %s0 = linalg.fill ins(%zero : f32) outs(%me : tensor<?x1xf32>) -> tensor<?x1xf32>
    %s = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
        ins(%ex : tensor<?x?xf32>) outs(%s0 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %in, %out : f32
      linalg.yield %0 : f32
    } -> tensor<?x1xf32>
    %r = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
        ins(%ex, %s : tensor<?x?xf32>, tensor<?x1xf32>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%in: f32, %sum: f32, %out: f32):
      %0 = arith.divf %in, %sum : f32
      linalg.yield %0 : f32
    } -> tensor<?x?xf32>
    return %r : tensor<?x?xf32>
  }
}
