// Bad input is one line on stderr that says what is wrong, and status 1.

// RUN: %make-npz %t.npz "arg0=f32(np.ones((2,3)))" "arg1=f32(np.ones(3))" "arg2=i32(7)"

// The command line.
// RUN: not snn-run 2>&1 | FileCheck %s --check-prefix=VERB
// VERB: snn-run: error: expected a verb: call
// VERB-NOT: error:
// RUN: not snn-run call 2>&1 | FileCheck %s --check-prefix=FILE
// FILE: snn-run: error: expected FILE.mlir, or - for stdin
// RUN: not snn-run call %s 2>&1 | FileCheck %s --check-prefix=ENTRY
// ENTRY: snn-run: error: --entry: expected the name of a function
// RUN: not snn-run call %s --entry=layer --device=tpu 2>&1 | FileCheck %s --check-prefix=DEVICE
// DEVICE: snn-run: error: --device: expected cpu, simt or cuda, found 'tpu'
// RUN: not snn-run call %s --entry=layer --threads=-1 2>&1 | FileCheck %s --check-prefix=THREADS
// THREADS: snn-run: error: --threads: expected a positive number, found -1
// RUN: not snn-run call %s --entry=layer --threads=0 2>&1 | FileCheck %s --check-prefix=NOTHREADS
// NOTHREADS: snn-run: error: --threads: expected a positive number, found 0
// RUN: not snn-run check %s --entry=layer --wrt=1 --in=%t.npz --rtol=-1 2>&1 | FileCheck %s --check-prefix=RTOL
// RTOL: snn-run: error: --rtol: expected a number of at least 0, found -1
// RUN: not snn-run check %s --entry=layer --wrt=1 --in=%t.npz --rtol=nan 2>&1 | FileCheck %s --check-prefix=NORTOL
// NORTOL: snn-run: error: --rtol: expected a number of at least 0, found nan
// RUN: not snn-run time %s --entry=layer --in=%t.npz --reps=0 2>&1 | FileCheck %s --check-prefix=REPS
// REPS: snn-run: error: --reps: expected at least 1, found 0
// RUN: not snn-run call %s --entry=layer --in=%t.npz --pipeline=no-such-pass 2>&1 | FileCheck %s --check-prefix=PIPELINE
// PIPELINE: error: pipeline 'no-such-pass':
// RUN: not snn-run check %s --entry=layer --wrt=1 --in=%t.npz --pipeline=cse 2>&1 | FileCheck %s --check-prefix=HALFWAY
// HALFWAY: error: pipeline 'cse' must end in the LLVM dialect, with a C interface
// HALFWAY-NOT: error:

// The program.
// RUN: not snn-run call %t.absent.mlir --entry=layer 2>&1 | FileCheck %s --check-prefix=ABSENT
// ABSENT: snn-run: error: cannot open input file '{{.*}}absent.mlir': No such file or directory
// RUN: echo "func.func @layer( {" | not snn-run call - --entry=layer 2>&1 | FileCheck %s --check-prefix=SYNTAX
// SYNTAX: {{^.*}}:1:{{[0-9]+}}: error: expected
// SYNTAX-NOT: error:
// RUN: echo "snn.no_such_op" | not snn-run call - --entry=layer 2>&1 | FileCheck %s --check-prefix=OP
// OP: {{^.*}}:1:1: error: {{.*}}snn.no_such_op
// RUN: not snn-run call %s --entry=absent 2>&1 | FileCheck %s --check-prefix=NOENTRY
// NOENTRY: error: no function called 'absent'
// RUN: not snn-run call %s --entry=declared 2>&1 | FileCheck %s --check-prefix=NOBODY
// NOBODY: errors.mlir:{{[0-9]+}}:{{[0-9]+}}: error: function 'declared' has no body
func.func private @declared(f32) -> f32
// RUN: %make-npz %t.scalar.npz "arg0=f32(1)"
// RUN: not snn-run call %s --entry=calls_declared --in=%t.scalar.npz 2>&1 | FileCheck %s --check-prefix=NOCALLEE
// NOCALLEE: error: function 'declared' has no body
// NOCALLEE-NOT: error:
func.func @calls_declared(%x: f32) -> f32 {
  %0 = call @declared(%x) : (f32) -> f32
  return %0 : f32
}
// RUN: not snn-run call %s --entry=unranked --in=%t.npz 2>&1 | FileCheck %s --check-prefix=UNRANKED
// UNRANKED: error: argument 0 of 'unranked' must be a ranked tensor or a scalar of floats, integers or index to be passed as an array, got 'tensor<*xf32>'
func.func @unranked(%x: tensor<*xf32>) {
  return
}
// RUN: not snn-run call %s --entry=complex --in=%t.npz 2>&1 | FileCheck %s --check-prefix=COMPLEX
// COMPLEX: error: argument 0 of 'complex' must be {{.*}}, got 'complex<f32>'
func.func @complex(%x: complex<f32>) -> complex<f32> {
  return %x : complex<f32>
}

