// Spikes are bits in memory: rows of less than a word, of one and some, of no
// whole number of them, of a size that is not known; the same bits of results
// with masks and without, and on any number of threads.

// RUN: %python %S/Inputs/on_off.py %t %s five --wrt=0,1 f32:9,3,5 f32:5,5 cot0=f32:3,5 cot1=f32:9,3,5
// RUN: %python %S/Inputs/on_off.py %t %s word --wrt=0,1 f32:9,3,64 f32:64,64 cot0=f32:3,64 cot1=f32:9,3,64
// RUN: %python %S/Inputs/on_off.py %t %s byte_rows --wrt=0,1 f32:9,20,24 f32:24,24 cot0=f32:20,24 cot1=f32:9,20,24
// RUN: %python %S/Inputs/on_off.py %t %s odd --wrt=0,1 f32:9,20,37 f32:37,37 cot0=f32:20,37 cot1=f32:9,20,37
// RUN: %python %S/Inputs/on_off.py %t %s wide --wrt=0,1 f32:9,3,100 f32:100,100 cot0=f32:3,100 cot1=f32:9,3,100
// RUN: %python %S/Inputs/on_off.py %t %s odd_samples --wrt=0,1 f32:9,7,130 f32:130,130 cot0=f32:7,130 cot1=f32:9,7,130
// RUN: %python %S/Inputs/on_off.py %t %s samples --wrt=0,1 f32:9,5,70 f32:70,70 cot0=f32:5,70 cot1=f32:9,5,70
// RUN: %python %S/Inputs/on_off.py %t %s unknown --wrt=0,1 f32:9,6,67 f32:67,67 cot0=f32:6,67 cot1=f32:9,6,67
// RUN: %python %S/Inputs/on_off.py %t %s unknown --wrt=0,1 f32:9,2,9 f32:9,9 cot0=f32:2,9 cot1=f32:9,2,9
// RUN: %python %S/Inputs/on_off.py %t %s unknown --wrt=0,1 f32:9,33,128 f32:128,128 cot0=f32:33,128 cot1=f32:9,33,128
// RUN: snn-run grad %s --entry=unknown --wrt=0,1 --in=%t.in.npz --out=%t.1.npz --threads=1
// RUN: snn-run grad %s --entry=unknown --wrt=0,1 --in=%t.in.npz --out=%t.3.npz --threads=3
// RUN: snn-npz-diff %t.1.npz %t.3.npz --rtol=0

// A row of 130 elements has three words.
// RUN: snn-opt %s --symbol-privatize=exclude=odd_samples --symbol-dce --snn-cpu-pipeline --mlir-print-ir-after=snn-pack-bits -o /dev/null 2>&1 | FileCheck %s
// CHECK-LABEL: func.func @odd_samples(
// CHECK: memref.alloc() {{.*}} : memref<2x24xi8>
// CHECK-NOT: memref.alloc() {{.*}}xi1>
// CHECK: return

func.func @five(%x: tensor<9x3x5xf32>, %w: tensor<5x5xf32>) -> (tensor<3x5xf32>, tensor<9x3x5xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<3x5xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<3x5xf32>) -> tensor<3x5xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<3x5xf32>) -> tensor<3x5xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x3x5xf32>) carry(%u = %rest : tensor<3x5xf32>, %fired = %rest : tensor<3x5xf32>) stack(tensor<9x3x5xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<3x5xf32>, tensor<5x5xf32>) outs(%i : tensor<3x5xf32>) -> tensor<3x5xf32>
    %awake = arith.subf %one, %fired : tensor<3x5xf32>
    %kept = arith.mulf %u, %awake : tensor<3x5xf32>
    %next = arith.addf %kept, %in : tensor<3x5xf32>
    %above = arith.subf %next, %one : tensor<3x5xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<3x5xf32>
    snn.yield carry(%next, %spikes : tensor<3x5xf32>, tensor<3x5xf32>) stack(%spikes : tensor<3x5xf32>)
  }
  %sum = arith.addf %v, %z : tensor<3x5xf32>
  return %sum, %raster : tensor<3x5xf32>, tensor<9x3x5xf32>
}

