//===- LinalgPayload.cpp - The scalar body of a linalg op -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinalgPayload.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::ad;

/// The holder has the types of the op's results but no terminator: it is never
/// executed, and erased before anything verifies it.
LinalgPayload::LinalgPayload(linalg::LinalgOp op, OpBuilder &builder,
                             ValueRange wanted)
    : op(op), tensors(op->getOperands()), maps(op.getIndexingMapsArray()) {
  holder = linalg::GenericOp::create(builder, op.getLoc(), op->getResultTypes(),
                                     op.getDpsInputs(), op.getDpsInits(), maps,
                                     op.getIteratorTypesArray());
  if (holder.getRegion().empty())
    holder.getRegion().emplaceBlock();
  Block &block = getBlock();
  IRMapping mapping;
  for (BlockArgument argument : op.getBlock()->getArguments())
    mapping.map(argument,
                block.addArgument(argument.getType(), argument.getLoc()));
  auto inBlock = OpBuilder::atBlockEnd(&block);
  for (Operation &inner : op.getBlock()->without_terminator())
    inBlock.clone(inner, mapping);
  Operation *terminator = op.getBlock()->getTerminator();
  for (auto [value, isWanted] : llvm::zip(terminator->getOperands(), wanted))
    yielded.push_back(isWanted ? mapping.lookupOrDefault(value) : Value());
  clean();
}

/// Erases what no yielded value depends on, so that the uses that are left
/// tell how the results come about.
void LinalgPayload::clean() {
  for (Operation &inner : llvm::make_early_inc_range(llvm::reverse(getBlock())))
    if (isOpTriviallyDead(&inner) &&
        llvm::none_of(inner.getResults(), [&](Value result) {
          return llvm::is_contained(yielded, result);
        }))
      inner.erase();
}

/// Values from outside the op, in the order in which the body uses them, then
/// those that it yields as they are.
SmallVector<Value> LinalgPayload::getCaptures() {
  // Not by upstream's walk up the regions: the reverse of a loop is built in a
  // block that belongs to no region yet.
  SetVector<Value> captures;
  holder.getRegion().walk([&](Operation *inner) {
    for (Value operand : inner->getOperands()) {
      Region *region = operand.getParentRegion();
      if (!region || !holder.getRegion().isAncestor(region))
        captures.insert(operand);
    }
  });
  for (Value value : yielded)
    if (value && value.getParentBlock() != &getBlock())
      captures.insert(value);
  return captures.takeVector();
}

BlockArgument LinalgPayload::addArgument(Value value, AffineMap map) {
  tensors.push_back(value);
  maps.push_back(map);
  return getBlock().addArgument(getElementTypeOrSelf(value.getType()),
                                value.getLoc());
}

//===----------------------------------------------------------------------===//
// Forms of results
//===----------------------------------------------------------------------===//

/// True if another result than number `result` is `value` as well: its
/// cotangent would then come from two sides, and no form below describes that.
bool LinalgPayload::isYieldedElsewhere(Value value, unsigned result) const {
  for (auto [index, other] : llvm::enumerate(yielded))
    if (index != result && other == value)
      return true;
  return false;
}

/// True if the init reaches the result through additions alone, and nothing
/// else sees it or the partial sums.
bool LinalgPayload::isSum(unsigned result) {
  Value partial = getInitArgument(result);
  while (!isYieldedElsewhere(partial, result)) {
    if (partial == yielded[result])
      return partial.use_empty();
    if (!partial.hasOneUse())
      return false;
    OpOperand &use = *partial.use_begin();
    Operation *user = use.getOwner();
    bool adds = isa<arith::AddFOp>(user) ||
                (isa<arith::SubFOp>(user) && use.getOperandNumber() == 0);
    if (!adds || user->getBlock() != &getBlock())
      return false;
    partial = user->getResult(0);
  }
  return false;
}

/// True if the ordered comparison of two values picks the larger or smaller.
static bool isOrdering(arith::CmpFPredicate predicate) {
  switch (predicate) {
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::UGT:
  case arith::CmpFPredicate::UGE:
  case arith::CmpFPredicate::ULT:
  case arith::CmpFPredicate::ULE:
    return true;
  default:
    return false;
  }
}

