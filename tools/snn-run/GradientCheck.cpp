//===- GradientCheck.cpp - A gradient against finite differences -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GradientCheck.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Runtime/Replay.h"
#include <cmath>

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Array;
using ::snn::runtime::ElementType;
using ::snn::runtime::Error;
using ::snn::runtime::Replay;
using ::snn::runtime::Result;
using ::snn::runtime::Status;

/// Step of the differences, relative to the size of an argument. The five-point
/// formula errs by its fourth power, rounding by 1e-16 over it.
static constexpr double kStep = 1e-5;

/// Differences below this share of the results are rounding.
static constexpr double kNoise = 1e-4;

/// Two programs in f64: the gradient as it is, and the function with each
/// decision replayed from the base point, without which a difference would jump
/// with a spike.
FailureOr<GradientCheck> GradientCheck::compile(const ProgramOptions &options,
                                                ArrayRef<unsigned> wrt) {
  // Replaying needs an order, so everything runs on one thread.
  auto base = Program::load(options);
  auto frozen = Program::load(options, /*withRemarks=*/false);
  if (!base || !frozen)
    return failure();
  GradientCheck check;
  check.types = base->signature();
  check.wrt.assign(wrt.begin(), wrt.end());
  if (failed(base->transform(
          "snn-decompose-neurons,snn-expand-fgi,ad-promote-floats")) ||
      failed(base->differentiate(wrt)))
    return failure();
  // Between two points an argument is no spikes, whatever the base point is.
  for (unsigned argument : wrt)
    frozen->entry().removeArgAttr(argument, SNNDialect::kSpikesAttrName);
  if (failed(frozen->transform("snn-decompose-neurons,snn-expand-fgi,"
                               "ad-promote-floats,ad-freeze-decisions")))
    return failure();
  auto compiledGradient = base->compile();
  if (failed(compiledGradient))
    return failure();
  auto compiledFrozen = frozen->compile();
  if (failed(compiledFrozen))
    return failure();
  check.gradient = std::move(*compiledGradient);
  check.frozen = std::move(*compiledFrozen);
  return check;
}

/// After the promotion every float is an f64.
static bool isFloat(const Array &array) {
  return array.elementType() == ElementType::F64;
}

/// Numbers of a normal distribution, in the shape of `array`.
static Result<Array> randomLike(const Array &array, std::mt19937_64 &random) {
  auto result = Array::uninitialized(ElementType::F64, array.shape());
  if (!result)
    return result;
  std::normal_distribution<double> normal;
  double *data = result->dataAs<double>();
  for (int64_t i = 0; i < result->numElements(); ++i)
    data[i] = normal(random);
  return result;
}

/// The sum of products, or of their magnitudes: what the sum would be if
/// nothing cancelled.
static double dot(const Array &a, const Array &b, bool magnitudes = false) {
  const double *x = a.dataAs<double>(), *y = b.dataAs<double>();
  double sum = 0;
  for (int64_t i = 0; i < a.numElements(); ++i)
    sum += magnitudes ? std::abs(x[i] * y[i]) : x[i] * y[i];
  return sum;
}

/// `first`, then pointers to the arrays of `second`, which have to stay.
static SmallVector<const Array *> pointersTo(ArrayRef<const Array *> first,
                                             ArrayRef<Array> second) {
  SmallVector<const Array *> pointers(first);
  for (const Array &array : second)
    pointers.push_back(&array);
  return pointers;
}

static SmallVector<const Array *> pointersTo(const std::vector<Array> &arrays) {
  return pointersTo({}, arrays);
}

/// The weighted sum of the results with `argument` moved by `step` along
/// `direction`. `inputs` are what they were afterwards. Fails if other
/// decisions ran than at the base point.
Result<double> GradientCheck::valueAt(Arrays &inputs, unsigned argument,
                                      const Array &direction, double step) {
  double *data = inputs[argument].dataAs<double>();
  const double *along = direction.dataAs<double>();
  std::vector<double> saved(data, data + direction.numElements());
  for (int64_t i = 0; i < direction.numElements(); ++i)
    data[i] += step * along[i];
  Replay::rewind();
  auto results = frozen->call(pointersTo(inputs));
  std::copy(saved.begin(), saved.end(), data);
  if (!results)
    return results.error();
  if (!Replay::isComplete())
    return Error("the number of stop-gradients and comparisons that run "
                 "changed between two points: a loop's length or an integer "
                 "depends on a float");
  double sum = 0;
  auto weight = cotangents.begin();
  for (const Array &result : *results)
    if (isFloat(result))
      sum += dot(result, *weight++);
  return sum;
}

/// (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h, the five-point formula, against
/// the gradient along a random direction: one pair of calls checks all elements
/// at once.
Result<GradientCheck::Row>
GradientCheck::checkDirection(Arrays &inputs, unsigned argument,
                              const Array &gradient, std::mt19937_64 &random) {
  auto direction = randomLike(gradient, random);
  if (!direction)
    return direction.error();
  auto difference = [&](double step) -> Result<double> {
    auto ahead = valueAt(inputs, argument, *direction, step);
    if (!ahead)
      return ahead;
    auto behind = valueAt(inputs, argument, *direction, -step);
    if (!behind)
      return behind;
    return *ahead - *behind;
  };
  auto near = difference(kStep), far = difference(2 * kStep);
  if (!near || !far)
    return (near ? far : near).error();
  Row row;
  row.argument = argument;
  row.difference = (8 * *near - *far) / (12 * kStep);
  row.gradient = dot(gradient, *direction);
  double scale = std::max({std::abs(row.gradient), std::abs(row.difference),
                           kNoise * (1 + magnitude)});
  row.error = std::abs(row.gradient - row.difference) / scale;
  return row;
}

/// Records the base point and draws a weight for each result.
Status GradientCheck::prepareCotangents(const Arrays &inputs,
                                        std::mt19937_64 &random) {
  Replay::record();
  auto results = frozen->call(pointersTo(inputs));
  if (!results)
    return results.error();
  cotangents.clear();
  magnitude = 0;
  for (const Array &result : *results) {
    if (!isFloat(result))
      continue;
    auto cotangent = randomLike(result, random);
    if (!cotangent)
      return cotangent.error();
    magnitude += dot(result, *cotangent, /*magnitudes=*/true);
    cotangents.push_back(std::move(*cotangent));
  }
  return {};
}

Result<std::vector<GradientCheck::Row>>
GradientCheck::run(const Inputs &inputs, int directions, uint64_t seed) {
  std::mt19937_64 random(seed);
  Arrays promoted;
  for (auto [array, spec] :
       llvm::zip(inputs.arrays, frozen->signature().arguments)) {
    auto copy = spec.type == ElementType::F64
                    ? array.convertedTo(ElementType::F64)
                    : array.clone();
    if (!copy)
      return copy.error();
    promoted.push_back(std::move(*copy));
  }
  if (auto status = prepareCotangents(promoted, random); !status)
    return status.error();
  auto results = gradient->call(pointersTo(pointersTo(promoted), cotangents));
  if (!results)
    return results.error();
  ArrayRef<Array> gradients = ArrayRef<Array>(*results).take_back(wrt.size());

  std::vector<Row> rows;
  for (auto [argument, computed] : llvm::zip(wrt, gradients))
    for (int i = 0; i < directions; ++i) {
      auto row = checkDirection(promoted, argument, computed, random);
      if (!row)
        return row.error();
      rows.push_back(*row);
    }
  return rows;
}
