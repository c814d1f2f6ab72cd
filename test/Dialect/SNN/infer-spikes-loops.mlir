// RUN: snn-opt %s --snn-infer-spikes --canonicalize --cse | FileCheck %s
// RUN: snn-opt %s --snn-infer-spikes | FileCheck %s --check-prefix=RAW

// What a loop carries, and the tape: i1. The stack that the program returns is
// in memory as floats and is not there a second time.

// CHECK-LABEL: func @scan(
// CHECK-SAME: %[[X:[^:]*]]: tensor<5x4xf32>, %[[W:[^:]*]]: tensor<4x4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK: %[[SILENT:.*]] = arith.constant dense<false> : tensor<4xi1>
// CHECK: %[[FINAL:.*]]:2, %[[STACK:.*]]:2 = snn.scan
// CHECK-SAME: carry(%{{.*}} = %{{.*}} : tensor<4xf32>, %[[FIRED:.*]] = %[[SILENT]] : tensor<4xi1>) stack(tensor<5x4xi1>, tensor<5x4xf32>)
// CHECK: snn.spike_matmul {{.*}} ins(%[[FIRED]],
// CHECK: %[[ABOVE:.*]] = arith.cmpf ogt
// CHECK: %[[FIRES:.*]] = arith.uitofp %[[ABOVE]]
// CHECK: arith.subf %{{.*}}, %[[FIRES]]
// CHECK: snn.yield carry(%{{.*}}, %[[ABOVE]] : tensor<4xf32>, tensor<4xi1>) stack(%[[FIRED]], %[[FIRES]] : tensor<4xi1>, tensor<4xf32>)
// CHECK: snn.scan reverse
// CHECK-SAME: over(%[[Z:.*]] in %[[STACK]]#0 : tensor<5x4xi1>, %[[R:.*]] in %[[STACK]]#1 : tensor<5x4xf32>)
// CHECK: %[[MASK:.*]] = arith.cmpf une, %[[R]]
// CHECK: arith.select %[[Z]],
// CHECK: %[[NUMBER:.*]] = arith.uitofp %[[Z]]
// CHECK: arith.addf %{{.*}}, %[[NUMBER]]
// CHECK: arith.select %[[MASK]],
// CHECK: %[[LAST:.*]] = arith.uitofp %[[FINAL]]#1
// CHECK-NEXT: return %{{.*}}, %[[LAST]], %[[STACK]]#1
func.func @scan(%x: tensor<5x4xf32>, %w: tensor<4x4xf32>, %ct: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<5x4xf32>) {
  %rest = arith.constant dense<0.0> : tensor<4xf32>
  %u, %z, %tape, %raster = snn.scan %t over(%xt in %x : tensor<5x4xf32>)
      carry(%v = %rest : tensor<4xf32>, %fired = %rest : tensor<4xf32>) stack(tensor<5x4xf32>, tensor<5x4xf32>) {
    %in = linalg.vecmat ins(%fired, %w : tensor<4xf32>, tensor<4x4xf32>) outs(%xt : tensor<4xf32>) -> tensor<4xf32>
    %charged = arith.addf %v, %in : tensor<4xf32>
    %above = arith.cmpf ogt, %charged, %rest : tensor<4xf32>
    %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
    %next = arith.subf %charged, %fires : tensor<4xf32>
    snn.yield carry(%next, %fires : tensor<4xf32>, tensor<4xf32>) stack(%fired, %fires : tensor<4xf32>, tensor<4xf32>)
  }
  %g = snn.scan reverse %t over(%zt in %tape : tensor<5x4xf32>, %rt in %raster : tensor<5x4xf32>) carry(%c = %ct : tensor<4xf32>) {
    %p = arith.mulf %c, %zt : tensor<4xf32>
    %q = arith.addf %p, %zt : tensor<4xf32>
    %r = arith.mulf %q, %rt : tensor<4xf32>
    snn.yield carry(%r : tensor<4xf32>)
  }
  return %g, %z, %raster : tensor<4xf32>, tensor<4xf32>, tensor<5x4xf32>
}

// Scalars and rank 0; sequences that are i1 in memory are read as such, those
// that are floats are compared slice by slice.

