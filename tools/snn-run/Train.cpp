//===- Train.cpp - The verb train -------------------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Trains a network as a configuration file says.
//
//===----------------------------------------------------------------------===//

#include "TrainingProgram.h"
#include "Verbs.h"
#include "snn/Runtime/AtomicFile.h"
#include "llvm/Support/Format.h"
#include <chrono>

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::training;
using ::snn::runtime::AtomicFile;
using ::snn::runtime::Error;
using ::snn::runtime::Result;
using ::snn::runtime::Status;
namespace cl = llvm::cl;

static cl::SubCommand
    command("train",
            "Trains a network as a configuration file says: its module, "
            "parameters, data, optimizer and outputs");
static cl::opt<std::string> configPath(cl::Positional, cl::desc("CONFIG.json"),
                                       cl::sub(command));
static cl::opt<bool> resume("resume",
                            cl::desc("Go on from the checkpoint of the "
                                     "configuration"),
                            cl::sub(command));
static cl::opt<int64_t>
    stopAfter("stop-after",
              cl::desc("Stop after so many steps in all, leaving a checkpoint"),
              cl::value_desc("steps"), cl::init(-1), cl::sub(command));
static cl::opt<int> threads("threads",
                            cl::desc("Number of threads, instead of the "
                                     "configuration's"),
                            cl::value_desc("n"), cl::init(0), cl::sub(command));

static cl::opt<std::string>
    cpu("cpu",
        cl::desc("The machine to compile for: native (default), x86-64-v3 or "
                 "another name of LLVM's"),
        cl::value_desc("name"), cl::init("native"), cl::sub(command));

static RemarksOption remarks(command);

/// Finds out before hours of work that a result cannot be written.
static Status checkOutputs(const TrainConfig &config) {
  for (const std::string *path : {&config.checkpoint, &config.exported}) {
    if (path->empty())
      continue;
    Result<AtomicFile> file = AtomicFile::create(*path);
    if (!file)
      return file.error();
  }
  if (resume && config.checkpoint.empty())
    return Error("--resume: expected a 'checkpoint' in the configuration");
  return {};
}

/// The status that a shell expects of a process stopped by `signal`.
static int stoppedBy(int signal, const TrainConfig &config, int64_t step) {
  llvm::errs() << "stopped after step " << step;
  if (!config.checkpoint.empty())
    llvm::errs() << "; go on from " << config.checkpoint << " with --resume";
  llvm::errs() << "\n";
  return signal ? 128 + signal : 0;
}

static int train() {
  if (configPath.empty())
    return fail(Error("expected CONFIG.json"));
  if (threads.getNumOccurrences() && threads < 1)
    return fail(Error("--threads: expected a positive number, found " +
                      std::to_string(threads)));
  Result<TrainConfig> config = readTrainConfig(configPath);
  if (!config)
    return fail(config.error());
  if (Status status = checkOutputs(*config); !status)
    return fail(status.error());

  auto start = std::chrono::steady_clock::now();
  std::unique_ptr<TrainingProgram> program =
      TrainingProgram::load(*config, threads, cpu, remarks);
  if (!program)
    return 1;
  Trainer &trainer = program->trainer();
  if (resume)
    if (Status status = trainer.resume(); !status)
      return fail(status.error());
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  llvm::outs() << program->description()
               << llvm::format("; loaded and compiled in %.1f s\n",
                               seconds.count());
  llvm::outs().flush();

  Result<Outcome> outcome = trainer.run(stopAfter);
  if (!outcome)
    return fail(outcome.error());
  if (!config->exported.empty())
    if (Status status = program->exportArguments(config->exported); !status)
      return fail(status.error());
  if (!outcome->finished)
    return stoppedBy(outcome->signal, *config, trainer.state().step);
  return 0;
}

Verb mlir::snn::trainVerb() { return {&command, train}; }
