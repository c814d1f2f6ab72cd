//===- StepOrder.cpp - Which indices of an scf.for run with its steps -----===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopSteps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// `perIteration * iv + perBound * ub + constant`, for the induction variable
/// and the upper bound of one loop. `%t + 1` is {1, 0, 1}; `%n - 1 - %t`, with
/// %n the upper bound, is {-1, 1, -1}.
struct LinearIndex {
  int64_t perIteration = 0, perBound = 0, constant = 0;
};
} // namespace

static std::optional<LinearIndex> linearIndex(scf::ForOp loop, Value value);

/// `lhs + sign * rhs`.
static std::optional<LinearIndex> linearSum(scf::ForOp loop, Value lhs,
                                            Value rhs, int64_t sign) {
  auto a = linearIndex(loop, lhs), b = linearIndex(loop, rhs);
  if (!a || !b)
    return std::nullopt;
  return LinearIndex{a->perIteration + sign * b->perIteration,
                     a->perBound + sign * b->perBound,
                     a->constant + sign * b->constant};
}

/// `lhs * rhs` where `rhs` is a constant.
static std::optional<LinearIndex> linearProduct(scf::ForOp loop, Value lhs,
                                                Value rhs) {
  auto factor = getConstantIntValue(rhs);
  auto a = linearIndex(loop, lhs);
  if (!factor || !a)
    return std::nullopt;
  return LinearIndex{a->perIteration * *factor, a->perBound * *factor,
                     a->constant * *factor};
}

/// `value` as a function of the loop's induction variable, if it is that
/// simple.
static std::optional<LinearIndex> linearIndex(scf::ForOp loop, Value value) {
  if (value == loop.getInductionVar())
    return LinearIndex{1, 0, 0};
  if (auto constant = getConstantIntValue(value))
    return LinearIndex{0, 0, *constant};
  // What is defined in the loop is index arithmetic or nothing we know.
  Operation *op = value.getDefiningOp();
  if (auto sum = dyn_cast_or_null<arith::AddIOp>(op))
    return linearSum(loop, sum.getLhs(), sum.getRhs(), 1);
  if (auto difference = dyn_cast_or_null<arith::SubIOp>(op))
    return linearSum(loop, difference.getLhs(), difference.getRhs(), -1);
  if (auto product = dyn_cast_or_null<arith::MulIOp>(op)) {
    auto scaled = linearProduct(loop, product.getLhs(), product.getRhs());
    return scaled ? scaled
                  : linearProduct(loop, product.getRhs(), product.getLhs());
  }
  if (value.getType().isIndex() && loop.isDefinedOutsideOfLoop(value) &&
      areProvablyEqual(value, loop.getUpperBound()))
    return LinearIndex{0, 1, 0};
  return std::nullopt;
}

/// Forward if iteration t reads index t; backward if it reads index T - 1 - t.
Order snn::orderOf(scf::ForOp loop, const LoopSteps &steps,
                   OpFoldResult index) {
  auto value = dyn_cast<Value>(index);
  auto linear = value ? linearIndex(loop, value) : std::nullopt;
  if (!linear)
    return Order::none;
  // In terms of the number t of the iteration, iv = lower + stride * t.
  int64_t perStep = linear->perIteration * steps.stride;
  int64_t first = linear->constant + linear->perIteration * steps.lower;
  bool isStatic = steps.isStatic();
  if (perStep == 1 && first == 0 && linear->perBound == 0)
    return Order::forward;
  if (perStep == -1 &&
      (isStatic ? linear->perBound == 0 && first == steps.staticLength - 1
                : linear->perBound == 1 && first == -1))
    return Order::backward;
  return Order::none;
}
