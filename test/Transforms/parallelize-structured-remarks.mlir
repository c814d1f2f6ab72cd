// RUN: snn-opt %s --snn-parallelize-structured --remarks-filter=snn-parallelize-structured --verify-diagnostics -o /dev/null

#id = affine_map<(t, n) -> (t, n)>
#sum = affine_map<(t, n) -> ()>

func.func @sizes(%x: memref<1024x1024xf32>, %y: memref<4x4xf32>, %z: memref<?x?xf32>, %s: memref<f32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark @+1 {{[Passed] Parallelized | Category:snn-parallelize-structured | Function=sizes | Remark="threads share 'linalg.map'"}}
  linalg.map { math.absf } ins(%x : memref<1024x1024xf32>) outs(%x : memref<1024x1024xf32>)
  // expected-remark @+1 {{[Analysis] OneThread | Category:snn-parallelize-structured | Function=sizes | Remark="'linalg.map' is best left to one thread: too small to start threads for"}}
  linalg.map { math.absf } ins(%y : memref<4x4xf32>) outs(%y : memref<4x4xf32>)
  // expected-remark @+1 {{Remark="threads share 'linalg.map', if it is large at run time"}}
  linalg.map { math.absf } ins(%z : memref<?x?xf32>) outs(%z : memref<?x?xf32>)
  // expected-remark @+1 {{[Missed] OneThread | Category:snn-parallelize-structured | Function=sizes | Remark="'linalg.generic' stays with one thread: no parallel loop has two parts}}
  linalg.generic {indexing_maps = [#id, #sum], iterator_types = ["reduction", "reduction"]}
      ins(%x : memref<1024x1024xf32>) outs(%s : memref<f32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %out : f32
    linalg.yield %0 : f32
  }
  scf.for %i = %c0 to %n step %c1 {
    // expected-remark @+1 {{'linalg.map' stays with one thread: a step of unknown size}}
    linalg.map { math.absf } ins(%z : memref<?x?xf32>) outs(%z : memref<?x?xf32>)
  }
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    // expected-remark @+1 {{[Analysis] OneThread | Category:snn-parallelize-structured | Function=sizes | Remark="'linalg.map' is best left to one thread: the threads are taken around it"}}
    linalg.map { math.absf } ins(%x : memref<1024x1024xf32>) outs(%x : memref<1024x1024xf32>)
  }
  return
}
