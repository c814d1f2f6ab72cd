// A thousand steps add one each to what a bf16 weight receives. Added in bf16
// the sum would stop at 256.

// RUN: %make-npz %t.npz "arg0=np.full((1000,2,3),0x3f80,np.uint16)" "arg1=np.full((3,3),0x3f00,np.uint16)" \
// RUN:   "arg2=np.uint16(0x3f80)" "cot0=np.full((2,3),0x3f80,np.uint16)"
// RUN: snn-run grad %s --entry=loss --wrt=1,2 --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s

// Two rows of ones for each step: 2000 is 0x44fa. Of the scalar, six values and a thousand steps: 6000 rounds to
// 0x45bc, 6016.
// CHECK-DAG: grad1 uint16 3x3: 17658 17658 17658
// CHECK-DAG: grad2 uint16 {{.*}}: 17852
func.func @loss(%x: tensor<1000x2x3xbf16>, %w: tensor<3x3xbf16>, %s: bf16) -> tensor<2x3xbf16> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c1000 = arith.constant 1000 : index
  %zero = arith.constant dense<0.0> : tensor<2x3xbf16>
  %r = scf.for %t = %c0 to %c1000 step %c1 iter_args(%u = %zero) -> tensor<2x3xbf16> {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<1000x2x3xbf16> to tensor<2x3xbf16>
    %v = linalg.matmul ins(%xt, %w : tensor<2x3xbf16>, tensor<3x3xbf16>) outs(%zero : tensor<2x3xbf16>) -> tensor<2x3xbf16>
    %ss = tensor.splat %s : tensor<2x3xbf16>
    %p = arith.addf %v, %ss : tensor<2x3xbf16>
    %q = arith.addf %u, %p : tensor<2x3xbf16>
    scf.yield %q : tensor<2x3xbf16>
  }
  return %r : tensor<2x3xbf16>
}
