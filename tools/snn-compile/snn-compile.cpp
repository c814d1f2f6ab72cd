//===- snn-compile.cpp - Object files for C programs ----------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/InitAllPasses.h"
#include "snn/InitAll.h"
#include "snn/Runtime/AtomicFile.h"
#include "snn/Target/Object/Object.h"
#include "snn/Tools/PassOptions.h"
#include "snn/Tools/ProgramFile.h"
#include "snn/Transforms/TargetCPU.h"
#include "snn/Version.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include <csignal>

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::runtime;
namespace cl = llvm::cl;

static const char overview[] =
    "Compiles networks written in MLIR for C programs\n\n"
    "  snn-compile NET.mlir -o net.o --header=net.h\n"
    "  snn-compile NET.mlir -o net.o --header=net.h --entry=loss --wrt=1,2\n"
    "  cc app.c net.o -lm -l:libomp.so.5\n"
    "\n"
    "Each public function, or each --entry, becomes a C function of its name\n"
    "that computes, bit for bit, what 'snn-run call' computes; with --wrt "
    "there\n"
    "is also NAME_gradient, which computes what 'snn-run grad' does. The "
    "header\n"
    "says what they take and give. The object is for this machine, or for "
    "that\n"
    "of --cpu, and needs no LLVM to be linked.\n"
    "FILE is at any level (snn, ad, linalg, ...); - reads stdin.\n";

static const char toolName[] = "snn-compile";
static cl::OptionCategory category("snn-compile");
static cl::opt<std::string> file(cl::Positional, cl::desc("FILE.mlir"),
                                 cl::cat(category));
static cl::opt<std::string> objectPath("o",
                                       cl::desc("The object file to write"),
                                       cl::value_desc("NET.o"),
                                       cl::cat(category));
static cl::opt<std::string> headerPath("header",
                                       cl::desc("The header to write"),
                                       cl::value_desc("NET.h"),
                                       cl::cat(category));
static cl::list<std::string>
    entries("entry",
            cl::desc("A function to compile; may be given more than once "
                     "(default: all public ones)"),
            cl::value_desc("name"), cl::cat(category));
static cl::list<unsigned>
    wrt("wrt", cl::desc("Arguments to differentiate the entry by, such as 1,2"),
        cl::value_desc("numbers"), cl::CommaSeparated, cl::cat(category));
static cl::opt<std::string>
    prefix("prefix", cl::desc("What to put before the names that C sees"),
           cl::value_desc("text"), cl::cat(category));
static cl::opt<std::string>
    pipeline("pipeline",
             cl::desc("The pass pipeline to compile with, such as "
                      "'snn-cpu-pipeline{contract=off}'"),
             cl::value_desc("passes"), cl::init("snn-cpu-pipeline"),
             cl::cat(category));
static cl::opt<std::string>
    cpu("cpu",
        cl::desc("The machine to compile for: native (default), x86-64, "
                 "x86-64-v3, x86-64-v4 or another name of LLVM's"),
        cl::value_desc("name"), cl::init("native"), cl::cat(category));

/// The arguments that the entry of this number is differentiated by: those of
/// the --wrt that follow it, before the next --entry.
static SmallVector<unsigned> wrtOf(unsigned entry) {
  SmallVector<unsigned> arguments;
  unsigned begin = entries.getPosition(entry);
  unsigned end = entry + 1 < entries.size()
                     ? entries.getPosition(entry + 1)
                     : std::numeric_limits<unsigned>::max();
  for (auto [i, argument] : llvm::enumerate(wrt))
    if (wrt.getPosition(i) > begin && wrt.getPosition(i) < end)
      arguments.push_back(argument);
  return arguments;
}

/// The names that C sees, for what the command line asks of `module`.
static SmallVector<ObjectEntry> chooseEntries(ModuleOp module) {
  SmallVector<ObjectEntry> chosen;
  if (entries.empty())
    for (auto function : module.getOps<func::FuncOp>())
      if (function.isPublic() && !function.isExternal())
        chosen.push_back({prefix + function.getName().str(),
                          function.getName().str(), std::nullopt});
  for (auto [i, name] : llvm::enumerate(entries)) {
    chosen.push_back({prefix + name, name, std::nullopt});
    if (SmallVector<unsigned> arguments = wrtOf(i); !arguments.empty())
      chosen.push_back({prefix + name + "_gradient", name, arguments});
  }
  return chosen;
}

/// What is wrong with --wrt; empty if nothing is.
static std::string checkWrt() {
  if (wrt.getNumOccurrences() &&
      (entries.empty() || wrt.getPosition(0) < entries.getPosition(0)))
    return "--wrt: expected an --entry before it";
  for (unsigned entry = 0; entry < entries.size(); ++entry) {
    llvm::SmallSet<unsigned, 8> seen;
    for (unsigned argument : wrtOf(entry))
      if (!seen.insert(argument).second)
        return "--wrt: expected each argument once, found " +
               std::to_string(argument) + " again";
  }
  return "";
}

/// What is wrong with the options; empty if nothing is.
static std::string checkOptions() {
  if (file.empty())
    return "expected FILE.mlir, or - for stdin";
  if (objectPath.empty())
    return "-o: expected the object file to write";
  if (headerPath.empty())
    return "--header: expected the header to write";
  if (objectPath == headerPath)
    return "--header: expected another file than that of -o";
  if (std::string wrong = checkWrt(); !wrong.empty())
    return wrong;
  if (auto known = describeCPU(cpu); !known)
    return "--cpu: " + llvm::toString(known.takeError());
  return "";
}

/// Both files are opened before the work, and written when all of it is done.
static Status compile(ModuleOp module, bool &hasDiagnosed) {
  Result<AtomicFile> object = AtomicFile::create(objectPath);
  if (!object)
    return object.error();
  Result<AtomicFile> header = AtomicFile::create(headerPath);
  if (!header)
    return header.error();
  CompileOptions options{pipeline, cpu, applyPassOptions};
  FailureOr<CompiledObject> compiled =
      compileObject(module, chooseEntries(module), options, headerPath);
  if (failed(compiled)) {
    hasDiagnosed = true;
    return {};
  }
  if (Status status = object->write(compiled->object); !status)
    return status;
  if (Status status = header->write(compiled->header); !status)
    return status;
  if (Status status = object->commit(); !status)
    return status;
  return header->commit();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
#ifdef SIGXFSZ
  // A file beyond the limit is a write that fails, which is reported, and not
  // the crash that LLVM makes of this signal.
  std::signal(SIGXFSZ, SIG_IGN);
#endif
  cl::AddExtraVersionPrinter([](llvm::raw_ostream &os) {
    os << "SNN version " SNN_VERSION_STRING "\n";
  });
  mlir::registerAllPasses();
  mlir::snn::registerAllPasses();
  registerPassOptions(category);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, overview);
  if (std::string wrong = checkOptions(); !wrong.empty())
    return reportError(toolName, Error(wrong));
  std::unique_ptr<ProgramFile> program = ProgramFile::parse(file, toolName);
  if (!program)
    return 1;
  bool hasDiagnosed = false;
  if (Status status = compile(program->module(), hasDiagnosed); !status)
    return reportError(toolName, status.error());
  return hasDiagnosed;
}
