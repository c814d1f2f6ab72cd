//===- LoopSlices.cpp - Which tensors an scf.for reads and writes step by step
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopSlices.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/ValueBoundsOpInterface.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Indices
//===----------------------------------------------------------------------===//

namespace {
/// `perIteration * iv + perBound * ub + constant`, for the induction variable
/// and the upper bound of one loop.
struct LinearIndex {
  int64_t perIteration = 0, perBound = 0, constant = 0;
};

/// The order in which an index runs through a leading dimension.
enum class Order { none, forward, backward };
} // namespace

static bool areEqual(ValueBoundsConstraintSet::Variable lhs,
                     ValueBoundsConstraintSet::Variable rhs) {
  FailureOr<bool> equal = ValueBoundsConstraintSet::areEqual(lhs, rhs);
  return succeeded(equal) && *equal;
}

static std::optional<LinearIndex> linearIndex(scf::ForOp loop, Value value);

/// `lhs + sign * rhs`.
static std::optional<LinearIndex> linearSum(scf::ForOp loop, Value lhs,
                                            Value rhs, int64_t sign) {
  auto a = linearIndex(loop, lhs), b = linearIndex(loop, rhs);
  if (!a || !b)
    return std::nullopt;
  return LinearIndex{a->perIteration + sign * b->perIteration,
                     a->perBound + sign * b->perBound,
                     a->constant + sign * b->constant};
}

static std::optional<LinearIndex> linearProduct(scf::ForOp loop, Value lhs,
                                                Value rhs) {
  auto factor = getConstantIntValue(rhs);
  auto a = linearIndex(loop, lhs);
  if (!factor || !a)
    return std::nullopt;
  return LinearIndex{a->perIteration * *factor, a->perBound * *factor,
                     a->constant * *factor};
}

/// `value` as a function of the loop's induction variable, if it is that
/// simple.
static std::optional<LinearIndex> linearIndex(scf::ForOp loop, Value value) {
  if (value == loop.getInductionVar())
    return LinearIndex{1, 0, 0};
  if (auto constant = getConstantIntValue(value))
    return LinearIndex{0, 0, *constant};
  // What is defined in the loop is index arithmetic or nothing we know.
  Operation *op = value.getDefiningOp();
  if (auto sum = dyn_cast_or_null<arith::AddIOp>(op))
    return linearSum(loop, sum.getLhs(), sum.getRhs(), 1);
  if (auto difference = dyn_cast_or_null<arith::SubIOp>(op))
    return linearSum(loop, difference.getLhs(), difference.getRhs(), -1);
  if (auto product = dyn_cast_or_null<arith::MulIOp>(op)) {
    auto scaled = linearProduct(loop, product.getLhs(), product.getRhs());
    return scaled ? scaled
                  : linearProduct(loop, product.getRhs(), product.getLhs());
  }
  if (value.getType().isIndex() && loop.isDefinedOutsideOfLoop(value) &&
      areEqual(value, loop.getUpperBound()))
    return LinearIndex{0, 1, 0};
  return std::nullopt;
}

