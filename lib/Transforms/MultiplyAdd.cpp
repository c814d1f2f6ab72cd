//===- MultiplyAdd.cpp - Sums of products as structured ops ---------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/MultiplyAdd.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

/// What `value` was before it was widened, or `value`.
static Value skipWidening(Value value) {
  auto widen = value.getDefiningOp<arith::ExtFOp>();
  return widen ? widen.getIn() : value;
}

bool snn::isMultiplyAdd(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      body->getNumArguments() != 3)
    return false;
  Value a = body->getArgument(0), b = body->getArgument(1),
        out = body->getArgument(2);
  auto sum =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!sum)
    return false;
  Value term = sum.getLhs() == out ? sum.getRhs() : sum.getLhs();
  auto product = term.getDefiningOp<arith::MulFOp>();
  if (!product || (sum.getLhs() != out && sum.getRhs() != out))
    return false;
  Value lhs = skipWidening(product.getLhs()),
        rhs = skipWidening(product.getRhs());
  return (lhs == a && rhs == b) || (lhs == b && rhs == a);
}
