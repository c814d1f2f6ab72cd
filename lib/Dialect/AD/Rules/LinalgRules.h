//===- LinalgRules.h - Parts of the rules of the linalg dialect -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function per family of ops. Each has the contract of
// ReverseDifferentiableOpInterface::buildVJP or of its forward twin.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H
#define SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/AD/Rules/JVPContext.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"

namespace mlir {
class DialectRegistry;
namespace ad {

struct Extremum;

/// The reverse of any op that has linalg's structured interface: contractions
/// for contractions, generics over the differentiated body for the rest, and
/// the reverse of a loop nest where the order of the iterations matters.
LogicalResult buildStructuredVJP(linalg::LinalgOp op, OpBuilder &builder,
                                 VJPContext &context, ValueRange cotangents);

/// The tangents of such an op's results: the op itself on tangents for
/// contractions, generics over the tangents of the body for the rest, one
/// generic for values and tangents where the order of the iterations matters.
LogicalResult buildStructuredJVP(linalg::LinalgOp op, OpBuilder &builder,
                                 JVPContext &context, ValueRange tangents);

/// Replaces `op` by one that computes the tangents beside the values, each
/// iteration from the tangents that it is handed: right for every body.
LogicalResult buildDualJVP(linalg::LinalgOp op, JVPContext &context,
                           ValueRange tangents);

/// True if the body of `op` is out + a * b in one floating-point type.
bool hasMultiplyAddBody(linalg::LinalgOp op);

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

/// The cotangent of a result that is an extremum, divided by how many elements
/// attain it: all of them have an equal share. The init receives its share
/// here.
Value splitAmongTies(Extremum &extremum, VJPContext &context, Value cotangent);

/// Whether the payload's iteration is the first of its window that attains the
/// extremum, as a value of the payload. The init receives `cotangent` where no
/// element attains it.
Value isFirstOfWindow(Extremum &extremum, VJPContext &context, Value cotangent);

/// The tangent of a result that is an extremum. `tangent` is that of the
/// candidate, a value of the payload; null where it is zero.
Value emitExtremumTangent(Extremum &extremum, JVPContext &context,
                          Value tangent);

void registerLinalgActivity(DialectRegistry &registry);
void registerSoftmaxRule(DialectRegistry &registry);

} // namespace ad
} // namespace mlir

#endif // SNN_LIB_DIALECT_AD_RULES_LINALGRULES_H
