//===- snn-run.cpp - Runs, differentiates, times and trains networks ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Picks the verb. Each verb is a file of its name beside this one.
//
//===----------------------------------------------------------------------===//

#include "StackOverflow.h"
#include "Verbs.h"
#include "mlir/InitAllPasses.h"
#include "snn/InitAll.h"
#include "snn/Tools/PassOptions.h"
#include "snn/Version.h"
#include "llvm/Support/InitLLVM.h"
#include <csignal>

using namespace mlir::snn;

static const char overview[] =
    "Runs networks written in MLIR\n\n"
    "  snn-run call FILE.mlir --entry=NAME --in=IN.npz --out=OUT.npz\n"
    "  snn-run grad FILE.mlir --entry=NAME --wrt=1,2 --in=IN.npz "
    "--out=OUT.npz\n"
    "  snn-run jvp FILE.mlir --entry=NAME --wrt=1,2 --in=IN.npz "
    "--out=OUT.npz\n"
    "  snn-run time FILE.mlir --entry=NAME [--wrt=1,2] --in=IN.npz --reps=20\n"
    "  snn-run check FILE.mlir --entry=NAME --wrt=1,2 --in=IN.npz\n"
    "  snn-run train CONFIG.json\n"
    "\n"
    "IN holds arg0, arg1, ... and for gradients cot0, ... (default 1 for a\n"
    "scalar result); OUT gets res0, ... and grad1, ... by argument number.\n"
    "For jvp IN holds tangents tan1, ... by argument number; OUT gets\n"
    "tan_res0, ... by result number.\n"
    "--cpu=x86-64-v3 compiles for that machine instead of this one.\n"
    "--mlir-timing says how long each pass took.\n"
    "FILE is at any level (snn, ad, linalg, ...); - reads stdin.\n"
    "'snn-run VERB --help' lists the options of a verb.\n";

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  reportStackOverflow();
#ifdef SIGXFSZ
  // A file beyond the limit is a write that fails, which is reported, and not
  // the crash that LLVM makes of this signal.
  std::signal(SIGXFSZ, SIG_IGN);
#endif
  llvm::cl::AddExtraVersionPrinter([](llvm::raw_ostream &os) {
    os << "SNN version " SNN_VERSION_STRING "\n";
  });
  mlir::registerAllPasses();
  registerAllPasses();
  const Verb verbs[] = {callVerb(), gradVerb(),  jvpVerb(),
                        timeVerb(), checkVerb(), trainVerb()};
  // LLVM's own options, hundreds of them, are not for the users of this tool.
  llvm::cl::OptionCategory none("none");
  llvm::SmallVector<llvm::cl::SubCommand *> commands;
  for (const Verb &verb : verbs)
    commands.push_back(verb.command);
  registerPassOptions(commands);
  llvm::cl::HideUnrelatedOptions(none);
  llvm::cl::ParseCommandLineOptions(argc, argv, overview);
  for (const Verb &verb : verbs)
    if (*verb.command)
      return verb.run();
  llvm::errs() << "snn-run: error: expected a verb:";
  for (const Verb &verb : verbs)
    llvm::errs() << " " << verb.command->getName();
  llvm::errs() << "; see 'snn-run --help'\n";
  return 1;
}