// CHECK-LABEL: func @scalars(
// CHECK-SAME: %[[S:[^:]*]]: tensor<?xf32> {snn.spikes}, %[[B:[^:]*]]: tensor<?xi1>)
// CHECK: snn.scan
// CHECK-SAME: over(%[[ST:.*]] in %[[S]] : tensor<?xf32>, %[[BT:.*]] in %[[B]] : tensor<?xi1>)
// CHECK-SAME: carry(%{{.*}} = %{{.*}} : f32, %[[Z:.*]] = %{{.*}} : i1)
// CHECK: %[[MASK:.*]] = arith.cmpf une, %[[ST]], %{{.*}} : f32
// CHECK: arith.select %[[Z]]
// CHECK: arith.select %[[MASK]]
// CHECK: %[[NUMBER:.*]] = arith.uitofp %[[BT]] : i1 to f32
// CHECK: arith.addf %{{.*}}, %[[NUMBER]]
// CHECK: %[[NEXT:.*]] = arith.select %{{.*}}, %[[MASK]], %[[Z]] : i1
// CHECK: snn.yield carry(%{{.*}}, %[[NEXT]] : f32, i1)
func.func @scalars(%s: tensor<?xf32> {snn.spikes}, %b: tensor<?xi1>) -> f32 {
  %zero = arith.constant 0.0 : f32
  %sb = arith.uitofp %b : tensor<?xi1> to tensor<?xf32>
  %u, %z = snn.scan %t over(%st in %s : tensor<?xf32>, %bt in %sb : tensor<?xf32>) carry(%v = %zero : f32, %zc = %zero : f32) {
    %p = arith.mulf %zc, %v : f32
    %q = arith.mulf %st, %p : f32
    %m = arith.addf %q, %bt : f32
    %n = arith.addf %m, %v : f32
    %above = arith.cmpf ogt, %n, %v : f32
    %keep = arith.select %above, %st, %zc : f32
    snn.yield carry(%n, %keep : f32, f32)
  }
  return %u : f32
}

// State of which no mask is used stays what it is: only numbers are wanted.

// CHECK-LABEL: func @numbers(
// CHECK: snn.scan
// CHECK-SAME: carry(%[[Z:.*]] = %{{.*}} : tensor<4xf32>, %{{.*}} = %{{.*}} : tensor<4xf32>)
// CHECK-NOT: i1>)
// CHECK: return
func.func @numbers(%x: tensor<5x4xf32>) -> tensor<4xf32> {
  %rest = arith.constant dense<0.0> : tensor<4xf32>
  %end:2 = snn.scan %t over(%xt in %x : tensor<5x4xf32>) carry(%z = %rest : tensor<4xf32>, %v = %rest : tensor<4xf32>) {
    %s = arith.addf %z, %xt : tensor<4xf32>
    %above = arith.cmpf ogt, %s, %v : tensor<4xf32>
    %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
    snn.yield carry(%fires, %s : tensor<4xf32>, tensor<4xf32>)
  }
  return %end#1 : tensor<4xf32>
}

// Sizes of what has become i1 are those of the i1, without a conversion.

// RAW-LABEL: func @sizes(
// RAW: %[[STACK:.*]] = snn.scan
// RAW-SAME: stack(tensor<?x4xi1>)
// RAW: snn.scan
// RAW-NOT: arith.uitofp %[[STACK]]
// RAW: %[[N:.*]] = tensor.dim %[[STACK]], %{{.*}} : tensor<?x4xi1>
// RAW: return %{{.*}}, %[[N]]
func.func @sizes(%x: tensor<?x4xf32>, %c: tensor<4xf32>) -> (tensor<4xf32>, index) {
  %c0 = arith.constant 0 : index
  %tape = snn.scan %t over(%xt in %x : tensor<?x4xf32>) stack(tensor<?x4xf32>) {
    %above = arith.cmpf ogt, %xt, %c : tensor<4xf32>
    %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
    snn.yield stack(%fires : tensor<4xf32>)
  }
  %sum = snn.scan %t over(%zt in %tape : tensor<?x4xf32>) carry(%s = %c : tensor<4xf32>) {
    %n = arith.addf %s, %zt : tensor<4xf32>
    snn.yield carry(%n : tensor<4xf32>)
  }
  %n = tensor.dim %tape, %c0 : tensor<?x4xf32>
  return %sum, %n : tensor<4xf32>, index
}

