// RUN: snn-opt %s --snn-infer-spikes --canonicalize --cse | FileCheck %s
// RUN: snn-opt %s --snn-infer-spikes=mask-products=false --canonicalize --cse | FileCheck %s --check-prefix=KEEP

// A product by spikes is a choice, from either side.

// CHECK-LABEL: func @product(
// CHECK-SAME: %[[B:.*]]: tensor<4xi1>, %[[X:.*]]: tensor<4xf32>)
// CHECK-NOT: arith.mulf
// CHECK: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK: %[[P:.*]] = arith.select %[[B]], %[[X]], %[[ZERO]]
// CHECK: return %[[P]], %[[P]]
// KEEP-LABEL: func @product(
// KEEP-NOT: arith.select
// KEEP: arith.mulf
func.func @product(%b: tensor<4xi1>, %x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %p = arith.mulf %x, %z : tensor<4xf32>
  %q = arith.mulf %z, %x : tensor<4xf32>
  return %p, %q : tensor<4xf32>, tensor<4xf32>
}

// Of dynamic sizes, and by a signed conversion of what is 0 or 1.

// CHECK-LABEL: func @dynamic(
// CHECK-SAME: %[[B:.*]]: tensor<?xi1>, %[[X:.*]]: tensor<?xf64>)
// CHECK: %[[ZERO:.*]] = linalg.fill
// CHECK: arith.select %[[B]], %[[X]], %[[ZERO]] : tensor<?xi1>, tensor<?xf64>
func.func @dynamic(%b: tensor<?xi1>, %x: tensor<?xf64>) -> tensor<?xf64> {
  %i = arith.extui %b : tensor<?xi1> to tensor<?xi32>
  %z = arith.sitofp %i : tensor<?xi32> to tensor<?xf64>
  %p = arith.mulf %z, %x : tensor<?xf64>
  return %p : tensor<?xf64>
}

// 1 - z is the opposite: in a product the other way round, in a sum a number.

