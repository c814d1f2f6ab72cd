//===- Program.cpp - The program that a verb works on -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loads and compiles the function that the command line names.
//
//===----------------------------------------------------------------------===//

#include "Program.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "snn/Execution/EntryPoint.h"
#include "snn/Execution/Threads.h"
#include "snn/Runtime/Device.h"
#include "snn/Tools/PassOptions.h"
#include "snn/Transforms/TargetCPU.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Error;
using ::snn::runtime::Result;
namespace cl = llvm::cl;

static const char toolName[] = "snn-run";

ProgramOptions::ProgramOptions(cl::SubCommand &verb)
    : file(cl::Positional, cl::desc("FILE.mlir"), cl::sub(verb)),
      entry("entry", cl::desc("The function to run"), cl::value_desc("name"),
            cl::sub(verb)),
      device("device",
             cl::desc("Where to run: cpu (default), cuda (an NVIDIA "
                      "GPU) or simt (a GPU that the CPU simulates)"),
             cl::init("cpu"), cl::sub(verb)),
      cpu("cpu",
          cl::desc("The machine to compile for: native (default), x86-64, "
                   "x86-64-v3, x86-64-v4 or another name of LLVM's"),
          cl::value_desc("name"), cl::init("native"), cl::sub(verb)),
      pipeline("pipeline",
               cl::desc("The pass pipeline to compile with, such as "
                        "'snn-cpu-pipeline{contract=off}'"),
               cl::value_desc("passes"), cl::init("snn-cpu-pipeline"),
               cl::sub(verb)),
      threads("threads", cl::desc("Number of threads (default: all cores)"),
              cl::value_desc("n"), cl::init(0), cl::sub(verb)),
      remarks(verb) {}

/// Prints what is wrong in one line; no program comes of it.
static std::nullptr_t refuse(const Twine &message) {
  fail(Error(message.str()));
  return nullptr;
}

/// The pipeline that a device has if no other is named.
static Result<std::string> pipelineFor(StringRef device) {
  if (device == "cpu")
    return std::string("snn-cpu-pipeline");
  if (device == "simt")
    return std::string("snn-simt-pipeline");
  if (device != "cuda")
    return Error("expected cpu, simt or cuda, found '" + device.str() + "'");
  auto chip = ::snn::runtime::deviceChip();
  if (!chip)
    return chip.error();
  return "snn-nvptx-pipeline{chip=" + *chip + "}";
}

std::unique_ptr<Program> Program::load(const ProgramOptions &options,
                                       bool withRemarks) {
  // Checked here, since the option parser spends several lines on it.
  if (options.file.empty())
    return refuse("expected FILE.mlir, or - for stdin");
  if (options.entry.empty())
    return refuse("--entry: expected the name of a function");
  auto pipeline = pipelineFor(options.device);
  if (!pipeline)
    return refuse("--device: " + pipeline.error().message());
  if (options.threads.getNumOccurrences() && options.threads < 1)
    return refuse("--threads: expected a positive number, found " +
                  Twine(options.threads.getValue()));
  auto program =
      load(options.file, options.entry, options.threads,
           {options.pipeline.getNumOccurrences() ? options.pipeline.getValue()
                                                 : *pipeline,
            options.cpu});
  if (program && withRemarks)
    if (auto status = program->listen(options.remarks); !status)
      return refuse(status.error().message());
  return program;
}

std::unique_ptr<Program> Program::load(StringRef file, StringRef entryName,
                                       int wantedThreads,
                                       const CompileOptions &options) {
  // Before any work, and in one line.
  if (auto cpu = describeCPU(options.cpu); !cpu)
    return refuse("--cpu: " + llvm::toString(cpu.takeError()));
  if (llvm::Error error = checkRuns(options.cpu))
    return refuse("--cpu: " + llvm::toString(std::move(error)));
  auto threads = setThreads(wantedThreads);
  if (!threads)
    return refuse(threads.error().message());

  std::unique_ptr<ProgramFile> parsed = ProgramFile::parse(file, toolName);
  if (!parsed)
    return nullptr;
  std::unique_ptr<Program> program(new Program);
  program->numThreads = *threads;
  program->compileOptions = options;
  program->compileOptions.instrument = applyPassOptions;
  program->source = std::move(parsed);
  FailureOr<func::FuncOp> entry =
      findEntry(program->source->module(), entryName);
  if (failed(entry))
    return nullptr;
  FailureOr<Signature> types = signatureOf(*entry);
  if (failed(types))
    return nullptr;
  program->function = *entry;
  program->types = std::move(*types);
  return program;
}

LogicalResult Program::transform(StringRef passes) {
  StringAttr name = function.getNameAttr();
  ModuleOp module = source->module();
  PassManager manager(module.getContext());
  if (failed(isolateEntry(function)) ||
      failed(parsePassPipeline(passes, manager)) || failed(manager.run(module)))
    return failure();
  function = module.lookupSymbol<func::FuncOp>(name);
  FailureOr<Signature> newTypes = signatureOf(function);
  if (failed(newTypes))
    return failure();
  types = std::move(*newTypes);
  return success();
}

LogicalResult Program::replaceEntry(FailureOr<func::FuncOp> derivative) {
  if (failed(derivative))
    return failure();
  FailureOr<Signature> derivativeTypes = signatureOf(*derivative);
  if (failed(derivativeTypes))
    return failure();
  function = *derivative;
  types = std::move(*derivativeTypes);
  return success();
}

LogicalResult Program::differentiate(ArrayRef<unsigned> wrt) {
  return replaceEntry(addGradient(function, wrt));
}

LogicalResult Program::differentiateForward(ArrayRef<unsigned> wrt) {
  return replaceEntry(addTangents(function, wrt));
}

FailureOr<std::unique_ptr<CompiledFunction>> Program::compile() {
  return CompiledFunction::compile(function, compileOptions);
}

int mlir::snn::fail(const Error &error) { return reportError(toolName, error); }
