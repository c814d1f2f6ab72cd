// An assertion that fails while a program runs is an error of the call: one
// line, status 1, and no output file.

// RUN: rm -f %t.out.npz
// RUN: %make-npz %t.npz "arg0=f32(np.ones(3))" "arg1=i32(2)" "cot0=f32(np.ones(3))"
// RUN: not snn-run call %s --entry=asserts --in=%t.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=ASSERT
// ASSERT: {{^}}snn-run: error: {{.*}}assertions.mlir:15:3: expected at least 3 steps{{$}}
// ASSERT-NOT: {{.}}
// RUN: not ls %t.out.npz
// RUN: %make-npz %t.more.npz "arg0=f32(np.ones(3))" "arg1=i32(3)"
// RUN: snn-run call %s --entry=asserts --in=%t.more.npz --out=%t.out.npz
func.func @asserts(%x: tensor<3xf32>, %n: i32) -> tensor<3xf32> {
  %c3 = arith.constant 3 : i32
  %enough = arith.cmpi sge, %n, %c3 : i32
  cf.assert %enough, "expected at least 3 steps"
  %y = math.exp %x : tensor<3xf32>
  return %y : tensor<3xf32>
}

// A loop that carries a tensor whose size it changes, known when it runs. What
// a call that fails has allocated is lost, which the address sanitizer reports.
// RUN: not env ASAN_OPTIONS=detect_leaks=0 snn-run call %s --entry=window --in=%t.npz 2>&1 | FileCheck %s --check-prefix=WINDOW -DLINE=32
// RUN: not env ASAN_OPTIONS=detect_leaks=0 snn-run grad %s --entry=window --wrt=0 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=WINDOW -DLINE=32
// WINDOW: {{^}}snn-run: error: {{.*}}assertions.mlir:[[LINE]]:{{[0-9]+}}: expected the loop to keep the sizes of the tensors that it carries, found that a step changes size 0 of number 0{{$}}
// WINDOW-NOT: {{.}}
func.func @window(%x: tensor<3xf32>, %n: i32) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %k = arith.index_cast %n : i32 to index
  %u = tensor.cast %x : tensor<3xf32> to tensor<?xf32>
  %r = scf.for %t = %c0 to %c4 step %c1 iter_args(%v = %u) -> tensor<?xf32> {
    %w = tensor.extract_slice %v[0] [%k] [1] : tensor<?xf32> to tensor<?xf32>
    %y = math.sin %w : tensor<?xf32>
    scf.yield %y : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// Arguments that do not fit together, and do.
// RUN: %make-npz %t.wrong.npz "arg0=f32(np.ones((3,4)))" "arg1=f32(np.ones((5,2)))" "cot0=f32(np.ones((3,2)))"
// RUN: not snn-run call %s --entry=dense --in=%t.wrong.npz 2>&1 | FileCheck %s --check-prefix=FIT
// RUN: not snn-run grad %s --entry=dense --wrt=0,1 --in=%t.wrong.npz 2>&1 | FileCheck %s --check-prefix=FIT
// FIT: {{^}}snn-run: error: {{.*}}'linalg.matmul' expects size 1 of argument #0 to be equal to size 0 of argument #1, found that it is not{{$}}
// FIT-NOT: {{.}}
// RUN: %make-npz %t.ct.npz "arg0=f32(np.ones((3,4)))" "arg1=f32(np.ones((4,2)))" "cot0=f32(np.ones((3,9)))"
// RUN: not snn-run grad %s --entry=dense --wrt=0,1 --in=%t.ct.npz 2>&1 | FileCheck %s --check-prefix=COTANGENT
// COTANGENT: {{^}}snn-run: error: {{.*}}'ad.vjp' expects size 1 of 'cot0' to be equal to size 1 of argument #1, found that it is not{{$}}
// COTANGENT-NOT: {{.}}
// RUN: %make-npz %t.right.npz "arg0=f32(np.ones((3,4)))" "arg1=f32(np.ones((4,2)))" "cot0=f32(np.ones((3,2)))"
// RUN: snn-run grad %s --entry=dense --wrt=0,1 --in=%t.right.npz --out=%t.out.npz
func.func @dense(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %w, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %y = linalg.matmul ins(%x, %w : tensor<?x?xf32>, tensor<?x?xf32>) outs(%f : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
