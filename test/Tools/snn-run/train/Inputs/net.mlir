// A spiking layer and its readout on sequences of three inputs, two classes,
// batches of four: (w, decay, v, x, labels) -> (loss, right answers, rate).
!x = tensor<5x4x3xf32>
!h = tensor<4x6xf32>
!o = tensor<4x2xf32>

func.func private @spike(%v: !h) -> !h {
  %zero = arith.constant dense<0.0> : !h
  %v2 = arith.mulf %v, %v : !h
  %minus = arith.negf %v2 : !h
  %slope = math.exp %minus : !h
  %slope_only = ad.stop_gradient %slope : !h
  %h = arith.mulf %v, %slope_only : !h
  %h_only = ad.stop_gradient %h : !h
  %nothing = arith.subf %h, %h_only : !h
  %above = arith.cmpf ogt, %v, %zero : !h
  %f = arith.uitofp %above : tensor<4x6xi1> to !h
  %f_only = ad.stop_gradient %f : !h
  %z = arith.addf %nothing, %f_only : !h
  return %z : !h
}

func.func @loss(%w: tensor<3x6xf32>, %decay: f32, %v: tensor<6x2xf32>, %x: !x, %labels: tensor<4x2xf32>) -> (f32, i32, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %rest = arith.constant dense<0.0> : !h
  %silence = arith.constant dense<0.0> : !o
  %half = arith.constant dense<0.5> : !h
  %alpha = tensor.splat %decay : !h
  %end:3 = scf.for %t = %c0 to %c5 step %c1 iter_args(%u = %rest, %n = %rest, %o = %silence) -> (!h, !h, !o) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, 4, 3] [1, 1, 1] : !x to tensor<4x3xf32>
    %in = linalg.matmul ins(%x_t, %w : tensor<4x3xf32>, tensor<3x6xf32>) outs(%rest : !h) -> !h
    %kept = arith.mulf %alpha, %u : !h
    %u1 = arith.addf %kept, %in : !h
    %over = arith.subf %u1, %half : !h
    %z = func.call @spike(%over) : (!h) -> !h
    %drop = arith.mulf %z, %half : !h
    %u2 = arith.subf %u1, %drop : !h
    %n1 = arith.addf %n, %z : !h
    %o1 = linalg.matmul ins(%z, %v : !h, tensor<6x2xf32>) outs(%o : !o) -> !o
    scf.yield %u2, %n1, %o1 : !h, !h, !o
  }
  %diff = arith.subf %end#2, %labels : !o
  %square = arith.mulf %diff, %diff : !o
  %zero = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.reduce { arith.addf } ins(%square : !o) outs(%zero : tensor<f32>) dimensions = [0, 1]
  %total = tensor.extract %sum[] : tensor<f32>
  %four = arith.constant 4.0 : f32
  %loss = arith.divf %total, %four : f32
  %right = func.call @right(%end#2, %labels) : (!o, !o) -> i32
  %spikes0 = linalg.reduce { arith.addf } ins(%end#1 : !h) outs(%zero : tensor<f32>) dimensions = [0, 1]
  %spikes = tensor.extract %spikes0[] : tensor<f32>
  %cells = arith.constant 120.0 : f32
  %rate = arith.divf %spikes, %cells : f32
  return %loss, %right, %rate : f32, i32, f32
}

// Samples whose two outputs are in the order of their labels.
func.func private @right(%o: !o, %labels: !o) -> i32 {
  %o0 = tensor.extract_slice %o[0, 0] [4, 1] [1, 1] : !o to tensor<4xf32>
  %o1 = tensor.extract_slice %o[0, 1] [4, 1] [1, 1] : !o to tensor<4xf32>
  %l0 = tensor.extract_slice %labels[0, 0] [4, 1] [1, 1] : !o to tensor<4xf32>
  %l1 = tensor.extract_slice %labels[0, 1] [4, 1] [1, 1] : !o to tensor<4xf32>
  %said = arith.cmpf ogt, %o0, %o1 : tensor<4xf32>
  %true = arith.cmpf ogt, %l0, %l1 : tensor<4xf32>
  %same = arith.cmpi eq, %said, %true : tensor<4xi1>
  %ones = arith.extui %same : tensor<4xi1> to tensor<4xi32>
  %zero = arith.constant dense<0> : tensor<i32>
  %count = linalg.reduce { arith.addi } ins(%ones : tensor<4xi32>) outs(%zero : tensor<i32>) dimensions = [0]
  %n = tensor.extract %count[] : tensor<i32>
  return %n : i32
}
