//===- LinalgExtremum.cpp - Reverse of maxima and minima -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The derivative goes to the elements that attain the extremum, in equal
// shares, as in JAX's reduce_max; in a sliding window to the first of them, as
// in JAX's reduce_window and PyTorch's max_pool. The init counts as an element
// unless it is the constant infinity that means "nothing yet". It takes the
// operand and the result to say which elements these are; nothing else is kept.
//
//===----------------------------------------------------------------------===//

#include "LinalgPayload.h"
#include "LinalgRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::ad;

/// The constant that fills `init`, if one does.
static std::optional<APFloat> constantFill(Value init) {
  APFloat value(0.0);
  if (matchPattern(init, m_ConstantFloat(&value)))
    return value;
  auto fill = init.getDefiningOp<linalg::FillOp>();
  if (fill && matchPattern(fill.getInputs().front(), m_ConstantFloat(&value)))
    return value;
  return std::nullopt;
}

/// Emits an elementwise op over tensors of one shape.
static Value
emitElementwise(OpBuilder &builder, Location loc, ValueRange inputs, Value init,
                function_ref<Value(OpBuilder &, ValueRange)> body) {
  int64_t rank = cast<RankedTensorType>(init.getType()).getRank();
  SmallVector<AffineMap> maps(inputs.size() + 1,
                              builder.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             builder, loc, init.getType(), inputs, init, maps, iterators,
             [&](OpBuilder &b, Location loc, ValueRange elements) {
               linalg::YieldOp::create(b, loc, body(b, elements));
             })
      .getResult(0);
}

/// 1 where `a == b`, else 0.
static Value emitIndicator(OpBuilder &b, Location loc, Type type, Value a,
                           Value c) {
  Value equal = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, a, c);
  Value one = arith::ConstantOp::create(b, loc, b.getFloatAttr(type, 1.0));
  Value zero = arith::ConstantOp::create(b, loc, b.getFloatAttr(type, 0.0));
  return arith::SelectOp::create(b, loc, equal, one, zero);
}

namespace {
/// Counts and shares for one result.
struct TieSplitter {
  linalg::LinalgOp op;
  VJPContext &context;
  OpBuilder &builder;
  Location loc;
  Value result, init;
  /// Narrow floats cannot count far.
  Type countType;

  /// Where counting starts: 1 where the init attains the extremum.
  Value countInit() {
    std::optional<APFloat> constant = constantFill(init);
    if (constant && constant->isInfinity())
      return context.zero(result, countType);
    SmallVector<Value> inputs = {context.primal(result)};
    if (!constant)
      inputs.push_back(context.primal(init));
    Type type = getElementTypeOrSelf(result.getType());
    return emitElementwise(
        builder, loc, inputs, context.empty(result, countType),
        [&](OpBuilder &b, ValueRange elements) {
          Value member = constant ? arith::ConstantOp::create(
                                        b, loc, b.getFloatAttr(type, *constant))
                                  : elements[1];
          return emitIndicator(b, loc, countType, elements[0], member);
        });
  }

  /// cotangent / count in the wider type, rounded once. Where the count is zero
  /// (a NaN, or no iterations at all) no element receives the quotient.
  Value divide(Value cotangent, Value count) {
    return emitElementwise(
        builder, loc, {cotangent, count}, context.empty(result),
        [&](OpBuilder &b, ValueRange elements) -> Value {
          Type type = elements[0].getType();
          Value value = elements[0];
          if (type != countType)
            value = arith::ExtFOp::create(b, loc, countType, value);
          value = arith::DivFOp::create(b, loc, value, elements[1]);
          if (type != countType)
            value = arith::TruncFOp::create(b, loc, type, value);
          return value;
        });
  }

  /// The init receives the share where it is the extremum, and zero elsewhere.
  void giveInitItsShare(Value share) {
    Value received = emitElementwise(
        builder, loc, {share, context.primal(result), context.primal(init)},
        context.empty(init), [&](OpBuilder &b, ValueRange elements) -> Value {
          Value equal = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                              elements[1], elements[2]);
          Value zero = arith::ConstantOp::create(
              b, loc, b.getZeroAttr(elements[0].getType()));
          return arith::SelectOp::create(b, loc, equal, elements[0], zero);
        });
    context.accumulate(init, received);
  }
};
} // namespace

