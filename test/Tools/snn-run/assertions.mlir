// An assertion that fails while a program runs is an error of the call: one
// line, status 1, and no output file.

// RUN: rm -f %t.out.npz
// RUN: %make-npz %t.npz "arg0=f32(np.ones(3))" "arg1=i32(2)" "cot0=f32(np.ones(3))"
// RUN: not snn-run call %s --entry=asserts --in=%t.npz --out=%t.out.npz 2>&1 | FileCheck %s --check-prefix=ASSERT
// ASSERT: {{^}}snn-run: error: expected at least 3 steps{{$}}
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

// A loop that carries a tensor whose size it changes, known when it runs.
// RUN: not snn-run call %s --entry=window --in=%t.npz 2>&1 | FileCheck %s --check-prefix=WINDOW -DLINE=31
// RUN: not snn-run grad %s --entry=window --wrt=0 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=WINDOW -DLINE=31
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
