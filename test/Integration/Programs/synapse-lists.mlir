// RUN: snn-run grad %s --entry=loss --wrt=0,1,2 --in=%S/synapse-lists.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/synapse-lists.gold.npz --rtol=0.0002

// Synapses as lists of places: loops over them read, add and write single elements at indices that are data; a table
// permuted by tensor.gather; sequences of different lengths stop by select.

!s = tensor<2x5xf32>
func.func private @spike(%v: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %zero = arith.constant dense<0.0> : tensor<2x5xf32>
  %a = math.absf %v : tensor<2x5xf32>
  %e = arith.negf %a : tensor<2x5xf32>
  %g = math.exp %e : tensor<2x5xf32>
  %gs = ad.stop_gradient %g : tensor<2x5xf32>
  %h = arith.mulf %v, %gs : tensor<2x5xf32>
  %hs = ad.stop_gradient %h : tensor<2x5xf32>
  %d = arith.subf %h, %hs : tensor<2x5xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<2x5xf32>
  %f = arith.uitofp %c : tensor<2x5xi1> to tensor<2x5xf32>
  %fs = ad.stop_gradient %f : tensor<2x5xf32>
  %z = arith.addf %d, %fs : tensor<2x5xf32>
  return %z : tensor<2x5xf32>
}

func.func @loss(%x: tensor<7x2x5xf32>, %w: tensor<8xf32>, %th: tensor<5xf32>, %pre: tensor<8xi32>,
    %post: tensor<8xi32>, %len: tensor<2xi32>) -> (!s, tensor<5x2xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c7 = arith.constant 7 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant dense<0.0> : !s
  %e = tensor.empty() : !s
  %perm = arith.constant dense<[[3],[0],[4],[1],[2]]> : tensor<5x1xindex>
  %sc0 = arith.constant dense<0.0> : tensor<5x2xf32>
  %r:3 = scf.for %t = %c0 to %c7 step %c1 iter_args(%u = %zero, %z = %zero, %sc = %sc0) -> (!s, !s, tensor<5x2xf32>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 5] [1, 1, 1] : tensor<7x2x5xf32> to !s
    %i = scf.for %k = %c0 to %c8 step %c1 iter_args(%cur = %xt) -> (!s) {
      %p32 = tensor.extract %pre[%k] : tensor<8xi32>
      %q32 = tensor.extract %post[%k] : tensor<8xi32>
      %p = arith.index_cast %p32 : i32 to index
      %q = arith.index_cast %q32 : i32 to index
      %wk = tensor.extract %w[%k] : tensor<8xf32>
      %c = scf.for %b = %c0 to %c2 step %c1 iter_args(%cc = %cur) -> (!s) {
        %zb = tensor.extract %z[%b, %p] : !s
        %old = tensor.extract %cc[%b, %q] : !s
        %m = arith.mulf %zb, %wk : f32
        %new = arith.addf %old, %m : f32
        %ins = tensor.insert %new into %cc[%b, %q] : !s
        scf.yield %ins : !s
      }
      scf.yield %c : !s
    }
    %ths = linalg.broadcast ins(%th : tensor<5xf32>) outs(%e : !s) dimensions = [0]
    %k7 = arith.constant dense<0.7> : !s
    %ku = arith.mulf %u, %k7 : !s
    %u1 = arith.addf %ku, %i : !s
    %v = arith.subf %u1, %ths : !s
    %z1 = func.call @spike(%v) : (!s) -> !s
    %zt = arith.mulf %z1, %ths : !s
    %u2 = arith.subf %u1, %zt : !s
    %t32 = arith.index_cast %t : index to i32
    %alive = linalg.generic {indexing_maps = [affine_map<(b,n)->(b)>, affine_map<(b,n)->(b,n)>],
        iterator_types=["parallel","parallel"]} ins(%len : tensor<2xi32>) outs(%e : !s) {
    ^bb0(%l: i32, %o: f32):
      %in = arith.cmpi slt, %t32, %l : i32
      %f = arith.uitofp %in : i1 to f32
      linalg.yield %f : f32
    } -> !s
    %mask = arith.cmpf une, %alive, %zero : !s
    %u3 = arith.select %mask, %u2, %u : tensor<2x5xi1>, !s
    %z3 = arith.select %mask, %z1, %zero : tensor<2x5xi1>, !s
    %et = tensor.empty() : tensor<5x2xf32>
    %ut = linalg.transpose ins(%u3 : !s) outs(%et : tensor<5x2xf32>) permutation = [1, 0]
    %g = tensor.gather %ut[%perm] gather_dims([0]) : (tensor<5x2xf32>, tensor<5x1xindex>) -> tensor<5x1x2xf32>
    %g2 = tensor.collapse_shape %g [[0, 1], [2]] : tensor<5x1x2xf32> into tensor<5x2xf32>
    %sc1 = arith.addf %sc, %g2 : tensor<5x2xf32>
    scf.yield %u3, %z3, %sc1 : !s, !s, tensor<5x2xf32>
  }
  return %r#0, %r#2 : !s, tensor<5x2xf32>
}
