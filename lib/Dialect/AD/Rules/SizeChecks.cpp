//===- SizeChecks.cpp - Sizes that must stay, checked as a loop runs ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/SizeChecks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/ValueBoundsOpInterface.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::ad;

/// What an assertion or an error says.
static std::string describe(unsigned carried, int64_t dim) {
  return llvm::formatv("expected the loop to keep the sizes of the tensors "
                       "that it carries, found that a step changes size {0} of "
                       "number {1}",
                       dim, carried);
}

/// Asserts at the end of the body that the step keeps the sizes `dims` of the
/// value carried as number `carried`.
///
///   scf.yield %next : tensor<?xf32>
///
/// becomes
///
///   %kept = arith.cmpi eq, (size of the init), (tensor.dim %next, 0)
///   cf.assert %kept, "expected the loop to keep the sizes ..."
///   scf.yield tensor.extract_slice %next[0] [size of the init] [1]
static void holdSizesOf(scf::ForOp loop, unsigned carried,
                        ArrayRef<int64_t> dims) {
  OpBuilder before(loop), b(loop.getBody()->getTerminator());
  Location loc = loop.getLoc();
  OpOperand &yielded = loop.getYieldedValuesMutable().value()[carried];
  Value next = yielded.get();
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(before, loc, loop.getInitArgs()[carried]);
  for (int64_t dim : dims) {
    Value kept = arith::CmpIOp::create(
        b, loc, arith::CmpIPredicate::eq,
        getValueOrCreateConstantIndexOp(b, loc, sizes[dim]),
        tensor::DimOp::create(b, loc, next, dim));
    cf::AssertOp::create(b, loc, kept, describe(carried, dim));
  }
  SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> strides(sizes.size(), b.getIndexAttr(1));
  yielded.set(tensor::ExtractSliceOp::create(
      b, loc, cast<RankedTensorType>(next.getType()), next, offsets, sizes,
      strides));
}

/// True if a step certainly changes size `dim` of what it carries.
static bool changesSize(scf::ForOp loop, unsigned carried, int64_t dim) {
  FailureOr<bool> equal = ValueBoundsConstraintSet::areEqual(
      {loop.getRegionIterArgs()[carried], dim},
      {loop.getYieldedValues()[carried], dim});
  return succeeded(equal) && !*equal;
}

LogicalResult ad::holdSizes(scf::ForOp loop, AcrossCalls acrossCalls) {
  SizeSources sources(acrossCalls);
  // All is asked before the first change, which changes what follows.
  SmallVector<SmallVector<int64_t>> unknown(loop.getNumResults());
  for (auto [index, init] : llvm::enumerate(loop.getInitArgs()))
    if (auto type = dyn_cast<RankedTensorType>(init.getType()))
      for (int64_t dim = 0; dim < type.getRank(); ++dim)
        if (!sources.isKept(loop, index, dim)) {
          if (changesSize(loop, index, dim))
            return loop.emitError(describe(index, dim));
          unknown[index].push_back(dim);
        }
  for (auto [index, dims] : llvm::enumerate(unknown))
    if (!dims.empty())
      holdSizesOf(loop, index, dims);
  return success();
}

void ad::markKeepsSizes(Operation *loop, ValueRange inits) {
  if (llvm::any_of(inits.getTypes(), [](Type type) {
        auto tensorType = dyn_cast<RankedTensorType>(type);
        return tensorType && !tensorType.hasStaticShape();
      }))
    loop->setAttr(ADDialect::kKeepsSizesAttrName,
                  UnitAttr::get(loop->getContext()));
}
