// What an object says to its caller when it cannot do what it is asked for, and
// that it goes on after that; calls.c has the checks.

// DEFINE: %{cc} = clang-22 -std=c11
// RUN: rm -rf %t && mkdir %t
// RUN: snn-compile %s -o %t/net.o --header=%t/net.h
// RUN: %{cc} -Wall -Wextra -Werror -I%t %S/Inputs/calls.c %t/net.o -o %t/calls -lm -l:libomp.so.5 -lpthread
// RUN: %t/calls | FileCheck %S/Inputs/calls.c

// No symbol of the object is in the way of another object.
// RUN: snn-compile %s -o %t/more.o --header=%t/more.h --prefix=more_ --entry=sum
// RUN: ld -r %t/net.o %t/more.o -o %t/both.o
// RUN: llvm-nm --defined-only --extern-only %t/both.o | FileCheck %s --check-prefix=SYMBOLS
// SYMBOLS-NOT: {{ [A-Z] }}
// SYMBOLS: T asserts
// SYMBOLS-NEXT: T fills
// SYMBOLS-NEXT: T more_sum
// SYMBOLS-NEXT: T spikes
// SYMBOLS-NEXT: T spikes_f16
// SYMBOLS-NEXT: T sum
// SYMBOLS-NOT: {{.}}

// The same input makes the same files in another folder. An assertion's message has the name of the file as given, as
// C's __FILE__ does; nothing else does.
// RUN: mkdir %t/here %t/there && cp %s %t/here/net.mlir && cp %s %t/there/net.mlir
// RUN: cd %t/here && snn-compile net.mlir -o net.o --header=net.h
// RUN: cd %t/there && snn-compile net.mlir -o net.o --header=net.h
// RUN: cmp %t/here/net.o %t/there/net.o
// RUN: cmp %t/here/net.h %t/there/net.h
// RUN: cmp %t/here/net.h %t/net.h

func.func @asserts(%x: tensor<3xf32>, %n: i32) -> tensor<3xf32> {
  %c3 = arith.constant 3 : i32
  %enough = arith.cmpi sge, %n, %c3 : i32
  cf.assert %enough, "expected at least 3 steps"
  %y = math.exp %x : tensor<3xf32>
  return %y : tensor<3xf32>
}
func.func @spikes(%x: tensor<2x?xf32> {snn.spikes}) -> tensor<2x?xf32> {
  return %x : tensor<2x?xf32>
}
func.func @spikes_f16(%x: tensor<3xf16> {snn.spikes}) -> tensor<3xf16> {
  return %x : tensor<3xf16>
}
// As much memory as it is told to fill.
func.func @fills(%n: index) -> tensor<?xf64> {
  %one = arith.constant 1.0 : f64
  %e = tensor.empty(%n) : tensor<?xf64>
  %f = linalg.fill ins(%one : f64) outs(%e : tensor<?xf64>) -> tensor<?xf64>
  return %f : tensor<?xf64>
}
func.func @sum(%x: tensor<4xf32>, %y: tensor<4xf32>) -> (tensor<4xf32>, f32) {
  %c0 = arith.constant 0 : index
  %z = arith.addf %x, %y : tensor<4xf32>
  %first = tensor.extract %z[%c0] : tensor<4xf32>
  return %z, %first : tensor<4xf32>, f32
}
