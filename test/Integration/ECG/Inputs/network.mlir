// The trained network of the BRF paper on electrocardiograms: 4 level-crossing
// spike trains in, 36 recurrent balanced resonators, 6 leaky readouts.
!inputs  = tensor<1300x?x4xf32>
!labels  = tensor<1300x?xi32>
!outputs = tensor<1300x?x6xf32>
!rows    = tensor<1300x?xf32>
!state   = tensor<?x36xf32>
!scores  = tensor<?x6xf32>
!neurons = tensor<36xf32>

#a = affine_map<(m, n, k) -> (m, k)>
#b = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>

// The readouts of every step and the number of spikes of every neuron.
func.func private @run(%w: tensor<36x40xf32>, %omega: !neurons, %b_offset: !neurons, %w_out: tensor<6x36xf32>,
                       %tau_mem: tensor<6xf32>, %x: !inputs) -> (!outputs, !state) {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %minus_one = arith.constant dense<-1.0> : tensor<6xf32>
  %batch = tensor.dim %x, %c1 : !inputs
  %rest = tensor.splat %zero[%batch] : !state
  %silence = tensor.splat %zero[%batch] : !scores
  %tau = math.absf %tau_mem : tensor<6xf32>
  %rate = arith.divf %minus_one, %tau : tensor<6xf32>
  %alpha = math.exp %rate : tensor<6xf32>
  %end:6, %outputs = snn.scan %t over(%x_t in %x : !inputs)
      carry(%u = %rest : !state, %v = %rest : !state, %q = %rest : !state, %z = %rest : !state, %n = %rest : !state,
            %o = %silence : !scores) stack(!outputs) {
    %joined = tensor.concat dim(1) %x_t, %z : (tensor<?x4xf32>, !state) -> tensor<?x40xf32>
    %i = linalg.contract indexing_maps = [#a, #b, #c] ins(%joined, %w : tensor<?x40xf32>, tensor<36x40xf32>)
        outs(%rest : !state) -> !state
    %fired, %u_next, %v_next, %q_next = snn.brf %i, %u, %v, %q frequency(%omega : !neurons)
        damping(%b_offset : !neurons) dt 0.01 surrogate(#snn.double_gaussian) : !state
    %n_next = arith.addf %n, %fired : !state
    %read = linalg.contract indexing_maps = [#a, #b, #c] ins(%fired, %w_out : !state, tensor<6x36xf32>)
        outs(%silence : !scores) -> !scores
    %o_next = snn.li %read, %o decay(%alpha : tensor<6xf32>) gain one_minus_decay : !scores
    snn.yield carry(%u_next, %v_next, %q_next, %fired, %n_next, %o_next : !state, !state, !state, !state, !state, !scores)
        stack(%o_next : !scores)
  }
  return %outputs, %end#4 : !outputs, !state
}

// The negative log-likelihood at every step, whether the largest output is the
// right one, and the spikes of every sequence.
func.func @evaluate(%w: tensor<36x40xf32>, %omega: !neurons, %b_offset: !neurons, %w_out: tensor<6x36xf32>,
                    %tau_mem: tensor<6xf32>, %x: !inputs, %labels: !labels) -> (!rows, tensor<1300x?xi1>, tensor<?xf32>) {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %false = arith.constant false
  %batch = tensor.dim %x, %c1 : !inputs
  %outputs, %counts = call @run(%w, %omega, %b_offset, %w_out, %tau_mem, %x)
      : (tensor<36x40xf32>, !neurons, !neurons, tensor<6x36xf32>, tensor<6xf32>, !inputs) -> (!outputs, !state)
  %none = tensor.splat %zero[%batch] : !rows
  %least = tensor.splat %lowest[%batch] : !rows
  %largest = linalg.reduce { arith.maximumf } ins(%outputs : !outputs) outs(%least : !rows) dimensions = [2]
  %chosen = linalg.generic {
      indexing_maps = [affine_map<(t, b, c) -> (t, b, c)>, affine_map<(t, b, c) -> (t, b)>, affine_map<(t, b, c) -> (t, b)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%outputs, %labels : !outputs, !labels) outs(%none : !rows) {
    ^bb0(%logit: f32, %label: i32, %so_far: f32):
      %c = linalg.index 2 : index
      %class = arith.index_cast %c : index to i32
      %hit = arith.cmpi eq, %class, %label : i32
      %part = arith.select %hit, %logit, %zero : f32
      %next = arith.addf %so_far, %part : f32
      linalg.yield %next : f32
    } -> !rows
  %sum = linalg.generic {
      indexing_maps = [affine_map<(t, b, c) -> (t, b, c)>, affine_map<(t, b, c) -> (t, b)>, affine_map<(t, b, c) -> (t, b)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%outputs, %largest : !outputs, !rows) outs(%none : !rows) {
    ^bb0(%logit: f32, %most: f32, %so_far: f32):
      %centred = arith.subf %logit, %most : f32
      %e = math.exp %centred : f32
      %next = arith.addf %so_far, %e : f32
      linalg.yield %next : f32
    } -> !rows
  %log = math.log %sum : !rows
  %short = arith.subf %largest, %chosen : !rows
  %loss = arith.addf %log, %short : !rows
  // The first of the largest is what the network says: before it has seen a
  // spike all outputs are 0.
  %nobody = tensor.splat %false[%batch] : tensor<1300x?xi1>
  %wrong = linalg.generic {
      indexing_maps = [affine_map<(t, b, c) -> (t, b, c)>, affine_map<(t, b, c) -> (t, b)>,
                       affine_map<(t, b, c) -> (t, b)>, affine_map<(t, b, c) -> (t, b)>],
      iterator_types = ["parallel", "parallel", "reduction"]
    } ins(%outputs, %chosen, %labels : !outputs, !rows, !labels) outs(%nobody : tensor<1300x?xi1>) {
    ^bb0(%logit: f32, %own: f32, %label: i32, %so_far: i1):
      %c = linalg.index 2 : index
      %class = arith.index_cast %c : index to i32
      %earlier = arith.cmpi slt, %class, %label : i32
      %reaches = arith.cmpf oge, %logit, %own : f32
      %exceeds = arith.cmpf ogt, %logit, %own : f32
      %ahead = arith.select %earlier, %reaches, %exceeds : i1
      %next = arith.ori %so_far, %ahead : i1
      linalg.yield %next : i1
    } -> tensor<1300x?xi1>
  %true = arith.constant true
  %trues = tensor.splat %true[%batch] : tensor<1300x?xi1>
  %right = arith.xori %wrong, %trues : tensor<1300x?xi1>
  %no_spikes = tensor.splat %zero[%batch] : tensor<?xf32>
  %spikes = linalg.reduce { arith.addf } ins(%counts : !state) outs(%no_spikes : tensor<?xf32>) dimensions = [1]
  return %loss, %right, %spikes : !rows, tensor<1300x?xi1>, tensor<?xf32>
}
