//===- LinalgStructuredJVP.cpp - Tangents of structured ops ---------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "LinalgTies.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// With z_o made of f(x_i, ..) by index maps, dz_o is made of (df/dx) dx_i by
/// the same maps: the tangents of an operand are read where the operand is.
///
///   %z = linalg.generic ins(%x, %y) { x * sin(y) }, and for a tangent of %x
///   %dz = linalg.generic ins(%dx, %y) { dx * sin(y) }
class StructuredJVP {
public:
  StructuredJVP(linalg::LinalgOp op, OpBuilder &builder, JVPContext &context,
                ValueRange tangents)
      : op(op), builder(builder), context(context), tangents(tangents) {}

  LogicalResult build();

private:
  using Output = LinalgPayload::Output;

  void buildMultiplyAdd();
  bool buildMove();
  LogicalResult sweep(LinalgPayload &payload, ArrayRef<ResultForm> forms,
                      SmallVectorImpl<Value> &ofYielded);
  void emitOutputs(LinalgPayload &payload, ArrayRef<ResultForm> forms,
                   ArrayRef<Value> ofYielded);

  linalg::LinalgOp op;
  OpBuilder &builder;
  JVPContext &context;
  /// One for each operand of `op`, null where it is zero.
  SmallVector<Value> tangents;
};
} // namespace

/// Contractions, convolutions and moves stay what they are. For the others the
/// tangents are apart from the values where no iteration sees what another
/// computed, and beside them in one op otherwise.
LogicalResult StructuredJVP::build() {
  if (failed(context.requireCotangents(op, op->getOperands())))
    return failure();
  if (hasMultiplyAddBody(op)) {
    buildMultiplyAdd();
    return success();
  }
  if (buildMove())
    return success();
  SmallVector<Value> wanted =
      llvm::map_to_vector(op->getResults(), [&](OpResult result) -> Value {
        return context.isActive(result) ? result : Value();
      });
  LinalgPayload payload(op, builder, wanted);
  SmallVector<ResultForm> forms;
  for (unsigned i = 0, e = op->getNumResults(); i < e; ++i)
    forms.push_back(payload.classify(i));
  if (!payload.hidesPartialResults(forms))
    return buildDualJVP(op, context, tangents);
  SmallVector<Value> ofYielded;
  if (failed(sweep(payload, forms, ofYielded)))
    return failure();
  emitOutputs(payload, forms, ofYielded);
  return success();
}

/// C += A B:  dC += dA B + A dB, for any index maps.
void StructuredJVP::buildMultiplyAdd() {
  Value sum = tangents.back();
  for (unsigned factor : {0u, 1u}) {
    if (!tangents[factor])
      continue;
    if (!sum)
      sum = context.zero(op.getDpsInits().front());
    Operation *term = builder.clone(*op);
    term->setOperand(factor, tangents[factor]);
    term->setOperand(2, sum);
    sum = term->getResult(0);
  }
  context.setTangent(op->getResult(0), sum);
}

/// An op that moves elements, such as a fill or a transposition, moves tangents
/// in the same way; the init is only written. False if `op` is none.
bool StructuredJVP::buildMove() {
  Block *body = op.getBlock();
  auto moved = dyn_cast<BlockArgument>(body->getTerminator()->getOperand(0));
  if (!moved || moved.getOwner() != body || op->getNumResults() != 1 ||
      !llvm::hasSingleElement(*body))
    return false;
  unsigned number = moved.getArgNumber();
  if (number >= op.getNumDpsInputs() || !tangents[number])
    return false;
  Operation *move = builder.clone(*op);
  move->setOperand(number, tangents[number]);
  context.setTangent(op->getResult(0), move->getResult(0));
  return true;
}

