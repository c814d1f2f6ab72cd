// mlir-opt's reports on passes (LLVM counts statistics in builds with
// assertions alone), on stderr; what is on stdout stays as it is.

// RUN: %make-npz %t.npz "arg0=f32([1,2])" "cot0=f32([1,2])"
// RUN: snn-run time %s --entry=f --in=%t.npz --reps=1 --mlir-timing 2> %t.timing > %t.out
// RUN: FileCheck %s --check-prefix=TIMING --input-file=%t.timing
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t.out
// RUN: snn-run grad %s --entry=f --wrt=0 --in=%t.npz --mlir-timing --mlir-timing-display=list 2>&1 \
// RUN:   | FileCheck %s --check-prefix=TIMING
// RUN: snn-compile %s -o %t.o --header=%t.h --mlir-timing 2>&1 | FileCheck %s --check-prefix=TIMING
// TIMING: Execution time report
// TIMING-DAG: Differentiate
// TIMING-DAG: FuseStep
// JSON-NOT: Execution
// JSON: {"compile_ms":{{.*}}}
// JSON-NOT: {{.}}

// RUN: snn-run call %s --entry=f --in=%t.npz --mlir-pass-statistics 2>&1 | FileCheck %s --check-prefix=STATISTICS
// RUN: snn-compile %s -o %t.o --header=%t.h --mlir-pass-statistics --mlir-pass-statistics-display=list 2>&1 \
// RUN:   | FileCheck %s --check-prefix=STATISTICS
// STATISTICS: Pass statistics report

// Verbs list them; the tool itself, which has none of its own, does not.
// RUN: snn-run call --help | FileCheck %s --check-prefix=HELP
// RUN: snn-compile --help | FileCheck %s --check-prefix=HELP
// HELP-NOT: mlir-print
// HELP: --mlir-pass-statistics
// HELP: --mlir-timing
// RUN: snn-run --help | FileCheck %s --check-prefix=TOOL
// TOOL: OPTIONS:
// TOOL-NOT: mlir-timing

// Nothing is reported unasked.
// RUN: snn-run call %s --entry=f --in=%t.npz --out=%t.none.npz 2>&1 | count 0

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = math.exp %x : tensor<2xf32>
  %z = arith.mulf %y, %x : tensor<2xf32>
  return %z : tensor<2xf32>
}
