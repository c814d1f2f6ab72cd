//===- SNNDialect.cpp - The snn dialect and its inlining -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/InliningUtils.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

#include "snn/Dialect/SNN/IR/SNNOpsDialect.cpp.inc"

namespace {
/// Every op may be inlined, and anything may be inlined into the regions of
/// ours: a time loop's body is where layers written as functions are called.
struct SNNInlinerInterface : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;
  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final {
    return true;
  }
  bool isLegalToInline(Region *, Region *, bool, IRMapping &) const final {
    return true;
  }
};
} // namespace

void SNNDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "snn/Dialect/SNN/IR/SNNOps.cpp.inc"
      >();
  registerSurrogates();
  addInterfaces<SNNInlinerInterface>();
}

/// 'snn.spikes' declares that a float argument holds only zeros and ones, which
/// is checked when the program is called.
LogicalResult SNNDialect::verifyRegionArgAttribute(Operation *op, unsigned,
                                                   unsigned argument,
                                                   NamedAttribute attribute) {
  // Below func.func an argument may be a pointer, or several.
  auto function = dyn_cast<func::FuncOp>(op);
  if (!function || attribute.getName() != kSpikesAttrName)
    return success();
  if (!isa<UnitAttr>(attribute.getValue()))
    return op->emitOpError("expects '")
           << kSpikesAttrName << "' of argument " << argument
           << " to have no value, got " << attribute.getValue();
  Type type = function.getArgumentTypes()[argument];
  if (isa<FloatType>(type) || (isa<RankedTensorType, MemRefType>(type) &&
                               isa<FloatType>(getElementTypeOrSelf(type))))
    return success();
  return op->emitOpError("expects argument ")
         << argument << ", declared '" << kSpikesAttrName
         << "', to be a float or a ranked tensor of floats, got " << type;
}
