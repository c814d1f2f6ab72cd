//===- PromoteFloats.cpp - Computes everything in f64 -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "snn/Dialect/AD/Transforms/Passes.h"

namespace mlir::ad {
#define GEN_PASS_DEF_PROMOTEFLOATSPASS
#include "snn/Dialect/AD/Transforms/Passes.h.inc"
} // namespace mlir::ad

using namespace mlir;

/// `value` as an f64, rounded once if its own format is wider.
static APFloat toDouble(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value;
}

/// The same values as f64, splat if they were.
static Attribute promoteElements(DenseElementsAttr attr) {
  return attr.mapValues(
      Float64Type::get(attr.getContext()),
      [](const APFloat &value) { return toDouble(value).bitcastToAPInt(); });
}

/// The floats of a constant whose bytes are kept beside the program.
static std::optional<std::pair<Attribute, WalkResult>>
promoteResource(DenseResourceElementsAttr attr) {
  AsmResourceBlob *blob = attr.getRawHandle().getBlob();
  if (!blob || !isa<FloatType>(attr.getElementType()))
    return std::nullopt;
  bool isSplat = false;
  if (!DenseElementsAttr::isValidRawBuffer(attr.getType(), blob->getData(),
                                           isSplat))
    return std::nullopt;
  auto values =
      DenseElementsAttr::getFromRawBuffer(attr.getType(), blob->getData());
  return std::make_pair(promoteElements(values), WalkResult::skip());
}

/// Replaces floating-point types, and the constants of such types, by f64.
static AttrTypeReplacer makeReplacer() {
  AttrTypeReplacer replacer;
  replacer.addReplacement([](FloatType type) -> Type {
    return Float64Type::get(type.getContext());
  });
  replacer.addReplacement([](FloatAttr attr) -> Attribute {
    return FloatAttr::get(Float64Type::get(attr.getContext()),
                          toDouble(attr.getValue()));
  });
  replacer.addReplacement(
      [](DenseFPElementsAttr attr) -> std::pair<Attribute, WalkResult> {
        return {promoteElements(attr), WalkResult::skip()};
      });
  replacer.addReplacement(promoteResource);
  return replacer;
}

namespace {
struct PromoteFloatsPass : ad::impl::PromoteFloatsPassBase<PromoteFloatsPass> {
  void runOnOperation() override {
    WalkResult checked = getOperation()->walk([](Operation *op) {
      if (!isa<arith::BitcastOp>(op))
        return WalkResult::advance();
      op->emitError("cannot compute in f64: the bits of a narrower float are "
                    "read here");
      return WalkResult::interrupt();
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    makeReplacer().recursivelyReplaceElementsIn(
        getOperation(), /*replaceAttrs=*/true, /*replaceLocs=*/false,
        /*replaceTypes=*/true);
    // Conversions between formats are now from f64 to f64.
    getOperation()->walk([](Operation *op) {
      if (!isa<arith::ExtFOp, arith::TruncFOp>(op))
        return;
      op->getResult(0).replaceAllUsesWith(op->getOperand(0));
      op->erase();
    });
  }
};
} // namespace