func.func @word(%x: tensor<9x3x64xf32>, %w: tensor<64x64xf32>) -> (tensor<3x64xf32>, tensor<9x3x64xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<3x64xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<3x64xf32>) -> tensor<3x64xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<3x64xf32>) -> tensor<3x64xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x3x64xf32>) carry(%u = %rest : tensor<3x64xf32>, %fired = %rest : tensor<3x64xf32>) stack(tensor<9x3x64xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<3x64xf32>, tensor<64x64xf32>) outs(%i : tensor<3x64xf32>) -> tensor<3x64xf32>
    %awake = arith.subf %one, %fired : tensor<3x64xf32>
    %kept = arith.mulf %u, %awake : tensor<3x64xf32>
    %next = arith.addf %kept, %in : tensor<3x64xf32>
    %above = arith.subf %next, %one : tensor<3x64xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<3x64xf32>
    snn.yield carry(%next, %spikes : tensor<3x64xf32>, tensor<3x64xf32>) stack(%spikes : tensor<3x64xf32>)
  }
  %sum = arith.addf %v, %z : tensor<3x64xf32>
  return %sum, %raster : tensor<3x64xf32>, tensor<9x3x64xf32>
}

func.func @byte_rows(%x: tensor<9x20x24xf32>, %w: tensor<24x24xf32>) -> (tensor<20x24xf32>, tensor<9x20x24xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<20x24xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<20x24xf32>) -> tensor<20x24xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<20x24xf32>) -> tensor<20x24xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x20x24xf32>) carry(%u = %rest : tensor<20x24xf32>, %fired = %rest : tensor<20x24xf32>) stack(tensor<9x20x24xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<20x24xf32>, tensor<24x24xf32>) outs(%i : tensor<20x24xf32>) -> tensor<20x24xf32>
    %awake = arith.subf %one, %fired : tensor<20x24xf32>
    %kept = arith.mulf %u, %awake : tensor<20x24xf32>
    %next = arith.addf %kept, %in : tensor<20x24xf32>
    %above = arith.subf %next, %one : tensor<20x24xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<20x24xf32>
    snn.yield carry(%next, %spikes : tensor<20x24xf32>, tensor<20x24xf32>) stack(%spikes : tensor<20x24xf32>)
  }
  %sum = arith.addf %v, %z : tensor<20x24xf32>
  return %sum, %raster : tensor<20x24xf32>, tensor<9x20x24xf32>
}

func.func @odd(%x: tensor<9x20x37xf32>, %w: tensor<37x37xf32>) -> (tensor<20x37xf32>, tensor<9x20x37xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<20x37xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<20x37xf32>) -> tensor<20x37xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<20x37xf32>) -> tensor<20x37xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x20x37xf32>) carry(%u = %rest : tensor<20x37xf32>, %fired = %rest : tensor<20x37xf32>) stack(tensor<9x20x37xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<20x37xf32>, tensor<37x37xf32>) outs(%i : tensor<20x37xf32>) -> tensor<20x37xf32>
    %awake = arith.subf %one, %fired : tensor<20x37xf32>
    %kept = arith.mulf %u, %awake : tensor<20x37xf32>
    %next = arith.addf %kept, %in : tensor<20x37xf32>
    %above = arith.subf %next, %one : tensor<20x37xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<20x37xf32>
    snn.yield carry(%next, %spikes : tensor<20x37xf32>, tensor<20x37xf32>) stack(%spikes : tensor<20x37xf32>)
  }
  %sum = arith.addf %v, %z : tensor<20x37xf32>
  return %sum, %raster : tensor<20x37xf32>, tensor<9x20x37xf32>
}

func.func @wide(%x: tensor<9x3x100xf32>, %w: tensor<100x100xf32>) -> (tensor<3x100xf32>, tensor<9x3x100xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<3x100xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<3x100xf32>) -> tensor<3x100xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<3x100xf32>) -> tensor<3x100xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x3x100xf32>) carry(%u = %rest : tensor<3x100xf32>, %fired = %rest : tensor<3x100xf32>) stack(tensor<9x3x100xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<3x100xf32>, tensor<100x100xf32>) outs(%i : tensor<3x100xf32>) -> tensor<3x100xf32>
    %awake = arith.subf %one, %fired : tensor<3x100xf32>
    %kept = arith.mulf %u, %awake : tensor<3x100xf32>
    %next = arith.addf %kept, %in : tensor<3x100xf32>
    %above = arith.subf %next, %one : tensor<3x100xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<3x100xf32>
    snn.yield carry(%next, %spikes : tensor<3x100xf32>, tensor<3x100xf32>) stack(%spikes : tensor<3x100xf32>)
  }
  %sum = arith.addf %v, %z : tensor<3x100xf32>
  return %sum, %raster : tensor<3x100xf32>, tensor<9x3x100xf32>
}

