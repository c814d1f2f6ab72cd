//===- BlockCache.cpp - Large freed blocks kept for reuse -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A short list under a lock: large blocks are few and cost far more than it
// does.
//
//===----------------------------------------------------------------------===//

#include "BlockCache.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace snn::runtime;

BlockCache &BlockCache::instance() {
  // Never destroyed: compiled code may free while static objects are taken
  // down.
  static BlockCache *cache = new BlockCache;
  return *cache;
}

/// Buffers of a program are asked for and freed again with every call; fresh
/// from the system each page of them would cost a fault.
void *BlockCache::allocate(size_t bytes, size_t alignment, size_t &capacity) {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (void *block = takeKept(bytes, alignment, capacity)) {
      noteInUse(capacity);
      return block;
    }
    // Counted before it is allocated: two threads at once make room for both.
    makeRoom(bytes);
    noteInUse(bytes);
  }
  // Outside the lock: getting new pages from the system takes long.
  capacity = bytes;
  void *block = std::aligned_alloc(alignment, bytes);
  if (!block) {
    // What is kept may be what is missing.
    clear();
    block = std::aligned_alloc(alignment, bytes);
  }
  if (!block) {
    std::lock_guard<std::mutex> lock(mutex);
    usedBytes -= bytes;
  }
  return block;
}

void BlockCache::free(void *block, size_t capacity) {
  std::lock_guard<std::mutex> lock(mutex);
  usedBytes -= capacity;
  // The block kept longest is the least likely to be asked for again.
  if (numKept == maxKept)
    dropOldest();
  kept[numKept++] = {block, capacity};
  keptBytes += capacity;
}

void BlockCache::clear() {
  std::lock_guard<std::mutex> lock(mutex);
  while (numKept > 0)
    dropOldest();
}

/// Null if no kept block fits. `capacity` is set to what the block has.
void *BlockCache::takeKept(size_t bytes, size_t alignment, size_t &capacity) {
  // The tightest fit; among equals the one freed last, whose pages are warmest.
  size_t best = numKept;
  for (size_t i = 0; i < numKept; ++i) {
    // A much larger block stays for a request of its own size.
    const Kept &entry = kept[i];
    bool fits = entry.capacity >= bytes &&
                entry.capacity - bytes <= entry.capacity / wasteDivisor &&
                reinterpret_cast<uintptr_t>(entry.block) % alignment == 0;
    if (fits && (best == numKept || entry.capacity <= kept[best].capacity))
      best = i;
  }
  if (best == numKept)
    return nullptr;
  Kept found = kept[best];
  std::move(kept.begin() + best + 1, kept.begin() + numKept,
            kept.begin() + best);
  --numKept;
  keptBytes -= found.capacity;
  capacity = found.capacity;
  return found.block;
}

void BlockCache::noteInUse(size_t capacity) {
  usedBytes += capacity;
  peakUsedBytes = std::max(peakUsedBytes, usedBytes);
}

/// What is kept never makes the process larger than it has been at its peak.
void BlockCache::makeRoom(size_t room) {
  // The peak so far is memory that the process has already had.
  size_t bound = std::max(peakUsedBytes, usedBytes + room);
  while (numKept > 0 && usedBytes + room + keptBytes > bound)
    dropOldest();
}

void BlockCache::dropOldest() {
  std::free(kept[0].block);
  keptBytes -= kept[0].capacity;
  std::move(kept.begin() + 1, kept.begin() + numKept, kept.begin());
  --numKept;
}
