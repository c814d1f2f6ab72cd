//===- ScanPatterns.h - Parts of the form of time loops ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_IR_SCANPATTERNS_H
#define SNN_LIB_DIALECT_SNN_IR_SCANPATTERNS_H

#include "snn/Dialect/SNN/IR/SNN.h"
#include "llvm/ADT/BitVector.h"

namespace mlir::snn::detail {

/// The carried values that a used result or an effect of the body depends on,
/// directly or over further steps.
BitVector findNeededCarried(ScanOp scan);

/// Adds the patterns that move casts that forget sizes out of a scan.
void populateScanCastPatterns(RewritePatternSet &patterns);

} // namespace mlir::snn::detail

#endif // SNN_LIB_DIALECT_SNN_IR_SCANPATTERNS_H
