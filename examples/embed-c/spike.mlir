// A threshold at 0 with the surrogate gradient max(1 - |v|, 0).
func.func @spike(%v: tensor<3xf64>) -> tensor<3xf64> {
  %z = snn.spike %v surrogate(#snn.triangle) : tensor<3xf64>
  return %z : tensor<3xf64>
}
