// RUN: snn-opt %s --snn-distribute-threads --verify-diagnostics

func.func private @unknown(memref<4xf32>)

func.func @call(%x: memref<4xf32>) {
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  gpu.launch blocks(%i, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1)
             threads(%t, %ty, %tz) in (%nx = %c32, %ny = %c1, %nz = %c1) {
    // expected-error@+1 {{'func.call' cannot run in a block of a GPU}}
    func.call @unknown(%x) : (memref<4xf32>) -> ()
    gpu.terminator
  }
  return
}
