//===- InferSpikes.cpp - Values that are 0 or 1 become i1 -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikeBlame.h"
#include "SpikePlan.h"
#include "SpikeProducts.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::snn {
#define GEN_PASS_DEF_INFERSPIKESPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

namespace {
/// Carries out a plan. In between, each value that has become i1 is converted
/// where it is made, so that all its users have floats until they are rewritten
/// and `SpikeMasks` sees the i1 behind any of these.
class SpikeRewriter {
public:
  SpikeRewriter(ModuleOp module, const Remarks &remarks,
                const SpikeAnalysis &analysis, bool maskProducts)
      : module(module), remarks(remarks), rewriter(module.getContext()),
        masks(rewriter, analysis), maskProducts(maskProducts) {}

  /// Types first, then operations: after `retype` the program is right again at
  /// each point, with conversions that are moved to where floats are still read
  /// at the end. Returns what became masks.
  SpikeCounts run(const SpikePlan &plan) {
    SmallVector<Operation *> ops;
    module.walk([&](Operation *op) {
      if (isInOpenBody(op) && !wantedMasks(op, maskProducts).empty())
        ops.push_back(op);
    });
    for (const SpikePort *port : plan.ports)
      for (Value value : port->values)
        retype(value);
    for (const SpikePort *port : plan.ports)
      feed(*port);
    for (Value value : plan.arithmetic)
      convertWhereMade(value);
    SpikeCounts counts;
    for (Operation *op : ops)
      if (!op->use_empty() &&
          succeeded(maskOperands(rewriter, masks, op, maskProducts, counts))) {
        remarks.passed(op, "SpikesFound")
            << remark::add("'{0}' takes spikes as a mask", op->getName());
        replaced.push_back(op);
      }
    for (Operation *op : llvm::reverse(replaced))
      if (op->use_empty())
        rewriter.eraseOp(op);
    for (arith::UIToFPOp conversion : conversions)
      sink(conversion);
    module.walk([](func::FuncOp function) { updateType(function); });
    return counts;
  }

private:
  /// Makes `value` i1, and of it the floats that its users have known.
  ///
  ///   %z : tensor<4xf32>
  ///   %m : tensor<4xi1>;  %z = arith.uitofp %m
  void retype(Value value) {
    Type type = value.getType();
    value.setType(maskType(type));
    rewriter.setInsertionPointAfterValue(value);
    auto conversion =
        arith::UIToFPOp::create(rewriter, value.getLoc(), type, value);
    rewriter.replaceAllUsesExcept(value, conversion, conversion);
    conversions.push_back(conversion);
  }

  /// Gives a port that is i1 the masks of what comes in.
  void feed(const SpikePort &port) {
    for (OpOperand *operand : port.incoming)
      operand->set(masks.get(operand->get()));
    if (!port.destination)
      return;
    Operation *op = port.destination->getOwner();
    rewriter.setInsertionPoint(op);
    port.destination->set(emptyLike(
        rewriter, op->getLoc(), port.destination->get(), rewriter.getI1Type()));
  }

  /// Computes `value` on i1 and converts the result.
  void convertWhereMade(Value value) {
    if (value.use_empty())
      return;
    Value mask = masks.get(value);
    rewriter.setInsertionPointAfterValue(value);
    rewriter.replaceAllUsesWith(
        value, arith::UIToFPOp::create(rewriter, value.getLoc(),
                                       value.getType(), mask));
    replaced.push_back(value.getDefiningOp());
  }

  /// Moves a conversion to where floats are needed: once in each block. A loop
  /// that only hands spikes on then carries i1 and no float.
  void sink(arith::UIToFPOp conversion) {
    llvm::MapVector<Block *, SmallVector<OpOperand *>> users;
    for (OpOperand &use : conversion->getUses())
      users[use.getOwner()->getBlock()].push_back(&use);
    for (auto &[block, uses] : users) {
      // Its sizes are those of the i1.
      llvm::erase_if(uses, [&](OpOperand *use) {
        if (!isa<tensor::DimOp>(use->getOwner()))
          return false;
        use->set(conversion.getIn());
        return true;
      });
      if (uses.empty())
        continue;
      Operation *first = uses.front()->getOwner();
      for (OpOperand *use : uses)
        if (use->getOwner()->isBeforeInBlock(first))
          first = use->getOwner();
      rewriter.setInsertionPoint(first);
      Value here = rewriter.clone(*conversion)->getResult(0);
      for (OpOperand *use : uses)
        use->set(here);
    }
    rewriter.eraseOp(conversion);
  }

  /// Makes the type of `function` that of its body, and drops what was declared
  /// of arguments that the type now says.
  static void updateType(func::FuncOp function) {
    if (function.isExternal())
      return;
    SmallVector<Type> results(function.getResultTypes());
    function.walk([&](func::ReturnOp exit) {
      results.assign(exit.getOperandTypes().begin(),
                     exit.getOperandTypes().end());
    });
    auto type = FunctionType::get(function.getContext(),
                                  function.front().getArgumentTypes(), results);
    if (type == function.getFunctionType())
      return;
    function.setType(type);
    for (BlockArgument argument : function.getArguments())
      if (!canBeSpikes(argument.getType()))
        function.removeArgAttr(argument.getArgNumber(),
                               SNNDialect::kSpikesAttrName);
  }

  ModuleOp module;
  const Remarks &remarks;
  IRRewriter rewriter;
  SpikeMasks masks;
  bool maskProducts;
  SmallVector<arith::UIToFPOp> conversions;
  SmallVector<Operation *> replaced;
};

/// Opens the bodies of named elementwise ops, which later become generic
/// anyway. Ops that only copy are known by their names.
void openBodies(ModuleOp module) {
  SmallVector<linalg::LinalgOp> named;
  module.walk([&](linalg::LinalgOp op) {
    if (op.hasPureTensorSemantics() && linalg::isElementwise(op) &&
        !isa<linalg::GenericOp, linalg::BroadcastOp, linalg::TransposeOp,
             linalg::CopyOp, linalg::FillOp>(op))
      named.push_back(op);
  });
  IRRewriter rewriter(module.getContext());
  for (linalg::LinalgOp op : named) {
    rewriter.setInsertionPoint(op);
    // One that has no generic form keeps its own.
    (void)linalg::generalizeNamedOp(rewriter, op);
  }
}

/// Analysis, plan and rewriting are apart: the analysis says what is 0 or 1,
/// the plan what of it is worth an i1, and only then is something changed.
struct InferSpikesPass : snn::impl::InferSpikesPassBase<InferSpikesPass> {
  using InferSpikesPassBase::InferSpikesPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    openBodies(module);
    SpikePorts ports(module);
    SpikeAnalysis analysis(module, ports);
    SpikePlan plan = planSpikes(module, ports, analysis, maskProducts);
    Remarks remarks(&getContext(), getArgument());
    if (remarks.areWanted())
      describeLostSpikes(remarks, module, ports, analysis);
    SpikeCounts counts =
        SpikeRewriter(module, remarks, analysis, maskProducts).run(plan);
    numPorts += plan.ports.size();
    numProducts += counts.products;
    numContractions += counts.contractions;
  }
};
} // namespace
