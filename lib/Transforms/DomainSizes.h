//===- DomainSizes.h - Which dimensions of tensors are equal -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_DOMAINSIZES_H
#define SNN_LIB_TRANSFORMS_DOMAINSIZES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::snn {

/// Classes of sizes that are equal, whether known or not: an op that reads two
/// tensors along one loop needs their sizes equal, and so on through a block.
class DomainSizes {
public:
  /// Learns from `op` and from what defines its operands.
  void learn(Operation *op);

  /// One number per dimension of `tensor`; equal numbers are equal sizes.
  SmallVector<int64_t> domainOf(Value tensor);

private:
  /// Dimension of a tensor, or an SSA value of type index with dimension -1.
  using Size = std::pair<Value, int64_t>;

  void learnStructured(linalg::LinalgOp op);
  void learnShape(Operation *op);
  void setEqual(Size lhs, Size rhs);
  void setAllEqual(Value lhs, Value rhs);
  void setSizes(Value tensor, ArrayRef<OpFoldResult> sizes);
  unsigned classOf(Size size);

  DenseMap<Size, unsigned> ids;
  SmallVector<unsigned> parent;
  /// The size of a class if it is a constant, else dynamic.
  SmallVector<int64_t> known;
  DenseSet<Operation *> learned;
};

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_DOMAINSIZES_H
