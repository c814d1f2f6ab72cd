//===- AllSteps.cpp - A contraction of all time steps at once -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AllSteps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/Products.h"

using namespace mlir;
using namespace mlir::snn;

//===----------------------------------------------------------------------===//
// Match
//===----------------------------------------------------------------------===//

/// True if the body is one product and one sum, in the operands' type.
static bool multipliesAndAdds(linalg::LinalgOp op) {
  Type type = getElementTypeOrSelf(op->getResultTypes()[0]);
  return isa<FloatType>(type) &&
         llvm::all_of(op->getOperandTypes(),
                      [&](Type operand) {
                        return getElementTypeOrSelf(operand) == type;
                      }) &&
         linalg::detail::isContractionBody(
             *op.getBlock(), [](Operation *product, Operation *sum) {
               return isa<arith::MulFOp>(product) && isa<arith::AddFOp>(sum);
             });
}

bool mlir::snn::isStepContraction(linalg::LinalgOp op) {
  return op.hasPureTensorSemantics() && op.getNumDpsInputs() == 2 &&
         op.getNumDpsInits() == 1 &&
         (isa<SpikeMatmulOp>(op) || multipliesAndAdds(op)) &&
         canBeContract(op.getIndexingMapsArray());
}

//===----------------------------------------------------------------------===//
// Emit
//===----------------------------------------------------------------------===//

/// The dimension of the op's loops that leads what `map` accesses, if there is
/// one.
static std::optional<unsigned> leadingDim(AffineMap map) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  return map.getDimPosition(0);
}

/// `map` with loop number 0 added, the steps, as the leading dimension if
/// `hasSteps`.
static AffineMap withSteps(AffineMap map, bool hasSteps) {
  AffineMap shifted = map.shiftDims(1);
  SmallVector<AffineExpr> results(shifted.getResults());
  if (hasSteps)
    results.insert(results.begin(), getAffineDimExpr(0, map.getContext()));
  return AffineMap::get(shifted.getNumDims(), 0, results, map.getContext());
}

/// Groups of the dimensions of a sequence of rank `rank` in which steps and
/// rows are one.
static SmallVector<ReassociationIndices> stepsWithRows(int64_t rank) {
  SmallVector<ReassociationIndices> groups = {{0, 1}};
  for (int64_t dim = 2; dim < rank; ++dim)
    groups.push_back({dim});
  return groups;
}

/// `sequence`, of shape [T, B, ..], as [T B, ..].
static Value collapse(OpBuilder &builder, Location loc, Value sequence) {
  auto type = cast<RankedTensorType>(sequence.getType());
  return tensor::CollapseShapeOp::create(builder, loc, sequence,
                                         stepsWithRows(type.getRank()));
}

/// Zeros of the shape that the loops of `maps` give the result; sizes that
/// `known` has are static.
static Value emitZeros(OpBuilder &builder, Location loc, ValueRange inputs,
                       ArrayRef<AffineMap> maps, Type element) {
  SmallVector<OpFoldResult> sizes;
  for (AffineExpr expression : maps.back().getResults()) {
    unsigned dim = cast<AffineDimExpr>(expression).getPosition();
    OpFoldResult size;
    for (auto [input, map] : llvm::zip(inputs, maps))
      if (auto position =
              map.getResultPosition(getAffineDimExpr(dim, map.getContext())))
        // A static size of one operand holds for the other.
        if (!size || !isa<Attribute>(size))
          size = tensor::getMixedSize(builder, loc, input, *position);
    sizes.push_back(size);
  }
  Value empty = tensor::EmptyOp::create(builder, loc, sizes, element);
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element));
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

/// `value`, of steps and rows in one dimension, as a sequence of the rank of
/// `type` with the steps of `like`.
static Value expand(OpBuilder &builder, Location loc, Value value, Value like,
                    RankedTensorType type) {
  SmallVector<OpFoldResult> sizes = {
      tensor::getMixedSize(builder, loc, like, 0),
      tensor::getMixedSize(builder, loc, like, 1)};
  for (int64_t dim = 2; dim < type.getRank(); ++dim)
    sizes.push_back(tensor::getMixedSize(builder, loc, value, dim - 1));
  SmallVector<int64_t> shape;
  SmallVector<Value> dynamic;
  dispatchIndexOpFoldResults(sizes, dynamic, shape);
  return tensor::ExpandShapeOp::create(
      builder, loc, RankedTensorType::get(shape, type.getElementType()), value,
      stepsWithRows(type.getRank()), sizes);
}

/// Where the sequence's rows are rows of the result, steps join them and the
/// product stays one of two matrices:
///
///   [B, K] x [K, N] for T steps  ->  [T B, K] x [K, N]
///
/// Elsewhere the steps become one more loop of a contraction.
Value mlir::snn::emitForAllSteps(OpBuilder &builder, linalg::LinalgOp op,
                                 ArrayRef<StepOperand> operands,
                                 RankedTensorType type) {
  Location loc = op.getLoc();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  unsigned side = operands[0].isSequence ? 0 : 1;
  assert(operands[side].isSequence && !operands[1 - side].isSequence);
  std::optional<unsigned> rows = leadingDim(maps[side]);
  bool joins = rows && rows == leadingDim(maps[2]) &&
               !maps[1 - side].isFunctionOfDim(*rows);
  SmallVector<Value> inputs = {operands[0].value, operands[1].value};
  if (joins)
    inputs[side] = collapse(builder, loc, inputs[side]);
  else
    for (auto [index, map] : llvm::enumerate(maps))
      map = withSteps(map, index != 1 - side);
  Value zeros = emitZeros(builder, loc, inputs, maps, type.getElementType());
  Value result = createProduct(builder, op, inputs, zeros, maps);
  if (joins)
    result = expand(builder, loc, result, operands[side].value, type);
  if (result.getType() != type)
    result = tensor::CastOp::create(builder, loc, type, result);
  return result;
}

/// Outside of loops, a sum over the rows of both sequences, as that of a
/// weight's gradient is, goes on over the steps: the sum over t of A_t^T B_t is
/// A^T B for A and B of [T B, ..].
Value mlir::snn::emitSumOverSteps(OpBuilder &builder, linalg::LinalgOp op,
                                  ValueRange sequences, Value init) {
  Location loc = op.getLoc();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  std::optional<unsigned> rows = leadingDim(maps[0]);
  SmallVector<Value> inputs(sequences);
  // A sum over the rows goes on over those of the next step. In a loop over
  // segments that kept the tiles from it: a training pass with 700 inputs took
  // 29 ms on two cores, and takes 8 with steps and rows apart.
  bool isInLoop = op->getParentOfType<scf::ForOp>() != nullptr;
  if (!isInLoop && rows && rows == leadingDim(maps[1]) &&
      !maps[2].isFunctionOfDim(*rows)) {
    for (Value &input : inputs)
      input = collapse(builder, loc, input);
  } else {
    for (auto [index, map] : llvm::enumerate(maps))
      map = withSteps(map, index < 2);
  }
  return createProduct(builder, op, inputs, init, maps);
}
