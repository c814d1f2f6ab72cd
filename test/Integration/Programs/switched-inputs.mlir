// RUN: snn-run grad %s --entry=loss --wrt=0,1,2,3,4 --in=%S/switched-inputs.in.npz --out=%t.npz
// RUN: snn-npz-diff %t.npz %S/switched-inputs.gold.npz --rtol=0.0002

// scf.index_switch on an input in i8, an scf.if inside of a case, scf.execute_region; a case that is never taken, an
// argument that nothing uses, results that are an argument, a constant, or the same value twice.

!s = tensor<3x4xf32>
func.func private @spike(%v: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<3x4xf32>
  %a = math.absf %v : tensor<3x4xf32>
  %e = arith.negf %a : tensor<3x4xf32>
  %g = math.exp %e : tensor<3x4xf32>
  %gs = ad.stop_gradient %g : tensor<3x4xf32>
  %h = arith.mulf %v, %gs : tensor<3x4xf32>
  %hs = ad.stop_gradient %h : tensor<3x4xf32>
  %d = arith.subf %h, %hs : tensor<3x4xf32>
  %c = arith.cmpf ogt, %v, %zero : tensor<3x4xf32>
  %f = arith.uitofp %c : tensor<3x4xi1> to tensor<3x4xf32>
  %fs = ad.stop_gradient %f : tensor<3x4xf32>
  %z = arith.addf %d, %fs : tensor<3x4xf32>
  return %z : tensor<3x4xf32>
}

func.func @loss(%x: tensor<11x3x4xf32>, %w: tensor<4x4xf32>, %rare: f32, %never: !s, %unused: tensor<2xf32>,
    %mode: tensor<11xi8>) -> (!s, !s, tensor<4x4xf32>, tensor<2xf32>, i32, tensor<3x4xi1>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c11 = arith.constant 11 : index
  %zero = arith.constant dense<0.0> : !s
  %one = arith.constant dense<0.6> : !s
  %k = arith.constant dense<0.7> : !s
  %b0 = arith.constant dense<false> : tensor<3x4xi1>
  %n0 = arith.constant 0 : i32
  %r:4 = scf.for %t = %c0 to %c11 step %c1 iter_args(%u = %zero, %z = %zero, %n = %n0, %b = %b0)
      -> (!s, !s, i32, tensor<3x4xi1>) {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 3, 4] [1, 1, 1] : tensor<11x3x4xf32> to !s
    %m8 = tensor.extract %mode[%t] : tensor<11xi8>
    %m = arith.index_cast %m8 : i8 to index
    %i, %dn = scf.index_switch %m -> !s, i32
    case 0 {
      %0 = linalg.matmul ins(%z, %w : !s, tensor<4x4xf32>) outs(%xt : !s) -> !s
      %q = arith.constant 1 : i32
      scf.yield %0, %q : !s, i32
    }
    case 2 {
      %g = tensor.splat %rare : !s
      %0 = arith.mulf %g, %xt : !s
      %odd = arith.remui %t, %c2 : index
      %is = arith.cmpi eq, %odd, %c1 : index
      %1 = scf.if %is -> (!s) {
        %a = math.sin %0 : !s
        scf.yield %a : !s
      } else {
        scf.yield %0 : !s
      }
      scf.yield %1, %n0 : !s, i32
    }
    case 7 {
      scf.yield %never, %n0 : !s, i32
    }
    default {
      scf.yield %xt, %n0 : !s, i32
    }
    %ku = arith.mulf %u, %k : !s
    %u1 = scf.execute_region -> !s {
      %p = arith.addf %ku, %i : !s
      scf.yield %p : !s
    }
    %v = arith.subf %u1, %one : !s
    %z1 = func.call @spike(%v) : (!s) -> !s
    %u2 = arith.subf %u1, %z1 : !s
    %n1 = arith.addi %n, %dn : i32
    %fired = arith.cmpf ogt, %z1, %zero : !s
    %ever = arith.ori %fired, %b : tensor<3x4xi1>
    scf.yield %u2, %z1, %n1, %ever : !s, !s, i32, tensor<3x4xi1>
  }
  %const = arith.constant dense<2.5> : tensor<2xf32>
  return %r#0, %r#0, %w, %const, %r#2, %r#3 : !s, !s, tensor<4x4xf32>, tensor<2xf32>, i32, tensor<3x4xi1>
}
