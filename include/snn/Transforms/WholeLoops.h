//===- WholeLoops.h - Time loops that no tiles go through -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TRANSFORMS_WHOLELOOPS_H
#define SNN_TRANSFORMS_WHOLELOOPS_H

#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::snn {

/// A time loop that `snn-fuse-time` leaves whole, by what is known of it: the
/// op in it that tiles of samples cannot compute, and why.
struct WholeLoop {
  OperationName op;
  Location location;
  StringRef reason;

  /// What the report and the remarks of `snn-fuse-time` say at the op.
  std::string describe() const {
    return ("the time loop around it stays whole: " + reason).str();
  }
};

/// The time loops of `function` that stay whole, along the axis that comes
/// closest. The function is not changed.
SmallVector<WholeLoop> findWholeLoops(FunctionOpInterface function);

} // namespace mlir::snn

#endif // SNN_TRANSFORMS_WHOLELOOPS_H
