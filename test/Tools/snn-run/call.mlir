// RUN: %make-npz %t.in.npz "arg0=f32(np.arange(6).reshape(2,3))" "arg1=f32(2)" \
// RUN:   "other=np.array(['not', 'read'])"
// RUN: snn-run call %s --entry=scale --in=%t.in.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=SCALE
// RUN: cat %s | snn-run call - --entry=scale --in=%t.in.npz | FileCheck %s --check-prefix=LIST

// Other functions of the file need not compile, and the entry may be private.
// SCALE: res0 float32 2x3: 0.0 2.0 4.0 6.0 8.0 10.0
// LIST: res0: 2x3xf32
func.func private @scale(%x: tensor<?x?xf32>, %a: f32) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %s = tensor.splat %a[%m, %n] : tensor<?x?xf32>
  %y = arith.mulf %x, %s : tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
func.func @broken() -> !llvm.ptr {
  %p = call @elsewhere() : () -> !llvm.ptr
  return %p : !llvm.ptr
}
func.func private @elsewhere() -> !llvm.ptr

// Results that are an argument, the same value twice, a constant, part of an
// argument: each comes back whole, and the caller's argument is not written.
// RUN: %make-npz %t.alias.npz "arg0=f32([1,2,3,4])" "arg1=np.int64(2)"
// RUN: snn-run call %s --entry=aliases --in=%t.alias.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=ALIAS
// ALIAS: res0 float32 4: 1.0 2.0 3.0 4.0
// ALIAS-NEXT: res1 float32 4: 1.0 2.0 3.0 4.0
// ALIAS-NEXT: res2 float32 4: 2.0 4.0 6.0 8.0
// ALIAS-NEXT: res3 float32 4: 2.0 4.0 6.0 8.0
// ALIAS-NEXT: res4 float32 2: 7.0 8.0
// ALIAS-NEXT: res5 float32 2: 3.0 4.0
// ALIAS-NEXT: res6 float32 2: 4.0 6.0
// ALIAS-NEXT: res7 float32 2x2: 2.0 4.0 6.0 8.0
// ALIAS-NEXT: res8 int64 scalar: 2
func.func @aliases(%x: tensor<4xf32>, %i: index) -> (tensor<4xf32>, tensor<4xf32>,
    tensor<4xf32>, tensor<4xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>,
    tensor<2x2xf32>, index) {
  %two = arith.addf %x, %x : tensor<4xf32>
  %c = arith.constant dense<[7.0, 8.0]> : tensor<2xf32>
  %part = tensor.extract_slice %x[%i] [2] [1] : tensor<4xf32> to tensor<2xf32>
  %mid = tensor.extract_slice %two[1] [2] [1] : tensor<4xf32> to tensor<2xf32>
  %square = tensor.expand_shape %two [[0, 1]] output_shape [2, 2] : tensor<4xf32> into tensor<2x2xf32>
  return %x, %x, %two, %two, %c, %part, %mid, %square, %i : tensor<4xf32>, tensor<4xf32>,
    tensor<4xf32>, tensor<4xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2x2xf32>, index
}

// No argument and no result is a function too.
// RUN: snn-run call %s --entry=nothing --out=%t.none.npz
// RUN: %show-npz %t.none.npz | count 0
func.func @nothing() {
  return
}
