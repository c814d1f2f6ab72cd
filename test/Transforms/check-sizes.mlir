// RUN: snn-opt %s --snn-check-sizes --split-input-file | FileCheck %s

// The product and the sum each take a size for granted; the second sum nothing
// that the first did not.
// CHECK-LABEL: func.func @dense(
// CHECK-SAME: %[[X:.*]]: tensor<?x?xf32>, %[[W:.*]]: tensor<?x?xf32>, %[[B:.*]]: tensor<?x?xf32>)
// CHECK: %[[N:.*]] = tensor.dim %[[X]], %c1
// CHECK: %[[M:.*]] = tensor.dim %[[W]], %c0
// CHECK: %[[FITS:.*]] = arith.cmpi eq, %[[N]], %[[M]] : index
// CHECK: cf.assert %[[FITS]], "'linalg.matmul' expects size 1 of argument #0 to be equal to size 0 of argument #1, found that it is not"
// CHECK: cf.assert %{{.*}}, "'linalg.matmul' expects size 0 of argument #0 to be equal to size 0 of argument #2
// CHECK: cf.assert %{{.*}}, "'linalg.matmul' expects size 1 of argument #1 to be equal to size 1 of argument #2
// CHECK-NOT: cf.assert
// CHECK: linalg.matmul
// CHECK-NOT: cf.assert
// CHECK: return
func.func @dense(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>, %b: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %y = arith.addf %b, %b : tensor<?x?xf32>
  %p = linalg.matmul ins(%x, %w : tensor<?x?xf32>, tensor<?x?xf32>) outs(%y : tensor<?x?xf32>) -> tensor<?x?xf32>
  %q = arith.mulf %p, %b : tensor<?x?xf32>
  return %q : tensor<?x?xf32>
}

// -----

// A loop over the steps of one sequence reads another.
// CHECK-LABEL: func.func @steps(
// CHECK: cf.assert %{{.*}}, "'tensor.extract_slice' expects size 0 of argument #0 to be at most size 0 of argument #1, found that it is not"
// CHECK: cf.assert %{{.*}}, "'tensor.extract' expects size 0 of argument #0 to be at most size 0 of argument #2
// CHECK: cf.assert %{{.*}}, "'tensor.insert_slice' expects size 0 of argument #0 to be at most 9
// CHECK-NOT: cf.assert
// CHECK: scf.for
// CHECK-NOT: cf.assert
// CHECK: return
func.func @steps(%x: tensor<?x4xf32>, %y: tensor<?x4xf32>, %s: tensor<?xf32>) -> tensor<9x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<9x4xf32>
  %n = tensor.dim %x, %c0 : tensor<?x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%o = %e) -> tensor<9x4xf32> {
    %a = tensor.extract_slice %x[%t, 0] [1, 4] [1, 1] : tensor<?x4xf32> to tensor<4xf32>
    %b = tensor.extract_slice %y[%t, 0] [1, 4] [1, 1] : tensor<?x4xf32> to tensor<4xf32>
    %f = tensor.extract %s[%t] : tensor<?xf32>
    %g = tensor.splat %f : tensor<4xf32>
    %c = arith.addf %a, %b : tensor<4xf32>
    %d = arith.mulf %c, %g : tensor<4xf32>
    %p = tensor.insert_slice %d into %o[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<9x4xf32>
    scf.yield %p : tensor<9x4xf32>
  }
  return %r : tensor<9x4xf32>
}

// -----

// Sizes that agree, a branch that may not run, a function that is called.
// CHECK-LABEL: func.func private @called(
// CHECK-NOT: cf.assert
// CHECK-LABEL: func.func @known(
// CHECK-NOT: cf.assert
func.func private @called(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %z = arith.addf %x, %y : tensor<?xf32>
  return %z : tensor<?xf32>
}
func.func @known(%x: tensor<?xf32>, %y: tensor<?xf32>, %p: i1) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %z = arith.addf %x, %e : tensor<?xf32>
  %r = scf.if %p -> tensor<?xf32> {
    %s = arith.addf %x, %y : tensor<?xf32>
    scf.yield %s : tensor<?xf32>
  } else {
    %s = func.call @called(%x, %z) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
    scf.yield %s : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// -----

// A window from 0 that the user gives, and the arguments by their names in
// files. What two windows take for granted is checked once.
// CHECK-LABEL: func.func @window(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x4xf64> {snn.array_name = "images"}, %[[N:[^:]*]]: index {snn.array_name = "count"})
// CHECK: %[[SIZE:.*]] = tensor.dim %[[X]], %c0
// CHECK: %[[FITS:.*]] = arith.cmpi sle, %[[N]], %[[SIZE]] : index
// CHECK: cf.assert %[[FITS]], "'tensor.extract_slice' expects 'count' to be at most size 0 of 'images', found that it is not"
// CHECK-NOT: cf.assert
// CHECK: tensor.extract_slice
func.func @window(%x: tensor<?x4xf64> {snn.array_name = "images"}, %n: index {snn.array_name = "count"}) -> tensor<?x2xf64> {
  %a = tensor.extract_slice %x[0, 0] [%n, 2] [1, 1] : tensor<?x4xf64> to tensor<?x2xf64>
  %b = tensor.extract_slice %x[0, 2] [%n, 2] [1, 1] : tensor<?x4xf64> to tensor<?x2xf64>
  %c = arith.addf %a, %b : tensor<?x2xf64>
  return %c : tensor<?x2xf64>
}

// -----

// A cotangent has the sizes of its result, which the argument has. The static
// one is the verifier's.
// CHECK-LABEL: func.func @gradient(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x3xf32>, %[[CT:[^:]*]]: tensor<?x3xf32>)
// CHECK-DAG: %[[LEFT:.*]] = tensor.dim %[[CT]], %c0
// CHECK-DAG: %[[RIGHT:.*]] = tensor.dim %[[X]], %c0
// CHECK: arith.cmpi eq, %[[LEFT]], %[[RIGHT]]
// CHECK: cf.assert %{{.*}}, "'ad.vjp' expects size 0 of argument #1 to be equal to size 0 of argument #0
// CHECK-NOT: cf.assert
// CHECK: ad.vjp
func.func private @exp(%x: tensor<?x3xf32>) -> (tensor<?x3xf32>, index) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x3xf32>
  %y = math.exp %x : tensor<?x3xf32>
  return %y, %n : tensor<?x3xf32>, index
}
func.func @gradient(%x: tensor<?x3xf32>, %ct: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %d = ad.vjp @exp(%x) cotangents(%ct) {wrt = [0]} : (tensor<?x3xf32>) cotangents(tensor<?x3xf32>) -> (tensor<?x3xf32>)
  return %d : tensor<?x3xf32>
}

