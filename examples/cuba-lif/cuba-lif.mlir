// Current-based leaky integrate-and-fire neurons (CuBa-LIF): 64 of them, recurrent, 100 input channels, 20 leaky
// readouts whose largest value over time decides, 50 steps, batches of 32. cuba-lif/README.md has the equations.
// Written without type aliases and with every size of the batch and of time left open.

// SuperSpike: g'(v) = 1 / (1 + 10 |v|)^2
func.func private @spike(%v: tensor<?x64xf32>, %like: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %z = linalg.map ins(%v : tensor<?x64xf32>) outs(%like : tensor<?x64xf32>)
    (%in: f32, %unused: f32) {
      %zero = arith.constant 0.0 : f32
      %one = arith.constant 1.0 : f32
      %ten = arith.constant 10.0 : f32
      %size = math.absf %in : f32
      %scaled = arith.mulf %size, %ten : f32
      %below = arith.addf %scaled, %one : f32
      %below2 = arith.mulf %below, %below : f32
      %slope = arith.divf %one, %below2 : f32
      %slope_only = ad.stop_gradient %slope : f32
      %h = arith.mulf %in, %slope_only : f32
      %h_only = ad.stop_gradient %h : f32
      %nothing = arith.subf %h, %h_only : f32
      %above = arith.cmpf ogt, %in, %zero : f32
      %f = arith.uitofp %above : i1 to f32
      %f_only = ad.stop_gradient %f : f32
      %spike = arith.addf %nothing, %f_only : f32
      linalg.yield %spike : f32
    }
  return %z : tensor<?x64xf32>
}

// The largest readout over time of every class.
func.func @logits(%w_in: tensor<100x64xf32>, %w_rec: tensor<64x64xf32>, %bias: tensor<64xf32>, %p_current: f32,
                  %p_membrane: f32, %w_out: tensor<64x20xf32>, %x: tensor<?x?x100xf32>) -> tensor<?x20xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %readout_decay = arith.constant 0.95 : f32
  %steps = tensor.dim %x, %c0 : tensor<?x?x100xf32>
  %batch = tensor.dim %x, %c1 : tensor<?x?x100xf32>
  // exp(-exp(p)): a decay in (0, 1) for any p
  %rate_i = math.exp %p_current : f32
  %rate_v = math.exp %p_membrane : f32
  %minus_i = arith.negf %rate_i : f32
  %minus_v = arith.negf %rate_v : f32
  %decay_i = math.exp %minus_i : f32
  %decay_v = math.exp %minus_v : f32
  %like = tensor.empty(%batch) : tensor<?x64xf32>
  %like_out = tensor.empty(%batch) : tensor<?x20xf32>
  %rest = linalg.fill ins(%zero : f32) outs(%like : tensor<?x64xf32>) -> tensor<?x64xf32>
  %silence = linalg.fill ins(%zero : f32) outs(%like_out : tensor<?x20xf32>) -> tensor<?x20xf32>
  %no_peak = linalg.fill ins(%lowest : f32) outs(%like_out : tensor<?x20xf32>) -> tensor<?x20xf32>
  %biases = linalg.broadcast ins(%bias : tensor<64xf32>) outs(%like : tensor<?x64xf32>) dimensions = [0]
  %end:5 = scf.for %t = %c0 to %steps step %c1
      iter_args(%i = %rest, %v = %rest, %z = %rest, %o = %silence, %peak = %no_peak)
      -> (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x20xf32>, tensor<?x20xf32>) {
    %x_t = tensor.extract_slice %x[%t, 0, 0] [1, %batch, 100] [1, 1, 1] : tensor<?x?x100xf32> to tensor<?x100xf32>
    %s0 = linalg.matmul ins(%x_t, %w_in : tensor<?x100xf32>, tensor<100x64xf32>)
        outs(%biases : tensor<?x64xf32>) -> tensor<?x64xf32>
    %s = linalg.matmul ins(%z, %w_rec : tensor<?x64xf32>, tensor<64x64xf32>)
        outs(%s0 : tensor<?x64xf32>) -> tensor<?x64xf32>
    // i' = decay_i i + s; v' = decay_v v (1 - sg(z)) + (1 - decay_v) i'
    %next:2 = linalg.generic {
        indexing_maps = [affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b, n)>,
                         affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b, n)>, affine_map<(b, n) -> (b, n)>],
        iterator_types = ["parallel", "parallel"]
      } ins(%s, %i, %v, %z : tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>)
        outs(%like, %like : tensor<?x64xf32>, tensor<?x64xf32>) {
      ^bb0(%drive: f32, %i0: f32, %v0: f32, %z0: f32, %unused0: f32, %unused1: f32):
        %i_kept = arith.mulf %decay_i, %i0 : f32
        %i1 = arith.addf %i_kept, %drive : f32
        %z_only = ad.stop_gradient %z0 : f32
        %open = arith.subf %one, %z_only : f32
        %v_open = arith.mulf %v0, %open : f32
        %v_kept = arith.mulf %decay_v, %v_open : f32
        %gain = arith.subf %one, %decay_v : f32
        %charge = arith.mulf %gain, %i1 : f32
        %v1 = arith.addf %v_kept, %charge : f32
        linalg.yield %i1, %v1 : f32, f32
      } -> (tensor<?x64xf32>, tensor<?x64xf32>)
    %thresholds = linalg.fill ins(%one : f32) outs(%like : tensor<?x64xf32>) -> tensor<?x64xf32>
    %over = arith.subf %next#1, %thresholds : tensor<?x64xf32>
    %z1 = func.call @spike(%over, %like) : (tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<?x64xf32>
    %decays = linalg.fill ins(%readout_decay : f32) outs(%like_out : tensor<?x20xf32>) -> tensor<?x20xf32>
    %o_kept = arith.mulf %o, %decays : tensor<?x20xf32>
    %o1 = linalg.matmul ins(%z1, %w_out : tensor<?x64xf32>, tensor<64x20xf32>)
        outs(%o_kept : tensor<?x20xf32>) -> tensor<?x20xf32>
    %peak1 = arith.maximumf %peak, %o1 : tensor<?x20xf32>
    scf.yield %next#0, %next#1, %z1, %o1, %peak1
        : tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x20xf32>, tensor<?x20xf32>
  }
  return %end#4 : tensor<?x20xf32>
}

