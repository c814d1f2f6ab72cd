// RUN: snn-run grad %s --entry=loss --wrt=3,4,5 --in=%S/embedding.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/embedding.gold.npz --rtol=2e-4

// Integer inputs: each step looks tokens up in a learned table, by tensor.gather and by tensor.extract inside a
// linalg.generic; labels in i64 choose the logit; a mask in i1 says which steps count.

!s = tensor<4x6xf32>

func.func @loss(%tokens: tensor<10x4xindex>, %mask: tensor<10x4xi1>, %labels: tensor<4xi64>, %table: tensor<9x6xf32>,
                %bias: tensor<9xf32>, %w: tensor<6x6xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c10 = arith.constant 10 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<1.0> : !s
  %decay = arith.constant dense<0.85> : !s
  %empty = tensor.empty() : !s
  %r:3 = scf.for %t = %c0 to %c10 step %c1 iter_args(%u = %zero, %z = %zero, %sum = %zero) -> (!s, !s, !s) {
    %ids = tensor.extract_slice %tokens[%t, 0] [1, 4] [1, 1] : tensor<10x4xindex> to tensor<4xindex>
    %live = tensor.extract_slice %mask[%t, 0] [1, 4] [1, 1] : tensor<10x4xi1> to tensor<4xi1>
    %column = tensor.expand_shape %ids [[0, 1]] output_shape [4, 1] : tensor<4xindex> into tensor<4x1xindex>
    %rows = tensor.gather %table[%column] gather_dims([0]) : (tensor<9x6xf32>, tensor<4x1xindex>) -> tensor<4x6xf32>
    %biased = linalg.generic {
        indexing_maps = [affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b)>, affine_map<(b, n) -> (b, n)>],
        iterator_types = ["parallel", "parallel"]
      } ins(%rows, %ids : tensor<4x6xf32>, tensor<4xindex>) outs(%empty : !s) {
      ^bb0(%row: f32, %id: index, %unused: f32):
        %add = tensor.extract %bias[%id] : tensor<9xf32>
        %v = arith.addf %row, %add : f32
        linalg.yield %v : f32
      } -> !s
    %i = linalg.matmul ins(%z, %w : !s, tensor<6x6xf32>) outs(%biased : !s) -> !s
    %kept = arith.mulf %u, %decay : !s
    %u1 = arith.addf %kept, %i : !s
    %v = arith.subf %u1, %one : !s
    %v2 = arith.mulf %v, %v : !s
    %b = arith.addf %v2, %one : !s
    %g = arith.divf %one, %b : !s
    %gs = ad.stop_gradient %g : !s
    %h = arith.mulf %v, %gs : !s
    %hs = ad.stop_gradient %h : !s
    %d = arith.subf %h, %hs : !s
    %c = arith.cmpf ogt, %v, %zero : !s
    %f = arith.uitofp %c : tensor<4x6xi1> to !s
    %fs = ad.stop_gradient %f : !s
    %z1 = arith.addf %d, %fs : !s
    %u2 = arith.subf %u1, %z1 : !s
    %masks = linalg.broadcast ins(%live : tensor<4xi1>) outs(%c : tensor<4x6xi1>) dimensions = [1]
    %u3 = arith.select %masks, %u2, %u : tensor<4x6xi1>, !s
    %z3 = arith.select %masks, %z1, %z : tensor<4x6xi1>, !s
    %sum1 = arith.addf %sum, %u3 : !s
    scf.yield %u3, %z3, %sum1 : !s, !s, !s
  }
  %p = linalg.softmax dimension(1) ins(%r#2 : !s) outs(%empty : !s) -> !s
  %n0 = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {
      indexing_maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>],
      iterator_types = ["reduction"]
    } ins(%labels : tensor<4xi64>) outs(%n0 : tensor<f32>) {
    ^bb0(%label: i64, %sofar: f32):
      %i = linalg.index 0 : index
      %j = arith.index_cast %label : i64 to index
      %chance = tensor.extract %p[%i, %j] : !s
      %log = math.log %chance : f32
      %next = arith.subf %sofar, %log : f32
      linalg.yield %next : f32
    } -> tensor<f32>
  return %loss : tensor<f32>
}
