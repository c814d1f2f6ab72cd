//===- FusionPlan.cpp - Which ops of a block share one body -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/FusionPlan.h"
#include "DomainSizes.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "snn/Transforms/ElementNest.h"
#include <queue>

using namespace mlir;
using namespace mlir::snn;

namespace {
/// The ops of one block by their position, what depends on what, and which of
/// them are one group. The first member of a group names it.
class FusionPlanner {
public:
  explicit FusionPlanner(Block &block);
  FusionPlan plan();

private:
  void addEdges(unsigned position);
  void fuseProducers();
  void fuseSharers();
  void fuseRest();
  bool tryMerge(unsigned a, unsigned b);
  StringRef whyApart(unsigned a, unsigned b);
  std::optional<unsigned> findDetour(unsigned from, unsigned to);
  SmallVector<SmallVector<Operation *>> sortGroups();
  void explain(FusionPlan &plan);

  /// The position of the nest in this block that makes `value`, if one does.
  std::optional<unsigned> nestOf(Value value);
  unsigned group(unsigned position) { return groupOf[position]; }

  Block &block;
  SmallVector<Operation *> ops;
  DenseMap<Operation *, unsigned> positions;
  SmallVector<SmallVector<unsigned>> users;
  SmallVector<unsigned> groupOf;
  /// Members of the group that is named by this position, in block order.
  SmallVector<SmallVector<unsigned>> members;
  /// The domain of a nest; nothing for other ops.
  SmallVector<std::optional<SmallVector<int64_t>>> domains;
};
} // namespace

/// Positions, edges and domains of all ops; each op is a group of its own.
FusionPlanner::FusionPlanner(Block &block) : block(block) {
  DomainSizes sizes;
  for (Operation &op : block.without_terminator()) {
    positions[&op] = ops.size();
    groupOf.push_back(ops.size());
    members.push_back({static_cast<unsigned>(ops.size())});
    ops.push_back(&op);
    sizes.learn(&op);
  }
  users.resize(ops.size());
  std::optional<unsigned> lastEffect;
  for (unsigned position = 0; position < ops.size(); ++position) {
    addEdges(position);
    domains.push_back(std::nullopt);
    if (asNest(ops[position]))
      domains.back() = sizes.domainOf(ops[position]->getResult(0));
    if (isMemoryEffectFree(ops[position]))
      continue;
    // What has effects keeps its order.
    if (lastEffect)
      users[*lastEffect].push_back(position);
    lastEffect = position;
  }
}

/// Adds what the op at `position`, with its regions, depends on.
void FusionPlanner::addEdges(unsigned position) {
  llvm::SmallSetVector<unsigned, 8> definitions;
  ops[position]->walk([&](Operation *inner) {
    for (Value operand : inner->getOperands())
      if (Operation *definition = operand.getDefiningOp();
          definition && definition->getBlock() == &block)
        definitions.insert(positions[definition]);
  });
  for (unsigned definition : definitions)
    users[definition].push_back(position);
}

/// Nests of other blocks count as values from outside.
std::optional<unsigned> FusionPlanner::nestOf(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != &block || !domains[positions[op]])
    return std::nullopt;
  return positions[op];
}

/// An op outside two groups on a way from `from` to `to`.
std::optional<unsigned> FusionPlanner::findDetour(unsigned from, unsigned to) {
  // A group, and the op by which the way left `from`.
  SmallVector<std::pair<unsigned, unsigned>> open;
  DenseSet<unsigned> seen = {from, to};
  auto visitUsers = [&](unsigned position, std::optional<unsigned> first) {
    for (unsigned user : users[position])
      if (seen.insert(group(user)).second)
        open.emplace_back(group(user), first.value_or(user));
  };
  for (unsigned member : members[from])
    visitUsers(member, std::nullopt);
  while (!open.empty()) {
    auto [current, first] = open.pop_back_val();
    for (unsigned member : members[current]) {
      if (llvm::any_of(users[member],
                       [&](unsigned user) { return group(user) == to; }))
        return first;
      visitUsers(member, first);
    }
  }
  return std::nullopt;
}

/// True if `consumer` reads results of `producer` only where it stands.
static bool readsInPlace(linalg::GenericOp consumer, Operation *producer) {
  return llvm::all_of(consumer->getOpOperands(), [&](OpOperand &operand) {
    return operand.get().getDefiningOp() != producer ||
           (!consumer.isDpsInit(&operand) &&
            consumer.getMatchingIndexingMap(&operand).isIdentity());
  });
}

/// Why the nests at `a` and `b` cannot share a body as such.
StringRef FusionPlanner::whyApart(unsigned a, unsigned b) {
  if (domains[a] != domains[b])
    return "the domains differ";
  auto first = cast<linalg::GenericOp>(ops[a]);
  auto second = cast<linalg::GenericOp>(ops[b]);
  if (!readsInPlace(first, second) || !readsInPlace(second, first))
    return "elements are read at other positions than they are made";
  return StringRef();
}

