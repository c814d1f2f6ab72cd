// A function that calls itself without end fills the stack: one line, status 1,
// and no output file. One that ends runs. Under a sanitizer the report of a full
// stack is the sanitizer's.
// UNSUPPORTED: sanitizer

// RUN: %make-npz %t.npz "arg0=f32(1)" "arg1=i32(5)" "arg2=f32(np.ones(4))"
// RUN: rm -f %t.out.npz
// RUN: not snn-run call %s --entry=endless --in=%t.npz --out=%t.out.npz 2>&1 | FileCheck %s
// CHECK: {{^}}snn-run: error: the stack is full: a function calls itself without end, or more often than the stack is deep ('ulimit -s' makes it deeper){{$}}
// CHECK-NOT: {{.}}
// RUN: not ls %t.out.npz
func.func @endless(%x: f32) -> f32 {
  %y = call @endless(%x) : (f32) -> f32
  %z = arith.addf %x, %y : f32
  return %z : f32
}

// RUN: snn-run call %s --entry=power --in=%t.npz --out=%t.out.npz
// RUN: %show-npz %t.out.npz | FileCheck %s --check-prefix=POWER
// POWER: res0 float32 scalar: 32.0
func.func @power(%x: f32, %n: i32) -> f32 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %more = arith.cmpi sgt, %n, %c0 : i32
  %y = scf.if %more -> f32 {
    %m = arith.subi %n, %c1 : i32
    %p = func.call @power(%x, %m) : (f32, i32) -> f32
    %q = arith.addf %p, %p : f32
    scf.yield %q : f32
  } else {
    scf.yield %x : f32
  }
  return %y : f32
}
