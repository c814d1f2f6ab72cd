//===- BlockArrays.h - Arrays that a block computes with -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a block allocates, and what it reads again and again of the memory that
// it shares with others; how large that is and how often it is looked at.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_GPU_BLOCKARRAYS_H
#define SNN_LIB_GPU_BLOCKARRAYS_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace mlir::snn {

/// An array that may lie in the memory that the threads of a block share.
struct BlockArray {
  /// Allocated in the launch, or defined outside and only read in it.
  Value array;
  /// A size that no block exceeds, for each dimension: a number or a value from
  /// outside the launch.
  SmallVector<OpFoldResult> sizes;
  /// Of all elements; 0 where that is not known when compiling.
  int64_t bytes = 0;
  /// Its size is known, and all that uses it takes memory of any kind.
  bool mayBeShared = false;
  /// Bytes that are read or written, as an estimate in which an inner loop
  /// counts kTrips times.
  double traffic = 0;

  MemRefType type() const { return cast<MemRefType>(array.getType()); }
  bool isCaptured() const;

  /// The sizes that the type leaves open.
  SmallVector<Value> dynamicSizes() const;

  /// What shared memory saves: traffic per byte of it.
  double worth() const { return bytes == 0 ? 0 : traffic / double(bytes); }
};

/// The arrays of `launch`, in order of appearance. Fails after an error at an
/// allocation whose size only the block knows.
FailureOr<SmallVector<BlockArray>> findBlockArrays(gpu::LaunchOp launch);

} // namespace mlir::snn

#endif // SNN_LIB_GPU_BLOCKARRAYS_H
