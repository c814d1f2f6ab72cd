//===- TapeCut.cpp - What of a loop body to keep for its reverse ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Analysis/TapeCut.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"
#include "llvm/ADT/SetVector.h"
#include <limits>

using namespace mlir;
using namespace mlir::ad;

/// What a dynamic size is taken to be: of the order of a batch or a layer.
static constexpr int64_t kTypicalSize = 64;

/// An index counts 64 bits; spikes and masks, which are i1, count one.
int64_t ad::tapeBits(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  Type element = shaped ? shaped.getElementType() : type;
  int64_t bits = element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64;
  if (shaped && shaped.hasRank())
    for (int64_t size : shaped.getShape())
      bits *= ShapedType::isDynamic(size) ? kTypicalSize : size;
  return bits;
}

namespace {
constexpr int64_t kUncuttable = std::numeric_limits<int64_t>::max() / 4;

/// A flow network, solved by shortest augmenting paths. Loop bodies have tens
/// to hundreds of values, so nothing cleverer is needed.
class FlowNetwork {
public:
  unsigned addNode() {
    adjacent.emplace_back();
    return adjacent.size() - 1;
  }

  /// Edges lie in pairs, the second one the way back, so that `edge ^ 1` is the
  /// other of a pair.
  void addEdge(unsigned from, unsigned to, int64_t capacity) {
    adjacent[from].push_back(edges.size());
    edges.push_back({to, capacity});
    adjacent[to].push_back(edges.size());
    edges.push_back({from, 0});
  }

  /// Edmonds and Karp: pushes flow along a shortest path that still has
  /// capacity until there is none. What is saturated then is a least cut.
  void saturate(unsigned source, unsigned sink) {
    SmallVector<unsigned> arrivedBy;
    while (findPath(source, sink, arrivedBy)) {
      int64_t flow = kUncuttable;
      forEachOnPath(source, sink, arrivedBy, [&](unsigned edge) {
        flow = std::min(flow, edges[edge].capacity);
      });
      forEachOnPath(source, sink, arrivedBy, [&](unsigned edge) {
        edges[edge].capacity -= flow;
        edges[edge ^ 1].capacity += flow;
      });
    }
  }

  /// The nodes that can still reach `sink`.
  BitVector reaching(unsigned sink) const {
    BitVector seen(adjacent.size());
    SmallVector<unsigned> work = {sink};
    seen.set(sink);
    while (!work.empty())
      for (unsigned edge : adjacent[work.pop_back_val()]) {
        unsigned from = edges[edge].to;
        if (seen.test(from) || edges[edge ^ 1].capacity == 0)
          continue;
        seen.set(from);
        work.push_back(from);
      }
    return seen;
  }

private:
  struct Edge {
    unsigned to;
    int64_t capacity;
  };
  static constexpr unsigned kNone = ~0u;

  /// Breadth first; `arrivedBy` gets the edge by which each node was reached.
  bool findPath(unsigned source, unsigned sink,
                SmallVectorImpl<unsigned> &arrivedBy) const {
    arrivedBy.assign(adjacent.size(), kNone);
    SmallVector<unsigned> queue = {source};
    for (unsigned next = 0; next < queue.size(); ++next)
      for (unsigned edge : adjacent[queue[next]]) {
        unsigned to = edges[edge].to;
        if (to == source || edges[edge].capacity == 0 || arrivedBy[to] != kNone)
          continue;
        arrivedBy[to] = edge;
        if (to == sink)
          return true;
        queue.push_back(to);
      }
    return false;
  }

  void forEachOnPath(unsigned source, unsigned sink,
                     ArrayRef<unsigned> arrivedBy,
                     function_ref<void(unsigned)> visit) const {
    for (unsigned node = sink; node != source;
         node = edges[arrivedBy[node] ^ 1].to)
      visit(arrivedBy[node]);
  }

