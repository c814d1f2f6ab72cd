// What is wrong is said in one line, with status 1, and no file is written.

// DEFINE: %{to} = -o %t.net.o --header=%t.net.h
// RUN: rm -f %t.net.o %t.net.h

// The command line.
// RUN: not snn-compile 2>&1 | FileCheck %s --check-prefix=NOFILE --implicit-check-not=error:
// NOFILE: snn-compile: error: expected FILE.mlir, or - for stdin
// RUN: not snn-compile %s --header=%t.net.h 2>&1 | FileCheck %s --check-prefix=NOOBJECT --implicit-check-not=error:
// NOOBJECT: snn-compile: error: -o: expected the object file to write
// RUN: not snn-compile %s -o %t.net.o 2>&1 | FileCheck %s --check-prefix=NOHEADER --implicit-check-not=error:
// NOHEADER: snn-compile: error: --header: expected the header to write
// RUN: not snn-compile %s -o %t.net.o --header=%t.net.o 2>&1 | FileCheck %s --check-prefix=SAMEFILE --implicit-check-not=error:
// SAMEFILE: snn-compile: error: --header: expected another file than that of -o
// RUN: not snn-compile %s %{to} --wrt=0 2>&1 | FileCheck %s --check-prefix=WRTFIRST --implicit-check-not=error:
// RUN: not snn-compile %s %{to} --wrt=0 --entry=layer 2>&1 | FileCheck %s --check-prefix=WRTFIRST --implicit-check-not=error:
// WRTFIRST: snn-compile: error: --wrt: expected an --entry before it
// RUN: not snn-compile %s %{to} --entry=layer --wrt=0,1,0 2>&1 | FileCheck %s --check-prefix=TWICE --implicit-check-not=error:
// TWICE: snn-compile: error: --wrt: expected each argument once, found 0 again
// RUN: not snn-compile %s %{to} --entry=layer --cpu=z80 2>&1 | FileCheck %s --check-prefix=CPU --implicit-check-not=error:
// CPU: snn-compile: error: --cpu: expected native or an x86 machine {{.*}}found 'z80'
// RUN: not snn-compile %s %{to} --entry=layer --pipeline=no-such-pass 2>&1 | FileCheck %s --check-prefix=PIPELINE
// PIPELINE: error: pipeline 'no-such-pass':
// RUN: not snn-compile %s %{to} --entry=layer --pipeline=cse 2>&1 | FileCheck %s --check-prefix=HALFWAY --implicit-check-not=error:
// HALFWAY: error: pipeline 'cse' must end in the LLVM dialect, with a C interface
// RUN: not snn-compile %s %{to} --entry=detached --pipeline='ad-freeze-decisions,snn-cpu-pipeline' 2>&1 | FileCheck %s --check-prefix=REPLAY --implicit-check-not=error:
// REPLAY: error: function 'snnReplay{{.*}}' has no body

// The program.
// RUN: not snn-compile %t.absent.mlir %{to} 2>&1 | FileCheck %s --check-prefix=ABSENT --implicit-check-not=error:
// ABSENT: snn-compile: error: cannot open input file '{{.*}}absent.mlir': No such file or directory
// RUN: echo "func.func @layer( {" | not snn-compile - %{to} 2>&1 | FileCheck %s --check-prefix=SYNTAX --implicit-check-not=error:
// SYNTAX: {{^.*}}:1:{{[0-9]+}}: error: expected
// RUN: echo "func.func private @layer()" | not snn-compile - %{to} 2>&1 | FileCheck %s --check-prefix=EMPTY --implicit-check-not=error:
// EMPTY: error: expected a function to compile
// RUN: not snn-compile %s %{to} --entry=absent 2>&1 | FileCheck %s --check-prefix=NOENTRY --implicit-check-not=error:
// NOENTRY: error: no function called 'absent'
// RUN: not snn-compile %s %{to} --entry=declared 2>&1 | FileCheck %s --check-prefix=NOBODY --implicit-check-not=error:
// RUN: not snn-compile %s %{to} --entry=calls_declared 2>&1 | FileCheck %s --check-prefix=NOBODY --implicit-check-not=error:
// NOBODY: error: function 'declared' has no body
func.func private @declared(f32) -> f32
func.func @calls_declared(%x: f32) -> f32 {
  %0 = call @declared(%x) : (f32) -> f32
  return %0 : f32
}
// RUN: not snn-compile %s %{to} --entry=layer --entry=layer 2>&1 | FileCheck %s --check-prefix=SAMENAME --implicit-check-not=error:
// SAMENAME: error: expected another name than that of another entry, found 'layer'
// RUN: not snn-compile %s %{to} --entry=layer --wrt=1 2>&1 | FileCheck %s --check-prefix=WRT --implicit-check-not=error:
// WRT: error: wrt: expected an argument of 'layer', which has 1, found 1
// RUN: not snn-compile %s %{to} --entry=unranked 2>&1 | FileCheck %s --check-prefix=UNRANKED --implicit-check-not=error:
// UNRANKED: error: argument 0 of 'unranked' must be a ranked tensor or a scalar of floats, integers or index to be passed as an array, got 'tensor<*xf32>'
// RUN: not snn-compile %s %{to} --entry=complex 2>&1 | FileCheck %s --check-prefix=COMPLEX --implicit-check-not=error:
// COMPLEX: error: argument 0 of 'complex' must be {{.*}}, got 'complex<f32>'
func.func private @unranked(%x: tensor<*xf32>) {
  return
}
func.func private @complex(%x: complex<f32>) -> complex<f32> {
  return %x : complex<f32>
}

