// Gradients of loops do not depend on checkpoints: an open number of steps (none, one, fewer than a segment, one more
// than full segments), both directions, stacks that the loss reads, scalars, the step number, no sequence at all.

// RUN: %python %S/Inputs/same-bits.py %s --entry=stacked --wrt=0,1,2 --checkpoint=sqrt,7 0x2x3xf32 2x4xf32 3x4xf32 -- 2x4xf32 0x2x4xf32
// RUN: %python %S/Inputs/same-bits.py %s --entry=stacked --wrt=0,1,2 --checkpoint=sqrt,7 1x2x3xf32 2x4xf32 3x4xf32 -- 2x4xf32 1x2x4xf32
// RUN: %python %S/Inputs/same-bits.py %s --entry=stacked --wrt=0,1,2 --checkpoint=sqrt,7 5x2x3xf32 2x4xf32 3x4xf32 -- 2x4xf32 5x2x4xf32
// RUN: %python %S/Inputs/same-bits.py %s --entry=stacked --wrt=0,1,2 --checkpoint=sqrt,7,auto 29x2x3xf32 2x4xf32 3x4xf32 -- 2x4xf32 29x2x4xf32
// RUN: %python %S/Inputs/same-bits.py %s --entry=backward --wrt=0,1 --checkpoint=sqrt,7 0xf64 f64 -- f64 0xf64
// RUN: %python %S/Inputs/same-bits.py %s --entry=backward --wrt=0,1 --checkpoint=sqrt,7,1 28xf64 f64 -- f64 28xf64
// RUN: %python %S/Inputs/same-bits.py %s --entry=backward --wrt=0,1 --checkpoint=sqrt,7 29xf64 f64 -- f64 29xf64
// RUN: %python %S/Inputs/same-bits.py %s --entry=counted --wrt=1,2 --checkpoint=sqrt,7 index=0 3xf64 3xf64 -- 3xf64
// RUN: %python %S/Inputs/same-bits.py %s --entry=counted --wrt=1,2 --checkpoint=sqrt,7 index=784 3xf64 3xf64 -- 3xf64
// RUN: %python %S/Inputs/same-bits.py %s --entry=second --wrt=0,1 --checkpoint=sqrt,2 5xf64 f64 -- 5xf64 f64
// RUN: %python %S/Inputs/same-bits.py %s --entry=two_readers --wrt=0,1 --checkpoint=5,sqrt 29x3xf64 3xf64 -- 3xf64 f64
// RUN: %python %S/Inputs/same-bits.py %s --entry=whole_kept --wrt=1 --checkpoint=sqrt,7 --saves 784x8xf32 8xf32 -- 8xf32

// The stack is a result and goes back in, so the reverse reads it as well as the tape.
func.func @stacked(%x: tensor<?x2x3xf32>, %u0: tensor<2x4xf32>, %w: tensor<3x4xf32>)
    -> (tensor<2x4xf32>, tensor<?x2x4xf32>) {
  %u, %y = snn.scan %t over(%xt in %x : tensor<?x2x3xf32>) carry(%v = %u0 : tensor<2x4xf32>) stack(tensor<?x2x4xf32>) {
    %i = linalg.matmul ins(%xt, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%v : tensor<2x4xf32>) -> tensor<2x4xf32>
    %s = math.sin %i : tensor<2x4xf32>
    %e = math.tanh %s : tensor<2x4xf32>
    %n = arith.mulf %e, %v : tensor<2x4xf32>
    snn.yield carry(%n : tensor<2x4xf32>) stack(%s : tensor<2x4xf32>)
  }
  %d = math.exp %y : tensor<?x2x4xf32>
  return %u, %d : tensor<2x4xf32>, tensor<?x2x4xf32>
}

