// A convolutional network: 6 filters of 5x5, leaky integrate-and-fire neurons, maximum pooling of their potentials'
// overshoot, 12 filters of 3x3, neurons, average pooling, a linear readout. The image is shown at each of 8 steps.

!images  = tensor<16x1x28x28xf32>   // batch x channels x rows x columns
!k1      = tensor<6x1x5x5xf32>
!map1    = tensor<16x6x24x24xf32>
!fired1  = tensor<16x6x24x24xi1>
!pooled1 = tensor<16x6x12x12xf32>
!k2      = tensor<12x6x3x3xf32>
!map2    = tensor<16x12x10x10xf32>
!fired2  = tensor<16x12x10x10xi1>
!pooled2 = tensor<16x12x5x5xf32>
!flat    = tensor<16x300xf32>
!w_out   = tensor<300x10xf32>
!outputs = tensor<16x10xf32>

// The triangle surrogate max(0, 1 - |v|), for the neurons of the first map.
func.func private @spike1(%v: !map1) -> !map1 {
  %zero = arith.constant dense<0.0> : !map1
  %one = arith.constant dense<1.0> : !map1
  %size = math.absf %v : !map1
  %sides = arith.subf %one, %size : !map1
  %slope = arith.maximumf %sides, %zero : !map1
  %slope_only = ad.stop_gradient %slope : !map1
  %h = arith.mulf %v, %slope_only : !map1
  %h_only = ad.stop_gradient %h : !map1
  %nothing = arith.subf %h, %h_only : !map1
  %above = arith.cmpf ogt, %v, %zero : !map1
  %f = arith.uitofp %above : !fired1 to !map1
  %f_only = ad.stop_gradient %f : !map1
  %z = arith.addf %nothing, %f_only : !map1
  return %z : !map1
}

func.func private @spike2(%v: !map2) -> !map2 {
  %zero = arith.constant dense<0.0> : !map2
  %one = arith.constant dense<1.0> : !map2
  %size = math.absf %v : !map2
  %sides = arith.subf %one, %size : !map2
  %slope = arith.maximumf %sides, %zero : !map2
  %slope_only = ad.stop_gradient %slope : !map2
  %h = arith.mulf %v, %slope_only : !map2
  %h_only = ad.stop_gradient %h : !map2
  %nothing = arith.subf %h, %h_only : !map2
  %above = arith.cmpf ogt, %v, %zero : !map2
  %f = arith.uitofp %above : !fired2 to !map2
  %f_only = ad.stop_gradient %f : !map2
  %z = arith.addf %nothing, %f_only : !map2
  return %z : !map2
}

// The readout, summed over the 8 steps.
func.func @logits(%k1: !k1, %b1: tensor<6xf32>, %k2: !k2, %w_out: !w_out, %images: !images) -> !outputs {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = arith.constant 8 : index
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %rest1 = arith.constant dense<0.0> : !map1
  %rest2 = arith.constant dense<0.0> : !map2
  %zeros2 = arith.constant dense<0.0> : !pooled2
  %silence = arith.constant dense<0.0> : !outputs
  %one1 = arith.constant dense<1.0> : !map1
  %one2 = arith.constant dense<1.0> : !map2
  %tau1 = arith.constant dense<0.9> : !map1
  %tau2 = arith.constant dense<0.8> : !map2
  %window = tensor.empty() : tensor<2x2xf32>
  %no_map1 = tensor.empty() : !map1
  %no_pool1 = tensor.empty() : !pooled1
  %lows = linalg.fill ins(%lowest : f32) outs(%no_pool1 : !pooled1) -> !pooled1
  %biases = linalg.broadcast ins(%b1 : tensor<6xf32>) outs(%no_map1 : !map1) dimensions = [0, 2, 3]
  %end:3 = scf.for %t = %c0 to %steps step %c1 iter_args(%u1 = %rest1, %u2 = %rest2, %o = %silence)
      -> (!map1, !map2, !outputs) {
    %drive1 = linalg.conv_2d_nchw_fchw {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%images, %k1 : !images, !k1) outs(%biases : !map1) -> !map1
    %kept1 = arith.mulf %u1, %tau1 : !map1
    %charged1 = arith.addf %kept1, %drive1 : !map1
    %over1 = arith.subf %charged1, %one1 : !map1
    %z1 = func.call @spike1(%over1) : (!map1) -> !map1
    %u1_next = arith.subf %charged1, %z1 : !map1
    // what is pooled is graded: a spike times the potential that fired it
    %graded = arith.mulf %z1, %charged1 : !map1
    %signal = arith.addf %graded, %charged1 : !map1
    %pooled1 = linalg.pooling_nchw_max {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%signal, %window : !map1, tensor<2x2xf32>) outs(%lows : !pooled1) -> !pooled1
    %drive2 = linalg.conv_2d_nchw_fchw {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%pooled1, %k2 : !pooled1, !k2) outs(%rest2 : !map2) -> !map2
    %kept2 = arith.mulf %u2, %tau2 : !map2
    %charged2 = arith.addf %kept2, %drive2 : !map2
    %over2 = arith.subf %charged2, %one2 : !map2
    %z2 = func.call @spike2(%over2) : (!map2) -> !map2
    %u2_next = arith.subf %charged2, %z2 : !map2
    %pooled2 = linalg.pooling_nchw_sum {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
        ins(%z2, %window : !map2, tensor<2x2xf32>) outs(%zeros2 : !pooled2) -> !pooled2
    %flat = tensor.collapse_shape %pooled2 [[0], [1, 2, 3]] : !pooled2 into !flat
    %o_next = linalg.matmul ins(%flat, %w_out : !flat, !w_out) outs(%o : !outputs) -> !outputs
    scf.yield %u1_next, %u2_next, %o_next : !map1, !map2, !outputs
  }
  return %end#2 : !outputs
}

// Mean squared distance of a tenth of the logits from one-hot targets.
func.func @loss(%k1: !k1, %b1: tensor<6xf32>, %k2: !k2, %w_out: !w_out, %images: !images, %target: !outputs)
    -> tensor<f32> {
  %sum0 = arith.constant dense<0.0> : tensor<f32>
  %tenth = arith.constant dense<0.1> : !outputs
  %logits = func.call @logits(%k1, %b1, %k2, %w_out, %images)
      : (!k1, tensor<6xf32>, !k2, !w_out, !images) -> !outputs
  %scaled = arith.mulf %logits, %tenth : !outputs
  %error = arith.subf %scaled, %target : !outputs
  %error2 = arith.mulf %error, %error : !outputs
  %total = linalg.reduce { arith.addf } ins(%error2 : !outputs) outs(%sum0 : tensor<f32>) dimensions = [0, 1]
  %count = arith.constant dense<160.0> : tensor<f32>
  %loss = arith.divf %total, %count : tensor<f32>
  return %loss : tensor<f32>
}
