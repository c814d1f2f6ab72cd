//===- MemoryMeter.h - Bytes held by compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Counts what compiled code has allocated: live bytes and their peak.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_MEMORYMETER_H
#define SNN_RUNTIME_MEMORYMETER_H

#include <cstddef>

namespace snn {
namespace runtime {

/// The sizes that compiled code asked for, over all threads of the process.
/// Headers, alignment and freed blocks kept for reuse are not counted.
class MemoryMeter {
public:
  MemoryMeter() = delete;

  /// Bytes allocated and not freed.
  static size_t live();
  /// The most that `live` has been since `reset`, or since the start.
  static size_t peak();
  /// Makes the peak what is live now.
  static void reset();

  /// Returns freed blocks that are kept for reuse to the system.
  static void releaseFreedBlocks();
};

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_MEMORYMETER_H
