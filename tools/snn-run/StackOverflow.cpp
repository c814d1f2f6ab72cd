//===- StackOverflow.cpp - A full stack is one clear error -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StackOverflow.h"
#include <csignal>
#include <cstdint>
#include <sys/resource.h>
#include <unistd.h>

namespace {
/// Frames of compiled code that hold tensors' tiles are large: a fault so far
/// below the end of the stack is still one of the stack's.
constexpr uintptr_t kFrame = uintptr_t(1) << 20;

/// Where the handler runs, since the stack is full.
alignas(16) char handlerStack[1 << 14];
uintptr_t stackTop = 0, stackBytes = 0;
/// LLVM's handler, which gets every other fault.
struct sigaction before;

constexpr char kMessage[] =
    "snn-run: error: the stack is full: a function calls itself without end, "
    "or more often than the stack is deep ('ulimit -s' makes it deeper)\n";

/// Calls nothing but what a handler may.
void handle(int signal, siginfo_t *info, void *) {
  uintptr_t address = reinterpret_cast<uintptr_t>(info->si_addr);
  uintptr_t end = stackTop - stackBytes;
  if (address < stackTop && address + kFrame >= end && address < end + kFrame) {
    (void)!write(STDERR_FILENO, kMessage, sizeof(kMessage) - 1);
    _exit(1);
  }
  sigaction(signal, &before, nullptr);
}
} // namespace

/// The instruction runs again after a fault that is not the stack's, under the
/// handler from before.
void mlir::snn::reportStackOverflow() {
  rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return;
  stackTop = reinterpret_cast<uintptr_t>(&limit);
  stackBytes = limit.rlim_cur;
  stack_t stack = {};
  stack.ss_sp = handlerStack;
  stack.ss_size = sizeof(handlerStack);
  struct sigaction action = {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  if (sigaltstack(&stack, nullptr) == 0)
    sigaction(SIGSEGV, &action, &before);
}
