//===- LowerCustomVJP.cpp - Turns undifferentiated opaque ops into calls --===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_LOWERCUSTOMVJPPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;
using namespace mlir::ad;

namespace {
/// Calls the primal function and leaves it closed: marked as opaque and never
/// inlined.
struct LowerCustomVJPPass
    : ad::impl::LowerCustomVJPPassBase<LowerCustomVJPPass> {
  void runOnOperation() override {
    SymbolTableCollection tables;
    getOperation().walk([&](CustomVJPOp custom) {
      auto primal = tables.lookupNearestSymbolFrom<func::FuncOp>(
          custom, custom.getPrimalAttr());
      primal.setNoInline(true);
      OpBuilder builder(custom);
      auto call = func::CallOp::create(builder, custom.getLoc(), primal,
                                       custom.getArgs());
      call->setAttr(ADDialect::kOpaqueAttrName, builder.getUnitAttr());
      custom.replaceAllUsesWith(call.getResults());
      custom.erase();
    });
  }
};
} // namespace
