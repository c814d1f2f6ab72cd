// RUN: snn-opt %s --ad-differentiate --canonicalize --cse | FileCheck %s

// A scalar that a body captures inside a loop receives its cotangent: the
// reverse of the loop is built in a block that belongs to nothing yet.

func.func @scale(%s: f32, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %r = scf.for %t = %c0 to %c2 step %c1 iter_args(%u = %x) -> tensor<4xf32> {
    %e = tensor.empty() : tensor<4xf32>
    %y = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>],
                         iterator_types = ["parallel"]}
        ins(%u : tensor<4xf32>) outs(%e : tensor<4xf32>) {
    ^bb0(%a: f32, %o: f32):
      %0 = arith.mulf %s, %a : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    scf.yield %y : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func private @scale_vjp(
// CHECK: scf.for
// CHECK: scf.for {{.*}} -> (tensor<4xf32>, f32)
// CHECK: iterator_types = ["reduction"]
// CHECK: %[[PART:.*]] = tensor.extract
// CHECK: scf.yield %{{.*}}, %{{.*}} : tensor<4xf32>, f32
func.func @grad(%s: f32, %x: tensor<4xf32>, %ct: tensor<4xf32>) -> f32 {
  %ds = ad.vjp @scale(%s, %x) cotangents(%ct) {wrt = [0]} : (f32, tensor<4xf32>) cotangents(tensor<4xf32>) -> (f32)
  return %ds : f32
}
