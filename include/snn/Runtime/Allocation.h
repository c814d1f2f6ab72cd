//===- Allocation.h - Memory of compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The allocation functions that compiled code calls, and what happens when
// there is no memory left.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_ALLOCATION_H
#define SNN_RUNTIME_ALLOCATION_H

#include <cstddef>

/// The functions that MLIR's `finalize-memref-to-llvm{use-generic-functions}`
/// calls for memref.alloc and memref.dealloc. Every block is aligned to 64
/// bytes or more and counted by MemoryMeter. They never return null: see
/// `setOutOfMemoryHandler`. A JIT registers their addresses by these names.
extern "C" {
void *_mlir_memref_to_llvm_alloc(size_t size);
void *_mlir_memref_to_llvm_aligned_alloc(size_t alignment, size_t size);
/// `block` is null or was returned by one of the above and not freed since; a
/// block that was not, as far as its header shows, ends the process.
void _mlir_memref_to_llvm_free(void *block);
}

namespace snn {
namespace runtime {

/// Called with the size that could not be had. Compiled code has no way to go
/// on, so a handler must not return. The default one writes one line to stderr
/// and ends the process with status 1, as bad input does.
using OutOfMemoryHandler = void (*)(size_t bytes);

/// Sets the handler, or with null the default one, and returns the one before.
OutOfMemoryHandler setOutOfMemoryHandler(OutOfMemoryHandler handler);

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_ALLOCATION_H
