// Gradients of networks with resets by selection, hidden states that are spikes
// and rasters that leave the program: the same bits with masks and without, and
// those of finite differences.

// RUN: %python %S/Inputs/on_off.py %t %s select_reset --wrt=0,1 f32:7,3,5 f32:5,5
// RUN: snn-run check %s --entry=select_reset --wrt=0,1 --in=%t.in.npz
// RUN: %python %S/Inputs/on_off.py %t %s refractory --wrt=0,1,2 f32:9,4 f32:4,4 f32:4 cot0=f32:4
// RUN: snn-run check %s --entry=refractory --wrt=0,1,2 --in=%t.in.npz
// RUN: %python %S/Inputs/on_off.py %t %s raster --wrt=0,1 f64:6,2,4 f64:4,4 cot0=f64:6,2,4 cot1=f64:2,4
// RUN: %python %S/Inputs/on_off.py %t %s spike_inputs --wrt=0,1 spikes:6,3,4 f32:4,5 cot0=f32:3,5
// RUN: %python %S/Inputs/on_off.py %t %s steps_from_one --wrt=0,1 f32:5,4 f32:4,4 cot0=f32:4
// RUN: snn-run check %s --entry=steps_from_one --wrt=0,1 --in=%t.in.npz
// RUN: %python %S/Inputs/on_off.py %t %s layers --wrt=0,1,2 f32:5,3,4 f32:4,4 f32:4,4 cot0=f32:3,4
// RUN: %python %S/Inputs/on_off.py %t %s half f16:5,3,4 f16:4,4

!s = tensor<?x5xf32>

