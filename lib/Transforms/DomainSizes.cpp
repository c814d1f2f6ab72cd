//===- DomainSizes.cpp - Which dimensions of tensors are equal -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DomainSizes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;
using namespace mlir::snn;

/// Union-find with halved paths. A size that is met for the first time is a
/// class of its own.
unsigned DomainSizes::classOf(Size size) {
  auto [entry, isNew] = ids.try_emplace(size, parent.size());
  if (isNew) {
    parent.push_back(entry->second);
    int64_t extent = ShapedType::kDynamic;
    if (size.second >= 0)
      extent = cast<ShapedType>(size.first.getType()).getDimSize(size.second);
    else if (auto constant = getConstantIntValue(size.first))
      extent = *constant;
    known.push_back(extent);
  }
  unsigned id = entry->second;
  while (parent[id] != id)
    id = parent[id] = parent[parent[id]];
  return id;
}

/// A class keeps a constant that any of its members has.
void DomainSizes::setEqual(Size lhs, Size rhs) {
  unsigned a = classOf(lhs), b = classOf(rhs);
  if (a == b)
    return;
  parent[b] = a;
  if (ShapedType::isDynamic(known[a]))
    known[a] = known[b];
}

/// All dimensions of two tensors of one shape; nothing if one is no tensor.
void DomainSizes::setAllEqual(Value lhs, Value rhs) {
  auto type = dyn_cast<RankedTensorType>(lhs.getType());
  if (!type || !isa<RankedTensorType>(rhs.getType()))
    return;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    setEqual({lhs, dim}, {rhs, dim});
}

/// Constants among `sizes` are in the type of `tensor` already.
void DomainSizes::setSizes(Value tensor, ArrayRef<OpFoldResult> sizes) {
  for (auto [dim, size] : llvm::enumerate(sizes))
    if (auto value = dyn_cast<Value>(size))
      setEqual({tensor, static_cast<int64_t>(dim)}, {value, -1});
}

/// Dimensions that one loop runs over as they are have its size.
void DomainSizes::learnStructured(linalg::LinalgOp op) {
  SmallVector<std::optional<Size>> loops(op.getNumLoops());
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<RankedTensorType>(operand.get().getType()))
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [position, expression] : llvm::enumerate(map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expression);
      if (!dim)
        continue;
      Size size = {operand.get(), static_cast<int64_t>(position)};
      std::optional<Size> &loop = loops[dim.getPosition()];
      if (loop)
        setEqual(*loop, size);
      loop = size;
    }
  }
}

/// What ops that only make or change a shape say of it.
void DomainSizes::learnShape(Operation *op) {
  if (auto empty = dyn_cast<tensor::EmptyOp>(op))
    return setSizes(empty, empty.getMixedSizes());
  if (auto dim = dyn_cast<tensor::DimOp>(op)) {
    if (auto index = dim.getConstantIndex();
        index && isa<RankedTensorType>(dim.getSource().getType()))
      setEqual({dim, -1}, {dim.getSource(), *index});
    return;
  }
  if (auto cast = dyn_cast<tensor::CastOp>(op))
    return setAllEqual(cast, cast.getSource());
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    llvm::SmallBitVector dropped = slice.getDroppedDims();
    SmallVector<OpFoldResult> sizes;
    for (auto [dim, size] : llvm::enumerate(slice.getMixedSizes()))
      if (!dropped.test(dim))
        sizes.push_back(size);
    setSizes(slice, sizes);
  }
}

/// Definitions first, outside the block too: that two tensors have one shape is
/// often said where they were allocated.
void DomainSizes::learn(Operation *op) {
  if (!learned.insert(op).second)
    return;
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  if (!structured &&
      !isa<DestinationStyleOpInterface, tensor::EmptyOp, tensor::DimOp,
           tensor::CastOp, tensor::ExtractSliceOp>(op))
    return;
  for (Value operand : op->getOperands())
    if (Operation *definition = operand.getDefiningOp())
      learn(definition);
  if (structured)
    learnStructured(structured);
  if (auto destination = dyn_cast<DestinationStyleOpInterface>(op))
    for (OpResult result : op->getResults())
      setAllEqual(result, destination.getTiedOpOperand(result)->get());
  learnShape(op);
}

SmallVector<int64_t> DomainSizes::domainOf(Value tensor) {
  SmallVector<int64_t> domain;
  int64_t rank = cast<RankedTensorType>(tensor.getType()).getRank();
  for (int64_t dim = 0; dim < rank; ++dim) {
    unsigned id = classOf({tensor, dim});
    // Classes of unknown size are numbered below every size.
    domain.push_back(ShapedType::isDynamic(known[id])
                         ? -1 - static_cast<int64_t>(id)
                         : known[id]);
  }
  return domain;
}