// Names that C has not, or has already; a prefix makes others of them.
// RUN: not snn-compile %s %{to} --entry=a.b 2>&1 | FileCheck %s --check-prefix=DOT --implicit-check-not=error:
// DOT: errors.mlir:{{[0-9]+}}:{{[0-9]+}}: error: expected a name that C and C++ accept for a function, found 'a.b'
// RUN: not snn-compile %s %{to} --entry=template 2>&1 | FileCheck %s --check-prefix=KEYWORD --implicit-check-not=error:
// KEYWORD: error: expected a name that C and C++ accept for a function, found 'template'
// RUN: not snn-compile %s %{to} --entry=layer --prefix=9 2>&1 | FileCheck %s --check-prefix=DIGIT --implicit-check-not=error:
// DIGIT: error: expected a name that C and C++ accept for a function, found '9layer'
// RUN: not snn-compile %s %{to} --entry=exp 2>&1 | FileCheck %s --check-prefix=LIBM --implicit-check-not=error:
// LIBM: error: expected another name than those of the C library, found 'exp'
// RUN: not snn-compile %s %{to} --entry=malloc 2>&1 | FileCheck %s --check-prefix=LIBC --implicit-check-not=error:
// LIBC: error: expected another name than those of the C library, found 'malloc'
func.func private @a.b(%x: f32) -> f32 {
  return %x : f32
}
func.func private @template(%x: f32) -> f32 {
  return %x : f32
}
func.func private @exp(%x: f32) -> f32 {
  return %x : f32
}
func.func private @malloc(%x: f32) -> f32 {
  return %x : f32
}
func.func private @detached(%x: f64) -> f64 {
  %y = ad.stop_gradient %x : f64
  return %y : f64
}
func.func private @layer(%x: f32) -> f32 {
  return %x : f32
}
func.func private @other(%x: f32) -> f32 {
  return %x : f32
}

// Nothing has been written so far.
// RUN: not ls %t.net.o
// RUN: not ls %t.net.h

// RUN: snn-compile %s %{to} --entry=template --entry=exp --prefix=net_
// RUN: grep -c 'const char \*net_template(float arg0' %t.net.h
// RUN: grep -c 'const char \*net_exp(float arg0' %t.net.h

// A gradient belongs to the entry before it.
// RUN: snn-compile %s %{to} --entry=layer --entry=other --wrt=0 --entry=detached
// RUN: grep -o '^const char .*' %t.net.h | FileCheck %s --check-prefix=ENTRIES
// ENTRIES: *layer(
// ENTRIES-NEXT: *other(
// ENTRIES-NEXT: *other_gradient(
// ENTRIES-NEXT: *detached(
// ENTRIES-NOT: *

// Files that cannot be written: neither appears, and what stood there stays.
// RUN: rm -rf %t.folder && mkdir %t.folder && echo old > %t.folder/net.o
// RUN: not snn-compile %s -o %t.folder/net.o --header=%t.nowhere/net.h --entry=layer 2>&1 | FileCheck %s --check-prefix=NOWHERE --implicit-check-not=error:
// NOWHERE: snn-compile: error: {{.*}}nowhere/net.h: cannot be written: No such file or directory
// RUN: not snn-compile %s -o %t.folder --header=%t.folder/net.h --entry=layer 2>&1 | FileCheck %s --check-prefix=FOLDER --implicit-check-not=error:
// FOLDER: snn-compile: error: {{.*}}.folder: cannot be written: expected a file, found a folder
// RUN: not bash -c "ulimit -f 4; exec snn-compile %s -o %t.folder/net.o --header=%t.folder/net.h --entry=layer" 2>&1 | FileCheck %s --check-prefix=NOROOM --implicit-check-not=error:
// NOROOM: snn-compile: error: {{.*}}net.o: {{.*}}File too large
// RUN: not snn-compile %s -o %t.folder/net.o --header=%t.folder/net.h --entry=calls_declared
// RUN: grep -qx old %t.folder/net.o
// RUN: ls -A %t.folder | FileCheck %s --check-prefix=ALONE
// ALONE: {{^}}net.o
// ALONE-NOT: {{.}}
