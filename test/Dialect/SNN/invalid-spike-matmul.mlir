// RUN: snn-opt %s --split-input-file --verify-diagnostics

func.func @mixed(%s: memref<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) {
  // expected-error @below {{expects only tensors or only memrefs, got 'memref<2x3xi1>' and 'tensor<2x4xf32>' (spike_matmul_c1)}}
  %0 = snn.spike_matmul ins(%s, %w : memref<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @no_result(%s: tensor<2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) {
  // expected-error @below {{expects 1 result for a tensor, got 0 (spike_matmul_c1)}}
  snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>)
  return
}

// -----

func.func @wider_weights(%s: tensor<2x3xi1>, %w: tensor<3x4xf64>, %c: tensor<2x4xf32>) {
  // expected-error @below {{expects weights of the result's element type or a narrower one, got 'f64' and 'f32' (spike_matmul_c2)}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xf64>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @other_weights(%s: tensor<2x3xi1>, %w: tensor<3x4xbf16>, %c: tensor<2x4xf16>) {
  // expected-error @below {{narrower one, got 'bf16' and 'f16' (spike_matmul_c2)}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xbf16>) outs(%c : tensor<2x4xf16>) -> tensor<2x4xf16>
  return
}

// -----

func.func @two_maps(%s: tensor<3xi1>, %w: tensor<3xf32>, %c: tensor<f32>) {
  // expected-error @below {{expects 3 indexing maps, got 2 (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>]
    ins(%s, %w : tensor<3xi1>, tensor<3xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @no_permutation(%s: tensor<3xi1>, %w: tensor<3xf32>, %c: tensor<f32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0) -> (d0 + 1)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k + 1)>, affine_map<(k) -> ()>]
    ins(%s, %w : tensor<3xi1>, tensor<3xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @windows_of_weights(%s: tensor<4x5xi1>, %w: tensor<6x5x3xf32>, %c: tensor<4x3xf32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0, d1, d2, d3) -> (d0 + d3, d1, d2)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(x, c, f, k) -> (x, c)>, affine_map<(x, c, f, k) -> (x + k, c, f)>, affine_map<(x, c, f, k) -> (x, f)>]
    ins(%s, %w : tensor<4x5xi1>, tensor<6x5x3xf32>) outs(%c : tensor<4x3xf32>) -> tensor<4x3xf32>
  return
}

// -----

// The same windows as those of the spikes are no excuse.
func.func @windows_of_both(%s: tensor<6x5xi1>, %w: tensor<6x5xf32>, %c: tensor<4x5xf32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0, d1, d2) -> (d0 + d1, d2)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(x, k, c) -> (x + k, c)>, affine_map<(x, k, c) -> (x + k, c)>, affine_map<(x, k, c) -> (x, c)>]
    ins(%s, %w : tensor<6x5xi1>, tensor<6x5xf32>) outs(%c : tensor<4x5xf32>) -> tensor<4x5xf32>
  return
}

// -----

// The last dimension of the spikes is a loop by itself, and no other has that.
func.func @window_last(%s: tensor<6xi1>, %w: tensor<3x2xf32>, %c: tensor<4x2xf32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0, d1, d2) -> (d0 + d1)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(x, k, f) -> (x + k)>, affine_map<(x, k, f) -> (k, f)>, affine_map<(x, k, f) -> (x, f)>]
    ins(%s, %w : tensor<6xi1>, tensor<3x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @window_of_last(%s: tensor<6x3xi1>, %w: tensor<3x2xf32>, %c: tensor<4x2xf32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0, d1, d2) -> (d0 + d1, d1)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(x, k, f) -> (x + k, k)>, affine_map<(x, k, f) -> (k, f)>, affine_map<(x, k, f) -> (x, f)>]
    ins(%s, %w : tensor<6x3xi1>, tensor<3x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @other_loops(%s: tensor<3xi1>, %w: tensor<3xf32>, %c: tensor<f32>) {
  // expected-error @below {{expects each indexing map to be a permutation of some of the same loops, got affine_map<(d0, d1) -> (d0)> (spike_matmul_c3)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k, l) -> (k)>, affine_map<(k) -> ()>]
    ins(%s, %w : tensor<3xi1>, tensor<3xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @sum_of_spikes(%s: tensor<3x5xi1>, %w: tensor<3xf32>, %c: tensor<f32>) {
  // expected-error @below {{expects loop d1, which is summed over, to be one of the spikes and of the weights (spike_matmul_c4)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(k, l) -> (k, l)>, affine_map<(k, l) -> (k)>, affine_map<(k, l) -> ()>]
    ins(%s, %w : tensor<3x5xi1>, tensor<3xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @broadcast(%s: tensor<3xi1>, %w: tensor<3xf32>, %c: tensor<5xf32>) {
  // expected-error @below {{expects loop d1 of the result to be one of the spikes or of the weights (spike_matmul_c4)}}
  %0 = snn.spike_matmul indexing_maps = [affine_map<(k, l) -> (k)>, affine_map<(k, l) -> (k)>, affine_map<(k, l) -> (l)>]
    ins(%s, %w : tensor<3xi1>, tensor<3xf32>) outs(%c : tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @sizes(%s: tensor<2x3xi1>, %w: tensor<5x4xf32>, %c: tensor<2x4xf32>) {
  // expected-error @below {{inferred input/output operand #1 has shape's dimension #0 to be 3, but found 5}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<5x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @rank(%s: tensor<7x2x3xi1>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) {
  // expected-error @below {{expected operand #0 rank (3) to match the result rank of indexing_map (2)}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<7x2x3xi1>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @bytes_on_tensors(%s: tensor<2x3xi8>, %w: tensor<3x4xf32>, %c: tensor<2x4xf32>) {
  // expected-error @below {{operand #0 must be ranked tensor of i1, or memref of i1 or i8, but got 'tensor<2x3xi8>'}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi8>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @not_floats(%s: tensor<2x3xi1>, %w: tensor<3x4xi32>, %c: tensor<2x4xi32>) {
  // expected-error @below {{operand #1 must be ranked tensor or memref of floats, but got 'tensor<3x4xi32>'}}
  %0 = snn.spike_matmul ins(%s, %w : tensor<2x3xi1>, tensor<3x4xi32>) outs(%c : tensor<2x4xi32>) -> tensor<2x4xi32>
  return
}

// -----

func.func @result_for_a_memref(%s: memref<2x3xi1>, %w: memref<3x4xf32>, %acc: memref<2x4xf32>) {
  // expected-error @below {{expects no result for a memref, got 1 (spike_matmul_c1)}}
  %y = snn.spike_matmul ins(%s, %w : memref<2x3xi1>, memref<3x4xf32>) outs(%acc : memref<2x4xf32>) -> tensor<2x4xf32>
  return
}
