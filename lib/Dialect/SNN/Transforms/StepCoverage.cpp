//===- StepCoverage.cpp - Which tensors have a slice for each step of an scf.for
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopSteps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

bool snn::areProvablyEqual(const ValueBoundsConstraintSet::Variable &lhs,
                           const ValueBoundsConstraintSet::Variable &rhs) {
  FailureOr<bool> equal = ValueBoundsConstraintSet::areEqual(lhs, rhs);
  return succeeded(equal) && *equal;
}

namespace {
/// One size of a tensor.
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

/// True if the loop's iterations and the slices of `tensor` along its leading
/// dimension are equal in number, by constants or by value bounds.
bool snn::coversLeadingDim(scf::ForOp loop, const LoopSteps &steps,
                           Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  bool isStatic = steps.isStatic();
  if (isStatic && !type.isDynamicDim(0))
    return type.getDimSize(0) == steps.staticLength;
  auto [source, number] = sizeSource(tensor, 0);
  if (isStatic)
    return areProvablyEqual(
        {source, number},
        OpFoldResult(
            Builder(loop.getContext()).getIndexAttr(steps.staticLength)));
  Value upper = loop.getUpperBound();
  if (auto generate = source.getDefiningOp<tensor::GenerateOp>())
    return number == 0 &&
           areProvablyEqual(generate.getDynamicExtents().front(), upper);
  auto dim = upper.getDefiningOp<tensor::DimOp>();
  if (dim && dim.getConstantIndex() &&
      isa<RankedTensorType>(dim.getSource().getType())) {
    Dim other = sizeSource(dim.getSource(), *dim.getConstantIndex());
    if (areProvablyEqual({source, number}, {other.tensor, other.number}))
      return true;
  }
  return areProvablyEqual({source, number}, upper);
}

/// True if `access` takes each dimension but the leading one whole, from 0 and
/// with unit stride.
bool snn::hasAllInnerDims(OffsetSizeAndStrideOpInterface access, Value like) {
  auto type = cast<RankedTensorType>(like.getType());
  for (int64_t dim = 1; dim < type.getRank(); ++dim) {
    OpFoldResult size = access.getMixedSizes()[dim];
    bool isWhole = type.isDynamicDim(dim)
                       ? areProvablyEqual(size, {like, dim})
                       : getConstantIntValue(size) == type.getDimSize(dim);
    if (!isWhole || !isZeroInteger(access.getMixedOffsets()[dim]) ||
        !isOneInteger(access.getMixedStrides()[dim]))
      return false;
  }
  return true;
}
