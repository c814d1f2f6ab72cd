// RUN: snn-opt %s --snn-separate-empties | FileCheck %s

// Two stacks that began as one `tensor.empty`: bufferized as one buffer, the
// second would overwrite the first.
// CHECK-LABEL: func.func @two_stacks
// CHECK: %[[E:.*]] = tensor.empty() : tensor<8xf32>
// CHECK: %[[A:.*]] = tensor.empty() : tensor<8xf32>
// CHECK-NOT: tensor.empty
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[A]], %{{.*}} = %[[E]])
func.func @two_stacks(%n: index, %v: f32) -> (tensor<8xf32>, tensor<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<8xf32>
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%a = %e, %b = %e) -> (tensor<8xf32>, tensor<8xf32>) {
    %c = tensor.insert %v into %a[%t] : tensor<8xf32>
    %d = tensor.insert %v into %b[%t] : tensor<8xf32>
    scf.yield %c, %d : tensor<8xf32>, tensor<8xf32>
  }
  return %r#0, %r#1 : tensor<8xf32>, tensor<8xf32>
}

// Also the destinations of a parallel loop, and memory of another op.
// CHECK-LABEL: func.func @parallel
// CHECK: %[[E:.*]] = tensor.empty() : tensor<8xf32>
// CHECK: linalg.fill {{.*}} outs(%[[E]]
// CHECK: %[[A:.*]] = tensor.empty() : tensor<8xf32>
// CHECK: scf.forall {{.*}} shared_outs(%{{.*}} = %[[A]])
func.func @parallel(%v: f32) -> (tensor<8xf32>, tensor<8xf32>) {
  %e = tensor.empty() : tensor<8xf32>
  %f = linalg.fill ins(%v : f32) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %r = scf.forall (%i) in (4) shared_outs(%o = %e) -> (tensor<8xf32>) {
    %s = tensor.extract_slice %f[%i] [1] [1] : tensor<8xf32> to tensor<1xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %s into %o[%i] [1] [1] : tensor<1xf32> into tensor<8xf32>
    }
  }
  return %f, %r : tensor<8xf32>, tensor<8xf32>
}

// One loop, one stack; and what has contents may be shared: bufferization
// copies it where it must.
// CHECK-LABEL: func.func @alone
// CHECK: %[[E:.*]] = tensor.empty() : tensor<8xf32>
// CHECK-NOT: tensor.empty
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[E]], %{{.*}} = %[[X:.*]], %{{.*}} = %[[X]])
func.func @alone(%n: index, %v: f32, %x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<8xf32>
  %r:3 = scf.for %t = %c0 to %n step %c1 iter_args(%a = %e, %b = %x, %c = %x)
      -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
    %0 = tensor.insert %v into %a[%t] : tensor<8xf32>
    %1 = tensor.insert %v into %b[%t] : tensor<8xf32>
    scf.yield %0, %1, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
