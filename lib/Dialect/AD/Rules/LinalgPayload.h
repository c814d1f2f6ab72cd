//===- LinalgPayload.h - The scalar body of a linalg op -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The derivative of a linalg op is made of its scalar body: a copy of the body
// is differentiated as straight-line code, and each cotangent or tangent
// becomes a linalg.generic over the slice of that copy that computes it.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_AD_RULES_LINALGPAYLOAD_H
#define SNN_LIB_DIALECT_AD_RULES_LINALGPAYLOAD_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "llvm/ADT/SmallBitVector.h"

namespace mlir::ad {

/// How one result of a linalg op comes from its init and the iterations.
struct ResultForm {
  enum Kind {
    Unseeded, ///< It is not wanted: it has no cotangent.
    Once,     ///< Each element is visited by one iteration.
    Sum,      ///< Iterations add to the init what does not depend on it.
    Extremum, ///< The largest or smallest of the init and `candidate`.
    Ordered,  ///< Anything else: the order of the iterations matters.
  };
  Kind kind;
  /// The value of the payload that an extremum is taken over.
  Value candidate;
};

/// A copy of the scalar body of a linalg op, in a holder that is erased with
/// this object. Arguments of its block stand for elements of tensors, by
/// indexing maps over the dimensions of the op.
class LinalgPayload {
public:
  /// Clones the body of `op` behind `builder`, less what only results need for
  /// which `wanted`, their cotangents or, in forward mode, the results
  /// themselves, has null.
  LinalgPayload(linalg::LinalgOp op, OpBuilder &builder, ValueRange wanted);
  ~LinalgPayload() { holder.erase(); }
  LinalgPayload(const LinalgPayload &) = delete;

  Block &getBlock() { return holder.getRegion().front(); }

  /// The argument of operand number `index` of the op, inputs first.
  BlockArgument getOperandArgument(unsigned index) {
    return getBlock().getArgument(index);
  }
  BlockArgument getInitArgument(unsigned result) {
    return getBlock().getArgument(op.getNumDpsInputs() + result);
  }
  AffineMap getMap(BlockArgument argument) const {
    return maps[argument.getArgNumber()];
  }
  /// What `argument` is an element of.
  Value getTensor(BlockArgument argument) const {
    return tensors[argument.getArgNumber()];
  }

  /// What the body yields for `result`, null if the result is not wanted.
  Value getYielded(unsigned result) const { return yielded[result]; }

  ResultForm classify(unsigned result);

  /// True if no value that iterations hand on to each other is used other than
  /// as the forms of the results say.
  bool hidesPartialResults(ArrayRef<ResultForm> forms);

  /// Values that the body uses and that are defined outside the op.
  SmallVector<Value> getCaptures();

  /// Adds an argument for the elements of `value`, which is visible where the
  /// sweep emits.
  BlockArgument addArgument(Value value, AffineMap map);

  /// One output of an adjoint op: `yielded`, a value of the block, written
  /// through `map` to `init` or added to it; of integers, which are places,
  /// the smaller one is kept.
  struct Output {
    Value yielded;
    AffineMap map;
    Value init;
    bool accumulates;
  };

  /// Emits one linalg.generic with `outputs` and returns its results. Of the
  /// primal operands it reads those that the outputs depend on, no other.
  SmallVector<Value> emit(DerivativeContext &context, ArrayRef<Output> outputs);

private:
  void clean();
  bool isSum(unsigned result);
  Value extremumCandidate(unsigned result);
  bool isYieldedElsewhere(Value value, unsigned result) const;

  linalg::LinalgOp op;
  /// A linalg.generic, so that linalg.index has the parent it needs.
  linalg::GenericOp holder;
  SmallVector<Value> yielded;
  /// For each argument of the block, what it is an element of, and where.
  SmallVector<Value> tensors;
  SmallVector<AffineMap> maps;
};

/// The dimensions that appear in `map` as plain results and nowhere else.
llvm::SmallBitVector plainDims(AffineMap map);

} // namespace mlir::ad

#endif // SNN_LIB_DIALECT_AD_RULES_LINALGPAYLOAD_H
