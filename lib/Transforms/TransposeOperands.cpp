//===- TransposeOperands.cpp - Contractions read along their columns ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Interfaces/LoopLikeInterface.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/Products.h"
#include "snn/Transforms/Transposition.h"

namespace mlir::snn {
#define GEN_PASS_DEF_TRANSPOSEOPERANDSPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The position in `map` of the dimension along which the result's elements
/// are neighbours, if `map` has it and has it not last.
static std::optional<unsigned> misplacedColumn(AffineMap map,
                                               AffineMap result) {
  if (result.getNumResults() == 0)
    return std::nullopt;
  std::optional<unsigned> position =
      map.getResultPosition(result.getResults().back());
  if (!position || *position + 1 == map.getNumResults())
    return std::nullopt;
  return position;
}

/// True if a copy of an operand pays. Of a product it does if each element is
/// read for several elements of the result. Spikes read rows of weights alone
/// if those lie along the result's, and weights that a loop does not change are
/// copied but once.
static bool paysToCopy(linalg::LinalgOp op) {
  if (readsElementsAgain(op))
    return true;
  auto spikes = dyn_cast<SpikeMatmulOp>(*op);
  auto loop = op->getParentOfType<LoopLikeOpInterface>();
  return spikes && loop && loop.isDefinedOutsideOfLoop(spikes.getWeights());
}

namespace {
struct TransposeOperandsPass
    : snn::impl::TransposeOperandsPassBase<TransposeOperandsPass> {
  void runOnOperation() override {
    getOperation()->walk([](linalg::LinalgOp op) {
      if (op.hasPureTensorSemantics() && op.getNumDpsInputs() == 2 &&
          isProduct(op) && paysToCopy(op))
        transposeOperands(op);
    });
  }

private:
  /// Before and after, where columns of the result are d1:
  ///
  ///   ins(%a by (d0, d2), %w by (d1, d2)) outs(%c by (d0, d1))
  ///   %t = linalg.transpose %w
  ///   ins(%a by (d0, d2), %t by (d2, d1)) outs(%c by (d0, d1))
  static void transposeOperands(linalg::LinalgOp op) {
    OpBuilder builder(op);
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    SmallVector<Value> inputs(op.getDpsInputs());
    bool changed = false;
    for (unsigned side : {0u, 1u})
      if (auto position = misplacedColumn(maps[side], maps[2])) {
        SmallVector<int64_t> order =
            moveToEnd(maps[side].getNumResults(), *position);
        inputs[side] =
            createTransposed(builder, op.getLoc(), inputs[side], order);
        maps[side] = permuteResults(maps[side], order);
        changed = true;
      }
    if (!changed)
      return;
    Value product =
        createProduct(builder, op, inputs, op.getDpsInits()[0], maps);
    op->getResult(0).replaceAllUsesWith(product);
    op->erase();
  }
};
} // namespace
