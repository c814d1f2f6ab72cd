//===- LinalgActivity.cpp - Activity of linalg ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each result depends on what its scalar body says: not on an init that is only
// written, nor on what reaches it through a stop-gradient.
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// Edges from operands and captures to those results that the scalar body makes
/// of them. The body is analysed once for each result, with the one yielded
/// value as its sink.
template <typename OpTy>
struct StructuredActivity
    : ActivityOpInterface::ExternalModel<StructuredActivity<OpTy>, OpTy> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    auto linalgOp = cast<linalg::LinalgOp>(op);
    Block &body = *linalgOp.getBlock();
    SetVector<Value> captures;
    getUsedValuesDefinedAbove(op->getRegions(), captures);
    SmallVector<Value> sources(body.getArguments());
    llvm::append_range(sources, captures);
    for (auto [yielded, result] :
         llvm::zip(body.getTerminator()->getOperands(), op->getResults())) {
      Activity activity(body, sources, yielded);
      for (auto [argument, operand] :
           llvm::zip(body.getArguments(), op->getOperands()))
        if (activity.isActive(argument))
          edge(operand, result);
      for (Value capture : captures)
        if (activity.isActive(capture))
          edge(capture, result);
    }
  }
};

/// The result depends on the input and not on the init, which is only written.
struct SoftmaxActivity
    : ActivityOpInterface::ExternalModel<SoftmaxActivity, linalg::SoftmaxOp> {
  void getActivityEdges(Operation *op,
                        function_ref<void(Value, Value)> edge) const {
    if (op->getNumResults() == 1)
      edge(cast<linalg::SoftmaxOp>(op).getInput(), op->getResult(0));
  }
};

/// Attaches the model to each op of the list that TableGen writes.
template <typename... Ops> void attachStructuredActivity(MLIRContext *context) {
  (Ops::template attachInterface<StructuredActivity<Ops>>(*context), ...);
}
} // namespace

void ad::registerLinalgActivity(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, linalg::LinalgDialect *) {
    attachStructuredActivity<
#define GET_OP_LIST
#include "mlir/Dialect/Linalg/IR/LinalgStructuredOps.cpp.inc"
        >(context);
    linalg::SoftmaxOp::attachInterface<SoftmaxActivity>(*context);
  });
}
