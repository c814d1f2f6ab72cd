//===- SampleSource.cpp - Turns samples of a file into an argument --------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "snn/Runtime/Idx.h"
#include "snn/Runtime/Npz.h"
#include "snn/Training/Loop/Dataset.h"

#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <numeric>

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::ElementType;
using snn::runtime::Error;
using snn::runtime::quoted;
using snn::runtime::Result;
using snn::runtime::Status;

/// The number of elements of a shape; 1 for a scalar.
static int64_t product(const std::vector<int64_t> &shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1),
                         std::multiplies<int64_t>());
}

/// True if `shape` is `expected`, in which -1 stands for any size.
static bool fits(const std::vector<int64_t> &shape,
                 const std::vector<int64_t> &expected) {
  if (shape.size() != expected.size())
    return false;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (expected[dim] >= 0 && expected[dim] != shape[dim])
      return false;
  return true;
}

/// "28x?xf32", as in a type.
static std::string typeText(ElementType type,
                            const std::vector<int64_t> &shape) {
  std::string text;
  for (int64_t size : shape)
    text += (size < 0 ? "?" : std::to_string(size)) + "x";
  return text + snn::runtime::toString(type);
}

/// IDX holds one array; of an npz the named one is read.
static Result<Array> readSource(const SourceConfig &source) {
  if (source.array.empty())
    return snn::runtime::readIdx(source.file);
  Result<snn::runtime::NpzReader> reader =
      snn::runtime::NpzReader::open(source.file);
  if (!reader)
    return reader.error();
  return reader->read(source.array);
}

/// Everything is checked before the first step: a bad value would show as a NaN
/// loss hours later.
Result<SampleSource> SampleSource::load(const ArgumentConfig &config,
                                        const SourceConfig &source,
                                        const ArgumentType &type) {
  Result<Array> values = readSource(source);
  if (!values)
    return values.error();
  std::string file = source.file;
  if (!source.array.empty())
    file += ": " + quoted(source.array);
  if (values->rank() == 0 || values->shape()[0] == 0)
    return Error(file + ": expected samples along the first dimension, found " +
                 values->typeString());
  SampleSource loaded(config, type, std::move(*values));
  if (Status status = loaded.checkLayout(); !status)
    return status.error().in(file);
  if (Status status = loaded.checkValues(file); !status)
    return status.error();
  return loaded;
}

/// Finds the rows of a sample, and compares what they make with the argument's
/// type. A sample of T time steps is given as T rows, or as one row of T times
/// as many values.
Status SampleSource::checkLayout() {
  if (config.scales() && !snn::runtime::isFloat(type.type))
    return Error("argument " + quoted(config.name) + " is " +
                 typeText(type.type, type.shape) +
                 ": expected no scaling of "
                 "an integer argument");
  row.assign(values.shape().begin() + 1, values.shape().end());
  std::string found = values.typeString();
  if (config.oneHot) {
    if (!row.empty())
      return Error("expected one label per sample to make one-hot rows of, "
                   "found " +
                   found);
  } else if (config.timeSteps) {
    steps = *config.timeSteps;
    int64_t size = product(row);
    if (size % steps != 0)
      return Error("expected samples that divide into " +
                   std::to_string(steps) + " time steps, found " + found);
    if (!row.empty() && row[0] == steps)
      row.erase(row.begin());
    else
      row = {size / steps};
  }
  rowSize = product(row);
  // Any batch size stands for all: the real one is checked by the trainer.
  std::vector<int64_t> shape = batchShape(-1), expected = type.shape;
  size_t batchDim = config.timeSteps ? 1 : 0;
  if (expected.size() > batchDim)
    expected[batchDim] = -1;
  if (!fits(shape, expected))
    return Error("argument " + quoted(config.name) + " is " +
                 typeText(type.type, type.shape) + ", the samples make " +
                 typeText(type.type, shape));
  return {};
}