/// How the leading index of an access runs as the loop iterates.
static Order orderOf(scf::ForOp loop, const LoopSlices &slices,
                     OpFoldResult index) {
  auto value = dyn_cast<Value>(index);
  auto linear = value ? linearIndex(loop, value) : std::nullopt;
  if (!linear)
    return Order::none;
  // In terms of the number t of the iteration, iv = lower + stride * t.
  int64_t perStep = linear->perIteration * slices.stride;
  int64_t first = linear->constant + linear->perIteration * slices.lower;
  bool isStatic = !ShapedType::isDynamic(slices.staticLength);
  if (perStep == 1 && first == 0 && linear->perBound == 0)
    return Order::forward;
  if (perStep == -1 &&
      (isStatic ? linear->perBound == 0 && first == slices.staticLength - 1
                : linear->perBound == 1 && first == -1))
    return Order::backward;
  return Order::none;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

/// The leading index of a read or a write of one slice, null for other ops.
static OpFoldResult leadingIndex(Operation *op) {
  auto ofSlice = [](auto slice, RankedTensorType type) -> OpFoldResult {
    if (type.getRank() == 0 ||
        getConstantIntValue(slice.getMixedSizes().front()) != 1)
      return {};
    return slice.getMixedOffsets().front();
  };
  auto ofElement = [](auto access) -> OpFoldResult {
    return access.getIndices().empty() ? OpFoldResult()
                                       : access.getIndices().front();
  };
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return ofSlice(slice, slice.getSourceType());
  if (auto slice = dyn_cast<tensor::InsertSliceOp>(op))
    return ofSlice(slice, slice.getDestType());
  if (auto element = dyn_cast<tensor::ExtractOp>(op))
    return ofElement(element);
  if (auto element = dyn_cast<tensor::InsertOp>(op))
    return ofElement(element);
  return {};
}

static bool isRead(Operation *op) {
  return isa<tensor::ExtractSliceOp, tensor::ExtractOp>(op);
}

namespace {
struct Dim {
  Value tensor;
  int64_t number;
};
} // namespace

/// Where the size of an argument of a loop's body is that of something from
/// outside; null for others.
static std::optional<Dim> dimBefore(BlockArgument argument, int64_t number) {
  Operation *parent = argument.getOwner()->getParentOp();
  if (auto stacking = dyn_cast<ad::StackingLoopOpInterface>(parent))
    for (auto [slice, sequence] :
         llvm::zip(stacking.getStepSlices(), stacking.getStepSequences()))
      if (slice == argument)
        return Dim{sequence, number + 1};
  // A scan's carried values keep their sizes.
  if (auto scan = dyn_cast<ScanOp>(parent))
    if (OpOperand *init = scan.getTiedLoopInit(argument))
      return Dim{init->get(), number};
  return std::nullopt;
}

/// The same size further up, where value bounds do not see that it is the same:
/// through elementwise ops, casts and time loops.
static Dim sizeSource(Value tensor, int64_t number) {
  Dim dim{tensor, number};
  while (true) {
    if (auto argument = dyn_cast<BlockArgument>(dim.tensor)) {
      std::optional<Dim> before = dimBefore(argument, dim.number);
      if (!before)
        return dim;
      dim = *before;
      continue;
    }
    Operation *op = dim.tensor.getDefiningOp();
    if (!OpTrait::hasElementwiseMappableTraits(op) && !isa<tensor::CastOp>(op))
      return dim;
    dim.tensor = *llvm::find_if(op->getOperands(), [](Value v) {
      return isa<RankedTensorType>(v.getType());
    });
  }
}

/// True if the steps of the loop are the slices of `tensor`, neither more nor
/// fewer.
static bool coversLeadingDim(scf::ForOp loop, const LoopSlices &slices,
                             Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  bool isStatic = !ShapedType::isDynamic(slices.staticLength);
  if (isStatic && !type.isDynamicDim(0))
    return type.getDimSize(0) == slices.staticLength;
  auto [source, number] = sizeSource(tensor, 0);
  if (isStatic)
    return areEqual(
        {source, number},
        OpFoldResult(
            Builder(loop.getContext()).getIndexAttr(slices.staticLength)));
  Value upper = loop.getUpperBound();
  if (auto generate = source.getDefiningOp<tensor::GenerateOp>())
    return number == 0 && areEqual(generate.getDynamicExtents().front(), upper);
  auto dim = upper.getDefiningOp<tensor::DimOp>();
  if (dim && dim.getConstantIndex() &&
      isa<RankedTensorType>(dim.getSource().getType())) {
    Dim other = sizeSource(dim.getSource(), *dim.getConstantIndex());
    if (areEqual({source, number}, {other.tensor, other.number}))
      return true;
  }
  return areEqual({source, number}, upper);
}

/// The op that writes into the iteration argument and gives its next value, if
/// nothing else happens to the argument but reads of slices.
static Operation *findWrite(scf::ForOp loop, BlockArgument argument) {
  OpOperand *yielded = loop.getTiedLoopYieldedValue(argument);
  Operation *write = yielded->get().getDefiningOp();
  auto insertSlice = dyn_cast_or_null<tensor::InsertSliceOp>(write);
  auto insert = dyn_cast_or_null<tensor::InsertOp>(write);
  if (!(insertSlice && insertSlice.getDest() == argument) &&
      !(insert && insert.getDest() == argument))
    return nullptr;
  if (!write->hasOneUse() || write->getBlock() != loop.getBody())
    return nullptr;
  for (OpOperand &use : argument.getUses())
    if (use.getOwner() != write &&
        !(isRead(use.getOwner()) && use.getOperandNumber() == 0))
      return nullptr;
  // The value written must not be the argument itself.
  if ((insertSlice && insertSlice.getSource() == argument))
    return nullptr;
  return write;
}

bool snn::hasAllInnerDims(OffsetSizeAndStrideOpInterface access, Value like) {
  auto type = cast<RankedTensorType>(like.getType());
  for (int64_t dim = 1; dim < type.getRank(); ++dim) {
    OpFoldResult size = access.getMixedSizes()[dim];
    bool isWhole = type.isDynamicDim(dim)
                       ? areEqual(size, {like, dim})
                       : getConstantIntValue(size) == type.getDimSize(dim);
    if (!isWhole || !isZeroInteger(access.getMixedOffsets()[dim]) ||
        !isOneInteger(access.getMixedStrides()[dim]))
      return false;
  }
  return true;
}

/// True if `write` replaces all of its slice of a tensor like `init`.
static bool writesWholeSlice(Operation *write, Value init) {
  if (auto slice = dyn_cast<tensor::InsertSliceOp>(write))
    return hasAllInnerDims(slice, init);
  return cast<RankedTensorType>(init.getType()).getRank() == 1;
}

static bool hasOrder(scf::ForOp loop, const LoopSlices &slices, Operation *op,
                     Order order) {
  OpFoldResult index = leadingIndex(op);
  return index && orderOf(loop, slices, index) == order;
}

/// Adds the stacks whose accesses all run in `order`.
static void findStacks(scf::ForOp loop, LoopSlices &slices, Order order) {
  for (auto [argument, init] :
       llvm::zip(loop.getRegionIterArgs(), loop.getInitArgs())) {
    Operation *write = isa<RankedTensorType>(argument.getType())
                           ? findWrite(loop, argument)
                           : nullptr;
    bool fits = write && coversLeadingDim(loop, slices, init) &&
                llvm::all_of(argument.getUsers(), [&](Operation *user) {
                  return hasOrder(loop, slices, user, order);
                });
    slices.writes.push_back(fits ? write : nullptr);
    slices.isWholeWrite.push_back(fits && writesWholeSlice(write, init));
    if (!fits)
      continue;
    // Slice t of the argument is that of the init until step t has written it,
    // and stays it in part if the step writes a part.
    if (!slices.isWholeWrite.back())
      (void)slices.reads[init];
    for (Operation *user : argument.getUsers())
      if (user != write)
        slices.reads[init].push_back(user);
  }
}

/// Adds the reads in `order` of tensors from outside.
static void findReads(scf::ForOp loop, LoopSlices &slices, Order order) {
  loop.getBody()->walk([&](Operation *op) {
    if (!isRead(op))
      return;
    Value source = op->getOperand(0);
    if (loop.isDefinedOutsideOfLoop(source) &&
        hasOrder(loop, slices, op, order) &&
        coversLeadingDim(loop, slices, source))
      slices.reads[source].push_back(op);
  });
}

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

/// Reads the bounds; false if they do not number steps from 0.
static bool findBounds(scf::ForOp loop, LoopSlices &slices) {
  auto lower = getConstantIntValue(loop.getLowerBound());
  auto upper = getConstantIntValue(loop.getUpperBound());
  auto stride = getConstantIntValue(loop.getStep());
  if (!lower || !stride || *stride < 1)
    return false;
  slices.lower = *lower;
  slices.stride = *stride;
  if (!upper)
    return *lower == 0 && *stride == 1;
  slices.staticLength =
      *upper <= *lower ? 0 : llvm::divideCeil(*upper - *lower, *stride);
  return true;
}

/// True if a carried value is known to change its sizes from step to step.
static bool changesSizes(BlockArgument argument, Value next) {
  auto type = dyn_cast<RankedTensorType>(argument.getType());
  if (!type)
    return false;
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    if (!type.isDynamicDim(dim))
      continue;
    FailureOr<bool> equal =
        ValueBoundsConstraintSet::areEqual({argument, dim}, {next, dim});
    if (succeeded(equal) && !*equal)
      return true;
  }
  return false;
}

