//===- LinalgTies.cpp - Which elements attain an extremum -----------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinalgTies.h"
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

Value ad::emitElementwise(OpBuilder &builder, Location loc, ValueRange inputs,
                          Value init,
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

Value ad::emitWhereEqual(OpBuilder &builder, Location loc, Value value, Value a,
                         Value b, Value init) {
  return emitElementwise(
      builder, loc, {value, a, b}, init,
      [&](OpBuilder &inner, ValueRange elements) -> Value {
        Value equal = arith::CmpFOp::create(
            inner, loc, arith::CmpFPredicate::OEQ, elements[1], elements[2]);
        Value zero = arith::ConstantOp::create(
            inner, loc, inner.getZeroAttr(elements[0].getType()));
        return arith::SelectOp::create(inner, loc, equal, elements[0], zero);
      });
}

/// Where counting starts: 1 where the init attains the extremum.
static Value countInit(Extremum &extremum, Type countType,
                       DerivativeContext &context) {
  OpBuilder &builder = context.getBuilder();
  Location loc = extremum.op.getLoc();
  Value result = extremum.getResult(), init = extremum.getInit();
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

/// Narrow floats cannot count far, so the count has the type of sums.
///
///   %n = linalg.generic { count + (x == z ? 1 : 0) }
Value ad::countTies(Extremum &extremum, DerivativeContext &context) {
  Type type = getElementTypeOrSelf(extremum.getResult().getType());
  Type countType = accumulationType(type);
  auto inPayload = OpBuilder::atBlockEnd(&extremum.payload.getBlock());
  Value attains = emitIndicator(inPayload, extremum.op.getLoc(), countType,
                                extremum.candidate, extremum.extremum);
  LinalgPayload::Output count = {attains,
                                 extremum.payload.getMap(extremum.extremum),
                                 countInit(extremum, countType, context),
                                 /*accumulates=*/true};
  return extremum.payload.emit(context, count).front();
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

/// One op takes, for each result, the smallest place at which the extremum is
/// attained; what the caller emits then compares each place with it. `nowhere`
/// is larger than any place, so it stays where no element of the window attains
/// the extremum.
WindowFirst ad::findFirstOfWindow(Extremum &extremum,
                                  DerivativeContext &context) {
  LinalgPayload &payload = extremum.payload;
  Location loc = extremum.op.getLoc();
  OpBuilder &builder = context.getBuilder();
  Type type = builder.getI64Type();
  auto nowhere = builder.getI64IntegerAttr(INT64_MAX);
  auto inPayload = OpBuilder::atBlockEnd(&payload.getBlock());
  Value attains =
      arith::CmpFOp::create(inPayload, loc, arith::CmpFPredicate::OEQ,
                            extremum.candidate, extremum.extremum);
  Value place = emitPlaceInWindow(inPayload, extremum.op);
  Value attained = arith::SelectOp::create(
      inPayload, loc, attains, place,
      arith::ConstantOp::create(inPayload, loc, nowhere));

  Value none = arith::ConstantOp::create(builder, loc, nowhere);
  Value start =
      linalg::FillOp::create(builder, loc, none,
                             context.empty(extremum.getResult(), type))
          .getResult(0);
  AffineMap map = payload.getMap(extremum.extremum);
  Value first =
      payload.emit(context, {{attained, map, start, /*accumulates=*/true}})
          .front();
  BlockArgument firstPlace = payload.addArgument(first, map);
  Value isFirst = arith::CmpIOp::create(
      inPayload, loc, arith::CmpIPredicate::eq, place, firstPlace);
  return {first, none, isFirst};
}

Value ad::emitWhereNowhere(OpBuilder &builder, Location loc, Value value,
                           const WindowFirst &first, Value init) {
  return emitElementwise(
      builder, loc, {value, first.places}, init,
      [&](OpBuilder &b, ValueRange elements) -> Value {
        Value alone = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq,
                                            elements[1], first.nowhere);
        Value zero = arith::ConstantOp::create(
            b, loc, b.getZeroAttr(elements[0].getType()));
        return arith::SelectOp::create(b, loc, alone, elements[0], zero);
      });
}
