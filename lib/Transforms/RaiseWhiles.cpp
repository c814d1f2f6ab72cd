//===- RaiseWhiles.cpp - Turns counted scf.while into scf.for -------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_RAISEWHILESPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using ad::Remarks;

//===----------------------------------------------------------------------===//
// Counters in tensors
//===----------------------------------------------------------------------===//

/// True for a tensor that holds one integer: what a loop counts in, where
/// everything is a tensor.
static bool isCounter(Type type) {
  auto tensorType = dyn_cast<RankedTensorType>(type);
  return tensorType && tensorType.getRank() == 0 &&
         tensorType.getElementType().isIntOrIndex();
}

static Value unpack(OpBuilder &b, Location loc, Value value) {
  return isCounter(value.getType())
             ? tensor::ExtractOp::create(b, loc, value, ValueRange())
             : value;
}

/// Gives `block` scalars in the place of counters, and its ops tensors of them.
static void unpackArguments(RewriterBase &rewriter, Block &block,
                            Location loc) {
  rewriter.setInsertionPointToStart(&block);
  for (BlockArgument argument : block.getArguments()) {
    Type type = argument.getType();
    if (!isCounter(type))
      continue;
    argument.setType(getElementTypeOrSelf(type));
    auto packed = tensor::FromElementsOp::create(rewriter, loc, type, argument);
    rewriter.replaceAllUsesExcept(argument, packed, packed);
  }
}

/// Unpacks the counters among the last operands of a terminator.
static void unpackOperands(RewriterBase &rewriter, Operation *terminator,
                           MutableOperandRange operands) {
  rewriter.setInsertionPoint(terminator);
  for (OpOperand &operand : operands)
    operand.set(unpack(rewriter, terminator->getLoc(), operand.get()));
}

namespace {
/// A loop carries an integer and not a tensor of one:
///
///   scf.while (%t = %t0) : (tensor<i32>) -> tensor<i32>
///   scf.while (%t = extract %t0[]) : (i32) -> i32;  from_elements
struct CarryScalars : OpRewritePattern<scf::WhileOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(scf::WhileOp loop,
                                PatternRewriter &rewriter) const override {
    if (llvm::none_of(loop.getInits().getTypes(), isCounter) &&
        llvm::none_of(loop.getResultTypes(), isCounter))
      return rewriter.notifyMatchFailure(loop,
                                         "carries no tensor of one integer");
    Location loc = loop.getLoc();
    SmallVector<Value> inits;
    for (Value init : loop.getInits())
      inits.push_back(unpack(rewriter, loc, init));
    SmallVector<Type> types;
    for (Type type : loop.getResultTypes())
      types.push_back(isCounter(type) ? getElementTypeOrSelf(type) : type);
    auto scalar = scf::WhileOp::create(rewriter, loc, types, inits);
    rewriter.inlineRegionBefore(loop.getBefore(), scalar.getBefore(),
                                scalar.getBefore().end());
    rewriter.inlineRegionBefore(loop.getAfter(), scalar.getAfter(),
                                scalar.getAfter().end());
    for (Region *region : scalar.getRegions())
      unpackArguments(rewriter, region->front(), loc);
    unpackOperands(rewriter, scalar.getConditionOp(),
                   scalar.getConditionOp().getArgsMutable());
    unpackOperands(rewriter, scalar.getYieldOp(),
                   scalar.getYieldOp().getResultsMutable());
    rewriter.setInsertionPointAfter(scalar);
    SmallVector<Value> results;
    for (auto [result, type] :
         llvm::zip(scalar.getResults(), loop.getResultTypes())) {
      Value value = result;
      if (isCounter(type))
        value = tensor::FromElementsOp::create(rewriter, loc, type, value);
      results.push_back(value);
    }
    rewriter.replaceOp(loop, results);
    return success();
  }
};

/// Arithmetic on tensors of one integer is arithmetic on integers.
struct ComputeScalars : RewritePattern {
  explicit ComputeScalars(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!OpTrait::hasElementwiseMappableTraits(op) ||
        !op->getParentOfType<scf::WhileOp>() || op->getNumResults() != 1 ||
        !llvm::all_of(op->getOperandTypes(), isCounter) ||
        !isCounter(op->getResult(0).getType()))
      return rewriter.notifyMatchFailure(
          op, "not arithmetic on tensors of one integer in a loop");
    SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(unpack(rewriter, op->getLoc(), operand));
    Type type = op->getResult(0).getType();
    Operation *scalar =
        rewriter.create(op->getLoc(), op->getName().getIdentifier(), operands,
                        getElementTypeOrSelf(type), op->getAttrs());
    rewriter.replaceOpWithNewOp<tensor::FromElementsOp>(op, type,
                                                        scalar->getResult(0));
    return success();
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// Before and after: time loops count in the index type. A signed integer keeps
/// its value in it.
///
///   scf.for %i = %a to %b step %c : i32 { use of %i }
///   scf.for %j = (cast %a) to (cast %b) step (cast %c) { use of (cast %j) }
static void countInIndex(RewriterBase &rewriter, scf::ForOp loop) {
  Value counter = loop.getInductionVar();
  Type type = counter.getType();
  if (type.isIndex())
    return;
  Location loc = loop.getLoc();
  rewriter.setInsertionPoint(loop);
  auto cast = [&](Value value) -> Value {
    return arith::IndexCastOp::create(rewriter, loc, rewriter.getIndexType(),
                                      value);
  };
  Value lower = cast(loop.getLowerBound()), upper = cast(loop.getUpperBound()),
        step = cast(loop.getStep());
  rewriter.modifyOpInPlace(loop, [&] {
    loop.getLowerBoundMutable().assign(lower);
    loop.getUpperBoundMutable().assign(upper);
    loop.getStepMutable().assign(step);
    counter.setType(rewriter.getIndexType());
  });
  rewriter.setInsertionPointToStart(loop.getBody());
  auto narrow = arith::IndexCastOp::create(rewriter, loc, type, counter);
  rewriter.replaceAllUsesExcept(counter, narrow, narrow);
}

namespace {
/// Scalars first, so that upstream's pattern sees a comparison and an addition.
struct RaiseWhilesPass : snn::impl::RaiseWhilesPassBase<RaiseWhilesPass> {
  void runOnOperation() override {
    SmallVector<scf::WhileOp> loops;
    auto collect = [&] {
      loops.clear();
      getOperation()->walk([&](scf::WhileOp loop) { loops.push_back(loop); });
    };
    collect();
    if (loops.empty())
      return;
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    patterns.add<CarryScalars, ComputeScalars>(context);
    tensor::ExtractOp::getCanonicalizationPatterns(patterns, context);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    collect();
    IRRewriter rewriter(context);
    Remarks remarks(context, getArgument());
    for (scf::WhileOp loop : loops) {
      // Where the limit is computed in each step it is in the pattern's way.
      moveLoopInvariantCode(loop);
      rewriter.setInsertionPoint(loop);
      FailureOr<scf::ForOp> raised = scf::upliftWhileToForLoop(rewriter, loop);
      if (failed(raised)) {
        remarks.missed(loop, "WhileKept")
            << "stays an scf.while: it does not compare one signed counter "
               "and add to it";
        continue;
      }
      remarks.passed(*raised, "WhileRaised") << "becomes an scf.for";
      countInIndex(rewriter, *raised);
      ++numRaised;
    }
  }
};
} // namespace