// A loop that no pass has raised carries its stacks; the one that is returned
// stays floats. What is not written yet may be anything.

// CHECK-LABEL: func @for(
// CHECK: %[[BLANK:.*]] = tensor.empty(%{{.*}}) : tensor<?x4xi1>
// CHECK: %[[END:.*]]:3 = scf.for
// CHECK-SAME: iter_args(%[[Z:.*]] = %{{.*}}, %[[TAPE:.*]] = %[[BLANK]], %[[RASTER:.*]] = %{{.*}}) -> (tensor<4xi1>, tensor<?x4xi1>, tensor<?x4xf32>)
// CHECK: snn.spike_matmul {{.*}} ins(%[[Z]],
// CHECK: %[[ABOVE:.*]] = arith.cmpf
// CHECK: %[[FIRES:.*]] = arith.uitofp %[[ABOVE]]
// CHECK: %[[KEEP:.*]] = arith.select %{{.*}}, %[[ABOVE]], %[[Z]] : tensor<4xi1>
// CHECK: tensor.insert_slice %[[ABOVE]] into %[[TAPE]]
// CHECK: tensor.insert_slice %[[FIRES]] into %[[RASTER]]
// CHECK: arith.select %[[END]]#1,
// CHECK: return %{{.*}}, %[[END]]#2
func.func @for(%n: index, %w: tensor<4x4xf32>, %u: tensor<4xf32>, %x: tensor<?x4xf32>, %flag: i1) -> (tensor<?x4xf32>, tensor<?x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rest = arith.constant dense<0.0> : tensor<4xf32>
  %blank = tensor.empty(%n) : tensor<?x4xf32>
  %z, %tape, %raster = scf.for %t = %c0 to %n step %c1 iter_args(%zp = %rest, %tp = %blank, %rp = %blank)
      -> (tensor<4xf32>, tensor<?x4xf32>, tensor<?x4xf32>) {
    %in = linalg.matvec ins(%w, %zp : tensor<4x4xf32>, tensor<4xf32>) outs(%u : tensor<4xf32>) -> tensor<4xf32>
    %above = arith.cmpf ogt, %in, %rest : tensor<4xf32>
    %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
    %kept = scf.if %flag -> tensor<4xf32> {
      scf.yield %fires : tensor<4xf32>
    } else {
      scf.yield %zp : tensor<4xf32>
    }
    %tn = tensor.insert_slice %fires into %tp[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<?x4xf32>
    %rn = tensor.insert_slice %fires into %rp[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<?x4xf32>
    scf.yield %kept, %tn, %rn : tensor<4xf32>, tensor<?x4xf32>, tensor<?x4xf32>
  }
  %p = arith.mulf %tape, %x : tensor<?x4xf32>
  return %p, %raster : tensor<?x4xf32>, tensor<?x4xf32>
}

// A raster on which a cast stands is returned none the less.

// CHECK-LABEL: func @cast(
// CHECK: snn.scan
// CHECK-SAME: stack(tensor<5x4xf32>)
func.func @cast(%x: tensor<5x4xf32>, %c: tensor<4xf32>) -> (tensor<20xf32>, tensor<4xf32>) {
  %tape = snn.scan %t over(%xt in %x : tensor<5x4xf32>) stack(tensor<5x4xf32>) {
    %above = arith.cmpf ogt, %xt, %c : tensor<4xf32>
    %fires = arith.uitofp %above : tensor<4xi1> to tensor<4xf32>
    snn.yield stack(%fires : tensor<4xf32>)
  }
  %g = snn.scan reverse %t over(%zt in %tape : tensor<5x4xf32>) carry(%s = %c : tensor<4xf32>) {
    %n = arith.mulf %s, %zt : tensor<4xf32>
    snn.yield carry(%n : tensor<4xf32>)
  }
  %flat = tensor.collapse_shape %tape [[0, 1]] : tensor<5x4xf32> into tensor<20xf32>
  return %flat, %g : tensor<20xf32>, tensor<4xf32>
}