// -----

// A tangent has the sizes of its argument.
// CHECK-LABEL: func.func @slope(
// CHECK-SAME: %[[X:[^:]*]]: tensor<?x3xf32>, %[[T:[^:]*]]: tensor<?x3xf32>)
// CHECK-DAG: %[[LEFT:.*]] = tensor.dim %[[T]], %c0
// CHECK-DAG: %[[RIGHT:.*]] = tensor.dim %[[X]], %c0
// CHECK: arith.cmpi eq, %[[LEFT]], %[[RIGHT]]
// CHECK: cf.assert %{{.*}}, "{{.*}}'ad.jvp' expects size 0 of argument #1 to be equal to size 0 of argument #0
// CHECK-NOT: cf.assert
// CHECK: ad.jvp
func.func private @exp(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %y = math.exp %x : tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}
func.func @slope(%x: tensor<?x3xf32>, %t: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %d = ad.jvp @exp(%x) tangents(%t) {wrt = [0]} : (tensor<?x3xf32>) tangents(tensor<?x3xf32>) -> (tensor<?x3xf32>)
  return %d : tensor<?x3xf32>
}

// -----

// One size is static: the other is compared with it. An operand that is read
// elsewhere than at the loop's index says nothing about the loop.
// CHECK-LABEL: func.func @static(
// CHECK: cf.assert %{{.*}}, "'linalg.generic' expects size 0 of argument #0 to be equal to size 0 of argument #2,
// CHECK-NOT: cf.assert
// CHECK: linalg.generic
func.func @static(%x: tensor<?xf16>, %shifted: tensor<?xf16>, %y: tensor<4xf16>) -> tensor<4xf16> {
  %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0 + 1)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%x, %shifted : tensor<?xf16>, tensor<?xf16>) outs(%y : tensor<4xf16>) {
  ^bb0(%a: f16, %b: f16, %c: f16):
    %s = arith.addf %a, %b : f16
    linalg.yield %s : f16
  } -> tensor<4xf16>
  return %z : tensor<4xf16>
}

// -----

// What the entry does not see: a size that is read from data, a slice of two
// steps, one that does not start at 0, the steps of a while loop; functions
// without a body and of several blocks.
// CHECK-LABEL: func.func @unseen(
// CHECK-NOT: cf.assert
func.func @unseen(%x: tensor<?xf32>, %sizes: tensor<1xindex>, %n: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %size = tensor.extract %sizes[%c0] : tensor<1xindex>
  %read = tensor.extract_slice %x[0] [%size] [1] : tensor<?xf32> to tensor<?xf32>
  %later = tensor.extract_slice %x[3] [%n] [1] : tensor<?xf32> to tensor<?xf32>
  %pairs = scf.for %t = %c0 to %n step %c2 iter_args(%o = %read) -> tensor<?xf32> {
    %pair = tensor.extract_slice %x[%t] [2] [1] : tensor<?xf32> to tensor<2xf32>
    %p = tensor.insert_slice %pair into %o[%t] [2] [1] : tensor<2xf32> into tensor<?xf32>
    scf.yield %p : tensor<?xf32>
  }
  %w = scf.while (%i = %c0) : (index) -> index {
    %go = arith.cmpi slt, %i, %n : index
    scf.condition(%go) %i : index
  } do {
  ^bb0(%i: index):
    %head = tensor.extract_slice %x[0] [%n] [1] : tensor<?xf32> to tensor<?xf32>
    %next = arith.addi %i, %c1 : index
    scf.yield %next : index
  }
  return %later : tensor<?xf32>
}
func.func private @declared(tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
func.func @blocks(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  cf.br ^next
^next:
  %z = arith.addf %x, %y : tensor<?xf32>
  return %z : tensor<?xf32>
}
