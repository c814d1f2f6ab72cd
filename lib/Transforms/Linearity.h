//===- Linearity.h - Bodies that add up over tiles -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_LINEARITY_H
#define SNN_LIB_TRANSFORMS_LINEARITY_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// How a scalar depends on addends.
enum class Degree {
  Zero,     ///< it is zero
  Any,      ///< not known yet: whatever lets it go on
  Constant, ///< not at all
  Linear,   ///< the value for a sum is the sum of the values
  Other
};

/// How the result of `op` depends on addends, of which its operands are
/// `degrees`.
Degree degreeOf(Operation *op, ArrayRef<Degree> degrees);

/// How `value` depends on the arguments of `body`, the body of a structured op,
/// of which `degreeOfInput` says what they are. What the body captures is
/// constant.
Degree degreeIn(Block &body, Value value,
                function_ref<Degree(BlockArgument)> degreeOfInput);

/// True if `value` is `sum` plus something that does not depend on `sum`,
/// perhaps under a condition.
bool addsTo(Value value, BlockArgument sum);

/// True if `value`, or every element of it, is known to be zero: -0.0 is not.
bool isZero(Value value);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_LINEARITY_H