// CHECK-LABEL: func @complement(
// CHECK-SAME: %[[B:.*]]: tensor<4xi1>, %[[X:.*]]: tensor<4xf32>)
// CHECK-DAG: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-DAG: %[[TRUE:.*]] = arith.constant dense<true> : tensor<4xi1>
// CHECK: %[[NOT:.*]] = arith.xori %[[B]], %[[TRUE]]
// CHECK: %[[R:.*]] = arith.uitofp %[[NOT]]
// CHECK: arith.select %[[B]], %[[ZERO]], %[[X]]
// CHECK: arith.addf %[[R]], %[[X]]
func.func @complement(%b: tensor<4xi1>, %x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %r = arith.subf %one, %z : tensor<4xf32>
  %p = arith.mulf %r, %x : tensor<4xf32>
  %s = arith.addf %r, %x : tensor<4xf32>
  return %p, %s : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func @dynamic_complement(
// CHECK-SAME: %[[B:.*]]: tensor<?xi1>, %[[X:.*]]: tensor<?xf32>)
// CHECK-NOT: arith.xori
// CHECK: %[[ZERO:.*]] = linalg.fill
// CHECK: arith.select %[[B]], %[[ZERO]], %[[X]]
func.func @dynamic_complement(%b: tensor<?xi1>, %x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %b, %c0 : tensor<?xi1>
  %f1 = arith.constant 1.0 : f32
  %one = tensor.splat %f1[%n] : tensor<?xf32>
  %z = arith.uitofp %b : tensor<?xi1> to tensor<?xf32>
  %r = arith.subf %one, %z : tensor<?xf32>
  %p = arith.mulf %r, %x : tensor<?xf32>
  return %p : tensor<?xf32>
}

// Products and extrema of spikes, choices between them and casts are logic.

// CHECK-LABEL: func @logic(
// CHECK-SAME: %[[A:.*]]: i1, %[[B:.*]]: i1, %[[C:.*]]: i1, %[[X:.*]]: f64)
// CHECK: %[[AND:.*]] = arith.andi %[[A]], %[[B]]
// CHECK: %[[OR:.*]] = arith.ori %[[A]], %[[B]]
// CHECK: %[[EITHER:.*]] = arith.select %[[C]], %[[OR]], %[[AND]] : i1
// CHECK: %[[BOTH:.*]] = arith.andi %[[EITHER]], %[[A]]
// CHECK: %[[CAST:.*]] = arith.ori %[[BOTH]], %[[B]]
// CHECK: arith.select %[[CAST]], %[[X]], %{{.*}} : f64
func.func @logic(%a: i1, %b: i1, %c: i1, %x: f64) -> f64 {
  %y = arith.uitofp %a : i1 to f32
  %z = arith.uitofp %b : i1 to f32
  %and = arith.mulf %y, %z : f32
  %or = arith.maximumf %y, %z : f32
  %either = arith.select %c, %or, %and : f32
  %both = arith.minnumf %either, %y : f32
  %any = arith.maxnumf %both, %z : f32
  %half = arith.truncf %any : f32 to f16
  %wide = arith.extf %half : f16 to f64
  %p = arith.mulf %wide, %x : f64
  return %p : f64
}

// A choice of constants is its condition; the surrogate of a boxcar is spikes.

// CHECK-LABEL: func @choice(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[Y:.*]]: tensor<4xf32>, %[[ONE:.*]]: i1)
// CHECK: %[[NEAR:.*]] = arith.cmpf olt, %[[X]], %[[Y]]
// CHECK: %[[ALL:.*]] = arith.select %[[ONE]], %{{.*}}, %{{.*}} : tensor<4xi1>
// CHECK: arith.select %[[NEAR]], %[[X]], %{{.*}} : tensor<4xi1>
// CHECK: arith.select %[[NEAR]], %{{.*}}, %[[Y]] : tensor<4xi1>
// CHECK: arith.select %[[ALL]], %[[X]], %{{.*}} : tensor<4xi1>
func.func @choice(%x: tensor<4xf32>, %y: tensor<4xf32>, %c: i1) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %near = arith.cmpf olt, %x, %y : tensor<4xf32>
  %g = arith.select %near, %one, %zero : tensor<4xi1>, tensor<4xf32>
  %far = arith.select %near, %zero, %one : tensor<4xi1>, tensor<4xf32>
  %all = arith.select %c, %one, %zero : tensor<4xf32>
  %p = arith.mulf %g, %x : tensor<4xf32>
  %q = arith.mulf %far, %y : tensor<4xf32>
  %r = arith.mulf %all, %x : tensor<4xf32>
  return %p, %q, %r : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// Comparisons with constants, and of spikes with one another.

// CHECK-LABEL: func @comparisons(
// CHECK-SAME: %[[A:.*]]: i1, %[[B:.*]]: i1)
// CHECK-DAG: %[[TRUE:.*]] = arith.constant true
// CHECK-DAG: %[[FALSE:.*]] = arith.constant false
// CHECK-NOT: arith.cmpf
// CHECK: %[[NOT:.*]] = arith.xori %[[A]], %[[TRUE]]
// CHECK: %[[MORE:.*]] = arith.cmpi ugt, %[[A]], %[[B]]
// CHECK: return %[[A]], %[[NOT]], %[[TRUE]], %[[TRUE]], %[[FALSE]], %[[MORE]]
// KEEP-LABEL: func @comparisons(
// KEEP-NOT: arith.cmpf
func.func @comparisons(%a: i1, %b: i1) -> (i1, i1, i1, i1, i1, i1) {
  %half = arith.constant 0.5 : f32
  %one = arith.constant 1.0 : f32
  %nan = arith.constant 0x7FC00000 : f32
  %y = arith.uitofp %a : i1 to f32
  %z = arith.uitofp %b : i1 to f32
  %0 = arith.cmpf ogt, %y, %half : f32
  %1 = arith.cmpf ogt, %half, %y : f32
  %2 = arith.cmpf oge, %one, %y : f32
  %3 = arith.cmpf une, %y, %nan : f32
  %4 = arith.cmpf oeq, %nan, %y : f32
  %5 = arith.cmpf ogt, %y, %z : f32
  return %0, %1, %2, %3, %4, %5 : i1, i1, i1, i1, i1, i1
}

// Counts extend the mask.

// CHECK-LABEL: func @counts(
// CHECK-SAME: %[[B:.*]]: tensor<4xi1>)
// CHECK: %[[N:.*]] = arith.extui %[[B]] : tensor<4xi1> to tensor<4xi32>
// CHECK: return %[[N]], %[[B]]
func.func @counts(%b: tensor<4xi1>) -> (tensor<4xi32>, tensor<4xi1>) {
  %z = arith.uitofp %b : tensor<4xi1> to tensor<4xf32>
  %n = arith.fptosi %z : tensor<4xf32> to tensor<4xi32>
  %m = arith.fptoui %z : tensor<4xf32> to tensor<4xi1>
  return %n, %m : tensor<4xi32>, tensor<4xi1>
}

// A table of zeros and ones is spikes in an extremum, if none in a product.

// CHECK-LABEL: func @table(
// CHECK-SAME: %[[B:.*]]: tensor<2xi1>, %[[X:.*]]: tensor<2xf32>)
// CHECK-DAG: %[[TABLE:.*]] = arith.constant dense<[true, false]> : tensor<2xi1>
// CHECK-DAG: %[[LINKS:.*]] = arith.constant dense<[1.000000e+00, 0.000000e+00]>
// CHECK: %[[ANY:.*]] = arith.ori %[[B]], %[[TABLE]]
// CHECK: arith.select %[[ANY]], %[[X]]
// CHECK: arith.mulf %[[X]], %[[LINKS]]
func.func @table(%b: tensor<2xi1>, %x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %t = arith.constant dense<[1.0, 0.0]> : tensor<2xf32>
  %z = arith.uitofp %b : tensor<2xi1> to tensor<2xf32>
  %any = arith.maximumf %z, %t : tensor<2xf32>
  %p = arith.mulf %any, %x : tensor<2xf32>
  %q = arith.mulf %x, %t : tensor<2xf32>
  return %p, %q : tensor<2xf32>, tensor<2xf32>
}

// What comes in as numbers is compared once, however often it is used, and
// stays a number for those who need one.

// CHECK-LABEL: func @declared(
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4xf32> {snn.spikes}, %[[X:[^:]*]]: tensor<4xf32>)
// CHECK-COUNT-1: arith.cmpf une, %[[Z]], %{{.*}} : tensor<4xf32>
// CHECK-NOT: arith.cmpf
// CHECK: %[[P:.*]] = arith.select
// CHECK-NOT: arith.uitofp
// CHECK: arith.addf %[[P]], %[[Z]]
// CHECK: arith.select
func.func @declared(%z: tensor<4xf32> {snn.spikes}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %p = arith.mulf %z, %x : tensor<4xf32>
  %s = arith.addf %p, %z : tensor<4xf32>
  %q = arith.mulf %s, %z : tensor<4xf32>
  return %q : tensor<4xf32>
}

// Vectors are as good as tensors.

// CHECK-LABEL: func @vector(
// CHECK: arith.select %{{.*}} : vector<8xi1>, vector<8xbf16>
func.func @vector(%b: vector<8xi1>, %x: vector<8xbf16>) -> vector<8xbf16> {
  %z = arith.uitofp %b : vector<8xi1> to vector<8xbf16>
  %p = arith.mulf %x, %z : vector<8xbf16>
  return %p : vector<8xbf16>
}
