//===- Threads.h - Threads of compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loads the OpenMP runtime and says how many threads compiled code uses.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_THREADS_H
#define SNN_EXECUTION_THREADS_H

#include "snn/Runtime/Result.h"

namespace mlir::snn {

/// Loads the OpenMP runtime that compiled code calls, on first use, and sets
/// how many threads parallel regions use; 0 means all cores. Returns that
/// number.
::snn::runtime::Result<int> setThreads(int threads);

} // namespace mlir::snn

#endif // SNN_EXECUTION_THREADS_H
