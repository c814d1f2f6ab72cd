//===- StepSums.cpp - Sums of products that a time loop carries -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StepSums.h"
#include "AllSteps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "snn/Transforms/ElementNest.h"

using namespace mlir;
using namespace mlir::snn;

/// -0.0 counts as zero: what is added to it is the same but for the sign of a
/// zero sum.
bool mlir::snn::isZeros(Value tensor) {
  std::optional<Splat> splat = splatOf(tensor);
  if (!splat)
    return false;
  if (auto value = dyn_cast<Value>(*splat))
    return matchPattern(value, m_AnyZeroFloat());
  auto number = dyn_cast<FloatAttr>(cast<Attribute>(*splat));
  return number && number.getValue().isZero();
}

/// The contraction from zeros that makes `value` for one user, null if there is
/// none.
static linalg::LinalgOp productOf(Value value) {
  auto op = value.getDefiningOp<linalg::LinalgOp>();
  if (op && value.hasOneUse() && isStepContraction(op) &&
      isZeros(op.getDpsInits()[0]))
    return op;
  return {};
}

/// The contraction that `user` adds to `sum`, if it does. Either form adds one:
/// a contraction onto the sum, or an addition of one that began with zeros,
///
///   %s1 = linalg.matmul ins(%a, %b) outs(%s)
///   %p = linalg.matmul ins(%a, %b) outs(zeros);  %s1 = arith.addf %s, %p
static std::optional<Addend> matchAddend(Operation *user, Value sum,
                                         unsigned carried) {
  if (auto op = dyn_cast<linalg::LinalgOp>(user)) {
    if (isStepContraction(op) && op.getDpsInits()[0] == sum &&
        !llvm::is_contained(op.getDpsInputs(), sum))
      return Addend{op, carried, op, sum};
  } else if (auto add = dyn_cast<arith::AddFOp>(user)) {
    Value other = add.getLhs() == sum ? add.getRhs() : add.getLhs();
    return Addend{productOf(other), carried, add, sum};
  }
  return std::nullopt;
}

/// Follows the carried value from its argument to what is yielded. Anything but
/// an addition on the way, or a second reader of a partial sum, and there is no
/// sum to take out of the loop. Addends that are no contractions stay in it.
SmallVector<Addend> mlir::snn::matchSum(ScanOp scan, unsigned index) {
  SmallVector<Addend> addends;
  snn::YieldOp yield = scan.getYield();
  Value sum = scan.getCarried()[index];
  while (sum.hasOneUse() && *sum.user_begin() != yield) {
    auto addend = matchAddend(*sum.user_begin(), sum, index);
    if (!addend)
      return {};
    sum = addend->sum->getResult(0);
    if (addend->op)
      addends.push_back(*addend);
  }
  if (!sum.hasOneUse() || sum != yield.getCarried()[index])
    return {};
  return addends;
}
