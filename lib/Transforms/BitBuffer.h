//===- BitBuffer.h - Buffers with a bit per element -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_BITBUFFER_H
#define SNN_LIB_TRANSFORMS_BITBUFFER_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/PatternMatch.h"
#include "snn/Transforms/BitRows.h"

namespace mlir::snn {

/// A buffer of `i1` that can have a bit per element, the first of a row the
/// lowest. Its rows are padded to `word` bits, so that no two rows share a byte
/// and a word that begins in a row ends in it.
struct BitBuffer {
  /// The op that allocates it.
  Operation *root;
  int64_t word;
  /// What is done with it: a view comes before what is done with the view.
  SmallVector<Operation *> uses;
};

/// Looks at all that is done with what `root` allocates. If something needs
/// bytes, `explain` is told which op, and why.
FailureOr<BitBuffer>
matchBitBuffer(Operation *root,
               function_ref<void(Operation *, StringRef)> explain);

/// True if `value`, an index, is a multiple of `factor` wherever it is used.
bool isMultipleOf(Value value, int64_t factor);

/// Where bits are: a packed buffer or a view of one, and the words of its root.
/// `word` is 0 for a buffer that has a byte per element.
struct BitMemory {
  Value memory;
  int64_t word;
};

/// `width` elements from `indices` on as a vector of i1; what `mask` leaves out
/// is 0. `mask` may be null.
Value loadBits(OpBuilder &builder, Location loc, const BitMemory &from,
               ValueRange indices, int64_t width, Value mask);

/// Writes the elements of `bits`, a vector of i1, that `mask` names, or all.
/// Other elements of the bytes that it touches are written as they were.
void storeBits(OpBuilder &builder, Location loc, const BitMemory &to,
               ValueRange indices, Value bits, Value mask);

/// Gives `buffers` a bit per element and rewrites all that is done with them.
void packBuffers(RewriterBase &rewriter, ArrayRef<BitBuffer> buffers);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_BITBUFFER_H