/// Makes the groups of `a` and `b` one; false, with nothing changed, if two
/// members cannot share a body or a way leads out of one group and into the
/// other.
bool FusionPlanner::tryMerge(unsigned a, unsigned b) {
  unsigned into = std::min(group(a), group(b));
  unsigned from = std::max(group(a), group(b));
  if (into == from)
    return true;
  for (unsigned x : members[into])
    for (unsigned y : members[from])
      if (!whyApart(x, y).empty())
        return false;
  if (findDetour(into, from) || findDetour(from, into))
    return false;
  for (unsigned member : members[from]) {
    groupOf[member] = into;
    members[into].push_back(member);
  }
  members[from].clear();
  llvm::sort(members[into]);
  return true;
}

/// From the end of the block up: a nest joins the last of its readers that it
/// can.
void FusionPlanner::fuseProducers() {
  for (unsigned consumer = ops.size(); consumer-- > 0;)
    if (domains[consumer])
      for (Value operand : ops[consumer]->getOperands())
        if (auto producer = nestOf(operand))
          tryMerge(*producer, consumer);
}

/// Merges nests that read one tensor whole.
void FusionPlanner::fuseSharers() {
  llvm::MapVector<Value, SmallVector<unsigned>> readers;
  for (unsigned position = 0; position < ops.size(); ++position)
    if (domains[position])
      for (Value input : cast<linalg::GenericOp>(ops[position]).getDpsInputs())
        if (auto type = dyn_cast<RankedTensorType>(input.getType());
            type &&
            type.getRank() == static_cast<int64_t>(domains[position]->size()))
          readers[input].push_back(position);
  for (auto &[tensor, nests] : readers)
    for (unsigned second = 1; second < nests.size(); ++second)
      for (unsigned first = second; first-- > 0;)
        if (tryMerge(nests[first], nests[second]))
          break;
}

/// In a loop one walk over the elements is cheaper than two, whatever they do.
void FusionPlanner::fuseRest() {
  if (!isa_and_nonnull<LoopLikeOpInterface>(block.getParentOp()))
    return;
  for (unsigned second = 0; second < ops.size(); ++second)
    for (unsigned first = second; domains[second] && first-- > 0;)
      if (domains[first] && group(first) != group(second) &&
          tryMerge(first, second))
        break;
}

/// The groups so that each comes after what it depends on, else by where their
/// last members are now.
SmallVector<SmallVector<Operation *>> FusionPlanner::sortGroups() {
  // Edges into each group from others that have not been placed.
  SmallVector<unsigned> open(ops.size(), 0);
  for (unsigned position = 0; position < ops.size(); ++position)
    for (unsigned user : users[position])
      open[group(user)] += group(user) != group(position);
  std::priority_queue<std::pair<unsigned, unsigned>,
                      std::vector<std::pair<unsigned, unsigned>>,
                      std::greater<>>
      ready;
  for (unsigned name = 0; name < ops.size(); ++name)
    if (!members[name].empty() && open[name] == 0)
      ready.emplace(members[name].back(), name);
  SmallVector<SmallVector<Operation *>> order;
  while (!ready.empty()) {
    unsigned name = ready.top().second;
    ready.pop();
    order.emplace_back();
    for (unsigned member : members[name]) {
      order.back().push_back(ops[member]);
      for (unsigned user : users[member])
        if (group(user) != name && --open[group(user)] == 0)
          ready.emplace(members[group(user)].back(), group(user));
    }
  }
  return order;
}

/// Says for each pair that stayed apart what keeps it so.
void FusionPlanner::explain(FusionPlan &plan) {
  for (unsigned consumer = 0; consumer < ops.size(); ++consumer) {
    if (!domains[consumer])
      continue;
    llvm::SmallSetVector<unsigned, 4> producers;
    for (Value operand : ops[consumer]->getOperands())
      if (auto producer = nestOf(operand))
        producers.insert(*producer);
    for (unsigned producer : producers) {
      if (group(producer) == group(consumer))
        continue;
      unsigned cause = consumer;
      StringRef reason = whyApart(producer, consumer);
      if (auto detour = findDetour(group(producer), group(consumer));
          reason.empty() && detour) {
        cause = *detour;
        reason = "it stands between nests: it needs one and gives to the other";
      } else if (reason.empty()) {
        reason = "their groups do not go together";
      }
      plan.missed.push_back({ops[producer], ops[consumer], ops[cause], reason});
    }
  }
}

/// By what fusion saves: a tensor that is not written, then one that is read
/// once, then a loop.
FusionPlan FusionPlanner::plan() {
  fuseProducers();
  fuseSharers();
  fuseRest();
  FusionPlan result;
  result.order = sortGroups();
  explain(result);
  return result;
}

FusionPlan snn::planFusion(Block &block) { return FusionPlanner(block).plan(); }
