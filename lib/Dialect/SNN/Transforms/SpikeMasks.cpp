//===- SpikeMasks.cpp - The i1 of a value that is 0 or 1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeMasks.h"
#include "mlir/IR/Matchers.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::snn;

Type snn::maskType(Type type) {
  Type bit = IntegerType::get(type.getContext(), 1);
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped ? Type(shaped.clone(bit)) : bit;
}

Value snn::emitUniformMask(OpBuilder &builder, Location loc, Value like,
                           bool fires) {
  return constantLike(builder, loc, like,
                      builder.getIntegerAttr(builder.getI1Type(), fires));
}

Value snn::emitNot(OpBuilder &builder, Location loc, Value mask) {
  return arith::XOrIOp::create(builder, loc, mask,
                               emitUniformMask(builder, loc, mask, true));
}

Value snn::negatedBy(Value mask) {
  auto negation = mask.getDefiningOp<arith::XOrIOp>();
  if (!negation)
    return {};
  Value turned = negation.getRhs();
  if (auto fill = turned.getDefiningOp<linalg::FillOp>())
    turned = fill.value();
  return matchPattern(turned, m_One()) ? negation.getLhs() : Value();
}

//===----------------------------------------------------------------------===//
// SpikeMasks
//===----------------------------------------------------------------------===//

Value SpikeMasks::get(Value value) {
  if (Value mask = convertedFrom(value))
    return mask;
  if (Value known = masks.lookup(value))
    return known;
  OpBuilder::InsertionGuard guard(builder);
  if (spikeOperands(value).empty())
    builder.setInsertionPointAfterValue(value);
  else
    builder.setInsertionPoint(value.getDefiningOp());
  return masks[value] = emit(value);
}

/// Chooses between constants without a choice of constants.
///
///   arith.select %c, 1.0, 0.0    has the mask %c
///   arith.select %c, 0.0, 1.0    has the mask not %c
Value SpikeMasks::emitSelect(arith::SelectOp select) {
  Location loc = select.getLoc();
  Value condition = select.getCondition();
  auto ifTrue = constantSpikeOf(select.getTrueValue()),
       ifFalse = constantSpikeOf(select.getFalseValue());
  bool isElementwise = condition.getType() == maskType(select.getType());
  if (isElementwise && ifTrue && ifFalse && *ifTrue != *ifFalse)
    return *ifTrue ? condition : emitNot(builder, loc, condition);
  return arith::SelectOp::create(builder, loc, condition,
                                 get(select.getTrueValue()),
                                 get(select.getFalseValue()));
}

/// Products of spikes are conjunctions, maxima disjunctions, 1 - z a negation.
Value SpikeMasks::emit(Value value) {
  Location loc = value.getLoc();
  if (std::optional<bool> fires = constantSpikeOf(value))
    return emitUniformMask(builder, loc, value, *fires);
  DenseFPElementsAttr table;
  if (matchPattern(value, m_Constant(&table)))
    return arith::ConstantOp::create(
        builder, loc,
        table.mapValues(builder.getI1Type(), [](const APFloat &number) {
          return APInt(1, !number.isZero());
        }));
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<tensor::EmptyOp>(op))
    return emptyLike(builder, loc, value, builder.getI1Type());
  // What comes from outside as numbers.
  if (spikeOperands(value).empty())
    return arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNE, value,
                                 constantLike(builder, loc, value, 0.0));
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](arith::SelectOp select) { return emitSelect(select); })
      .Case<arith::MulFOp, arith::MinimumFOp, arith::MinNumFOp>([&](auto both) {
        return arith::AndIOp::create(builder, loc, get(both.getLhs()),
                                     get(both.getRhs()));
      })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>([&](auto either) {
        return arith::OrIOp::create(builder, loc, get(either.getLhs()),
                                    get(either.getRhs()));
      })
      .Case([&](arith::SubFOp complement) {
        return emitNot(builder, loc, get(complement.getRhs()));
      })
      .Case<arith::ExtFOp, arith::TruncFOp>(
          [&](auto cast) { return get(cast.getIn()); });
}