// From the last step to the first; the step number and a scalar state.
func.func @backward(%x: tensor<?xf64>, %u0: f64) -> (f64, tensor<?xf64>) {
  %u, %y = snn.scan reverse %t over(%xt in %x : tensor<?xf64>) carry(%v = %u0 : f64) stack(tensor<?xf64>) {
    %p = arith.mulf %v, %xt : f64
    %i = arith.index_cast %t : index to i64
    %f = arith.sitofp %i : i64 to f64
    %q = arith.addf %p, %f : f64
    %r = math.sin %q : f64
    snn.yield carry(%r : f64) stack(%p : f64)
  }
  return %u, %y : f64, tensor<?xf64>
}

// No sequence, and a state that the tape does not depend on beside two that it does.
func.func @counted(%n: index, %u0: tensor<3xf64>, %w: tensor<3xf64>) -> tensor<3xf64> {
  %u, %s, %k = snn.scan %t length(%n) carry(%v = %u0 : tensor<3xf64>, %r = %w : tensor<3xf64>, %sum = %u0 : tensor<3xf64>) {
    %p = arith.mulf %v, %r : tensor<3xf64>
    %q = math.tanh %p : tensor<3xf64>
    %o = arith.addf %q, %w : tensor<3xf64>
    %more = arith.addf %sum, %o : tensor<3xf64>
    snn.yield carry(%o, %q, %more : tensor<3xf64>, tensor<3xf64>, tensor<3xf64>)
  }
  return %k : tensor<3xf64>
}

func.func private @power(%x: tensor<5xf64>, %u0: f64) -> f64 {
  %u = snn.scan %t over(%xt in %x : tensor<5xf64>) carry(%v = %u0 : f64) {
    %p = arith.mulf %v, %xt : f64
    %q = math.sin %p : f64
    snn.yield carry(%q : f64)
  }
  return %u : f64
}

// The derivative of a derivative: the first reverse loop has a tape of its own.
func.func @second(%x: tensor<5xf64>, %u0: f64) -> (tensor<5xf64>, f64) {
  %one = arith.constant 1.0 : f64
  %g:2 = ad.vjp @power(%x, %u0) cotangents(%one) {wrt = [0, 1]} : (tensor<5xf64>, f64) cotangents(f64) -> (tensor<5xf64>, f64)
  return %g#0, %g#1 : tensor<5xf64>, f64
}

// Two loops, the second over what the first stacks.
func.func @two_readers(%x: tensor<?x3xf64>, %u0: tensor<3xf64>) -> (tensor<3xf64>, f64) {
  %zero = arith.constant 0.0 : f64
  %u, %y = snn.scan %t over(%xt in %x : tensor<?x3xf64>) carry(%v = %u0 : tensor<3xf64>) stack(tensor<?x3xf64>) {
    %p = arith.mulf %v, %xt : tensor<3xf64>
    %q = math.sin %p : tensor<3xf64>
    snn.yield carry(%q : tensor<3xf64>) stack(%p : tensor<3xf64>)
  }
  %s = snn.scan %t over(%yt in %y : tensor<?x3xf64>) carry(%v = %zero : f64) {
    %c0 = arith.constant 0 : index
    %e = tensor.extract %yt[%c0] : tensor<3xf64>
    %a = arith.mulf %e, %v : f64
    %b = math.cos %a : f64
    snn.yield carry(%b : f64)
  }
  return %u, %s : tensor<3xf64>, f64
}

// Memory is what is at stake: the tape of all steps takes 25 KiB, inputs do not count.
func.func @whole_kept(%x: tensor<784x8xf32>, %u0: tensor<8xf32>) -> tensor<8xf32> {
  %u = snn.scan %t over(%xt in %x : tensor<784x8xf32>) carry(%v = %u0 : tensor<8xf32>) {
    %s = math.sin %v : tensor<8xf32>
    %n = arith.addf %s, %xt : tensor<8xf32>
    snn.yield carry(%n : tensor<8xf32>)
  }
  return %u : tensor<8xf32>
}
