//===- Failure.cpp - Compiled code that cannot go on -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Failure.h"

#include <cfenv>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>

using namespace snn::runtime;

namespace {
/// The innermost guarded call of this thread, and what made it fail. Compiled
/// code has no frames that need unwinding, so a jump leaves them.
thread_local std::jmp_buf *guard = nullptr;
thread_local std::string failure;
} // namespace

/// Calls may nest: `outer` is put back in either case. Code between here and
/// the failing assertion is compiled code alone, which has nothing to destroy.
Status snn::runtime::callGuarded(void (*code)(void **), void **arguments) {
  std::jmp_buf here;
  std::jmp_buf *outer = guard;
  // Code that takes subnormals for zero does not come to undo that.
  std::fenv_t environment;
  std::fegetenv(&environment);
  guard = &here;
  bool failed = setjmp(here) != 0;
  if (!failed)
    code(arguments);
  guard = outer;
  if (!failed)
    return {};
  std::fesetenv(&environment);
  return Error(failure);
}

void snnFail(const char *message) {
  if (!guard) {
    std::fprintf(stderr, "error: %s\n", message);
    std::_Exit(1);
  }
  failure = message;
  std::longjmp(*guard, 1);
}