  SmallVector<SmallVector<unsigned>> adjacent;
  SmallVector<Edge> edges;
};

/// Builds the network of one block and reads the plan off its cut. A value has
/// two nodes, joined by an edge as heavy as keeping the value. The cut
/// separates what costs too much to compute again, joined to the source, from
/// what the reverse needs, joined to the sink. For a comparison of a product,
/// %s = %h > 0.0 and %h = matmul, of which the reverse needs %s:
///
///   source --inf--> [%h: 32 bits] --inf--> [%s: 1 bit] --inf--> sink
///
/// The edge within %s is cut: one bit is kept and not 32, and nothing runs
/// again.
class TapeCutter {
public:
  /// What is needed is joined to the sink; what computes it is added from there
  /// upwards, so that the network has nothing that the reverse does not ask
  /// for.
  TapeCutter(Block &block, ValueRange needed, function_ref<bool(Value)> isFree)
      : block(block), isFree(isFree), source(network.addNode()),
        sink(network.addNode()) {
    for (Value value : needed)
      if (!isOutsideOrFree(value))
        network.addEdge(addValue(value) + 1, sink, kUncuttable);
  }

  /// Of several least cuts, takes the one nearest to `needed`, which recomputes
  /// least.
  TapePlan solve(ValueRange needed) {
    network.saturate(source, sink);
    BitVector sinkSide = network.reaching(sink);
    SetVector<Value> keep;
    for (auto [value, node] : nodes)
      if (!sinkSide.test(node) && sinkSide.test(node + 1))
        keep.insert(value);
    return order(keep, needed);
  }

private:
  /// The first of the value's two nodes.
  unsigned addValue(Value value) {
    auto [entry, isNew] = nodes.insert({value, 0});
    if (!isNew)
      return entry->second;
    unsigned node = network.addNode();
    network.addNode();
    nodes[value] = node;
    network.addEdge(node, node + 1,
                    canKeep(value) ? tapeBits(value.getType()) : kUncuttable);
    Operation *op = value.getDefiningOp();
    if (!op || !isCheap(op)) {
      network.addEdge(source, node, kUncuttable);
      return node;
    }
    for (Value input : inputs(op))
      if (!isOutsideOrFree(input))
        network.addEdge(addValue(input) + 1, node, kUncuttable);
    return node;
  }

  /// A tape holds values of one size for all executions.
  bool canKeep(Value value) const {
    return !isa<RankedTensorType>(value.getType()) ||
           hasShapeBefore(block.getParentOp(), value);
  }

  bool isOutsideOrFree(Value value) const {
    return value.getParentBlock() != &block || isFree(value);
  }

  /// Operands of `op`, and what its regions use from outside.
  static SetVector<Value> inputs(Operation *op) {
    SetVector<Value> values(op->operand_begin(), op->operand_end());
    getUsedValuesDefinedAbove(op->getRegions(), values);
    return values;
  }

  /// True for ops that cost about as much as reading their result.
  static bool isCheap(Operation *op) {
    if (!isMemoryEffectFree(op))
      return false;
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      return structured.getNumLoops() == structured.getNumParallelLoops();
    return op->getNumRegions() == 0 && !isa<CallOpInterface>(op);
  }

  /// The kept values in program order, and the ops between them and `needed`.
  TapePlan order(const SetVector<Value> &keep, ValueRange needed) {
    TapePlan plan;
    llvm::SmallPtrSet<Operation *, 16> again;
    SmallVector<Value> work(needed);
    while (!work.empty()) {
      Value value = work.pop_back_val();
      if (isOutsideOrFree(value) || keep.contains(value))
        continue;
      if (again.insert(value.getDefiningOp()).second)
        llvm::append_range(work, inputs(value.getDefiningOp()));
    }
    for (BlockArgument argument : block.getArguments())
      if (keep.contains(argument))
        plan.keep.push_back(argument);
    for (Operation &op : block) {
      for (Value result : op.getResults())
        if (keep.contains(result))
          plan.keep.push_back(result);
      if (again.contains(&op))
        plan.recompute.push_back(&op);
    }
    return plan;
  }

  Block &block;
  function_ref<bool(Value)> isFree;
  FlowNetwork network;
  unsigned source, sink;
  llvm::MapVector<Value, unsigned> nodes;
};
} // namespace

TapePlan ad::cutTape(Block &block, ValueRange needed,
                     function_ref<bool(Value)> isFree) {
  return TapeCutter(block, needed, isFree).solve(needed);
}
