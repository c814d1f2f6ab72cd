//===- DetachNests.h - Nests with loops and memory of their own -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_DETACHNESTS_H
#define SNN_LIB_TRANSFORMS_DETACHNESTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::snn {

/// Lets the loops of `op` run as its results lie, where those lie in one order.
void alignLoops(linalg::GenericOp op);

/// Gives `op`, a nest, destinations of its own, and what it read of the old
/// ones as inputs: then the op that others join depends on its inputs alone.
linalg::GenericOp detachDestinations(RewriterBase &rewriter,
                                     linalg::GenericOp op);

/// Lets copies of what a loop carries, into its stacks or to another carried
/// position, be nests: a body that reads the value then writes the copy too.
void openCopies(RewriterBase &rewriter, scf::ForOp loop);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_DETACHNESTS_H
