//===- MemoryCounters.h - Counters behind MemoryMeter -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Atomic counters of live and peak bytes.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_MEMORYCOUNTERS_H
#define SNN_LIB_RUNTIME_MEMORYCOUNTERS_H

#include <atomic>
#include <cstddef>

namespace snn {
namespace runtime {

/// Relaxed throughout: the counts are statistics and order nothing else.
class MemoryCounters {
public:
  void add(size_t bytes) {
    size_t now = liveBytes.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    size_t seen = peakBytes.load(std::memory_order_relaxed);
    while (now > seen && !peakBytes.compare_exchange_weak(
                             seen, now, std::memory_order_relaxed))
      ;
  }
  void subtract(size_t bytes) {
    liveBytes.fetch_sub(bytes, std::memory_order_relaxed);
  }
  void reset() { peakBytes.store(live(), std::memory_order_relaxed); }

  size_t live() const { return liveBytes.load(std::memory_order_relaxed); }
  size_t peak() const { return peakBytes.load(std::memory_order_relaxed); }

private:
  std::atomic<size_t> liveBytes{0};
  std::atomic<size_t> peakBytes{0};
};

extern MemoryCounters memoryCounters;

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_MEMORYCOUNTERS_H
