//===- LowerAssertions.cpp - Assertions as errors of the call -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_LOWERASSERTIONSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;

/// The runtime's function that ends the call with an error.
static constexpr StringLiteral kFail = "snnFail";

/// The runtime's function, declared once.
static LLVM::LLVMFuncOp declareFail(ModuleOp module) {
  if (auto known = module.lookupSymbol<LLVM::LLVMFuncOp>(kFail))
    return known;
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  MLIRContext *context = module.getContext();
  auto type = LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(context),
                                          LLVM::LLVMPointerType::get(context));
  return LLVM::LLVMFuncOp::create(builder, module.getLoc(), kFail, type);
}

/// `file:line:column: `, or nothing where that is not known. Who runs the code
/// has no other way to the op.
static std::string place(Location loc) {
  return loc->findInstanceOf<FileLineColLoc>()
             ? ad::describeLocation(loc) + ": "
             : std::string();
}

/// Before and after:
///
///   cf.assert %holds, "text"
///   scf.if (not %holds) { llvm.call @snnFail("text") }
///
/// Upstream's lowering would abort the process.
static void lower(cf::AssertOp op, ModuleOp module, unsigned number) {
  LLVM::LLVMFuncOp fail = declareFail(module);
  OpBuilder builder(op);
  Location loc = op.getLoc();
  Value holds = arith::ConstantIntOp::create(builder, loc, 1, 1);
  Value broken = arith::XOrIOp::create(builder, loc, op.getArg(), holds);
  auto branch = scf::IfOp::create(builder, loc, broken);
  builder.setInsertionPoint(branch.thenYield());
  // With the zero that ends a string in C.
  std::string text = place(loc) + op.getMsg().str() + '\0';
  Value message = LLVM::createGlobalString(
      loc, builder, ("snn_assertion_" + Twine(number)).str(), text,
      LLVM::linkage::Linkage::Internal);
  LLVM::CallOp::create(builder, loc, fail, message);
  op.erase();
}

namespace {
struct LowerAssertionsPass
    : snn::impl::LowerAssertionsPassBase<LowerAssertionsPass> {
  void runOnOperation() override {
    SmallVector<cf::AssertOp> assertions;
    getOperation().walk([&](cf::AssertOp op) { assertions.push_back(op); });
    for (auto [number, op] : llvm::enumerate(assertions))
      lower(op, getOperation(), number);
  }
};
} // namespace
