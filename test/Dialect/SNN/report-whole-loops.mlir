// A time loop that tiles of samples cannot go through is named with the op that
// couples them; one that they can is not.

// RUN: snn-opt %s --snn-report-fusion=output=- -o /dev/null | FileCheck %s
// RUN: snn-opt %s --snn-report-fusion="format=json output=-" -o /dev/null | FileCheck %s --check-prefix=JSON

#id = affine_map<(b, n) -> (b, n)>
#column = affine_map<(b, n) -> (n)>

// CHECK: @largest_of_batch:
// CHECK: blocked 1x by linalg.generic: the time loop around it stays whole: it reduces over the samples by other than a sum

// JSON: "reason": "the time loop around it stays whole: it reduces over the samples by other than a sum"
func.func @largest_of_batch(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %lowest = arith.constant dense<0.0> : tensor<4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %largest = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%lowest : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.maximumf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %v = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i, %largest : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %0 = arith.subf %in, %s : f32
      linalg.yield %0 : f32
    } -> tensor<32x4xf32>
    scf.yield %v : tensor<32x4xf32>
  }
  return %a : tensor<32x4xf32>
}

// CHECK: @apart:
// CHECK-NOT: stays whole
func.func @apart(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %a = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> (tensor<32x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %i : tensor<32x4xf32>
  }
  return %a : tensor<32x4xf32>
}