/// [time,] batch, the rest of a sample [, classes].
std::vector<int64_t> SampleSource::batchShape(int64_t batchSize) const {
  std::vector<int64_t> shape = {batchSize};
  if (config.timeSteps)
    shape.insert(shape.begin(), steps);
  shape.insert(shape.end(), row.begin(), row.end());
  if (config.oneHot)
    shape.push_back(*config.classes);
  return shape;
}

/// The values that an argument takes.
struct SampleSource::Limits {
  double low, high;
  bool whole;

  // False for NaN too.
  bool contain(double value) const {
    return value >= low && value <= high &&
           (!whole || value == std::floor(value));
  }
};

/// The range of an integer type.
static std::pair<double, double> integerRange(ElementType type) {
  int bits = type == ElementType::Bool ? 1 : 8 * snn::runtime::byteWidth(type);
  switch (type) {
  case ElementType::Bool:
  case ElementType::U8:
  case ElementType::U16:
  case ElementType::U32:
  case ElementType::U64:
    return {0, std::ldexp(1.0, bits) - 1};
  default:
    return {-std::ldexp(1.0, bits - 1), std::ldexp(1.0, bits - 1) - 1};
  }
}

/// Labels are below the number of classes, integers in the range of their type,
/// and floats finite.
SampleSource::Limits SampleSource::limits() const {
  if (config.classes)
    return {0, static_cast<double>(*config.classes - 1), true};
  if (snn::runtime::isFloat(type.type)) {
    constexpr double largest = std::numeric_limits<double>::max();
    return {-largest, largest, false};
  }
  auto [low, high] = integerRange(type.type);
  return {low, high, true};
}

/// NaN and infinity have words of their own; everything else is out of range or
/// no whole number.
std::string SampleSource::problem(double value) const {
  if (std::isnan(value))
    return "expected a number, found NaN";
  if (std::isinf(value))
    return "expected a finite number, found infinity";
  std::string found = ", found " + llvm::formatv("{0}", value).str();
  if (config.classes)
    return "expected a label from 0 to " + std::to_string(*config.classes - 1) +
           found;
  return std::string("expected a whole number that ") +
         snn::runtime::toString(type.type) + " holds" + found;
}

/// Names the first value that the argument cannot take, with its index.
Status SampleSource::checkValues(const std::string &file) const {
  Limits allowed = limits();
  return visitElements(values, [&](const auto *elements) -> Status {
    using Element = std::decay_t<decltype(*elements)>;
    // No integer is outside the floats.
    if (std::is_integral_v<Element> && !allowed.whole)
      return {};
    for (int64_t i = 0; i < values.numElements(); ++i) {
      double value = static_cast<double>(elements[i]);
      if (!allowed.contain(value))
        return Error(file + indexString(values.shape(), i) + ": " +
                     problem(value));
    }
    return {};
  });
}

/// One row as doubles, scaled as the configuration says.
void SampleSource::readRow(int64_t position,
                           llvm::MutableArrayRef<double> row) const {
  visitElements(values, [&](const auto *elements) {
    for (size_t i = 0; i < row.size(); ++i)
      row[i] = static_cast<double>(elements[position + i]);
  });
  if (config.scales())
    for (double &value : row)
      value = (value / config.divideBy - config.mean) / config.deviation;
}

/// Time is the outermost dimension of an argument with time steps, so that a
/// time loop reads slices.
Result<Array> SampleSource::gather(llvm::ArrayRef<int64_t> samples) const {
  int64_t batch = samples.size();
  Result<Array> target = Array::zeros(type.type, batchShape(batch));
  if (!target)
    return target.error();
  std::vector<double> buffer(rowSize);
  for (int64_t step = 0; step < steps; ++step)
    for (int64_t b = 0; b < batch; ++b) {
      readRow((samples[b] * steps + step) * rowSize, buffer);
      visitElements(*target, [&](auto *elements) {
        if (config.oneHot) {
          elements[b * *config.classes + static_cast<int64_t>(buffer[0])] = 1.0;
          return;
        }
        auto *written = elements + (step * batch + b) * rowSize;
        for (int64_t i = 0; i < rowSize; ++i)
          written[i] = buffer[i];
      });
    }
  return target;
}