// Cross-entropy of the softmax with one-hot labels, mean over the batch.
func.func @loss(%w_in: tensor<100x64xf32>, %w_rec: tensor<64x64xf32>, %bias: tensor<64xf32>, %p_current: f32,
                %p_membrane: f32, %w_out: tensor<64x20xf32>, %x: tensor<?x?x100xf32>, %target: tensor<?x20xf32>)
    -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %batch = tensor.dim %target, %c0 : tensor<?x20xf32>
  %logits = func.call @logits(%w_in, %w_rec, %bias, %p_current, %p_membrane, %w_out, %x)
      : (tensor<100x64xf32>, tensor<64x64xf32>, tensor<64xf32>, f32, f32, tensor<64x20xf32>, tensor<?x?x100xf32>)
      -> tensor<?x20xf32>
  %like = tensor.empty(%batch) : tensor<?x20xf32>
  %chance = linalg.softmax dimension(1) ins(%logits : tensor<?x20xf32>) outs(%like : tensor<?x20xf32>)
      -> tensor<?x20xf32>
  %log_chance = math.log %chance : tensor<?x20xf32>
  %sum0 = arith.constant dense<0.0> : tensor<f32>
  %hits = arith.mulf %log_chance, %target : tensor<?x20xf32>
  %total = linalg.reduce { arith.addf } ins(%hits : tensor<?x20xf32>) outs(%sum0 : tensor<f32>) dimensions = [0, 1]
  %batch_i = arith.index_cast %batch : index to i32
  %batch_f = arith.sitofp %batch_i : i32 to f32
  %count = tensor.from_elements %batch_f : tensor<f32>
  %mean = arith.divf %total, %count : tensor<f32>
  %loss = arith.negf %mean : tensor<f32>
  return %loss : tensor<f32>
}
