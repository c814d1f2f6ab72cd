//===- Stacking.cpp - Slices of a tensor along its leading dimension ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/Stacking.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Analysis/ShapeBefore.h"

using namespace mlir;

RankedTensorType ad::stackType(Type slice, int64_t length) {
  SmallVector<int64_t> sizes = {length};
  auto tensorType = dyn_cast<RankedTensorType>(slice);
  if (tensorType)
    llvm::append_range(sizes, tensorType.getShape());
  else if (!TensorType::isValidElementType(slice))
    return {};
  return RankedTensorType::get(sizes, getElementTypeOrSelf(slice));
}

bool ad::canStack(Operation *loop, Value value) {
  return stackType(value.getType(), 0) &&
         (!isa<RankedTensorType>(value.getType()) ||
          hasShapeBefore(loop, value, AcrossCalls::Yes));
}

Value ad::createStack(OpBuilder &builder, Location loc, Type slice,
                      OpFoldResult length, ArrayRef<OpFoldResult> sliceSizes) {
  SmallVector<OpFoldResult> sizes = {length};
  llvm::append_range(sizes, sliceSizes);
  return tensor::EmptyOp::create(builder, loc, sizes,
                                 getElementTypeOrSelf(slice));
}

/// True if slices of `stack` have no elements. Upstream refuses an offset of 0
/// in a dimension of size 0, so they are neither read nor written.
static bool hasEmptySlices(Value stack) {
  return llvm::is_contained(
      cast<RankedTensorType>(stack.getType()).getShape().drop_front(), 0);
}

/// Offsets, sizes and strides of slice `step` of a stack. `isStack` says
/// whether `sized` is the stack itself or a slice of it.
static auto sliceGeometry(OpBuilder &builder, Location loc, Value sized,
                          Value step, bool isStack) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, sized);
  if (isStack)
    sizes.erase(sizes.begin());
  sizes.insert(sizes.begin(), builder.getIndexAttr(1));
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  offsets.front() = step;
  SmallVector<OpFoldResult> strides(sizes.size(), builder.getIndexAttr(1));
  return std::make_tuple(offsets, sizes, strides);
}

Value ad::readSlice(OpBuilder &builder, Location loc, Value stack, Value step,
                    Type slice) {
  auto tensorType = dyn_cast<RankedTensorType>(slice);
  if (!tensorType)
    return tensor::ExtractOp::create(builder, loc, stack, step);
  auto [offsets, sizes, strides] =
      sliceGeometry(builder, loc, stack, step, /*isStack=*/true);
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(stack.getType()).getShape().drop_front());
  auto sliceType = RankedTensorType::get(shape, tensorType.getElementType());
  Value result =
      hasEmptySlices(stack)
          ? tensor::EmptyOp::create(builder, loc, ArrayRef(sizes).drop_front(),
                                    tensorType.getElementType())
                .getResult()
          : tensor::ExtractSliceOp::create(builder, loc, sliceType, stack,
                                           offsets, sizes, strides)
                .getResult();
  if (result.getType() != slice)
    result = tensor::CastOp::create(builder, loc, slice, result);
  return result;
}

Value ad::writeSlice(OpBuilder &builder, Location loc, Value value, Value stack,
                     Value step) {
  if (!isa<RankedTensorType>(value.getType()))
    return tensor::InsertOp::create(builder, loc, value, stack, step);
  if (hasEmptySlices(stack))
    return stack;
  auto [offsets, sizes, strides] =
      sliceGeometry(builder, loc, value, step, /*isStack=*/false);
  return tensor::InsertSliceOp::create(builder, loc, value, stack, offsets,
                                       sizes, strides);
}

/// Offsets, sizes and strides of `length` slices of `stack` from `first` on.
static auto rangeGeometry(OpBuilder &builder, Location loc, Value stack,
                          Value first, OpFoldResult length) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, stack);
  sizes.front() = length;
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0));
  offsets.front() = first;
  SmallVector<OpFoldResult> strides(sizes.size(), builder.getIndexAttr(1));
  return std::make_tuple(offsets, sizes, strides);
}

Value ad::readSlices(OpBuilder &builder, Location loc, Value stack, Value first,
                     OpFoldResult length) {
  auto [offsets, sizes, strides] =
      rangeGeometry(builder, loc, stack, first, length);
  if (hasEmptySlices(stack))
    return tensor::EmptyOp::create(builder, loc, sizes,
                                   getElementTypeOrSelf(stack.getType()));
  return tensor::ExtractSliceOp::create(builder, loc, stack, offsets, sizes,
                                        strides);
}

Value ad::writeSlices(OpBuilder &builder, Location loc, Value part, Value stack,
                      Value first, OpFoldResult length) {
  if (hasEmptySlices(stack))
    return stack;
  auto [offsets, sizes, strides] =
      rangeGeometry(builder, loc, stack, first, length);
  return tensor::InsertSliceOp::create(builder, loc, part, stack, offsets,
                                       sizes, strides);
}
