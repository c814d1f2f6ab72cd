// A function with a rule of its own is compiled, called and differentiated; a
// rule that only an attribute names is there when it is needed.

// RUN: %make-npz %t.npz "arg0=f64([-1.5,0.25,2.5])" "cot0=f64([1,10,100])"
// RUN: snn-run call %s --entry=scaled --in=%t.npz --out=%t.call.npz
// RUN: %show-npz %t.call.npz | FileCheck %s --check-prefix=CALL
// CALL: res0 float64 3: 3.0 0.0 5.0
// RUN: snn-run grad %s --entry=scaled --wrt=0 --in=%t.npz --out=%t.grad.npz
// RUN: %show-npz %t.grad.npz grad0 | FileCheck %s --check-prefix=GRAD
// d(floor(x) x) = floor(x) + 3 x, with the rule's 3.
// GRAD: grad0 float64 3: -6.5 7.5 950.0

func.func private @floor(%x: tensor<3xf64>) -> tensor<3xf64> attributes {no_inline, ad.vjp = @straight_through} {
  %y = math.floor %x : tensor<3xf64>
  return %y : tensor<3xf64>
}
func.func private @straight_through(%x: tensor<3xf64>, %ct: tensor<3xf64>) -> tensor<3xf64> {
  %three = arith.constant dense<3.0> : tensor<3xf64>
  %d = arith.mulf %ct, %three : tensor<3xf64>
  return %d : tensor<3xf64>
}
func.func @scaled(%x: tensor<3xf64>) -> tensor<3xf64> {
  %y = func.call @floor(%x) : (tensor<3xf64>) -> tensor<3xf64>
  %z = arith.mulf %y, %x : tensor<3xf64>
  return %z : tensor<3xf64>
}
