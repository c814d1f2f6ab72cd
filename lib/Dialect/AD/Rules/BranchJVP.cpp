//===- BranchJVP.cpp - Tangents of scf.if and scf.index_switch ------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BranchJVP.h"
#include "BranchVJP.h"

using namespace mlir;
using namespace mlir::ad;

/// Before and after, for a branch that captures %w with the tangent %dw:
///
///   %y = scf.if %c { scf.yield %w * %x } else { scf.yield %x }
///   %y, %dy = scf.if %c { scf.yield %w * %x, %dw * %x }
///             else { scf.yield %x, 0 }
LogicalResult ad::buildBranchJVP(Operation *branch, OpBuilder &builder,
                                 JVPContext &context) {
  if (failed(context.requireCotangents(branch, branch->getResults())))
    return failure();
  SmallVector<std::unique_ptr<JVPContext>> sides;
  for (Region &region : branch->getRegions()) {
    sides.push_back(
        std::make_unique<JVPContext>(context.getFunctions(), &context,
                                     context.getActivity(), region.front()));
    if (failed(sides.back()->sweep()))
      return failure();
  }

  SmallVector<unsigned> varied;
  SmallVector<Type> types(branch->getResultTypes());
  for (OpResult result : branch->getResults()) {
    unsigned index = result.getResultNumber();
    bool any = false;
    for (auto [side, region] : llvm::zip(sides, branch->getRegions()))
      any |= static_cast<bool>(
          side->tangent(region.front().getTerminator()->getOperand(index)));
    if (!any || !context.isActive(result))
      continue;
    varied.push_back(index);
    types.push_back(result.getType());
  }
  for (unsigned number = 0, e = sides.size(); number < e; ++number) {
    JVPContext *side = sides[number].get();
    Operation *yield = branch->getRegion(number).front().getTerminator();
    side->getBuilder().setInsertionPoint(yield);
    SmallVector<Value> tangents = llvm::map_to_vector(varied, [&](unsigned i) {
      return side->tangentOrZero(yield->getOperand(i));
    });
    yield->insertOperands(yield->getNumOperands(), tangents);
  }

  unsigned next = branch->getNumResults();
  Operation *carrying =
      createLike(builder, branch, types, branch->getOperand(0));
  carrying->setDiscardableAttrs(branch->getDiscardableAttrDictionary());
  for (auto [to, from] :
       llvm::zip(carrying->getRegions(), branch->getRegions()))
    to.takeBody(from);
  context.replacePrimalOp(branch, carrying);
  for (unsigned index : varied)
    context.setTangent(carrying->getResult(index), carrying->getResult(next++));
  return success();
}
