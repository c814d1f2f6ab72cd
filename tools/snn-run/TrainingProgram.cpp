//===- TrainingProgram.cpp - What the verb train compiles -------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins module, data and configuration into compiled functions and a loop.
//
//===----------------------------------------------------------------------===//

#include "TrainingProgram.h"
#include "snn/Runtime/Npz.h"
#include "snn/Training/Loop/InitialValues.h"
#include "snn/Training/Loop/Permutation.h"
#include "snn/Training/Step/TrainStep.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"
#include <numeric>

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::training;
using ::snn::runtime::Array;
using ::snn::runtime::Error;
using ::snn::runtime::Result;
using ::snn::runtime::Status;

std::unique_ptr<TrainingProgram>
TrainingProgram::load(TrainConfig config, int threads, StringRef cpu,
                      const RemarksOption &remarks) {
  std::unique_ptr<TrainingProgram> training(
      new TrainingProgram(std::move(config)));
  TrainConfig &settings = training->config;
  CompileOptions options;
  options.cpu = cpu.str();
  std::unique_ptr<Program> program = Program::load(
      settings.module, settings.step.entry,
      threads ? threads : static_cast<int>(settings.threads), options);
  if (!program)
    return nullptr;
  if (Status status = program->listen(remarks); !status) {
    fail(status.error());
    return nullptr;
  }
  // Another network under the same name is another training.
  if (auto text = llvm::MemoryBuffer::getFile(settings.module))
    settings.identity["module"] =
        llvm::utohexstr(llvm::xxh3_64bits((*text)->getBuffer()));
  if (Status status = training->checkEntry(program->signature()); !status) {
    fail(status.error().in(settings.module));
    return nullptr;
  }
  if (Status status = training->loadData(); !status) {
    fail(status.error());
    return nullptr;
  }
  training->settleSchedule();
  if (failed(training->compile(*program)))
    return nullptr;
  return training;
}

/// Parameters come first, then data, in the order of the configuration. Sizes
/// of data may be dynamic, those of parameters not: they are allocated from the
/// type.
Status TrainingProgram::checkEntry(const Signature &signature) {
  std::string name = "'@" + config.step.entry + "'";
  size_t numParams = config.parameters.size();
  size_t expected = numParams + config.data.arguments.size();
  if (signature.arguments.size() != expected)
    return Error(
        "expected " + name + " to take " + std::to_string(expected) +
        " arguments, parameters and data of the configuration, found " +
        std::to_string(signature.arguments.size()));
  if (signature.results.size() != 1 + config.measurements.size())
    return Error("expected " + name + " to return the loss and " +
                 std::to_string(config.measurements.size()) +
                 " measurements, found " +
                 std::to_string(signature.results.size()) + " results");
  for (const ValueSpec &result : signature.results)
    if (!result.shape.empty())
      return Error("expected the results of " + name +
                   " to be scalars, found " + result.typeString());
  for (auto [number, argument] : llvm::enumerate(signature.arguments)) {
    ArgumentType type{argument.type, argument.shape};
    for (int64_t &size : type.shape)
      size = ShapedType::isDynamic(size) ? -1 : size;
    if (number >= numParams) {
      dataTypes.push_back(std::move(type));
      continue;
    }
    if (llvm::is_contained(type.shape, -1) ||
        !::snn::runtime::isFloat(type.type))
      return Error("expected parameter '" + config.parameters[number].name +
                   "' to be floats of static shape, found " +
                   argument.typeString());
    parameterTypes.push_back(std::move(type));
  }
  return checkBatchSize();
}

/// The batch of the configuration against the one of the function's type.
Status TrainingProgram::checkBatchSize() {
  for (auto [argument, type] : llvm::zip(config.data.arguments, dataTypes)) {
    size_t dim = argument.timeSteps ? 1 : 0;
    int64_t size = dim < type.shape.size() ? type.shape[dim] : -1;
    takesSmallBatches &= size < 0;
    if (size >= 0 && size != config.batchSize)
      return Error("expected a batch of " + std::to_string(config.batchSize) +
                   " samples, as 'batch_size' says, in argument '" +
                   argument.name + "', found one of " + std::to_string(size));
  }
  return {};
}

/// Sets that are not given stay empty, and are not evaluated.
Status TrainingProgram::loadData() {
  for (auto [split, set] :
       {std::pair(&config.data.train, &sets.train),
        std::pair(&config.data.validation, &sets.validation),
        std::pair(&config.data.test, &sets.test)}) {
    if (split->empty())
      continue;
    Result<Dataset> loaded = Dataset::load(config.data, *split, dataTypes);
    if (!loaded)
      return loaded.error();
    datasets.push_back(std::make_unique<Dataset>(std::move(*loaded)));
    set->data = datasets.back().get();
    set->samples.resize(set->data->numSamples());
    std::iota(set->samples.begin(), set->samples.end(), 0);
  }
  return splitData();
}

