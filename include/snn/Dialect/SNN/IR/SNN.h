//===- SNN.h - The snn dialect: time loops, spikes, neurons -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNN_H
#define SNN_DIALECT_SNN_IR_SNN_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/SNN/IR/Surrogates.h"

namespace mlir::snn {

namespace detail {
/// Checks the constraints of `snn.scan` on the op alone (scan_c1 to scan_c13).
LogicalResult verifyScanStructure(Operation *op);
} // namespace detail

/// Verifies a scan before the interfaces that its constraints protect.
template <typename ConcreteType>
class ScanStructure : public OpTrait::TraitBase<ConcreteType, ScanStructure> {
public:
  static LogicalResult verifyTrait(Operation *op) {
    return detail::verifyScanStructure(op);
  }
};

} // namespace mlir::snn

#include "snn/Dialect/SNN/IR/SNNOpsDialect.h.inc"

#define GET_OP_CLASSES
#include "snn/Dialect/SNN/IR/SNNOps.h.inc"

#endif // SNN_DIALECT_SNN_IR_SNN_H
