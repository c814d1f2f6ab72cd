//===- LinalgDualJVP.cpp - Values and tangents in one linalg op -----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For bodies in which the order of the iterations matters, such as a product:
// each iteration hands on the partial result and its tangent.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// `op` with tangents beside values:
///
///   %z = linalg.generic ins(%x) outs(%y) { y * x }
///
/// becomes
///
///   %z, %dz = linalg.generic ins(%x, %dx) outs(%y, %dy) {
///     y * x, dy * x + y * dx }
class DualOp {
public:
  DualOp(linalg::LinalgOp op, JVPContext &context, ValueRange tangents)
      : op(op), context(context), tangents(tangents),
        numInputs(op.getNumDpsInputs()), numResults(op->getNumResults()) {}

  LogicalResult build();

private:
  void create();
  void fillBody();
  LogicalResult addTangents();

  linalg::LinalgOp op;
  JVPContext &context;
  ValueRange tangents;
  unsigned numInputs, numResults;
  linalg::GenericOp dual;
  /// Numbers of the inputs and of the results that have a tangent.
  SmallVector<unsigned> inputs, results;
  /// Arguments of the new body: values and their tangents.
  SmallVector<std::pair<Value, Value>> pairs;
};
} // namespace

LogicalResult DualOp::build() {
  create();
  fillBody();
  if (failed(addTangents()))
    return failure();
  context.replacePrimalOp(op, dual);
  for (auto [next, index] : llvm::enumerate(results))
    context.setTangent(dual.getResult(index),
                       dual.getResult(numResults + next));
  return success();
}

/// The op with its operands, first all inputs, then all inits.
void DualOp::create() {
  OpBuilder &builder = context.getBuilder();
  SmallVector<AffineMap> own = op.getIndexingMapsArray();
  SmallVector<Value> ins(op.getDpsInputs()), outs(op.getDpsInits());
  auto maps = llvm::to_vector(ArrayRef(own).take_front(numInputs)),
       initMaps = llvm::to_vector(ArrayRef(own).drop_front(numInputs));
  for (unsigned index = 0; index < numInputs; ++index)
    if (tangents[index]) {
      inputs.push_back(index);
      ins.push_back(tangents[index]);
      maps.push_back(own[index]);
    }
  for (unsigned index = 0; index < numResults; ++index)
    if (context.isActive(op->getResult(index))) {
      Value ofInit = tangents[numInputs + index];
      results.push_back(index);
      outs.push_back(ofInit ? ofInit : context.zero(op.getDpsInits()[index]));
      initMaps.push_back(own[numInputs + index]);
    }
  llvm::append_range(maps, initMaps);
  dual = linalg::GenericOp::create(builder, op.getLoc(),
                                   ValueRange(outs).getTypes(), ins, outs, maps,
                                   op.getIteratorTypesArray());
}

/// A copy of the body of `op` over the arguments that are values.
void DualOp::fillBody() {
  if (dual.getRegion().empty())
    dual.getRegion().emplaceBlock();
  Block &block = dual.getRegion().front();
  for (Value operand : dual->getOperands())
    block.addArgument(getElementTypeOrSelf(operand.getType()), op.getLoc());
  auto ins = block.getArguments().take_front(dual.getNumDpsInputs()),
       outs = block.getArguments().drop_front(dual.getNumDpsInputs());
  IRMapping mapping;
  auto arguments = op.getBlock()->getArguments();
  mapping.map(arguments.take_front(numInputs), ins.take_front(numInputs));
  mapping.map(arguments.drop_front(numInputs), outs.take_front(numResults));
  for (auto [next, index] : llvm::enumerate(inputs))
    pairs.emplace_back(ins[index], ins[numInputs + next]);
  for (auto [next, index] : llvm::enumerate(results))
    pairs.emplace_back(outs[index], outs[numResults + next]);
  auto atEnd = OpBuilder::atBlockEnd(&block);
  for (Operation &inner : *op.getBlock())
    atEnd.clone(inner, mapping);
}

LogicalResult DualOp::addTangents() {
  Block &block = dual.getRegion().front();
  Operation *yield = block.getTerminator();
  SmallVector<Value> sources = context.variedCaptures(op), sinks;
  for (auto [value, tangent] : pairs)
    sources.push_back(value);
  for (unsigned index : results)
    sinks.push_back(yield->getOperand(index));
  Activity activity(block, sources, sinks);
  JVPContext inner(context.getFunctions(), &context, activity, block);
  for (auto [value, tangent] : pairs)
    inner.setTangent(value, tangent);
  if (failed(inner.sweep()))
    return failure();
  inner.getBuilder().setInsertionPoint(yield);
  SmallVector<Value> yielded = llvm::map_to_vector(results, [&](unsigned i) {
    return inner.tangentOrZero(yield->getOperand(i));
  });
  yield->insertOperands(yield->getNumOperands(), yielded);
  return success();
}

LogicalResult ad::buildDualJVP(linalg::LinalgOp op, JVPContext &context,
                               ValueRange tangents) {
  return DualOp(op, context, tangents).build();
}
