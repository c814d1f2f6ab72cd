//===- Checkpoint.cpp - Training state on disk ------------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/Checkpoint.h"
#include "ConfigDifference.h"
#include "snn/Runtime/Npz.h"

#include "llvm/Support/FormatVariadic.h"

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::Error;
using snn::runtime::NpzReader;
using snn::runtime::Result;
using snn::runtime::Status;

/// Raised when the arrays of a checkpoint change their meaning.
static constexpr int64_t formatVersion = 1;

namespace {
/// Order of the numbers in the array "counters".
enum Counter {
  Version,
  Step,
  Epoch,
  Batch,
  Samples,
  MetricsBytes,
  NumCounters
};
} // namespace

/// One npz: the parameters and the optimizer's state by their names, "counters"
/// as int64, "sums" and "seconds" as doubles, and the configuration's text as
/// bytes in "config". NumPy opens it too.
Status snn::training::writeCheckpoint(const std::string &path,
                                      const TrainState &state,
                                      const StateNames &names,
                                      const llvm::json::Object &identity) {
  std::vector<snn::runtime::NpzMember> members;
  for (size_t i = 0; i < state.parameters.size(); ++i)
    members.push_back({names.parameters[i], &state.parameters[i]});
  for (size_t i = 0; i < state.optimizer.size(); ++i)
    members.push_back({names.optimizer[i], &state.optimizer[i]});

  Result<Array> counters = Array::of<int64_t>(
      {NumCounters}, {formatVersion, state.step, state.epoch, state.batch,
                      state.means.samples, state.metricsBytes});
  int64_t numSums = state.means.sums.size();
  Result<Array> sums = Array::of<double>({numSums}, state.means.sums);
  Result<Array> seconds = Array::of<double>({}, {state.seconds});
  std::string text =
      llvm::formatv("{0}", llvm::json::Value(llvm::json::Object(identity)));
  int64_t length = text.size();
  Result<Array> config = Array::of<uint8_t>(
      {length}, std::vector<uint8_t>(text.begin(), text.end()));
  for (auto [name, array] :
       {std::pair<const char *, Result<Array> *>{"counters", &counters},
        {"sums", &sums},
        {"seconds", &seconds},
        {"config", &config}}) {
    if (!*array)
      return array->error();
    members.push_back({name, &**array});
  }
  return snn::runtime::writeNpz(path, members);
}

/// The array `name`, which must be of the given type.
static Result<Array> readArray(const NpzReader &reader, const std::string &path,
                               const std::string &name,
                               snn::runtime::ElementType type,
                               const std::vector<int64_t> &shape) {
  Result<Array> array = reader.read(name);
  if (!array)
    return array;
  if (array->elementType() == type && array->shape() == shape)
    return array;
  return Error(path + ": " + snn::runtime::quoted(name) + ": expected " +
               snn::runtime::typeString(type, shape) + ", found " +
               array->typeString());
}

/// Replaces `arrays` by those of the file, which must have their types.
static Status readArrays(const NpzReader &reader, const std::string &path,
                         const std::vector<std::string> &names,
                         std::vector<Array> &arrays) {
  for (size_t i = 0; i < names.size(); ++i) {
    Result<Array> array = readArray(reader, path, names[i],
                                    arrays[i].elementType(), arrays[i].shape());
    if (!array)
      return array.error();
    arrays[i] = std::move(*array);
  }
  return {};
}

/// Fails unless the checkpoint was written under the configuration `identity`;
/// the message names the first key that differs.
static Status checkIdentity(const NpzReader &reader, const std::string &path,
                            const llvm::json::Object &identity) {
  Result<Array> stored = reader.read("config");
  if (!stored)
    return stored.error();
  if (stored->elementType() != snn::runtime::ElementType::U8)
    return Error(path + ": 'config': expected bytes, found " +
                 stored->typeString());
  llvm::StringRef text(static_cast<const char *>(stored->data()),
                       stored->numBytes());
  llvm::Expected<llvm::json::Value> saved = llvm::json::parse(text);
  if (!saved) {
    llvm::consumeError(saved.takeError());
    return Error(path + ": 'config': expected JSON");
  }
  std::string difference =
      describeDifference(*saved, llvm::json::Object(identity), "");
  if (difference.empty())
    return {};
  return Error(path + ": the checkpoint is of another training: " + difference);
}

/// Reads what is not an array of the network. Negative numbers are refused
/// here, so that nobody indexes with one later.
static Status readCounters(const NpzReader &reader, const std::string &path,
                           TrainState &state) {
  int64_t numSums = state.means.sums.size();
  auto counters = readArray(reader, path, "counters",
                            snn::runtime::ElementType::I64, {NumCounters});
  auto sums = readArray(reader, path, "sums", snn::runtime::ElementType::F64,
                        {numSums});
  auto seconds =
      readArray(reader, path, "seconds", snn::runtime::ElementType::F64, {});
  for (Result<Array> *array : {&counters, &sums, &seconds})
    if (!*array)
      return array->error();
  const int64_t *count = counters->dataAs<int64_t>();
  if (count[Version] != formatVersion)
    return Error(path + ": expected a checkpoint of version " +
                 std::to_string(formatVersion) + ", found " +
                 std::to_string(count[Version]));
  for (int number = 0; number < NumCounters; ++number)
    if (count[number] < 0)
      return Error(path + ": 'counters': expected no negative number, found " +
                   std::to_string(count[number]));
  state.step = count[Step];
  state.epoch = count[Epoch];
  state.batch = count[Batch];
  state.means.samples = count[Samples];
  state.metricsBytes = count[MetricsBytes];
  const double *values = sums->dataAs<double>();
  state.means.sums.assign(values, values + numSums);
  state.seconds = *seconds->dataAs<double>();
  return {};
}

/// The arrays and counters of `state` without their values.
static Result<TrainState> copyState(const TrainState &state) {
  TrainState copy;
  copy.means.sums = state.means.sums;
  for (auto [from, to] : {std::pair(&state.parameters, &copy.parameters),
                          std::pair(&state.optimizer, &copy.optimizer)})
    for (const Array &array : *from) {
      Result<Array> cloned = array.clone();
      if (!cloned)
        return cloned.error();
      to->push_back(std::move(*cloned));
    }
  return copy;
}

/// Reads into a copy and moves that in as the last thing, so that an error
/// leaves `state` whole.
Status snn::training::readCheckpoint(const std::string &path, TrainState &state,
                                     const StateNames &names,
                                     const llvm::json::Object &identity) {
  Result<NpzReader> reader = NpzReader::open(path);
  if (!reader)
    return reader.error();
  if (Status status = checkIdentity(*reader, path, identity); !status)
    return status;
  Result<TrainState> read = copyState(state);
  if (!read)
    return read.error();
  for (const Status &status :
       {readArrays(*reader, path, names.parameters, read->parameters),
        readArrays(*reader, path, names.optimizer, read->optimizer),
        readCounters(*reader, path, *read)})
    if (!status)
      return status;
  state = std::move(*read);
  return {};
}