/// z = max over i of x_i:  dx_i = [x_i = z] dz / n with n = #{i : x_i = z}, the
/// element of the subdifferential that treats all ties alike.
///
///   %n = linalg.generic { count + (x == z ? 1 : 0) }   how many attain it
///   %share = linalg.generic { ct / n }
///   dx = linalg.generic { x == z ? share : 0 }         by the caller
Value ad::splitAmongTies(LinalgPayload &payload, linalg::LinalgOp op,
                         unsigned result, Value candidate,
                         BlockArgument extremum, VJPContext &context,
                         Value cotangent) {
  Location loc = op.getLoc();
  Type type = getElementTypeOrSelf(cotangent.getType());
  TieSplitter splitter{op,
                       context,
                       context.getBuilder(),
                       loc,
                       op->getResult(result),
                       op.getDpsInits()[result],
                       accumulationType(type)};
  auto inPayload = OpBuilder::atBlockEnd(&payload.getBlock());
  Value attains =
      emitIndicator(inPayload, loc, splitter.countType, candidate, extremum);
  LinalgPayload::Output count = {attains, payload.getMap(extremum),
                                 splitter.countInit(), /*accumulates=*/true};
  Value share =
      splitter.divide(cotangent, payload.emit(context, count).front());
  if (context.isActive(splitter.init))
    splitter.giveInitItsShare(share);
  return share;
}

/// A map that is no projected permutation reads one element in several
/// iterations: d0 + d1, a window.
bool ad::slidesWindow(LinalgPayload &payload, Value candidate) {
  auto argument = dyn_cast<BlockArgument>(candidate);
  return argument && argument.getOwner() == &payload.getBlock() &&
         !payload.getMap(argument).isProjectedPermutation();
}

/// A number that grows in the order in which the iterations of a window run.
static Value emitPlaceInWindow(OpBuilder &b, linalg::LinalgOp op) {
  // No side of a window comes near 2^20, so places compare as the indices do.
  constexpr int64_t beyondAnySide = 1 << 20;
  Location loc = op.getLoc();
  Value scale = arith::ConstantIndexOp::create(b, loc, beyondAnySide);
  Value place;
  for (auto [dim, iterator] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (iterator != utils::IteratorType::reduction)
      continue;
    Value index = linalg::IndexOp::create(b, loc, dim);
    if (place)
      index = arith::AddIOp::create(
          b, loc, arith::MulIOp::create(b, loc, place, scale), index);
    place = index;
  }
  return arith::IndexCastOp::create(b, loc, b.getI64Type(), place);
}

/// Two ops: one takes, for each result, the smallest place at which the
/// extremum is attained; the caller's op then compares each place with it.
/// `nowhere` is larger than any place, so it stays where no element of the
/// window attains the extremum.
Value ad::isFirstOfWindow(LinalgPayload &payload, linalg::LinalgOp op,
                          unsigned result, Value candidate,
                          BlockArgument extremum, VJPContext &context,
                          Value cotangent) {
  Location loc = op.getLoc();
  OpBuilder &builder = context.getBuilder();
  Type type = builder.getI64Type();
  auto nowhere = builder.getI64IntegerAttr(INT64_MAX);
  auto inPayload = OpBuilder::atBlockEnd(&payload.getBlock());
  Value attains = arith::CmpFOp::create(
      inPayload, loc, arith::CmpFPredicate::OEQ, candidate, extremum);
  Value place = emitPlaceInWindow(inPayload, op);
  Value attained = arith::SelectOp::create(
      inPayload, loc, attains, place,
      arith::ConstantOp::create(inPayload, loc, nowhere));

  Value none = arith::ConstantOp::create(builder, loc, nowhere);
  Value start =
      linalg::FillOp::create(builder, loc, none,
                             context.empty(op->getResult(result), type))
          .getResult(0);
  AffineMap map = payload.getMap(extremum);
  Value first =
      payload.emit(context, {{attained, map, start, /*accumulates=*/true}})
          .front();
  Value init = op.getDpsInits()[result];
  if (context.isActive(init))
    context.accumulate(
        init, emitElementwise(
                  builder, loc, {cotangent, first}, context.empty(init),
                  [&](OpBuilder &b, ValueRange elements) -> Value {
                    Value alone = arith::CmpIOp::create(
                        b, loc, arith::CmpIPredicate::eq, elements[1], none);
                    Value zero = arith::ConstantOp::create(
                        b, loc, b.getZeroAttr(elements[0].getType()));
                    return arith::SelectOp::create(b, loc, alone, elements[0],
                                                   zero);
                  }));
  BlockArgument firstPlace = payload.addArgument(first, map);
  return arith::CmpIOp::create(inPayload, loc, arith::CmpIPredicate::eq, place,
                               firstPlace);
}
