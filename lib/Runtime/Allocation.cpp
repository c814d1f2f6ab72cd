//===- Allocation.cpp - Memory of compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every block has a header before it with its size, so that free can count.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Allocation.h"

#include "BlockCache.h"
#include "MemoryCounters.h"

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace snn::runtime;

namespace {
/// A cache line and an AVX-512 register.
constexpr size_t minAlignment = 64;
/// Tells a block of ours from other memory, and a freed one from a live one.
constexpr uint64_t liveMark = 0x534e4e6c69766521;
constexpr uint64_t freedMark = 0x534e4e6672656564;

/// Stands right before the block, inside the alignment's padding.
struct Header {
  uint64_t mark;
  size_t size;
  /// Bytes of the whole allocation, and how many of them precede the block.
  size_t capacity;
  size_t offset;
};
static_assert(sizeof(Header) <= minAlignment, "the header fits the padding");

/// The header touches the block, wherever the padding before it starts.
Header *headerOf(void *block) { return static_cast<Header *>(block) - 1; }

/// The default handler.
[[noreturn]] void reportOutOfMemory(size_t bytes) {
  std::fprintf(stderr,
               "error: not enough memory: the compiled code asked for %zu "
               "bytes\n",
               bytes);
  std::fflush(stderr);
  // Not exit(): another thread may be inside compiled code.
  std::_Exit(1);
}

std::atomic<OutOfMemoryHandler> outOfMemoryHandler{reportOutOfMemory};

[[noreturn]] void outOfMemory(size_t bytes) {
  outOfMemoryHandler.load()(bytes);
  reportOutOfMemory(bytes); // A handler that returns is not followed.
}

/// Decided by the capacity at both ends of a block's life, so that a block goes
/// back to where it came from.
bool isLarge(size_t total) { return total >= BlockCache::smallestBlock; }

/// A block of `size` bytes at a multiple of `alignment`, its header before it.
/// Never null: without memory the handler ends the process or leaves the call.
void *allocateBlock(size_t alignment, size_t size) {
  // Header and block, rounded up to a multiple of the alignment.
  // A memref's size is computed at run time and may be absurd.
  size_t total;
  if (__builtin_add_overflow(size, 2 * alignment - 1, &total))
    outOfMemory(size);
  total -= total % alignment;
  size_t capacity = total;
  void *base = isLarge(total)
                   ? BlockCache::instance().allocate(total, alignment, capacity)
                   : std::aligned_alloc(alignment, total);
  if (!base)
    outOfMemory(size);
  void *block = static_cast<char *>(base) + alignment;
  *headerOf(block) = {liveMark, size, capacity, alignment};
  memoryCounters.add(size);
  return block;
}
} // namespace

OutOfMemoryHandler
snn::runtime::setOutOfMemoryHandler(OutOfMemoryHandler handler) {
  return outOfMemoryHandler.exchange(handler ? handler : reportOutOfMemory);
}

void *_mlir_memref_to_llvm_alloc(size_t size) {
  return allocateBlock(minAlignment, size);
}

void *_mlir_memref_to_llvm_aligned_alloc(size_t alignment, size_t size) {
  return allocateBlock(alignment < minAlignment ? minAlignment : alignment,
                       size);
}

/// A block that is none of ours, or was freed, ends the process: going on would
/// corrupt somebody else's data.
void _mlir_memref_to_llvm_free(void *block) {
  if (!block)
    return;
  Header *header = headerOf(block);
  // Nothing sensible is left to do: the heap is no longer what it should be.
  if (header->mark != liveMark) {
    std::fprintf(stderr, "error: compiled code freed a block %s\n",
                 header->mark == freedMark ? "twice" : "it never allocated");
    std::abort();
  }
  // Stays readable while the block is kept for reuse.
  header->mark = freedMark;
  memoryCounters.subtract(header->size);
  void *base = static_cast<char *>(block) - header->offset;
  if (isLarge(header->capacity))
    BlockCache::instance().free(base, header->capacity);
  else
    std::free(base);
}
