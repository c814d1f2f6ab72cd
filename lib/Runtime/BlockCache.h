//===- BlockCache.h - Large freed blocks kept for reuse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Keeps large freed blocks, so that a training step that allocates what the
// last one freed does not have the system hand out and zero the same pages
// again.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_BLOCKCACHE_H
#define SNN_LIB_RUNTIME_BLOCKCACHE_H

#include <array>
#include <cstddef>
#include <mutex>

namespace snn {
namespace runtime {

/// Allocates the large blocks. The blocks in use and those kept together never
/// take more than the blocks in use have once taken: keeping freed blocks does
/// not raise the peak of the process.
class BlockCache {
public:
  /// Smaller blocks are malloc's: it keeps them without a page fault.
  static constexpr size_t smallestBlock = 1 << 20;
  /// A kept block serves a request when at most a fifth of it stays unused.
  static constexpr size_t wasteDivisor = 5;
  /// A step has a few dozen large buffers; a bound keeps the search short.
  static constexpr size_t maxKept = 64;

  static BlockCache &instance();

  /// At least `bytes` bytes aligned to `alignment`, kept or new; null without
  /// memory. `capacity` becomes their number.
  void *allocate(size_t bytes, size_t alignment, size_t &capacity);
  /// Takes back a block of `allocate`, with its capacity.
  void free(void *block, size_t capacity);
  /// Returns all kept blocks to the system.
  void clear();

private:
  struct Kept {
    void *block;
    size_t capacity;
  };

  void *takeKept(size_t bytes, size_t alignment, size_t &capacity);
  void noteInUse(size_t capacity);
  /// Drops the blocks kept longest until `room` more bytes fit below the peak.
  void makeRoom(size_t room);
  void dropOldest();

  std::mutex mutex;
  std::array<Kept, maxKept> kept; // Oldest first.
  size_t numKept = 0;
  size_t keptBytes = 0;
  size_t usedBytes = 0;
  size_t peakUsedBytes = 0;
};

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_BLOCKCACHE_H