/// Puts the tangents into the payload. `ofYielded` gets, for each result, the
/// tangent of what the body yields for it or, for an extremum, of the
/// candidate.
LogicalResult StructuredJVP::sweep(LinalgPayload &payload,
                                   ArrayRef<ResultForm> forms,
                                   SmallVectorImpl<Value> &ofYielded) {
  Block &block = payload.getBlock();
  unsigned numInputs = op.getNumDpsInputs();
  SmallVector<std::pair<Value, Value>> sources;
  for (auto [index, tangent] : llvm::enumerate(tangents)) {
    BlockArgument argument = payload.getOperandArgument(index);
    AffineMap map = payload.getMap(argument);
    // Of an init that iterations add to, the sum starts with the tangent.
    bool isPartial =
        index >= numInputs && forms[index - numInputs].kind != ResultForm::Once;
    if (tangent && !isPartial)
      sources.emplace_back(argument, payload.addArgument(tangent, map));
  }
  SmallVector<Value> varied =
      llvm::filter_to_vector(payload.getCaptures(), [&](Value v) {
        return static_cast<bool>(context.tangent(v));
      });
  for (auto [argument, tangent] : sources)
    varied.push_back(argument);

  // In an op, so that they stay what they are where a rule replaces one.
  SmallVector<Value> sinks;
  for (auto [index, form] : llvm::enumerate(forms))
    if (form.kind != ResultForm::Unseeded)
      sinks.push_back(form.kind == ResultForm::Extremum
                          ? form.candidate
                          : payload.getYielded(index));
  auto atEnd = OpBuilder::atBlockEnd(&block);
  auto holder = linalg::YieldOp::create(atEnd, op.getLoc(), sinks);
  Activity activity(block, varied, sinks);
  JVPContext inner(context.getFunctions(), &context, activity, block);
  for (auto [argument, tangent] : sources)
    inner.setTangent(argument, tangent);
  LogicalResult swept = inner.sweep();
  auto held = holder->getOperands();
  for (const ResultForm &form : forms) {
    ofYielded.emplace_back();
    if (form.kind == ResultForm::Unseeded)
      continue;
    ofYielded.back() = inner.tangent(held.front());
    held = held.drop_front();
  }
  holder->erase();
  return swept;
}

/// Results whose elements lie along the same dimensions share an op.
void StructuredJVP::emitOutputs(LinalgPayload &payload,
                                ArrayRef<ResultForm> forms,
                                ArrayRef<Value> ofYielded) {
  SmallVector<std::pair<unsigned, Output>> outputs;
  for (unsigned index = 0, e = forms.size(); index < e; ++index) {
    const ResultForm &form = forms[index];
    Value tangent = ofYielded[index];
    OpResult result = op->getResult(index);
    Value ofInit = tangents[op.getNumDpsInputs() + index];
    AffineMap map = payload.getMap(payload.getInitArgument(index));
    switch (form.kind) {
    case ResultForm::Unseeded:
    case ResultForm::Ordered:
      break;
    case ResultForm::Once:
      if (tangent)
        outputs.push_back({index,
                           {tangent, map, context.empty(result),
                            /*accumulates=*/false}});
      break;
    case ResultForm::Sum:
      if (!tangent)
        context.setTangent(result, ofInit);
      else
        outputs.push_back(
            {index,
             {tangent, map, ofInit ? ofInit : context.zero(result),
              /*accumulates=*/true}});
      break;
    case ResultForm::Extremum:
      Extremum extremum{payload, op, index, form.candidate,
                        payload.addArgument(result, map)};
      context.setTangent(result,
                         emitExtremumTangent(extremum, context, tangent));
    }
  }
  while (!outputs.empty()) {
    SmallVector<std::pair<unsigned, Output>> group, rest;
    for (const auto &output : outputs) {
      bool joins = group.empty() || plainDims(group.front().second.map) ==
                                        plainDims(output.second.map);
      (joins ? group : rest).push_back(output);
    }
    auto emitted =
        payload.emit(context, llvm::map_to_vector(group, [](const auto &entry) {
                       return entry.second;
                     }));
    for (auto [entry, value] : llvm::zip(group, emitted))
      context.setTangent(op->getResult(entry.first), value);
    outputs = std::move(rest);
  }
}

LogicalResult ad::buildStructuredJVP(linalg::LinalgOp op, OpBuilder &builder,
                                     JVPContext &context, ValueRange tangents) {
  return StructuredJVP(op, builder, context, tangents).build();
}