/// What the result is the largest or smallest of, besides the init; null if it
/// is no extremum. Which of the two makes no difference to the gradient.
Value LinalgPayload::extremumCandidate(unsigned result) {
  Value partial = getInitArgument(result), last = yielded[result];
  Operation *definition = last.getDefiningOp();
  if (!definition || definition->getBlock() != &getBlock() ||
      !last.use_empty() || isYieldedElsewhere(last, result) ||
      isYieldedElsewhere(partial, result))
    return {};
  auto other = [&](Value lhs, Value rhs) -> Value {
    if ((lhs == partial) == (rhs == partial))
      return {};
    return lhs == partial ? rhs : lhs;
  };
  if (isa<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp,
          arith::MinNumFOp>(definition))
    return partial.hasOneUse()
               ? other(definition->getOperand(0), definition->getOperand(1))
               : Value();
  auto select = dyn_cast<arith::SelectOp>(definition);
  auto compare =
      select ? select.getCondition().getDefiningOp<arith::CmpFOp>() : nullptr;
  if (!compare || !compare->hasOneUse() || !isOrdering(compare.getPredicate()))
    return {};
  Value candidate = other(compare.getLhs(), compare.getRhs());
  bool sameTwo = candidate && other(select.getTrueValue(),
                                    select.getFalseValue()) == candidate;
  bool usedByBoth = llvm::all_of(partial.getUsers(), [&](Operation *user) {
    return user == select || user == compare;
  });
  return sameTwo && usedByBoth ? candidate : Value();
}

/// The cheapest form that is right: one visit per element needs no partial
/// result, a sum hands its cotangent to every iteration, an extremum to those
/// that attain it. `Ordered` is always right.
ResultForm LinalgPayload::classify(unsigned result) {
  if (!yielded[result])
    return {ResultForm::Unseeded, {}};
  if (getMap(getInitArgument(result)).isPermutation())
    return {ResultForm::Once, {}};
  if (isSum(result))
    return {ResultForm::Sum, {}};
  if (Value candidate = extremumCandidate(result))
    return {ResultForm::Extremum, candidate};
  return {ResultForm::Ordered, {}};
}