// The potential of what fired is put back to 0 by a selection, what the spike
// drives is the product with it; the batch is of any size.
func.func @select_reset(%x: tensor<7x?x5xf32>, %w: tensor<5x5xf32>) -> f32 {
  %c1 = arith.constant 1 : index
  %f0 = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c1 : tensor<7x?x5xf32>
  %e = tensor.empty(%n) : !s
  %rest = linalg.fill ins(%f0 : f32) outs(%e : !s) -> !s
  %u, %z = snn.scan %t over(%xt in %x : tensor<7x?x5xf32>) carry(%v = %rest : !s, %fired = %rest : !s) {
    %in = linalg.matmul ins(%fired, %w : !s, tensor<5x5xf32>) outs(%xt : !s) -> !s
    %charged = arith.addf %v, %in : !s
    %z = snn.spike %charged surrogate(#snn.boxcar) : !s
    %above = arith.cmpf ogt, %charged, %rest : !s
    %kept = arith.select %above, %rest, %charged : tensor<?x5xi1>, !s
    %graded = arith.mulf %z, %kept : !s
    %next = arith.subf %kept, %graded : !s
    snn.yield carry(%next, %z : !s, !s)
  }
  %t = tensor.from_elements %f0 : tensor<f32>
  %both = arith.mulf %u, %u : !s
  %all = arith.addf %both, %z : !s
  %sum = linalg.reduce { arith.addf } ins(%all : !s) outs(%t : tensor<f32>) dimensions = [0, 1]
  %r = tensor.extract %sum[] : tensor<f32>
  return %r : f32
}

// A neuron rests for one step after it has fired: its input is multiplied by
// 1 - z, and z is that of the step before.
func.func @refractory(%x: tensor<9x4xf32>, %w: tensor<4x4xf32>, %decay: tensor<4xf32>) -> tensor<4xf32> {
  %rest = arith.constant dense<0.0> : tensor<4xf32>
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %u, %z, %zz = snn.scan %t over(%xt in %x : tensor<9x4xf32>) carry(%v = %rest : tensor<4xf32>, %z1 = %rest : tensor<4xf32>, %z2 = %rest : tensor<4xf32>) {
    %awake1 = arith.subf %one, %z1 : tensor<4xf32>
    %awake2 = arith.subf %one, %z2 : tensor<4xf32>
    %awake = arith.mulf %awake1, %awake2 : tensor<4xf32>
    %in = linalg.vecmat ins(%z1, %w : tensor<4xf32>, tensor<4x4xf32>) outs(%xt : tensor<4xf32>) -> tensor<4xf32>
    %heard = arith.mulf %in, %awake : tensor<4xf32>
    %kept = arith.mulf %v, %decay : tensor<4xf32>
    %charged = arith.addf %kept, %heard : tensor<4xf32>
    %z0 = snn.spike %charged surrogate(#snn.gaussian) : tensor<4xf32>
    snn.yield carry(%charged, %z0, %z1 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  }
  %s = arith.addf %u, %zz : tensor<4xf32>
  return %s : tensor<4xf32>
}

// All spikes leave, and the reverse reads them.
func.func @raster(%x: tensor<6x2x4xf64>, %w: tensor<4x4xf64>) -> (tensor<6x2x4xf64>, tensor<2x4xf64>) {
  %rest = arith.constant dense<0.0> : tensor<2x4xf64>
  %u, %z, %zs = snn.scan %t over(%xt in %x : tensor<6x2x4xf64>) carry(%v = %rest : tensor<2x4xf64>, %fired = %rest : tensor<2x4xf64>)
      stack(tensor<6x2x4xf64>) {
    %in = linalg.matmul ins(%fired, %w : tensor<2x4xf64>, tensor<4x4xf64>) outs(%xt : tensor<2x4xf64>) -> tensor<2x4xf64>
    %charged = arith.addf %v, %in : tensor<2x4xf64>
    %z0 = snn.spike %charged surrogate(#snn.gaussian) : tensor<2x4xf64>
    %drop = arith.mulf %z0, %charged : tensor<2x4xf64>
    %next = arith.subf %charged, %drop : tensor<2x4xf64>
    snn.yield carry(%next, %z0 : tensor<2x4xf64>, tensor<2x4xf64>) stack(%z0 : tensor<2x4xf64>)
  }
  return %zs, %u : tensor<6x2x4xf64>, tensor<2x4xf64>
}

// Data that is declared to be spikes, and its gradient.
func.func @spike_inputs(%x: tensor<6x3x4xf32> {snn.spikes}, %w: tensor<4x5xf32>) -> tensor<3x5xf32> {
  %rest = arith.constant dense<0.0> : tensor<3x5xf32>
  %u = snn.scan %t over(%xt in %x : tensor<6x3x4xf32>) carry(%v = %rest : tensor<3x5xf32>) {
    %in = linalg.matmul ins(%xt, %w : tensor<3x4xf32>, tensor<4x5xf32>) outs(%v : tensor<3x5xf32>) -> tensor<3x5xf32>
    %z = snn.spike %in surrogate(#snn.gaussian) : tensor<3x5xf32>
    %drop = arith.mulf %z, %in : tensor<3x5xf32>
    %next = arith.subf %in, %drop : tensor<3x5xf32>
    %sum = arith.addf %next, %z : tensor<3x5xf32>
    snn.yield carry(%sum : tensor<3x5xf32>)
  }
  return %u : tensor<3x5xf32>
}

// A loop that stays an scf.for.
func.func @steps_from_one(%x: tensor<5x4xf32>, %w: tensor<4x4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<5x4xf32>
  %rest = arith.constant dense<0.0> : tensor<4xf32>
  %end:2 = scf.for %t = %c1 to %n step %c1 iter_args(%v = %rest, %fired = %rest) -> (tensor<4xf32>, tensor<4xf32>) {
    %xt = tensor.extract_slice %x[%t, 0] [1, 4] [1, 1] : tensor<5x4xf32> to tensor<4xf32>
    %in = linalg.vecmat ins(%fired, %w : tensor<4xf32>, tensor<4x4xf32>) outs(%xt : tensor<4xf32>) -> tensor<4xf32>
    %charged = arith.addf %v, %in : tensor<4xf32>
    %z = snn.spike %charged surrogate(#snn.gaussian) : tensor<4xf32>
    %drop = arith.mulf %z, %charged : tensor<4xf32>
    %next = arith.subf %charged, %drop : tensor<4xf32>
    scf.yield %next, %z : tensor<4xf32>, tensor<4xf32>
  }
  return %end#0 : tensor<4xf32>
}

// Layers that stay functions.
func.func private @layer(%z: tensor<3x4xf32>, %u: tensor<3x4xf32>, %w: tensor<4x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>) attributes {no_inline} {
  %charged = linalg.matmul ins(%z, %w : tensor<3x4xf32>, tensor<4x4xf32>) outs(%u : tensor<3x4xf32>) -> tensor<3x4xf32>
  %fired = snn.spike %charged surrogate(#snn.gaussian) : tensor<3x4xf32>
  %drop = arith.mulf %fired, %charged : tensor<3x4xf32>
  %next = arith.subf %charged, %drop : tensor<3x4xf32>
  return %fired, %next : tensor<3x4xf32>, tensor<3x4xf32>
}
func.func @layers(%x: tensor<5x3x4xf32>, %w1: tensor<4x4xf32>, %w2: tensor<4x4xf32>) -> tensor<3x4xf32> {
  %rest = arith.constant dense<0.0> : tensor<3x4xf32>
  %u:2 = snn.scan %t over(%xt in %x : tensor<5x3x4xf32>) carry(%v1 = %rest : tensor<3x4xf32>, %v2 = %rest : tensor<3x4xf32>) {
    %in = arith.addf %v1, %xt : tensor<3x4xf32>
    %z0 = snn.spike %xt surrogate(#snn.gaussian) : tensor<3x4xf32>
    %z1, %n1 = func.call @layer(%z0, %in, %w1) : (tensor<3x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
    %z2, %n2 = func.call @layer(%z1, %v2, %w2) : (tensor<3x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
    %next = arith.addf %n2, %z2 : tensor<3x4xf32>
    snn.yield carry(%n1, %next : tensor<3x4xf32>, tensor<3x4xf32>)
  }
  return %u#1 : tensor<3x4xf32>
}

// In half precision.
func.func @half(%x: tensor<5x3x4xf16>, %w: tensor<4x4xf16>) -> tensor<3x4xf16> {
  %rest = arith.constant dense<0.0> : tensor<3x4xf16>
  %u, %z = snn.scan %t over(%xt in %x : tensor<5x3x4xf16>) carry(%v = %rest : tensor<3x4xf16>, %fired = %rest : tensor<3x4xf16>) {
    %in = linalg.matmul ins(%fired, %w : tensor<3x4xf16>, tensor<4x4xf16>) outs(%xt : tensor<3x4xf16>) -> tensor<3x4xf16>
    %charged = arith.addf %v, %in : tensor<3x4xf16>
    %above = arith.cmpf ogt, %charged, %rest : tensor<3x4xf16>
    %z0 = arith.uitofp %above : tensor<3x4xi1> to tensor<3x4xf16>
    %drop = arith.mulf %z0, %charged : tensor<3x4xf16>
    %next = arith.subf %charged, %drop : tensor<3x4xf16>
    snn.yield carry(%next, %z0 : tensor<3x4xf16>, tensor<3x4xf16>)
  }
  return %u : tensor<3x4xf16>
}
