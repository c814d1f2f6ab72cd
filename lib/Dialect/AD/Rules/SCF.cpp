//===- SCF.cpp - Derivative rules of the scf dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "BranchVJP.h"
#include "LoopVJP.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
struct ForActivity
    : ActivityOpInterface::ExternalModel<ForActivity, scf::ForOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    auto loop = cast<scf::ForOp>(op);
    for (auto [init, argument, yielded, result] :
         llvm::zip(loop.getInitArgs(), loop.getRegionIterArgs(),
                   loop.getYieldedValues(), loop.getResults())) {
      edge(init, argument);
      edge(yielded, argument);
      edge(yielded, result);
      edge(init, result); // no iteration at all
    }
  }
};

template <typename OpTy>
struct BranchActivity
    : ActivityOpInterface::ExternalModel<BranchActivity<OpTy>, OpTy> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    if (op->getNumResults() == 0)
      return;
    for (Region &side : op->getRegions())
      for (auto [yielded, result] : llvm::zip(
               side.front().getTerminator()->getOperands(), op->getResults()))
        edge(yielded, result);
  }
};

struct ForRule
    : ReverseDifferentiableOpInterface::ExternalModel<ForRule, scf::ForOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return LoopVJP(cast<scf::ForOp>(op), builder, context).build(cotangents);
  }
};

template <typename OpTy>
struct BranchRule
    : ReverseDifferentiableOpInterface::ExternalModel<BranchRule<OpTy>, OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return BranchVJP(op, builder, context).build(cotangents);
  }
};

template <typename OpTy> void attachBranch(MLIRContext &context) {
  OpTy::template attachInterface<BranchActivity<OpTy>, BranchRule<OpTy>>(
      context);
}
} // namespace

void ad::registerSCFRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, scf::SCFDialect *) {
    scf::ForOp::attachInterface<ForActivity, ForRule>(*context);
    attachBranch<scf::IfOp>(*context);
    attachBranch<scf::IndexSwitchOp>(*context);
  });
}
