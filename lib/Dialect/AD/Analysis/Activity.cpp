//===- Activity.cpp - Which values carry a derivative -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/Activity.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// The differentiable edges between the values of a block, both ways round.
class FlowGraph {
public:
  explicit FlowGraph(Block &block) { addBlock(block); }
  explicit FlowGraph(Operation &op) { addOp(op); }

  llvm::DenseSet<Value> reachableFrom(ValueRange values) const {
    return reach(values, successors);
  }
  llvm::DenseSet<Value> reaching(ValueRange values) const {
    return reach(values, predecessors);
  }

private:
  using Edges = llvm::DenseMap<Value, SmallVector<Value, 2>>;

  void addBlock(Block &block) {
    for (Operation &op : block)
      addOp(op);
  }

  /// An op that says nothing of its flow is taken to let every operand and
  /// capture reach every result: too much activity costs work, too little loses
  /// a derivative in silence.
  void addOp(Operation &op) {
    if (auto flow = dyn_cast<ActivityOpInterface>(op)) {
      flow.getActivityEdges([&](Value from, Value to) { addEdge(from, to); });
      for (Region &region : op.getRegions())
        for (Block &block : region)
          addBlock(block);
      return;
    }
    SetVector<Value> sources(op.operand_begin(), op.operand_end());
    getUsedValuesDefinedAbove(op.getRegions(), sources);
    for (Value source : sources)
      for (Value result : op.getResults())
        addEdge(source, result);
  }

  /// Integers carry no derivative, so an edge to or from one ends the flow.
  void addEdge(Value from, Value to) {
    if (!mayBeActive(from.getType()) || !mayBeActive(to.getType()))
      return;
    successors[from].push_back(to);
    predecessors[to].push_back(from);
  }

  /// `values` and all that `edges` lead to from them. Loops may close cycles.
  static llvm::DenseSet<Value> reach(ValueRange values, const Edges &edges) {
    llvm::DenseSet<Value> seen;
    SmallVector<Value> work(values);
    while (!work.empty()) {
      Value value = work.pop_back_val();
      if (!mayBeActive(value.getType()) || !seen.insert(value).second)
        continue;
      auto next = edges.find(value);
      if (next != edges.end())
        llvm::append_range(work, next->second);
    }
    return seen;
  }

  Edges successors, predecessors;
};
} // namespace

/// The values that both a source reaches and that reach a sink.
static void findActive(const FlowGraph &graph, ValueRange sources,
                       ValueRange sinks, llvm::DenseSet<Value> &varied,
                       llvm::DenseSet<Value> &active) {
  varied = graph.reachableFrom(sources);
  for (Value value : graph.reaching(sinks))
    if (varied.contains(value))
      active.insert(value);
}

Activity::Activity(Block &block, ValueRange sources, ValueRange sinks) {
  findActive(FlowGraph(block), sources, sinks, varied, active);
}

Activity::Activity(Operation &op, ValueRange sources, ValueRange sinks) {
  findActive(FlowGraph(op), sources, sinks, varied, active);
}
