// RUN: snn-opt %s --convert-snn-to-scf --verify-diagnostics

func.func @size_from_data(%x: tensor<4xindex>) -> tensor<4x?xf32> {
  // expected-error @+1 {{'snn.scan' op cannot be lowered: expected stacks whose sizes are known before the loop, got one that only the body can size}}
  %y = snn.scan %t over(%xt in %x : tensor<4xindex>) stack(tensor<4x?xf32>) {
    %e = tensor.empty(%xt) : tensor<?xf32>
    snn.yield stack(%e : tensor<?xf32>)
  }
  return %y : tensor<4x?xf32>
}
