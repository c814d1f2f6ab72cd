// RUN: snn-opt %s --snn-report-fusion -o /dev/null | FileCheck %s --check-prefix=BEFORE
// RUN: snn-opt %s --snn-structure-pipeline --snn-report-fusion -o /dev/null | FileCheck %s
// RUN: snn-opt %s --snn-structure-pipeline --snn-report-fusion="format=json output=%t.json" -o /dev/null
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t.json

// A recurrent neuron of two states that are stacked: a product and one nest per
// step, which writes into the slots. The sum's zeros are in registers.
// BEFORE-LABEL: @neuron: 8 loop nests
// CHECK-LABEL: @neuron: 2 loop nests
// CHECK-NEXT: blocked 1x by linalg.matmul: reduction: its consumer needs whole sums
// CHECK-NOT: blocked
func.func @neuron(%w: tensor<8x8xf32>, %s0: tensor<4x8xf32>, %u_stack: tensor<5x4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>, tensor<5x4x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %zero = arith.constant dense<0.0> : tensor<4x8xf32>
  %half = arith.constant dense<0.5> : tensor<4x8xf32>
  %r:3 = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %s0, %z = %s0, %us = %u_stack) -> (tensor<4x8xf32>, tensor<4x8xf32>, tensor<5x4x8xf32>) {
    %i = linalg.matmul ins(%z, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%zero : tensor<4x8xf32>) -> tensor<4x8xf32>
    %k = arith.mulf %u, %half : tensor<4x8xf32>
    %v = arith.addf %k, %i : tensor<4x8xf32>
    %f = arith.cmpf ogt, %v, %half : tensor<4x8xf32>
    %s = arith.uitofp %f : tensor<4x8xi1> to tensor<4x8xf32>
    %m = arith.mulf %s, %v : tensor<4x8xf32>
    %n = arith.subf %v, %m : tensor<4x8xf32>
    %us1 = tensor.insert_slice %n into %us[%t, 0, 0] [1, 4, 8] [1, 1, 1] : tensor<4x8xf32> into tensor<5x4x8xf32>
    scf.yield %n, %s, %us1 : tensor<4x8xf32>, tensor<4x8xf32>, tensor<5x4x8xf32>
  }
  return %r#0, %r#1, %r#2 : tensor<4x8xf32>, tensor<4x8xf32>, tensor<5x4x8xf32>
}

// A tape whose slot the step's nest writes, besides what is carried.
// CHECK-LABEL: @tape: 2 loop nests, 0 calls, 144 bytes written, 16 bytes taped per step
func.func @tape(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<3x4xf32>
  %r:2 = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %x, %tape = %e) -> (tensor<4xf32>, tensor<3x4xf32>) {
    %w = tensor.insert_slice %u into %tape[%t, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<3x4xf32>
    %n = math.tanh %u : tensor<4xf32>
    scf.yield %n, %w : tensor<4xf32>, tensor<3x4xf32>
  }
  %d = scf.for %t = %c0 to %c3 step %c1 iter_args(%u = %r#0) -> (tensor<4xf32>) {
    %s = tensor.extract_slice %r#1[%t, 0] [1, 4] [1, 1] : tensor<3x4xf32> to tensor<4xf32>
    %n = arith.addf %s, %u : tensor<4xf32>
    scf.yield %n : tensor<4xf32>
  }
  return %d : tensor<4xf32>
}

// What stands between two nests that share a tensor is named.
// CHECK-LABEL: @between:
// CHECK: blocked 1x by linalg.matmul: it stands between nests: it needs one and gives to the other
// JSON: "name": "neuron"
// JSON: "location": "{{.*}}report-fusion-fused.mlir:[[#@LINE+6]]:8"
// JSON: "location": "{{.*}}report-fusion-fused.mlir:[[#@LINE+5]]:8"
// JSON-NEXT: "op": "linalg.matmul",
// JSON-NEXT: "reason": "it stands between nests: it needs one and gives to the other"
func.func @between(%x: tensor<8x8xf32>, %y: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %u = arith.negf %x : tensor<8x8xf32>
  %m = linalg.matmul ins(%u, %u : tensor<8x8xf32>, tensor<8x8xf32>) outs(%y : tensor<8x8xf32>) -> tensor<8x8xf32>
  %w = arith.addf %u, %m : tensor<8x8xf32>
  return %w : tensor<8x8xf32>
}

// An op that is no nest is named with what makes it none.
// CHECK-LABEL: @position:
// CHECK: blocked 1x by linalg.generic: its elements depend on their position
func.func @position(%x: tensor<8xf32>) -> tensor<8xf32> {
  %u = arith.negf %x : tensor<8xf32>
  %e = tensor.empty() : tensor<8xf32>
  %w = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%u : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = linalg.index 0 : index
    %1 = arith.index_cast %0 : index to i32
    %2 = arith.sitofp %1 : i32 to f32
    %3 = arith.mulf %a, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<8xf32>
  return %w : tensor<8xf32>
}
