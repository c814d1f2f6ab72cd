// RUN: snn-opt %s --snn-vectorize-structured --remarks-filter=snn-vectorize-structured --verify-diagnostics -o /dev/null

#id = affine_map<(d0, d1) -> (d0, d1)>
#transposed = affine_map<(d0, d1) -> (d1, d0)>

func.func @bodies(%x: memref<8x8xf32>, %y: memref<8x8xf32>, %i: memref<8x8xi3>, %z: memref<8x8xf64>) {
  // expected-remark @+1 {{[Passed] Vectorized | Category:snn-vectorize-structured | Function=bodies | Remark="'linalg.map' is computed 16 elements at a time"}}
  linalg.map { math.absf } ins(%x : memref<8x8xf32>) outs(%y : memref<8x8xf32>)
  // expected-remark @+1 {{'linalg.map' is computed 8 elements at a time}}
  linalg.map { math.absf } ins(%z : memref<8x8xf64>) outs(%z : memref<8x8xf64>)
  // expected-remark @+1 {{[Missed] StaysScalar | Category:snn-vectorize-structured | Function=bodies | Remark="'linalg.generic' is computed element by element: no parallel dimension runs along the memory of all operands"}}
  linalg.generic {indexing_maps = [#id, #transposed], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<8x8xf32>) outs(%y : memref<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  }
  // expected-remark @+1 {{'linalg.generic' is computed element by element: the body does not compute on vectors as it does on elements}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<8x8xf32>) outs(%y : memref<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %k = linalg.index 0 : index
    %j = arith.index_cast %k : index to i32
    %f = arith.sitofp %j : i32 to f32
    linalg.yield %f : f32
  }
  // expected-remark @+1 {{'linalg.generic' is computed element by element: no vectors can be read of an operand}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%i : memref<8x8xi3>) outs(%i : memref<8x8xi3>) {
  ^bb0(%a: i3, %out: i3):
    %0 = arith.addi %a, %a : i3
    linalg.yield %0 : i3
  }
  return
}
