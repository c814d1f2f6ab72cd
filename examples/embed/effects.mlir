// The envelope of a signal of two channels, and its gradient by the signal.

// A rule in IR alone: quantization is flat, and counts as the identity.
func.func @quantize(%x: tensor<2xf64>) -> tensor<2xf64> attributes {no_inline, ad.vjp = @straight_through} {
  %y = audio.quantize %x steps 8.0 : tensor<2xf64>
  return %y : tensor<2xf64>
}
func.func private @straight_through(%x: tensor<2xf64>, %ct: tensor<2xf64>) -> tensor<2xf64> {
  return %ct : tensor<2xf64>
}

func.func @envelope(%signal: tensor<3x2xf64>) -> tensor<2xf64> {
  %decay = arith.constant 0.5 : f64
  %silence = arith.constant dense<0.0> : tensor<2xf64>
  %envelope = snn.scan %t over(%x in %signal : tensor<3x2xf64>) carry(%u = %silence : tensor<2xf64>) {
    %clipped = audio.soft_clip %x curve 0.25 : tensor<2xf64>
    %loud = audio.gain %clipped by 2.0 : tensor<2xf64>
    %turned = audio.invert %loud : tensor<2xf64>
    %steps = func.call @quantize(%turned) : (tensor<2xf64>) -> tensor<2xf64>
    %next = snn.li %steps, %u decay(%decay : f64) gain unit : tensor<2xf64>
    snn.yield carry(%next : tensor<2xf64>)
  }
  return %envelope : tensor<2xf64>
}

func.func @gradient(%signal: tensor<3x2xf64>) -> (tensor<2xf64>, tensor<3x2xf64>) {
  %one = arith.constant dense<1.0> : tensor<2xf64>
  %e, %d = ad.vjp @envelope(%signal) cotangents(%one) {wrt = [0], keep_primal}
      : (tensor<3x2xf64>) cotangents(tensor<2xf64>) -> (tensor<2xf64>, tensor<3x2xf64>)
  return %e, %d : tensor<2xf64>, tensor<3x2xf64>
}
