//===- InlineCustomVJP.cpp - Makes opaque derivative rules visible --------===//
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
class RuleInliner {
public:
  /// Inlines the rules that `function` calls, callees first: a rule may call
  /// another, and what is cloned has to be free of calls already.
  LogicalResult inlineIn(func::FuncOp function) {
    SmallVector<func::CallOp> calls;
    function.walk([&](func::CallOp call) {
      if (call->hasAttr(ADDialect::kOpaqueAttrName))
        calls.push_back(call);
    });
    if (calls.empty())
      return success();
    if (!underWay.insert(function).second)
      return function.emitError("cannot inline the derivative rule @")
             << function.getName() << ": it is recursive";
    for (func::CallOp call : calls)
      if (failed(inlineOne(call)))
        return failure();
    underWay.erase(function);
    return success();
  }

  unsigned getNumInlined() const { return numInlined; }

private:
  /// Replaces `call` by the body of its callee. Fails after an error at the
  /// call if the callee is a declaration, has several blocks or is recursive.
  LogicalResult inlineOne(func::CallOp call) {
    auto callee = tables.lookupNearestSymbolFrom<func::FuncOp>(
        call, call.getCalleeAttr());
    if (callee.isDeclaration())
      return call.emitError("cannot inline the derivative rule @")
             << callee.getName() << ": it has no body";
    if (!callee.getBody().hasOneBlock())
      return call.emitError("cannot inline the derivative rule @")
             << callee.getName()
             << ": expected structured control flow, found several blocks";
    if (failed(inlineIn(callee)))
      return failure();
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

  SymbolTableCollection tables;
  /// Functions being inlined into now.
  SmallPtrSet<Operation *, 4> underWay;
  unsigned numInlined = 0;
};

struct InlineCustomVJPPass
    : ad::impl::InlineCustomVJPPassBase<InlineCustomVJPPass> {
  void runOnOperation() override {
    if (failed(checkNoRequest()))
      return signalPassFailure();
    getOperation().walk(callPrimal);
    RuleInliner inliner;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (failed(inliner.inlineIn(function)))
        return signalPassFailure();
    numInlined += inliner.getNumInlined();
  }

private:
  /// With rules inlined, a request would be answered by differentiating their
  /// bodies, and not by the rules.
  LogicalResult checkNoRequest() {
    Operation *left = findRequest(getOperation());
    if (!left)
      return success();
    return left->emitError(
        "expects no request for a derivative to be left: run "
        "ad-differentiate first, so that the rules apply");
  }

  /// A custom_vjp that nobody differentiated is a call of its primal function.
  static void callPrimal(CustomVJPOp custom) {
    OpBuilder builder(custom);
    auto call =
        func::CallOp::create(builder, custom.getLoc(), custom.getPrimalAttr(),
                             custom.getOutputs().getTypes(), custom.getArgs());
    call->setAttr(ADDialect::kOpaqueAttrName, builder.getUnitAttr());
    custom.replaceAllUsesWith(call.getResults());
    custom.erase();
  }
};
} // namespace
