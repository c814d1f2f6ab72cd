//===- ElementNest.cpp - Ops that compute element by element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/ElementNest.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::snn;

/// A structured op fills if what it yields is a constant, a scalar operand, or
/// is captured from above: the same in all iterations.
std::optional<Splat> snn::splatOf(Value tensor) {
  SplatElementsAttr constant;
  if (matchPattern(tensor, m_Constant(&constant)))
    return Splat(constant.getSplatValue<Attribute>());
  Attribute scalar;
  if (auto splat = tensor.getDefiningOp<tensor::SplatOp>()) {
    if (matchPattern(splat.getInput(), m_Constant(&scalar)))
      return Splat(scalar);
    return Splat(splat.getInput());
  }
  auto result = dyn_cast<OpResult>(tensor);
  auto op = tensor.getDefiningOp<linalg::LinalgOp>();
  if (!op || op.getNumReductionLoops() != 0 || op->getNumRegions() != 1)
    return std::nullopt;
  Value yielded =
      op.getBlock()->getTerminator()->getOperand(result.getResultNumber());
  if (matchPattern(yielded, m_Constant(&scalar)))
    return Splat(scalar);
  auto argument = dyn_cast<BlockArgument>(yielded);
  if (yielded.getParentBlock() != op.getBlock())
    return Splat(yielded); // captured from above
  if (!argument)
    return std::nullopt;
  Value operand = op.getMatchingOpOperand(argument)->get();
  if (isa<ShapedType>(operand.getType()))
    return std::nullopt;
  if (matchPattern(operand, m_Constant(&scalar)))
    return Splat(scalar);
  return Splat(operand);
}

bool snn::worksLaneByLane(linalg::LinalgOp op) {
  return llvm::all_of(op.getBlock()->without_terminator(), [](Operation &o) {
    // LLVM's powi takes one exponent for all lanes.
    if (isa<math::FPowIOp>(o))
      return false;
    return o.hasTrait<OpTrait::ConstantLike>() ||
           (OpTrait::hasElementwiseMappableTraits(&o) &&
            llvm::all_of(o.getResultTypes(),
                         [](Type type) { return type.isIntOrIndexOrFloat(); }));
  });
}

/// An operand that a map reads at d1 where the rows run along d0 would be
/// gathered one element at a time.
bool snn::followsRows(AffineMap map) {
  unsigned row = map.getNumDims() - 1;
  if (map.getNumDims() == 0 || !map.isFunctionOfDim(row))
    return true;
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  return last && last.getPosition() == row;
}

/// True if the results of `op` are accessed as its loops run, in whatever
/// order, and all in the same.
static bool hasPlainResults(linalg::GenericOp op) {
  auto inits = llvm::map_range(op.getDpsInitsMutable(), [&](OpOperand &init) {
    return op.getMatchingIndexingMap(&init);
  });
  return llvm::all_equal(inits) && (*inits.begin()).isIdentity();
}

/// `snn-report-fusion` prints these reasons, so they speak of the user's
/// program.
StringRef snn::whyNoNest(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic || !generic.hasPureTensorSemantics() ||
      generic->getNumResults() == 0)
    return "not elementwise on tensors";
  if (generic.getNumReductionLoops() != 0)
    return "a reduction: its consumer needs whole sums";
  if (generic.hasIndexSemantics())
    return "its elements depend on their position";
  if (!worksLaneByLane(generic))
    return "its body does not work lane by lane";
  if (!hasPlainResults(generic))
    return "its results do not lie as its loops run";
  if (!llvm::all_of(generic.getIndexingMapsArray(), [](AffineMap map) {
        return map.isProjectedPermutation(/*allowZeroInResults=*/true) &&
               followsRows(map);
      }))
    return "it reads an operand across the rows of its results";
  return StringRef();
}

linalg::GenericOp snn::asNest(Operation *op) {
  return op && whyNoNest(op).empty() ? cast<linalg::GenericOp>(op)
                                     : linalg::GenericOp();
}
