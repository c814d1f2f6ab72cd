//===- SCF.cpp - Derivative rules of the scf dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "BranchJVP.h"
#include "BranchVJP.h"
#include "LoopJVP.h"
#include "LoopVJP.h"
#include "snn/Dialect/AD/Rules/Rules.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// A carried value is active if any step makes it so: the edge from what is
/// yielded to the argument closes the cycle.
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

/// A result depends on what each side yields for it, and not on the condition,
/// which is no float. Values captured by a side reach the yield through the ops
/// in it.
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

/// Backpropagation through time; see LoopVJP.
struct ForRule
    : ReverseDifferentiableOpInterface::ExternalModel<ForRule, scf::ForOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return LoopVJP(cast<scf::ForOp>(op), builder, context).build(cotangents);
  }
};

/// The reverse of the side that was taken; see BranchVJP. At the value where
/// the condition changes over, the derivative is that of the side taken.
template <typename OpTy>
struct BranchRule
    : ReverseDifferentiableOpInterface::ExternalModel<BranchRule<OpTy>, OpTy> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder, VJPContext &context,
                         ValueRange cotangents) const {
    return BranchVJP(op, builder, context).build(cotangents);
  }
};

/// The loop carries the tangents of what it carries; see buildLoopJVP.
struct ForForward
    : ForwardDifferentiableOpInterface::ExternalModel<ForForward, scf::ForOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange) const {
    return buildLoopJVP(cast<scf::ForOp>(op), builder, context);
  }
};

/// Each side yields the tangents of what it yields; see buildBranchJVP.
template <typename OpTy>
struct BranchForward
    : ForwardDifferentiableOpInterface::ExternalModel<BranchForward<OpTy>,
                                                      OpTy> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder, JVPContext &context,
                         ValueRange) const {
    return buildBranchJVP(op, builder, context);
  }
};

template <typename OpTy> void attachBranch(MLIRContext &context) {
  OpTy::template attachInterface<BranchActivity<OpTy>, BranchRule<OpTy>,
                                 BranchForward<OpTy>>(context);
}
} // namespace

void ad::registerSCFRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, scf::SCFDialect *) {
    scf::ForOp::attachInterface<ForActivity, ForRule, ForForward>(*context);
    attachBranch<scf::IfOp>(*context);
    attachBranch<scf::IndexSwitchOp>(*context);
  });
}