/// Even a result without a cotangent counts: a partial result of it that
/// another result reads makes the order matter.
bool LinalgPayload::hidesPartialResults(ArrayRef<ResultForm> forms) {
  for (auto [index, form] : llvm::enumerate(forms)) {
    BlockArgument init = getInitArgument(index);
    if (form.kind == ResultForm::Ordered)
      return false;
    if (form.kind == ResultForm::Unseeded && !getMap(init).isPermutation() &&
        (!init.use_empty() || llvm::is_contained(yielded, init)))
      return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Adjoint ops
//===----------------------------------------------------------------------===//

llvm::SmallBitVector ad::plainDims(AffineMap map) {
  llvm::SmallBitVector plain(map.getNumDims());
  for (AffineExpr expr : map.getResults())
    if (auto dim = dyn_cast<AffineDimExpr>(expr))
      plain.set(dim.getPosition());
  for (AffineExpr expr : map.getResults())
    if (!isa<AffineDimExpr>(expr))
      for (unsigned dim : plain.set_bits())
        if (expr.isFunctionOfDim(dim))
          plain.reset(dim);
  return plain;
}

namespace {
/// The ops of a block that some of its values depend on, and the values from
/// outside and arguments that these use. A walk from the roots back to what
/// computes them, through regions as well.
struct Slice {
  Slice(Block &block, ValueRange roots) {
    SmallVector<Value> work(roots);
    while (!work.empty()) {
      Value value = work.pop_back_val();
      Operation *definition = value.getDefiningOp();
      if (!definition || definition->getBlock() != &block) {
        leaves.insert(value);
        continue;
      }
      if (!ops.insert(definition).second)
        continue;
      SetVector<Value> used(definition->operand_begin(),
                            definition->operand_end());
      getUsedValuesDefinedAbove(definition->getRegions(), used);
      llvm::append_range(work, used);
    }
  }

  llvm::DenseSet<Operation *> ops;
  llvm::SetVector<Value> leaves;
};

/// The iterations are parallel in the dimensions that place every output.
SmallVector<utils::IteratorType>
iteratorTypes(unsigned numDims, ArrayRef<LinalgPayload::Output> outputs) {
  llvm::SmallBitVector parallel(numDims, true);
  for (const LinalgPayload::Output &output : outputs)
    parallel &= plainDims(output.map);
  SmallVector<utils::IteratorType> types(numDims,
                                         utils::IteratorType::reduction);
  for (unsigned dim : parallel.set_bits())
    types[dim] = utils::IteratorType::parallel;
  return types;
}

/// Adds operands for dimensions that neither inputs nor outputs tell the size
/// of. The sizes of an operand of `op` are enough: its data is not kept.
void addSizes(linalg::LinalgOp op, DerivativeContext &context,
              SmallVectorImpl<Value> &inputs,
              SmallVectorImpl<AffineMap> &inputMaps,
              ArrayRef<AffineMap> outputMaps) {
  llvm::SmallBitVector sized(op.getNumLoops());
  auto dimsOf = [](AffineMap map) {
    llvm::SmallBitVector dims(map.getNumDims());
    for (AffineExpr expr : map.getResults())
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        dims.set(dim.getPosition());
    return dims;
  };
  for (ArrayRef<AffineMap> maps : {ArrayRef(inputMaps), outputMaps})
    for (AffineMap map : maps)
      sized |= dimsOf(map);
  for (auto [operand, map] :
       llvm::zip(op->getOperands(), op.getIndexingMapsArray()))
    if (isa<RankedTensorType>(operand.getType()) &&
        dimsOf(map).test(sized)) { // has a dimension that is not sized yet
      inputs.push_back(context.empty(operand));
      inputMaps.push_back(map);
      sized |= dimsOf(map);
    }
}
} // namespace

/// Emits what one or several operands receive (in forward mode: the tangents of
/// one or several results), as one op:
///
///   %dx, %dw = linalg.generic ins(what the outputs depend on) outs(inits)
///
/// The primal values that it reads are asked for here, and are kept for the
/// reverse sweep from then on. Integers are places in a window; the smallest is
/// wanted.
SmallVector<Value> LinalgPayload::emit(DerivativeContext &context,
                                       ArrayRef<Output> outputs) {
  OpBuilder &builder = context.getBuilder();
  Block &block = getBlock();
  Slice slice(block, llvm::map_to_vector(
                         outputs, [](const Output &o) { return o.yielded; }));
  IRMapping mapping;
  SmallVector<Value> inputs, inits, arguments;
  SmallVector<AffineMap> inputMaps, outputMaps;
  for (const Output &output : outputs) {
    inits.push_back(output.init);
    outputMaps.push_back(output.map);
  }
  for (BlockArgument argument : block.getArguments())
    if (slice.leaves.contains(argument)) {
      arguments.push_back(argument);
      inputs.push_back(context.primal(tensors[argument.getArgNumber()]));
      inputMaps.push_back(getMap(argument));
    }
  for (Value leaf : slice.leaves)
    if (leaf.getParentBlock() != &block)
      mapping.map(leaf, context.primal(leaf));

  addSizes(op, context, inputs, inputMaps, outputMaps);
  SmallVector<AffineMap> allMaps = inputMaps;
  llvm::append_range(allMaps, outputMaps);
  auto generic = linalg::GenericOp::create(
      builder, op.getLoc(), ValueRange(inits).getTypes(), inputs, inits,
      allMaps, iteratorTypes(holder.getNumLoops(), outputs),
      [&](OpBuilder &b, Location loc, ValueRange elements) {
        for (auto [argument, element] : llvm::zip(arguments, elements))
          mapping.map(argument, element);
        for (Operation &inner : block)
          if (slice.ops.contains(&inner))
            b.clone(inner, mapping);
        SmallVector<Value> results;
        for (auto [output, old] :
             llvm::zip(outputs, elements.drop_front(inputs.size()))) {
          Value value = mapping.lookup(output.yielded);
          if (output.accumulates && value.getType().isInteger())
            value = arith::MinSIOp::create(b, loc, old, value);
          else if (output.accumulates)
            value = arith::AddFOp::create(b, loc, old, value);
          results.push_back(value);
        }
        linalg::YieldOp::create(b, loc, results);
      });
  return llvm::to_vector<4>(ValueRange(generic.getResults()));
}