// Arrays.
// RUN: not snn-run call %s --entry=layer --in=%t.absent.npz 2>&1 | FileCheck %s --check-prefix=NONPZ
// NONPZ: snn-run: error: {{.*}}absent.npz
// RUN: not snn-run call %s --entry=layer 2>&1 | FileCheck %s --check-prefix=NOIN
// NOIN: snn-run: error: --in: no array 'arg0', expected 2x?xf32
// RUN: %make-npz %t.one.npz "arg0=f32(np.ones((2,3)))"
// RUN: not snn-run call %s --entry=layer --in=%t.one.npz 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: one.npz: no array 'arg1', expected 3xf32
// RUN: %make-npz %t.shape.npz "arg0=f32(np.ones((3,3)))" "arg1=f32(np.ones(3))" "arg2=i32(7)"
// RUN: not snn-run call %s --entry=layer --in=%t.shape.npz 2>&1 | FileCheck %s --check-prefix=SHAPE
// SHAPE: shape.npz: arg0: expected 2x?xf32, found 3x3xf32
// RUN: %make-npz %t.rank.npz "arg0=f32(np.ones(3))" "arg1=f32(np.ones(3))" "arg2=i32(7)"
// RUN: not snn-run call %s --entry=layer --in=%t.rank.npz 2>&1 | FileCheck %s --check-prefix=RANK
// RANK: rank.npz: arg0: expected 2x?xf32, found 3xf32
// RUN: %make-npz %t.type.npz "arg0=f64(np.ones((2,3)))" "arg1=f32(np.ones(3))" "arg2=i32(7)"
// RUN: not snn-run call %s --entry=layer --in=%t.type.npz 2>&1 | FileCheck %s --check-prefix=TYPE
// TYPE: type.npz: arg0: expected 2x?xf32, found 2x3xf64
// RUN: %make-npz %t.spikes.npz "arg0=f32([[0,1,1],[1,0.5,0]])"
// RUN: not snn-run call %s --entry=spikes --in=%t.spikes.npz 2>&1 | FileCheck %s --check-prefix=SPIKES
// RUN: not snn-run grad %s --entry=spikes --wrt=0 --in=%t.spikes.npz 2>&1 | FileCheck %s --check-prefix=SPIKES
// SPIKES: spikes.npz: arg0: expected spikes (0 or 1), found 0.5 at index [1, 1]
func.func @spikes(%x: tensor<2x3xf32> {snn.spikes}) -> tensor<2x3xf32> {
  return %x : tensor<2x3xf32>
}
func.func @layer(%x: tensor<2x?xf32>, %w: tensor<3xf32>, %n: i32) -> (tensor<3xf32>, i32) {
  %y = arith.mulf %w, %w : tensor<3xf32>
  return %y, %n : tensor<3xf32>, i32
}

// Gradients.
// RUN: not snn-run grad %s --entry=layer --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOWRT
// NOWRT: snn-run: error: --wrt: expected argument numbers
// RUN: not snn-run grad %s --entry=layer --wrt=1,1 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: snn-run: error: --wrt: expected each argument once, found 1 again
// RUN: not snn-run grad %s --entry=layer --wrt=3 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOARG
// NOARG: error: wrt: expected an argument of 'layer', which has 3, found 3
// RUN: not snn-run grad %s --entry=layer --wrt=2 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=INTEGER
// INTEGER: error: wrt: expected an argument of floating-point type, found argument 2 of type 'i32'
// RUN: not snn-run grad %s --entry=layer --wrt=1 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOCOT
// NOCOT: no array 'cot0', expected 3xf32
// RUN: not snn-run grad %s --entry=counts --wrt=0 --in=%t.scalar.npz 2>&1 | FileCheck %s --check-prefix=NOFLOAT
// NOFLOAT: error: 'counts' has no floating-point result to differentiate
// RUN: not snn-run jvp %s --entry=layer --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOWRT
// RUN: not snn-run jvp %s --entry=layer --wrt=1,1 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not snn-run jvp %s --entry=layer --wrt=3 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOARG
// RUN: not snn-run jvp %s --entry=layer --wrt=2 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=INTEGER
// RUN: not snn-run jvp %s --entry=layer --wrt=1 --in=%t.npz 2>&1 | FileCheck %s --check-prefix=NOTAN
// NOTAN: no array 'tan1', expected 3xf32
// RUN: not snn-run jvp %s --entry=counts --wrt=0 --in=%t.scalar.npz 2>&1 | FileCheck %s --check-prefix=NOFLOAT
func.func @counts(%x: f32) -> i32 {
  %n = arith.fptosi %x : f32 to i32
  return %n : i32
}

