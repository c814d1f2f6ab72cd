//===- LinalgExtremumJVP.cpp - Tangents of maxima and minima --------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As in reverse mode, all elements that attain the extremum count alike, and in
// a sliding window the first of them alone.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "LinalgTies.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::ad;

/// sum / count, rounded once to the type of the result; zero where nothing
/// attains the extremum (a NaN, or no iterations at all), as in reverse mode.
static Value emitMean(Extremum &extremum, JVPContext &context, Value sum,
                      Value count) {
  Location loc = extremum.op.getLoc();
  Value result = extremum.getResult();
  return emitElementwise(
      context.getBuilder(), loc, {sum, count}, context.empty(result),
      [&](OpBuilder &b, ValueRange elements) -> Value {
        Value one = arith::ConstantOp::create(
            b, loc, b.getFloatAttr(elements[1].getType(), 1.0));
        Value divisor = arith::MaximumFOp::create(b, loc, elements[1], one);
        Value mean = arith::DivFOp::create(b, loc, elements[0], divisor);
        return convertElements(b, mean, getElementTypeOrSelf(result));
      });
}

/// z = max over i of x_i:  dz = (sum over i of [x_i = z] dx_i) / n with n =
/// #{i : x_i = z}; in a window, dz = dx_i for the first such i. What the init
/// contributes is where the sum starts. Sums of narrow floats are wide.
Value ad::emitExtremumTangent(Extremum &extremum, JVPContext &context,
                              Value tangent) {
  Location loc = extremum.op.getLoc();
  OpBuilder &builder = context.getBuilder();
  LinalgPayload &payload = extremum.payload;
  Value result = extremum.getResult(), init = extremum.getInit();
  Value ofInit = context.tangent(init);
  auto b = OpBuilder::atBlockEnd(&payload.getBlock());
  Value zero = arith::ConstantOp::create(
      b, loc, b.getZeroAttr(extremum.candidate.getType()));
  if (!tangent)
    tangent = zero;

  bool isWindow = slidesWindow(payload, extremum.candidate);
  Type type = getElementTypeOrSelf(result);
  Type sumType = isWindow ? type : accumulationType(type);
  Value counts, start, counted;
  if (isWindow) {
    WindowFirst first = findFirstOfWindow(extremum, context);
    counted = first.isFirst;
    if (ofInit)
      start =
          emitWhereNowhere(builder, loc, ofInit, first, context.empty(init));
  } else {
    counts = countTies(extremum, context);
    counted = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                    extremum.candidate, extremum.extremum);
    if (ofInit)
      start = emitWhereEqual(builder, loc, ofInit, result, init,
                             context.empty(init));
  }
  start = start ? convertElements(builder, start, sumType)
                : context.zero(result, sumType);
  b.setInsertionPointToEnd(&payload.getBlock());
  Value term = arith::SelectOp::create(b, loc, counted, tangent, zero);
  term = convertElements(b, term, sumType);
  Value sum = payload
                  .emit(context, {{term, payload.getMap(extremum.extremum),
                                   start, /*accumulates=*/true}})
                  .front();
  return isWindow ? sum : emitMean(extremum, context, sum, counts);
}
