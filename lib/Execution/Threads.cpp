//===- Threads.cpp - Threads of compiled code -*- C++ -*-===//
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

#include "snn/Execution/Threads.h"
#include <dlfcn.h>
#include <unistd.h>

using ::snn::runtime::Error;
using ::snn::runtime::Result;

/// 0 means one thread for each processor that is online. Returns the number
/// set.
Result<int> mlir::snn::setThreads(int threads) {
  // Global, so that the JIT finds the entry points of parallel regions. Never
  // unloaded: its threads outlive every caller.
  static void *openmp = dlopen("libomp.so.5", RTLD_NOW | RTLD_GLOBAL);
  if (!openmp)
    return Error("cannot load the OpenMP runtime libomp.so.5 (Debian package "
                 "libomp5)");
  if (threads == 0)
    threads = int(sysconf(_SC_NPROCESSORS_ONLN));
  auto *set =
      reinterpret_cast<void (*)(int)>(dlsym(openmp, "omp_set_num_threads"));
  if (!set)
    return Error("libomp.so.5 has no omp_set_num_threads");
  set(threads);
  return threads;
}
