// RUN: snn-opt %s --ad-differentiate --inline --symbol-dce --canonicalize --cse | FileCheck %s

// The reverse of a branch is a branch on the same value: each side adds what it
// gave to what its captures have received.

func.func private @gate(%p: i1, %x: f32, %w: f32) -> f32 {
  %z = scf.if %p -> f32 {
    %a = math.sin %x : f32
    %b = arith.mulf %a, %w : f32
    scf.yield %b : f32
  } else {
    scf.yield %w : f32
  }
  return %z : f32
}
// CHECK-LABEL: func.func @d_gate(
// CHECK-SAME: %[[COND:[^:]*]]: i1, %[[X:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[IF:.*]]:2 = scf.if %[[COND]] -> (f32, f32) {
// CHECK-NEXT: %[[SIN:.*]] = math.sin %[[X]] : f32
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[W]] : f32
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[CT]], %[[SIN]] : f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P2]], %[[C]] : f32
// CHECK-NEXT: %[[COS:.*]] = math.cos %[[X]] : f32
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[P]], %[[COS]] : f32
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[P3]], %[[C]] : f32
// CHECK-NEXT: scf.yield %[[S2]], %[[S]] : f32, f32
// CHECK-NEXT: } else {
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[CT]], %[[C]] : f32
// CHECK-NEXT: scf.yield %[[C]], %[[S3]] : f32, f32
// CHECK-NEXT: }
// CHECK-NEXT: return %[[IF]]#0, %[[IF]]#1 : f32, f32
func.func @d_gate(%p: i1, %x: f32, %w: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @gate(%p, %x, %w) cotangents(%ct) {wrt = [1, 2]} : (i1, f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}

// Two results, of which one has no derivative to give.
func.func private @two(%p: i1, %x: f64) -> (f64, i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %z:2 = scf.if %p -> (f64, i32) {
    %a = arith.mulf %x, %x : f64
    scf.yield %a, %c1 : f64, i32
  } else {
    %a = arith.negf %x : f64
    scf.yield %a, %c0 : f64, i32
  }
  return %z#0, %z#1 : f64, i32
}
// CHECK-LABEL: func.func @d_two(
// CHECK-SAME: %[[COND:[^:]*]]: i1, %[[X:[^:]*]]: f64, %[[CT:[^:]*]]: f64)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: %[[IF:.*]] = scf.if %[[COND]] -> (f64) {
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[X]] : f64
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[C]] : f64
// CHECK-NEXT: %[[S2:.*]] = arith.addf %[[S]], %[[P]] : f64
// CHECK-NEXT: scf.yield %[[S2]] : f64
// CHECK-NEXT: } else {
// CHECK-NEXT: %[[N:.*]] = arith.negf %[[CT]] : f64
// CHECK-NEXT: %[[S3:.*]] = arith.addf %[[N]], %[[C]] : f64
// CHECK-NEXT: scf.yield %[[S3]] : f64
// CHECK-NEXT: }
// CHECK-NEXT: return %[[IF]] : f64
func.func @d_two(%p: i1, %x: f64, %ct: f64) -> f64 {
  %d = ad.vjp @two(%p, %x) cotangents(%ct) {wrt = [1]} : (i1, f64) cotangents(f64) -> (f64)
  return %d : f64
}

// A switch on an index has as many sides; one that captures nothing hands on what
// there was.
func.func private @choose(%i: index, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c = arith.constant dense<1.0> : tensor<4xf32>
  %z = scf.index_switch %i -> tensor<4xf32>
  case 2 {
    %a = math.exp %x : tensor<4xf32>
    scf.yield %a : tensor<4xf32>
  }
  default {
    scf.yield %c : tensor<4xf32>
  }
  return %z : tensor<4xf32>
}
// CHECK-LABEL: func.func @d_choose(
// CHECK-SAME: %[[I:[^:]*]]: index, %[[X:[^:]*]]: tensor<4xf32>, %[[CT:[^:]*]]: tensor<4xf32>)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[INDEX_SWITCH:.*]] = scf.index_switch %[[I]] -> tensor<4xf32>
// CHECK-NEXT: case 2 {
// CHECK-NEXT: %[[EXP:.*]] = math.exp %[[X]] : tensor<4xf32>
// CHECK-NEXT: scf.yield %[[EXP]] : tensor<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: %[[EMPTY:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: scf.yield %[[EMPTY]] : tensor<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: %[[EMPTY2:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-NEXT: %[[FILL:.*]] = linalg.fill ins(%[[C]] : f32) outs(%[[EMPTY2]] : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[INDEX_SWITCH2:.*]] = scf.index_switch %[[I]] -> tensor<4xf32>
// CHECK-NEXT: case 2 {
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[CT]], %[[INDEX_SWITCH]] : tensor<4xf32>
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[FILL]], %[[P]] : tensor<4xf32>
// CHECK-NEXT: scf.yield %[[S]] : tensor<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: scf.yield %[[FILL]] : tensor<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return %[[INDEX_SWITCH2]] : tensor<4xf32>
func.func @d_choose(%i: index, %x: tensor<4xf32>, %ct: tensor<4xf32>) -> tensor<4xf32> {
  %d = ad.vjp @choose(%i, %x) cotangents(%ct) {wrt = [1]} : (index, tensor<4xf32>) cotangents(tensor<4xf32>) -> (tensor<4xf32>)
  return %d : tensor<4xf32>
}