static void findAccesses(scf::ForOp loop, LoopSlices &slices, Order order) {
  slices.writes.clear();
  slices.isWholeWrite.clear();
  findReads(loop, slices, order);
  findStacks(loop, slices, order);
}

static bool hasAccess(const LoopSlices &slices) {
  return !slices.reads.empty() ||
         llvm::any_of(slices.writes, [](Operation *op) { return op; });
}

static bool isOverTensors(scf::ForOp loop, const LoopSlices &slices) {
  return !slices.reads.empty() ||
         llvm::any_of(loop.getResultTypes(),
                      [](Type type) { return isa<RankedTensorType>(type); });
}

FailureOr<LoopSlices> snn::findLoopSlices(scf::ForOp loop,
                                          std::string &reason) {
  LoopSlices slices;
  auto fail = [&](const char *why) -> FailureOr<LoopSlices> {
    reason = why;
    return failure();
  };
  if (!loop.getInductionVar().getType().isIndex() || loop.getUnsignedCmp())
    return fail("its induction variable is not a signed index");
  if (!findBounds(loop, slices))
    return fail("its bounds are neither constant nor those of steps from 0");
  findAccesses(loop, slices, Order::forward);
  if (!hasAccess(slices)) {
    findAccesses(loop, slices, Order::backward);
    slices.reverse = hasAccess(slices);
  }
  if (!isOverTensors(loop, slices))
    return fail("it neither reads slices of a tensor nor carries one");
  for (auto [argument, next, write] : llvm::zip(
           loop.getRegionIterArgs(), loop.getYieldedValues(), slices.writes))
    if (!write && changesSizes(argument, next))
      return fail("a carried tensor changes its sizes");
  return slices;
}
