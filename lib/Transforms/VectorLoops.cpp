//===- VectorLoops.cpp - Loads, stores and indices of vector loops -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Transforms/TargetCPU.h"

using namespace mlir;
using namespace mlir::snn;

int64_t mlir::snn::lanes(Operation *op, Type type) {
  return targetCPU(op).registerBytes * 8 /
         std::max(8u, type.getIntOrFloatBitWidth());
}

int64_t mlir::snn::sumRegisters(Operation *op, int64_t most) {
  return std::min(most, targetCPU(op).registers / 2);
}

SmallVector<Value> mlir::snn::accessIndices(OpBuilder &builder, Location loc,
                                            AffineMap map,
                                            ArrayRef<Value> loops) {
  SmallVector<Value> indices;
  for (AffineExpr expression : map.getResults())
    indices.push_back(affine::expandAffineExpr(builder, loc, expression, loops,
                                               /*symbolValues=*/{}));
  return indices;
}

bool mlir::snn::isInParallelLoop(Operation *op) {
  return op->getParentOfType<scf::ParallelOp>() ||
         op->getParentOfType<scf::ForallOp>();
}

SmallVector<Value> mlir::snn::loopSizes(OpBuilder &builder,
                                        linalg::LinalgOp op) {
  SmallVector<Value> sizes;
  for (Range range : op.createLoopRanges(builder, op.getLoc()))
    sizes.push_back(
        getValueOrCreateConstantIndexOp(builder, op.getLoc(), range.size));
  return sizes;
}

bool mlir::snn::hasUnitInnerStride(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return memref && memref.getRank() > 0 && memref.isLastDimUnitStride();
}

/// The integers that elements of this type are in memory, or the type itself.
static Type memoryType(Type element) {
  Builder builder(element.getContext());
  if (element.isInteger(1))
    return builder.getI8Type();
  return isa<Float16Type, BFloat16Type>(element) ? Type(builder.getI16Type())
                                                 : element;
}

Value mlir::snn::vectorMemory(OpBuilder &builder, Location loc, Value memory) {
  auto type = cast<MemRefType>(memory.getType());
  Type element = memoryType(type.getElementType());
  if (element == type.getElementType())
    return memory;
  return UnrealizedConversionCastOp::create(
             builder, loc,
             MemRefType(MemRefType::Builder(type).setElementType(element)),
             memory)
      .getResult(0);
}

Value mlir::snn::fromMemory(OpBuilder &builder, Location loc, Value vector,
                            Type element) {
  auto type = cast<VectorType>(vector.getType());
  if (type.getElementType() == element)
    return vector;
  if (isa<FloatType>(element))
    return arith::BitcastOp::create(builder, loc, type.clone(element), vector);
  return arith::TruncIOp::create(builder, loc, type.clone(element), vector);
}

Value mlir::snn::toMemory(OpBuilder &builder, Location loc, Value vector) {
  auto type = cast<VectorType>(vector.getType());
  Type element = memoryType(type.getElementType());
  if (element == type.getElementType())
    return vector;
  if (isa<FloatType>(type.getElementType()))
    return arith::BitcastOp::create(builder, loc, type.clone(element), vector);
  return arith::ExtUIOp::create(builder, loc, type.clone(element), vector);
}

/// Constant bounds stay constants, so that LLVM sees trip counts.
SmallVector<Value> mlir::snn::emitLoop(
    OpBuilder &builder, Location loc, Value from, Value to, int64_t step,
    ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, Value, ValueRange)> body) {
  Value by = arith::ConstantIndexOp::create(builder, loc, step);
  auto loop = scf::ForOp::create(
      builder, loc, from, to, by, carried,
      [&](OpBuilder &b, Location, Value iv, ValueRange arguments) {
        scf::YieldOp::create(b, loc, body(b, iv, arguments));
      });
  return llvm::to_vector_of<Value>(loop.getResults());
}

void mlir::snn::emitLoop(OpBuilder &builder, Location loc, Value from, Value to,
                         int64_t step,
                         function_ref<void(OpBuilder &, Value)> body) {
  emitLoop(builder, loc, from, to, step, ValueRange(),
           [&](OpBuilder &b, Value iv, ValueRange) {
             body(b, iv);
             return SmallVector<Value>();
           });
}

/// A constant for a constant, so that callers can tell that nothing is left
/// over.
Value mlir::snn::roundDown(OpBuilder &builder, Location loc, Value size,
                           int64_t step) {
  if (std::optional<int64_t> known = getConstantIntValue(size))
    return arith::ConstantIndexOp::create(builder, loc, *known / step * step);
  Value by = arith::ConstantIndexOp::create(builder, loc, step);
  Value rest = arith::RemUIOp::create(builder, loc, size, by);
  return arith::SubIOp::create(builder, loc, size, rest);
}
