//===- LinalgRules.h - Parts of the rules of the linalg dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function per family of ops. Each has the contract of
// ReverseDifferentiableOpInterface::buildVJP.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H
#define SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir {
class DialectRegistry;
namespace ad {

class LinalgPayload;

/// The reverse of any op that has linalg's structured interface: contractions
/// for contractions, generics over the differentiated body for the rest, and
/// the reverse of a loop nest where the order of the iterations matters.
LogicalResult buildStructuredVJP(linalg::LinalgOp op, OpBuilder &builder,
                                 VJPContext &context, ValueRange cotangents);

/// Replaces `op` by a nest of scf.for over its elements and emits the reverse
/// of that.
LogicalResult buildSequentialVJP(linalg::LinalgOp op, OpBuilder &builder,
                                 VJPContext &context, ValueRange cotangents);

/// If `op` sums products of two inputs, and so is the cotangent of its input
/// number `input`, emits this contraction onto what the input has received.
/// Returns false, with nothing emitted, if not.
bool accumulateContraction(linalg::LinalgOp op, unsigned input,
                           OpBuilder &builder, VJPContext &context,
                           Value cotangent);

/// The cotangent of a result that is an extremum of `candidate` and the init,
/// divided by how many attain it: all of them have an equal share. `extremum`
/// is the payload's argument for the result. The init receives its share here.
Value splitAmongTies(LinalgPayload &payload, linalg::LinalgOp op,
                     unsigned result, Value candidate, BlockArgument extremum,
                     VJPContext &context, Value cotangent);

/// True if `candidate` is an element of a window that slides over an operand,
/// as in pooling: one of its elements then takes the whole derivative.
bool slidesWindow(LinalgPayload &payload, Value candidate);

/// Whether the payload's iteration is the first of its window that attains the
/// extremum, as a value of the payload. The init receives `cotangent` where no
/// element attains it.
Value isFirstOfWindow(LinalgPayload &payload, linalg::LinalgOp op,
                      unsigned result, Value candidate, BlockArgument extremum,
                      VJPContext &context, Value cotangent);

void registerLinalgActivity(DialectRegistry &registry);
void registerSoftmaxRule(DialectRegistry &registry);

} // namespace ad
} // namespace mlir

#endif // SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H
