//===- StepGraph.cpp - What depends on what in a time step -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StepGraph.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::snn;

/// One walk is enough: ops read what is defined before them in the step.
StepGraph::StepGraph(ScanOp scan) : scan(scan) {
  Block &body = scan.getBody().front();
  fromCarried.insert_range(scan.getCarried());
  for (Operation &op : body) {
    SetVector<Value> read;
    auto add = [&](Value value) {
      if (value.getParentBlock() == &body)
        read.insert(value);
    };
    llvm::for_each(op.getOperands(), add);
    visitUsedValuesDefinedAbove(
        op.getRegions(), [&](OpOperand *operand) { add(operand->get()); });
    if (llvm::any_of(read, [&](Value v) { return fromCarried.contains(v); }))
      fromCarried.insert_range(op.getResults());
    reads[&op] = read.takeVector();
  }
}

bool StepGraph::isInvariant(Value value) const {
  return !scan->isProperAncestor(value.getParentBlock()->getParentOp()) &&
         value.getParentBlock() != &scan.getBody().front();
}

bool StepGraph::isGiven(Value value) const {
  auto argument = dyn_cast<BlockArgument>(value);
  return argument && argument.getOwner() == &scan.getBody().front() &&
         argument.getArgNumber() <= scan.getSequences().size();
}

SetVector<Operation *> StepGraph::producersOf(ValueRange values) const {
  llvm::DenseSet<Operation *> found;
  SmallVector<Value> work(values);
  while (!work.empty()) {
    Operation *op = work.pop_back_val().getDefiningOp();
    if (op && reads.contains(op) && found.insert(op).second)
      llvm::append_range(work, readsOf(op));
  }
  SetVector<Operation *> ordered;
  for (Operation &op : scan.getBody().front())
    if (found.contains(&op))
      ordered.insert(&op);
  return ordered;
}

/// Repeats until nothing is added: what is carried takes the influence to ops
/// that come earlier in the next step.
StepValues StepGraph::influenceOf(Operation *source) const {
  StepValues result;
  result.carried.resize(scan.getInits().size());
  result.values.insert_range(source->getResults());
  size_t before;
  do {
    before = result.values.size();
    for (Operation &op : scan.getBody().front())
      if (llvm::any_of(readsOf(&op),
                       [&](Value value) { return result.contains(value); }))
        result.values.insert_range(op.getResults());
    for (auto [index, next] : llvm::enumerate(scan.getYield().getCarried()))
      if (result.contains(next)) {
        result.carried.set(index);
        result.values.insert(scan.getCarried()[index]);
      }
  } while (result.values.size() != before);
  return result;
}