// A loop of no steps, or of many: what is carried goes backward through them, and
// the tape has one slot for each.
func.func private @steps(%n: index, %x: f32, %w: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %t = %c0 to %n step %c1 iter_args(%s = %x) -> f32 {
    %u = arith.mulf %s, %w : f32
    scf.yield %u : f32
  }
  return %r : f32
}
// CHECK-LABEL: func.func @d_steps(
// CHECK-SAME: %[[NUM:[^:]*]]: index, %[[X:[^:]*]]: f32, %[[W:[^:]*]]: f32, %[[CT:[^:]*]]: f32)
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0 : index
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1 : index
// CHECK-NEXT: %[[CMPI:.*]] = arith.cmpi sgt, %[[NUM]], %[[C2]] : index
// CHECK-NEXT: %[[SEL:.*]] = arith.select %[[CMPI]], %[[NUM]], %[[C2]] : index
// CHECK-NEXT: %[[EMPTY:.*]] = tensor.empty(%[[SEL]]) : tensor<?xf32>
// CHECK-NEXT: %[[FOR:.*]]:2 = scf.for %[[L:[^ :,)]+]] = %[[C2]] to %[[NUM]] step %[[C3]] iter_args(%[[L2:[^ :,)]+]] = %[[X]], %[[L3:[^ :,)]+]] = %[[EMPTY]]) -> (f32, tensor<?xf32>) {
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[L2]], %[[W]] : f32
// CHECK-NEXT: %[[INSERT:.*]] = tensor.insert %[[L2]] into %[[L3]][%[[L]]] : tensor<?xf32>
// CHECK-NEXT: scf.yield %[[P]], %[[INSERT]] : f32, tensor<?xf32>
// CHECK-NEXT: }
// CHECK-NEXT: %[[FOR2:.*]]:2 = scf.for %[[R:[^ :,)]+]] = %[[C2]] to %[[SEL]] step %[[C3]] iter_args(%[[R2:[^ :,)]+]] = %[[CT]], %[[R3:[^ :,)]+]] = %[[C]]) -> (f32, f32) {
// CHECK-NEXT: %[[SUBI:.*]] = arith.subi %[[SEL]], %[[C3]] : index
// CHECK-NEXT: %[[SUBI2:.*]] = arith.subi %[[SUBI]], %[[R]] : index
// CHECK-NEXT: %[[EXTRACT:.*]] = tensor.extract %[[FOR]]#1[%[[SUBI2]]] : tensor<?xf32>
// CHECK-NEXT: %[[P2:.*]] = arith.mulf %[[R2]], %[[W]] : f32
// CHECK-NEXT: %[[P3:.*]] = arith.mulf %[[R2]], %[[EXTRACT]] : f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[R3]], %[[P3]] : f32
// CHECK-NEXT: scf.yield %[[P2]], %[[S]] : f32, f32
// CHECK-NEXT: }
// CHECK-NEXT: return %[[FOR2]]#0, %[[FOR2]]#1 : f32, f32
func.func @d_steps(%n: index, %x: f32, %w: f32, %ct: f32) -> (f32, f32) {
  %d:2 = ad.vjp @steps(%n, %x, %w) cotangents(%ct) {wrt = [1, 2]} : (index, f32, f32) cotangents(f32) -> (f32, f32)
  return %d#0, %d#1 : f32, f32
}
