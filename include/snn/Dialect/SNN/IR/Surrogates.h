//===- Surrogates.h - Surrogates of spikes and neurons ----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SURROGATES_H
#define SNN_DIALECT_SNN_IR_SURROGATES_H

#include "mlir/IR/Attributes.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/APFloat.h"

#include "snn/Dialect/SNN/IR/SNNEnums.h.inc"

#include "snn/Dialect/SNN/IR/SNNAttrInterfaces.h.inc"

#define GET_ATTRDEF_CLASSES
#include "snn/Dialect/SNN/IR/SNNAttrs.h.inc"

namespace mlir::snn {

/// Checks that the constants of `surrogate` can be had in the element type of
/// `type`: none becomes infinite, or zero that was not. An error is at `op`.
LogicalResult verifySurrogate(Operation *op, SurrogateAttrInterface surrogate,
                              Type type);

} // namespace mlir::snn

#endif // SNN_DIALECT_SNN_IR_SURROGATES_H
