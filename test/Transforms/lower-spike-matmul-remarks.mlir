// RUN: snn-opt %s --snn-lower-spike-matmul=dense-above=30 --remarks-filter=snn-lower-spike-matmul --split-input-file --verify-diagnostics -o /dev/null

func.func @sizes(%s: memref<16x128xi1>, %w: memref<128x128xf32>, %c: memref<16x128xf32>, %v: memref<128x16xf32>, %d: memref<16x16xf32>) {
  // expected-remark @+1 {{[Passed] SpikesWalkedOrDense | Category:snn-lower-spike-matmul | Function=sizes | Remark="only spikes that are set are added; with finite weights a dense product where more than 30 % are"}}
  snn.spike_matmul ins(%s, %w : memref<16x128xi1>, memref<128x128xf32>) outs(%c : memref<16x128xf32>)
  // expected-remark @+1 {{[Passed] SpikesWalked | Category:snn-lower-spike-matmul | Function=sizes | Remark="only spikes that are set are added: no firing rate makes a dense product of these sizes faster"}}
  snn.spike_matmul ins(%s, %v : memref<16x128xi1>, memref<128x16xf32>) outs(%d : memref<16x16xf32>)
  return
}

// -----

#spikes = affine_map<(m, n, k) -> (k, m)>
#weights = affine_map<(m, n, k) -> (k, n)>
#sums = affine_map<(m, n, k) -> (m, n)>

// Weight gradients, by what rows are long enough for.
func.func @gradients(%s: memref<16x128xi1>, %wide: memref<16x128xf32>, %dw: memref<128x128xf32>, %narrow: memref<16x10xf32>, %dv: memref<128x10xf32>) {
  // expected-remark @+1 {{[Passed] SpikesCollected | Category:snn-lower-spike-matmul | Function=gradients | Remark="each row of sums takes the spikes of up to 32 samples at once"}}
  snn.spike_matmul indexing_maps = [#spikes, #weights, #sums] ins(%s, %wide : memref<16x128xi1>, memref<16x128xf32>) outs(%dw : memref<128x128xf32>)
  // expected-remark @+1 {{[Passed] SpikesScattered | Category:snn-lower-spike-matmul | Function=gradients | Remark="each spike that is set adds a row of weights to its sums"}}
  snn.spike_matmul indexing_maps = [#spikes, #weights, #sums] ins(%s, %narrow : memref<16x128xi1>, memref<16x10xf32>) outs(%dv : memref<128x10xf32>)
  return
}

// -----

// Many spikes are shared, and each share is lowered as it would be alone.
func.func @shared(%s: memref<1024x128xi1>, %w: memref<128x128xf32>, %c: memref<1024x128xf32>) {
  // expected-remark @+2 {{[Passed] SpikesShared | Category:snn-lower-spike-matmul | Function=shared | Remark="threads share the product where many spikes are set"}}
  // expected-remark @+1 {{[Passed] SpikesWalkedOrDense}}
  snn.spike_matmul ins(%s, %w : memref<1024x128xi1>, memref<128x128xf32>) outs(%c : memref<1024x128xf32>)
  return
}

// -----

func.func @generic(%s: memref<16x128xi1>, %w: memref<128x128xf16>, %c: memref<16x128xf16>) {
  // expected-remark @+1 {{[Missed] SpikesNotWalked | Category:snn-lower-spike-matmul | Function=generic | Remark="every weight is read and selected: sums are neither f32 nor f64"}}
  snn.spike_matmul ins(%s, %w : memref<16x128xi1>, memref<128x128xf16>) outs(%c : memref<16x128xf16>)
  return
}
