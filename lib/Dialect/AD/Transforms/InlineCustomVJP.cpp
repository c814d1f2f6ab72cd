//===- InlineCustomVJP.cpp - Makes opaque derivative rules visible -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_INLINECUSTOMVJPPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

namespace {
/// Upstream's inliner leaves 'no_inline' functions alone, as it must; these
/// bodies are cloned by hand.
struct InlineCustomVJPPass
    : ad::impl::InlineCustomVJPPassBase<InlineCustomVJPPass> {
  void runOnOperation() override {
    SymbolTableCollection tables;
    SmallVector<func::CallOp> calls;
    WalkResult left = getOperation().walk([&](Operation *op) {
      if (isa<VJPOp>(op)) {
        op->emitError("expects no request for a derivative to be left: run "
                      "ad-differentiate first, so that the rules apply");
        return WalkResult::interrupt();
      }
      if (op->hasAttr(ADDialect::kOpaqueAttrName))
        if (auto call = dyn_cast<func::CallOp>(op))
          calls.push_back(call);
      if (auto custom = dyn_cast<CustomVJPOp>(op))
        calls.push_back(callPrimal(custom));
      return WalkResult::advance();
    });
    if (left.wasInterrupted())
      return signalPassFailure();
    for (func::CallOp call : calls)
      if (failed(inlineOne(call, tables)))
        return signalPassFailure();
  }

private:
  /// A custom_vjp that nobody differentiated is a call of its primal function.
  static func::CallOp callPrimal(CustomVJPOp custom) {
    OpBuilder builder(custom);
    auto call =
        func::CallOp::create(builder, custom.getLoc(), custom.getPrimalAttr(),
                             custom.getOutputs().getTypes(), custom.getArgs());
    custom.replaceAllUsesWith(call.getResults());
    custom.erase();
    return call;
  }

  LogicalResult inlineOne(func::CallOp call, SymbolTableCollection &tables) {
    auto callee = tables.lookupNearestSymbolFrom<func::FuncOp>(
        call, call.getCalleeAttr());
    if (callee.isDeclaration())
      return call.emitError("cannot inline the derivative rule @")
             << callee.getName() << ": it has no body";
    if (!callee.getBody().hasOneBlock())
      return call.emitError("cannot inline the derivative rule @")
             << callee.getName()
             << ": expected structured control flow, found several blocks";
    IRMapping mapping;
    mapping.map(callee.getArguments(), call.getOperands());
    OpBuilder builder(call);
    for (Operation &op : callee.front().without_terminator())
      builder.clone(op, mapping);
    Operation *terminator = callee.front().getTerminator();
    for (auto [result, returned] :
         llvm::zip(call.getResults(), terminator->getOperands()))
      result.replaceAllUsesWith(mapping.lookupOrDefault(returned));
    call.erase();
    ++numInlined;
    return success();
  }
};
} // namespace