// OUT that cannot be written is found before the work, and an OUT that stood
// there stays whole when the run fails.
// RUN: not snn-run call %s --entry=layer --in=%t.npz --out=%t.nowhere/out.npz 2>&1 | FileCheck %s --check-prefix=NOOUT
// NOOUT: snn-run: error: {{.*}}nowhere/out.npz
// RUN: echo old > %t.kept.npz
// RUN: not snn-run call %s --entry=calls_declared --in=%t.scalar.npz --out=%t.kept.npz
// RUN: grep -qx old %t.kept.npz

// An IN that is cut off, of another kind, or changed.
// RUN: %make-npz %t.long.npz "arg0=f32(np.ones((100,100)))"
// RUN: head -c 1000 %t.long.npz > %t.torn.npz
// RUN: not snn-run call %s --entry=copied --in=%t.torn.npz --out=%t.kept.npz 2>&1 | FileCheck %s --check-prefix=TORN --implicit-check-not=error:
// RUN: echo nonsense > %t.torn.npz
// RUN: not snn-run call %s --entry=copied --in=%t.torn.npz --out=%t.kept.npz 2>&1 | FileCheck %s --check-prefix=TORN --implicit-check-not=error:
// TORN: snn-run: error: {{.*}}torn.npz: expected an npz archive, found a file that does not end as a zip archive does: truncated or of another kind
// RUN: bash -c "head -c 5000 %t.long.npz; echo -n oops; tail -c +5005 %t.long.npz" > %t.changed.npz
// RUN: not snn-run call %s --entry=copied --in=%t.changed.npz --out=%t.kept.npz 2>&1 | FileCheck %s --check-prefix=CHANGED --implicit-check-not=error:
// CHANGED: snn-run: error: {{[^:]*}}changed.npz: array 'arg0': corrupt: CRC error
// RUN: grep -qx old %t.kept.npz
func.func @copied(%x: tensor<100x100xf32>) -> tensor<100x100xf32> {
  %y = arith.addf %x, %x : tensor<100x100xf32>
  return %y : tensor<100x100xf32>
}

// An OUT that is a folder, a device, or in something that is no folder.
// RUN: rm -rf %t.folder && mkdir %t.folder
// RUN: not snn-run call %s --entry=copied --in=%t.long.npz --out=%t.folder 2>&1 | FileCheck %s --check-prefix=ISFOLDER --implicit-check-not=error:
// ISFOLDER: snn-run: error: {{.*}}.folder: cannot be written: expected a file, found a folder
// RUN: not snn-run call %s --entry=copied --in=%t.long.npz --out=/dev/full 2>&1 | FileCheck %s --check-prefix=ISDEVICE --implicit-check-not=error:
// ISDEVICE: snn-run: error: /dev/full: cannot be written: expected a regular file, found a device, pipe or socket
// RUN: not snn-run call %s --entry=copied --in=%t.long.npz --out=%t.kept.npz/out.npz 2>&1 | FileCheck %s --check-prefix=NOFOLDER --implicit-check-not=error:
// NOFOLDER: snn-run: error: {{.*}}kept.npz/out.npz: cannot be written: Not a directory

// No room for the results: what stood at OUT stays, and nothing lies beside it.
// RUN: echo old > %t.folder/out.npz
// RUN: not bash -c "ulimit -f 16; exec snn-run call %s --entry=copied --in=%t.long.npz --out=%t.folder/out.npz" 2>&1 | FileCheck %s --check-prefix=NOROOM --implicit-check-not=error:
// NOROOM: snn-run: error: {{.*}}out.npz: {{.*}}File too large
// RUN: grep -qx old %t.folder/out.npz
// RUN: ls -A %t.folder | FileCheck %s --check-prefix=ALONE
// ALONE: {{^}}out.npz
// ALONE-NOT: {{.}}

// A full disk under the standard output.
// RUN: not bash -c "snn-run call %s --entry=copied --in=%t.long.npz > /dev/full" 2>&1 | FileCheck %s --check-prefix=STDOUT
// RUN: not bash -c "snn-run time %s --entry=copied --in=%t.long.npz --reps=1 > /dev/full" 2>&1 | FileCheck %s --check-prefix=STDOUT
// STDOUT: No space left on device
// STDOUT-NOT: {{.}}
