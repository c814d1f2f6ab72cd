//===- FuseStep.cpp - Elementwise ops of a step become one body -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DetachNests.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/ApartNests.h"
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_FUSESTEPPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

namespace {
/// Emits the op that a group becomes.
class GroupEmitter {
public:
  GroupEmitter(RewriterBase &rewriter, ArrayRef<Operation *> group)
      : rewriter(rewriter), group(group), isMember(group.begin(), group.end()) {
  }

  /// Before and after, for two nests of which the second reads the first:
  ///
  ///   %a = linalg.generic ins(%x) { f }
  ///   %b = linalg.generic ins(%a, %y) { g }
  ///   %a, %b = linalg.generic ins(%x, %y) { f; g on the element of a }
  ///
  /// %a is a result only if an op outside the group reads it.
  void emit() {
    for (Operation *member : group)
      collect(cast<linalg::GenericOp>(member));
    SmallVector<Value> inits;
    SmallVector<AffineMap> maps;
    for (auto &[input, position] : inputs)
      maps.push_back(input.second);
    for (OpResult result : results) {
      auto op = cast<linalg::GenericOp>(result.getOwner());
      inits.push_back(op.getTiedOpOperand(result)->get());
      maps.push_back(op.getMatchingIndexingMap(op.getTiedOpOperand(result)));
    }
    SmallVector<Location> locations;
    for (Operation *member : group)
      locations.push_back(member->getLoc());
    SmallVector<Value> inputValues;
    for (auto &[input, position] : inputs)
      inputValues.push_back(input.first);
    rewriter.setInsertionPointAfter(group.back());
    auto fused = linalg::GenericOp::create(
        rewriter, rewriter.getFusedLoc(locations), TypeRange(ValueRange(inits)),
        inputValues, inits, maps,
        cast<linalg::GenericOp>(group.back()).getIteratorTypesArray(),
        [&](OpBuilder &builder, Location loc, ValueRange arguments) {
          emitBody(builder, loc, arguments);
        });
    for (auto [old, now] : llvm::zip(results, fused->getResults()))
      rewriter.replaceUsesWithIf(old, now, [&](OpOperand &use) {
        return !isMember.contains(use.getOwner());
      });
    for (Operation *member : llvm::reverse(group))
      rewriter.eraseOp(member);
  }

private:
  /// Inputs from outside, each with its map once, and the results that leave
  /// the group.
  void collect(linalg::GenericOp member) {
    for (OpOperand *input : member.getDpsInputOperands())
      if (!isInternal(input->get()))
        inputs.try_emplace({input->get(), member.getMatchingIndexingMap(input)},
                           inputs.size());
    for (OpResult result : member->getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) {
            return !isMember.contains(user);
          }))
        results.push_back(result);
  }

  /// True if a member of the group makes `value`.
  bool isInternal(Value value) {
    return value.getDefiningOp() && isMember.contains(value.getDefiningOp());
  }

  /// The bodies one after the other; what passed through a tensor now passes
  /// as an element.
  void emitBody(OpBuilder &builder, Location loc, ValueRange arguments) {
    DenseMap<Value, Value> elements;
    for (Operation *op : group) {
      auto member = cast<linalg::GenericOp>(op);
      IRMapping mapping;
      for (OpOperand *input : member.getDpsInputOperands())
        mapping.map(
            member.getMatchingBlockArgument(input),
            isInternal(input->get())
                ? elements[input->get()]
                : arguments[inputs.lookup(
                      {input->get(), member.getMatchingIndexingMap(input)})]);
      for (Operation &inner : member.getBody()->without_terminator())
        builder.clone(inner, mapping);
      for (auto [result, value] :
           llvm::zip(member->getResults(),
                     member.getBody()->getTerminator()->getOperands()))
        elements[result] = mapping.lookupOrDefault(value);
    }
    SmallVector<Value> yielded;
    for (OpResult result : results)
      yielded.push_back(elements[result]);
    linalg::YieldOp::create(builder, loc, yielded);
  }

  RewriterBase &rewriter;
  ArrayRef<Operation *> group;
  DenseSet<Operation *> isMember;
  llvm::MapVector<std::pair<Value, AffineMap>, unsigned> inputs;
  SmallVector<OpResult> results;
};

/// Copies become nests, nests lose their destinations, and then each block is
/// planned and fused. The order matters: an op that reads its init is no nest
/// that others can join.
struct FuseStepPass : snn::impl::FuseStepPassBase<FuseStepPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](scf::ForOp loop) { openCopies(rewriter, loop); });
    SmallVector<linalg::GenericOp> generics;
    getOperation()->walk([&](linalg::GenericOp op) { generics.push_back(op); });
    for (linalg::GenericOp op : generics) {
      if (!op.hasPureTensorSemantics() || op->getNumResults() == 0)
        continue;
      alignLoops(op);
      if (asNest(op))
        detachDestinations(rewriter, op);
    }
    SmallVector<Block *> blocks;
    getOperation()->walk([&](Block *block) {
      if (!isa<linalg::LinalgOp>(block->getParentOp()) && !block->empty() &&
          block->back().hasTrait<OpTrait::IsTerminator>())
        blocks.push_back(block);
    });
    Remarks remarks(&getContext(), getArgument());
    for (Block *block : blocks) {
      fuseBlock(rewriter, remarks, *block);
      if (remarks.areWanted())
        describeApart(remarks, *block);
    }
  }

private:
  /// The plan's order first, so that each group stands together; then one op
  /// for each.
  void fuseBlock(RewriterBase &rewriter, const Remarks &remarks, Block &block) {
    FusionPlan plan = planFusion(block);
    if (llvm::all_of(plan.order, [](auto &group) { return group.size() == 1; }))
      return;
    Operation *terminator = block.getTerminator();
    for (ArrayRef<Operation *> group : plan.order)
      for (Operation *op : group)
        rewriter.moveOpBefore(op, terminator);
    for (ArrayRef<Operation *> group : plan.order) {
      if (group.size() == 1)
        continue;
      numFused += group.size();
      ++numBodies;
      remarks.passed(group.back(), "StepFused")
          << remark::add("{0} elementwise ops are one body", group.size());
      GroupEmitter(rewriter, group).emit();
    }
  }

  /// What still goes through memory from one nest of `block` to another.
  static void describeApart(const Remarks &remarks, Block &block) {
    ApartNestFinder finder;
    for (Operation &op : block) {
      if (!isLoopNest(&op))
        continue;
      for (const ApartNests &apart : finder.findProducers(&op)) {
        auto text =
            remark::add("'{0}': {1}", apart.cause->getName(), apart.reason);
        if (apart.isInherent)
          remarks.analysis(apart.cause, "NestsApart") << text;
        else
          remarks.missed(apart.cause, "NestsApart") << text;
      }
    }
  }
};
} // namespace
