// RUN: snn-opt %s --snn-report-fusion -o /dev/null | FileCheck %s
// RUN: snn-opt %s --snn-report-fusion="format=json output=%t.json" -o /dev/null
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t.json
// RUN: not snn-opt %s --snn-report-fusion=format=yaml 2>&1 | FileCheck %s --check-prefix=FORMAT
// RUN: not snn-opt %s --snn-report-fusion=output=/nowhere/at/all 2>&1 | FileCheck %s --check-prefix=OUTPUT

// FORMAT: expects the report's format to be 'text' or 'json', got 'yaml'
// OUTPUT: error: cannot write the fusion report: {{.*}}No such file or directory

// CHECK-LABEL: @elementwise: 2 loop nests, 0 calls, 64 bytes written, 0 bytes taped per step
// CHECK-NEXT: blocked 1x by arith.addf: elementwise like its producer, but not fused
// JSON: "functions": [
// JSON: "blocked": [
// JSON: "location": "{{.*}}report-fusion.mlir:[[#@LINE+7]]:8"
// JSON: "op": "arith.addf"
// JSON: "bytes_written": 64
// JSON: "kernels": 2
// JSON: "name": "elementwise"
func.func @elementwise(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = math.exp %x : tensor<8xf32>
  %z = arith.addf %y, %y : tensor<8xf32>
  return %z : tensor<8xf32>
}

func.func @rule(%x: tensor<8xf32>) -> tensor<8xf32> attributes {no_inline} {
  return %x : tensor<8xf32>
}

// The wall and the sums; a fill is no nest's neighbour but the first value of
// an accumulator. The loop runs five times.
// CHECK-LABEL: @walls: 3 loop nests, 1 calls,
// CHECK-SAME: 384 bytes written
// CHECK-DAG: blocked 1x by func.call: opaque derivative rule
// CHECK-DAG: blocked 1x by linalg.matmul: reduction: its consumer needs whole sums
func.func @walls(%x: tensor<2x4xf32>, %w: tensor<4x4xf32>, %v: tensor<8xf32>) -> tensor<2x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %o = call @rule(%v) {ad.opaque} : (tensor<8xf32>) -> tensor<8xf32>
  %r = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %x) -> tensor<2x4xf32> {
    %i = linalg.matmul ins(%u, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%f : tensor<2x4xf32>) -> tensor<2x4xf32>
    %n = math.tanh %i : tensor<2x4xf32>
    scf.yield %n : tensor<2x4xf32>
  }
  return %r : tensor<2x4xf32>
}

// CHECK-LABEL: @loop_tape: 2 loop nests, 0 calls, 96 bytes written, 16 bytes taped per step
func.func @loop_tape(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<3x4xf32>
  %r:2 = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %x, %tape = %e) -> (tensor<4xf32>, tensor<3x4xf32>) {
    %w = tensor.insert_slice %u into %tape[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<3x4xf32>
    scf.yield %u, %w : tensor<4xf32>, tensor<3x4xf32>
  }
  %d = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %r#0) -> (tensor<4xf32>) {
    %s = tensor.extract_slice %r#1[%t, 0] [1, 4] [1, 1] : tensor<3x4xf32> to tensor<4xf32>
    %n = arith.addf %s, %u : tensor<4xf32>
    scf.yield %n : tensor<4xf32>
  }
  return %d : tensor<4xf32>
}

// CHECK-LABEL: @dynamic: 1 loop nests, 0 calls, 4 bytes written
// CHECK-SAME: unknown sizes and trip counts taken as one
func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = math.exp %x : tensor<?xf32>
  return %y : tensor<?xf32>
}

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
#row = affine_map<(d0, d1) -> (d0)>
#id3 = affine_map<(a, b, n) -> (a, b, n)>
#swap = affine_map<(a, b, n) -> (b, a, n)>

// What is read more than once, and what a sum would compute again.
// CHECK-LABEL: @uses: 3 loop nests, 0 calls, 96 bytes written
// CHECK-NEXT: blocked 2x by math.exp: its result has several uses
func.func @uses(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %a = math.exp %x : tensor<8xf32>
  %b = math.sin %a : tensor<8xf32>
  %c = math.cos %a : tensor<8xf32>
  return %b, %c : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: @operand: 2 loop nests
// CHECK-NEXT: blocked 1x by linalg.matmul: reduction: computing its operand inside would repeat it
func.func @operand(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>, %c: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %a = math.exp %x : tensor<8x8xf32>
  %b = linalg.matmul ins(%a, %w : tensor<8x8xf32>, tensor<8x8xf32>) outs(%c : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %b : tensor<8x8xf32>
}

// Generic ops with the reasons of snn-fuse-step: rows against columns, rows in
// another order, a row beside a matrix.
// CHECK-LABEL: @positions: 2 loop nests
// CHECK-NEXT: blocked 1x by linalg.generic: it reads an operand across the rows of its results
// JSON: "reason": "it reads an operand across the rows of its results"
func.func @positions(%x: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
  %e = tensor.empty() : tensor<8x8xf32>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.exp %in : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  %b = linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.sin %in : f32
    linalg.yield %0 : f32
  } -> tensor<8x8xf32>
  return %a, %b : tensor<8x8xf32>, tensor<8x8xf32>
}

// CHECK-LABEL: @swapped: 2 loop nests
// CHECK-NEXT: blocked 1x by linalg.generic: elements are read at other positions than they are made
func.func @swapped(%x: tensor<4x4x8xf32>) -> (tensor<4x4x8xf32>, tensor<4x4x8xf32>) {
  %e = tensor.empty() : tensor<4x4x8xf32>
  %a = linalg.generic {indexing_maps = [#id3, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x : tensor<4x4x8xf32>) outs(%e : tensor<4x4x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.exp %in : f32
    linalg.yield %0 : f32
  } -> tensor<4x4x8xf32>
  %b = linalg.generic {indexing_maps = [#swap, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a : tensor<4x4x8xf32>) outs(%e : tensor<4x4x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.sin %in : f32
    linalg.yield %0 : f32
  } -> tensor<4x4x8xf32>
  return %a, %b : tensor<4x4x8xf32>, tensor<4x4x8xf32>
}

// CHECK-LABEL: @domains: 2 loop nests
// CHECK-NEXT: blocked 1x by linalg.generic: the domains differ
func.func @domains(%x: tensor<8xf32>, %y: tensor<8x4xf32>) -> (tensor<8xf32>, tensor<8x4xf32>) {
  %e = tensor.empty() : tensor<8xf32>
  %f = tensor.empty() : tensor<8x4xf32>
  %a = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.exp %in : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %b = linalg.generic {indexing_maps = [#row, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%a, %y : tensor<8xf32>, tensor<8x4xf32>) outs(%f : tensor<8x4xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %0 = arith.mulf %in, %in2 : f32
    linalg.yield %0 : f32
  } -> tensor<8x4xf32>
  return %a, %b : tensor<8xf32>, tensor<8x4xf32>
}