/// Takes the validation samples out of the training samples.
Status TrainingProgram::splitData() {
  std::vector<int64_t> &train = sets.train.samples;
  double share = config.data.validationShare;
  if (share > 0) {
    double wanted =
        share < 1 ? share * static_cast<double>(train.size()) : share;
    size_t taken = std::min(train.size(), static_cast<size_t>(wanted));
    train = permutation(train.size(), config.seed, RandomPurpose::Split, 0);
    sets.validation.data = sets.train.data;
    sets.validation.samples.assign(train.begin(), train.begin() + taken);
    train.erase(train.begin(), train.begin() + taken);
    llvm::sort(sets.validation.samples);
    llvm::sort(train);
  }
  if (static_cast<int64_t>(train.size()) < config.batchSize)
    return Error("expected at least one batch of " +
                 std::to_string(config.batchSize) +
                 " training samples, found " + std::to_string(train.size()));
  config.identity["samples"] = static_cast<int64_t>(train.size());
  return {};
}

/// Turns a schedule in epochs, or one that ends with the training, into steps.
void TrainingProgram::settleSchedule() {
  ScheduleOptions &schedule = config.step.schedule;
  int64_t batches = sets.train.samples.size() / config.batchSize;
  if (config.scheduleInEpochs) {
    schedule.warmup *= batches;
    schedule.period *= batches;
  }
  if (!config.periodIsRest)
    return;
  schedule.period =
      std::max<int64_t>(1, config.epochs * batches - schedule.warmup);
  config.identity["period"] = schedule.period;
}

/// Two functions of one module: the step, and the loss alone for evaluation.
LogicalResult TrainingProgram::compile(Program &program) {
  auto module = program.entry()->getParentOfType<ModuleOp>();
  // Errors about data name them as the configuration does.
  for (auto [number, argument] : llvm::enumerate(config.data.arguments))
    program.entry().setArgAttr(
        config.parameters.size() + number, arrayNameAttr,
        StringAttr::get(module.getContext(), argument.name));
  OwningOpRef<ModuleOp> forLoss = module.clone();
  FailureOr<TrainStep> built = buildTrainStep(module, config.step);
  if (failed(built))
    return failure();
  auto compiledStep =
      CompiledFunction::compile(built->function, program.options());
  if (failed(compiledStep))
    return failure();
  auto compiledLoss = CompiledFunction::compile(
      forLoss->lookupSymbol<func::FuncOp>(config.step.entry),
      program.options());
  if (failed(compiledLoss))
    return failure();
  step = std::move(*compiledStep);
  loss = std::move(*compiledLoss);
  Status status = makeTrainer(built->slots, built->trained);
  return status ? success() : (fail(status.error()), failure());
}

/// Initial parameters by the configuration, and zeros for the optimizer's
/// state.
Status TrainingProgram::makeTrainer(ArrayRef<StringRef> slots,
                                    ArrayRef<unsigned> trained) {
  TrainState state;
  StateNames names;
  for (auto [number, parameter] : llvm::enumerate(config.parameters)) {
    Result<Array> value =
        initialValue(parameter, parameterTypes[number], config.seed, number);
    if (!value)
      return value.error();
    state.parameters.push_back(std::move(*value));
    names.parameters.push_back("param." + parameter.name);
  }
  for (StringRef slot : slots)
    for (unsigned number : trained) {
      const ArgumentType &type = parameterTypes[number];
      Result<Array> zeros = Array::zeros(type.type, type.shape);
      if (!zeros)
        return zeros.error();
      state.optimizer.push_back(std::move(*zeros));
      names.optimizer.push_back(
          (slot + "." + config.parameters[number].name).str());
    }
  auto caller = [](const CompiledFunction &function) {
    return [&function](const std::vector<const Array *> &arguments) {
      return function.call(arguments);
    };
  };
  StepFunctions functions{caller(*step),
                          caller(*loss),
                          {trained.begin(), trained.end()},
                          takesSmallBatches};
  loop = std::make_unique<Trainer>(config, std::move(functions), sets,
                                   std::move(state), std::move(names));
  return {};
}

/// One batch with the parameters before it, under the names that `snn-run call`
/// reads.
Status TrainingProgram::exportArguments(const std::string &path) const {
  const SampleSet &set = sets.test.data ? sets.test : sets.train;
  ArrayRef<int64_t> samples = set.samples;
  const Result<std::vector<Array>> data = set.data->batch(
      samples.take_front(std::min<size_t>(config.batchSize, samples.size())));
  if (!data)
    return data.error();
  std::vector<::snn::runtime::NpzMember> members;
  for (const std::vector<Array> *part : {&loop->state().parameters, &*data})
    for (const Array &array : *part)
      members.push_back({"arg" + std::to_string(members.size()), &array});
  return ::snn::runtime::writeNpz(path, members);
}

std::string TrainingProgram::description() const {
  int64_t values = 0;
  for (const Array &parameter : loop->state().parameters)
    values += parameter.numElements();
  return std::to_string(config.parameters.size()) + " parameters (" +
         std::to_string(values) + " values), " +
         std::to_string(loop->batchesPerEpoch()) + " steps per epoch";
}