// Half of the samples, though both halves are read.
// CHECK: @window:
// CHECK: blocked 1x by tensor.extract_slice: the time loop around it stays whole: it takes some of the samples
func.func @window(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %p = tensor.extract_slice %i[0, 0] [16, 4] [1, 1] : tensor<32x4xf32> to tensor<16x4xf32>
    %q = tensor.concat dim(0) %p, %p : (tensor<16x4xf32>, tensor<16x4xf32>) -> tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// CHECK: @written:
// CHECK: blocked 1x by tensor.insert_slice: the time loop around it stays whole: it writes some of the samples
func.func @written(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index, %half: tensor<16x4xf32>) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %p = tensor.insert_slice %half into %i[16, 0] [16, 4] [1, 1] : tensor<16x4xf32> into tensor<32x4xf32>
    scf.yield %p : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// One number of one sample, which all others read.
// CHECK: @single:
// CHECK: blocked 1x by tensor.extract: the time loop around it stays whole: it reads single samples
func.func @single(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %e = tensor.extract %i[%c0, %c1] : tensor<32x4xf32>
    %s = tensor.splat %e : tensor<32x4xf32>
    %q = arith.addf %i, %s : tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// Samples and neurons in one dimension: a tile's part of it has gaps.
// CHECK: @joined:
// CHECK: blocked 1x by tensor.collapse_shape: the time loop around it stays whole: it joins the samples with another dimension
func.func @joined(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %p = tensor.collapse_shape %i [[0, 1]] : tensor<32x4xf32> into tensor<128xf32>
    %m = math.exp %p : tensor<128xf32>
    %q = tensor.expand_shape %m [[0, 1]] output_shape [32, 4] : tensor<128xf32> into tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// Each sample meets each other; the matrix that is made for it shows it first.
// CHECK: @gram:
// CHECK: blocked 1x by tensor.empty: the time loop around it stays whole: it couples samples
func.func @gram(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %square = tensor.empty() : tensor<32x32xf32>
    %g = linalg.generic {indexing_maps = [affine_map<(a, b, n) -> (a, n)>, affine_map<(a, b, n) -> (b, n)>, affine_map<(a, b, n) -> (a, b)>], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%i, %i : tensor<32x4xf32>, tensor<32x4xf32>) outs(%square : tensor<32x32xf32>) {
    ^bb0(%x0: f32, %x1: f32, %out: f32):
      %0 = arith.mulf %x0, %x1 : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<32x32xf32>
    %q = linalg.matmul ins(%g, %i : tensor<32x32xf32>, tensor<32x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// The step goes on with a sum that only all tiles together have.
// CHECK: @mean:
// CHECK: blocked 1x by linalg.generic: the time loop around it stays whole: it needs a sum over all samples in each step
func.func @mean(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %s = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%none : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %q = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i, %s : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %0 = arith.subf %in, %m : f32
      linalg.yield %0 : f32
    } -> tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// The body looks at a sample of its own choice.
// CHECK: @captured:
// CHECK: blocked 1x by linalg.generic: the time loop around it stays whole: its body reads a tensor along the samples
func.func @captured(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %q = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = tensor.extract %i[%c0, %c1] : tensor<32x4xf32>
      %1 = arith.addf %0, %in : f32
      linalg.yield %1 : f32
    } -> tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// Borders that differ from sample to sample.
// CHECK: @padded:
// CHECK: blocked 1x by tensor.pad: the time loop around it stays whole: its borders depend on their position
func.func @padded(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %p = tensor.pad %i low[0, 1] high[0, 1] {
    ^bb0(%b: index, %k: index):
      %0 = arith.index_cast %b : index to i32
      %1 = arith.sitofp %0 : i32 to f32
      tensor.yield %1 : f32
    } : tensor<32x4xf32> to tensor<32x6xf32>
    %q = tensor.extract_slice %p[0, 1] [32, 4] [1, 1] : tensor<32x6xf32> to tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// Rows in an order that is known when it runs.
// CHECK: @gathered:
// CHECK: blocked 1x by tensor.gather: the time loop around it stays whole: it is not known how it acts on the samples
func.func @gathered(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index, %rows: tensor<32x1xindex>) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %p = tensor.gather %i[%rows] gather_dims([0]) : (tensor<32x4xf32>, tensor<32x1xindex>) -> tensor<32x4xf32>
    scf.yield %p : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// A sum over the samples, or something that is none.
// CHECK: @branches:
// CHECK: blocked 1x by scf.if: the time loop around it stays whole: one of its branches is a sum over the samples
func.func @branches(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index, %p: i1) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %ones = arith.constant dense<1.0> : tensor<4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %s = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%none : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %g = scf.if %p -> tensor<4xf32> {
      scf.yield %s : tensor<4xf32>
    } else {
      scf.yield %ones : tensor<4xf32>
    }
    %q = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
        ins(%i, %g : tensor<32x4xf32>, tensor<4xf32>) outs(%zeros : tensor<32x4xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %0 = arith.subf %in, %m : f32
      linalg.yield %0 : f32
    } -> tensor<32x4xf32>
    scf.yield %q : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// What is called may do anything, so tiles cannot do it one by one.
// CHECK: @effect:
// CHECK: blocked 1x by func.call: call: what it does is not visible here; 'inline' opens it
// CHECK-NEXT: blocked 1x by func.call: the time loop around it stays whole: what the call does is not visible here
// CHECK-NOT: stays whole
func.func private @outside()
func.func @effect(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> tensor<32x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x) -> tensor<32x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    func.call @outside() : () -> ()
    scf.yield %i : tensor<32x4xf32>
  }
  return %r : tensor<32x4xf32>
}

// Sums that only all tiles together have, beside values that each has whole.
// CHECK: @among:
// CHECK: blocked 1x by tensor.insert_slice: the time loop around it stays whole: it writes a sum over the samples among other values
func.func @among(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index, %others: tensor<2x4xf32>) -> (tensor<32x4xf32>, tensor<2x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x, %o = %others) -> (tensor<32x4xf32>, tensor<2x4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %s = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%none : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %p = tensor.insert_slice %s into %others[0, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<2x4xf32>
    scf.yield %i, %p : tensor<32x4xf32>, tensor<2x4xf32>
  }
  return %r#0, %r#1 : tensor<32x4xf32>, tensor<2x4xf32>
}

// A loop that starts with such a sum and goes on with something else.
// CHECK: @replaced:
// CHECK: blocked 1x by scf.for: the time loop around it stays whole: it carries sums over all samples on otherwise
func.func @replaced(%x: tensor<32x4xf32>, %w: tensor<4x4xf32>, %n: index) -> (tensor<32x4xf32>, tensor<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zeros = arith.constant dense<0.0> : tensor<32x4xf32>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %ones = arith.constant dense<1.0> : tensor<4xf32>
  %r:2 = scf.for %t = %c0 to %n step %c1 iter_args(%u = %x, %g = %none) -> (tensor<32x4xf32>, tensor<4xf32>) {
    %i = linalg.matmul ins(%u, %w : tensor<32x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<32x4xf32>) -> tensor<32x4xf32>
    %s = linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
        ins(%i : tensor<32x4xf32>) outs(%none : tensor<4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %out, %in : f32
      linalg.yield %0 : f32
    } -> tensor<4xf32>
    %h = scf.for %k = %c0 to %t step %c1 iter_args(%v = %s) -> tensor<4xf32> {
      scf.yield %ones : tensor<4xf32>
    }
    scf.yield %i, %h : tensor<32x4xf32>, tensor<4xf32>
  }
  return %r#0, %r#1 : tensor<32x4xf32>, tensor<4xf32>
}