func.func @odd_samples(%x: tensor<9x7x130xf32>, %w: tensor<130x130xf32>) -> (tensor<7x130xf32>, tensor<9x7x130xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<7x130xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<7x130xf32>) -> tensor<7x130xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<7x130xf32>) -> tensor<7x130xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x7x130xf32>) carry(%u = %rest : tensor<7x130xf32>, %fired = %rest : tensor<7x130xf32>) stack(tensor<9x7x130xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<7x130xf32>, tensor<130x130xf32>) outs(%i : tensor<7x130xf32>) -> tensor<7x130xf32>
    %awake = arith.subf %one, %fired : tensor<7x130xf32>
    %kept = arith.mulf %u, %awake : tensor<7x130xf32>
    %next = arith.addf %kept, %in : tensor<7x130xf32>
    %above = arith.subf %next, %one : tensor<7x130xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<7x130xf32>
    snn.yield carry(%next, %spikes : tensor<7x130xf32>, tensor<7x130xf32>) stack(%spikes : tensor<7x130xf32>)
  }
  %sum = arith.addf %v, %z : tensor<7x130xf32>
  return %sum, %raster : tensor<7x130xf32>, tensor<9x7x130xf32>
}

func.func @samples(%x: tensor<9x?x70xf32>, %w: tensor<70x70xf32>) -> (tensor<?x70xf32>, tensor<9x?x70xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %b = tensor.dim %x, %c1 : tensor<9x?x70xf32>
  %e = tensor.empty(%b) : tensor<?x70xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<?x70xf32>) -> tensor<?x70xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<?x70xf32>) -> tensor<?x70xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x?x70xf32>) carry(%u = %rest : tensor<?x70xf32>, %fired = %rest : tensor<?x70xf32>) stack(tensor<9x?x70xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<?x70xf32>, tensor<70x70xf32>) outs(%i : tensor<?x70xf32>) -> tensor<?x70xf32>
    %awake = arith.subf %one, %fired : tensor<?x70xf32>
    %kept = arith.mulf %u, %awake : tensor<?x70xf32>
    %next = arith.addf %kept, %in : tensor<?x70xf32>
    %above = arith.subf %next, %one : tensor<?x70xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<?x70xf32>
    snn.yield carry(%next, %spikes : tensor<?x70xf32>, tensor<?x70xf32>) stack(%spikes : tensor<?x70xf32>)
  }
  %sum = arith.addf %v, %z : tensor<?x70xf32>
  return %sum, %raster : tensor<?x70xf32>, tensor<9x?x70xf32>
}

func.func @unknown(%x: tensor<9x?x?xf32>, %w: tensor<?x?xf32>) -> (tensor<?x?xf32>, tensor<9x?x?xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %f0 = arith.constant 0.0 : f32
  %f1 = arith.constant 1.0 : f32
  %b = tensor.dim %x, %c1 : tensor<9x?x?xf32>
  %n = tensor.dim %x, %c2 : tensor<9x?x?xf32>
  %e = tensor.empty(%b,%n) : tensor<?x?xf32>
  %rest = linalg.fill ins(%f0 : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %one = linalg.fill ins(%f1 : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %v, %z, %raster = snn.scan %t over(%i in %x : tensor<9x?x?xf32>) carry(%u = %rest : tensor<?x?xf32>, %fired = %rest : tensor<?x?xf32>) stack(tensor<9x?x?xf32>) {
    %in = linalg.matmul ins(%fired, %w : tensor<?x?xf32>, tensor<?x?xf32>) outs(%i : tensor<?x?xf32>) -> tensor<?x?xf32>
    %awake = arith.subf %one, %fired : tensor<?x?xf32>
    %kept = arith.mulf %u, %awake : tensor<?x?xf32>
    %next = arith.addf %kept, %in : tensor<?x?xf32>
    %above = arith.subf %next, %one : tensor<?x?xf32>
    %spikes = snn.spike %above surrogate(#snn.gaussian) : tensor<?x?xf32>
    snn.yield carry(%next, %spikes : tensor<?x?xf32>, tensor<?x?xf32>) stack(%spikes : tensor<?x?xf32>)
  }
  %sum = arith.addf %v, %z : tensor<?x?xf32>
  return %sum, %raster : tensor<?x?xf32>, tensor<9x?x?xf32>
}
