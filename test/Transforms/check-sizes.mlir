// RUN: snn-opt %s --snn-check-sizes --split-input-file | FileCheck %s

// The product and the sum each take a size for granted; the second sum nothing
// that the first did not.
// CHECK-LABEL: func.func @dense(
// CHECK-SAME: %[[X:.*]]: tensor<?x?xf32>, %[[W:.*]]: tensor<?x?xf32>, %[[B:.*]]: tensor<?x?xf32>)
// CHECK: %[[N:.*]] = tensor.dim %[[X]], %c1
// CHECK: %[[M:.*]] = tensor.dim %[[W]], %c0
// CHECK: %[[FITS:.*]] = arith.cmpi eq, %[[N]], %[[M]] : index
// CHECK: cf.assert %[[FITS]], "{{.*}}check-sizes.mlir:[[#@LINE+9]]:8: 'linalg.matmul' expects size 1 of argument #0 to be equal to size 0 of argument #1, found that it is not"
// CHECK: cf.assert %{{.*}}, "{{.*}}'linalg.matmul' expects size 0 of argument #0 to be equal to size 0 of argument #2
// CHECK: cf.assert %{{.*}}, "{{.*}}'linalg.matmul' expects size 1 of argument #1 to be equal to size 1 of argument #2
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
// CHECK: cf.assert %{{.*}}, "{{.*}}'tensor.extract_slice' expects size 0 of argument #0 to be at most size 0 of argument #1, found that it is not"
// CHECK: cf.assert %{{.*}}, "{{.*}}'tensor.extract' expects size 0 of argument #0 to be at most size 0 of argument #2
// CHECK: cf.assert %{{.*}}, "{{.*}}'tensor.insert_slice' expects size 0 of argument #0 to be at most 9
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
