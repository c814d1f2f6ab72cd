//===- Failure.h - Compiled code that cannot go on -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An assertion of a program that fails while it runs becomes an error of the
// call, where upstream's lowering would end the process.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_FAILURE_H
#define SNN_RUNTIME_FAILURE_H

#include "snn/Runtime/Result.h"

namespace snn {
namespace runtime {

/// Calls `code(arguments)`. If that calls `snnFail` on this thread, the call
/// ends there and gives back the error; what the code had allocated is lost.
Status callGuarded(void (*code)(void **), void **arguments);

} // namespace runtime
} // namespace snn

extern "C" {
/// Does not return. On a thread that no `callGuarded` runs on, where there is
/// nothing to go back to, the message goes to stderr and the process exits 1.
[[noreturn]] void snnFail(const char *message);
}

#endif // SNN_RUNTIME_FAILURE_H
