//===- InitialValues.cpp - Parameters before the first step -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Loop/InitialValues.h"
#include "ElementAccess.h"
#include "snn/Runtime/Npz.h"
#include "snn/Training/Loop/Philox.h"

#include <cmath>
#include <functional>

using namespace snn::training;
using snn::runtime::Array;
using snn::runtime::Error;
using snn::runtime::quoted;
using snn::runtime::Result;

/// The array that the configuration names, converted to the parameter's float
/// type. Its shape has to be that of the parameter.
static Result<Array> readValue(const ParameterConfig &config,
                               const ArgumentType &type) {
  Result<snn::runtime::NpzReader> reader =
      snn::runtime::NpzReader::open(config.file);
  if (!reader)
    return reader.error();
  Result<Array> array = reader->read(config.array);
  if (!array)
    return array.error();
  if (array->shape() == type.shape &&
      snn::runtime::isFloat(array->elementType()))
    return array->convertedTo(type.type);
  return Error(config.file + ": " + quoted(config.array) + ": expected " +
               snn::runtime::typeString(type.type, type.shape) +
               " for parameter " + quoted(config.name) + ", found " +
               array->typeString());
}

/// The sum of fan-in and fan-out.
static Result<double> fanSum(const ParameterConfig &config,
                             const ArgumentType &type) {
  if (type.shape.size() < 2)
    return Error("parameter " + quoted(config.name) +
                 ": expected two dimensions for a Xavier bound, found " +
                 snn::runtime::typeString(type.type, type.shape));
  double sum = static_cast<double>(type.shape[0] + type.shape[1]);
  for (size_t dim = 2; dim < type.shape.size(); ++dim)
    sum *= static_cast<double>(type.shape[dim]);
  return sum;
}

/// The value of an element by its position. Bounds by Glorot and Bengio,
/// "Understanding the difficulty of training deep feedforward neural networks"
/// (2010): variance 2 / (fan-in + fan-out), times the gain's square. `random`
/// has to outlive what is returned.
static Result<std::function<double(int64_t)>>
valueOfElement(const ParameterConfig &config, const ArgumentType &type,
               const Philox &random) {
  using Values = std::function<double(int64_t)>;
  auto uniform = [&random](double low, double high) -> Values {
    return [=, &random](int64_t i) {
      return low + (high - low) * random.uniform(i);
    };
  };
  auto normal = [&random](double mean, double deviation) -> Values {
    return
        [=, &random](int64_t i) { return mean + deviation * random.normal(i); };
  };
  if (config.init == InitKind::Constant)
    return Values([value = config.value](int64_t) { return value; });
  if (config.init == InitKind::Uniform)
    return uniform(config.low, config.high);
  if (config.init == InitKind::Normal)
    return normal(config.mean, config.deviation);
  Result<double> fans = fanSum(config, type);
  if (!fans)
    return fans.error();
  if (config.init == InitKind::XavierNormal)
    return normal(0, config.gain * std::sqrt(2 / *fans));
  double bound = config.gain * std::sqrt(6 / *fans);
  return uniform(-bound, bound);
}

/// Each parameter draws from a stream of its own number, so that one that is
/// added at the end leaves the others as they were.
Result<Array> snn::training::initialValue(const ParameterConfig &config,
                                          const ArgumentType &type,
                                          uint64_t seed, uint32_t number) {
  if (config.init == InitKind::Npz)
    return readValue(config, type);
  Philox random(seed, RandomPurpose::InitialValue, number);
  auto values = valueOfElement(config, type, random);
  if (!values)
    return values.error();
  Result<Array> array = Array::uninitialized(type.type, type.shape);
  if (array)
    visitElements(*array, [&](auto *elements) {
      for (int64_t i = 0; i < array->numElements(); ++i)
        elements[i] = (*values)(i);
    });
  return array;
}
