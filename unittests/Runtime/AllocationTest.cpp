//===- AllocationTest.cpp - Tests of the memory of compiled code -*- C++
//-*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Alignment, counting, reuse of large blocks, and misuse.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Allocation.h"
#include "snn/Runtime/MemoryMeter.h"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <malloc.h>
#include <thread>
#include <vector>

using namespace snn::runtime;

namespace {

constexpr size_t MiB = 1 << 20;

class AllocationTest : public ::testing::Test {
protected:
  void SetUp() override {
    MemoryMeter::releaseFreedBlocks();
    start = MemoryMeter::live();
    MemoryMeter::reset();
  }
  size_t live() const { return MemoryMeter::live() - start; }
  size_t peak() const { return MemoryMeter::peak() - start; }

  size_t start = 0;
};

bool isAligned(void *block, size_t alignment) {
  return reinterpret_cast<uintptr_t>(block) % alignment == 0;
}

TEST_F(AllocationTest, BlocksAreAlignedAndWhole) {
  for (size_t size : {size_t{0}, size_t{1}, size_t{63}, size_t{64}, size_t{65},
                      size_t{4097}, MiB - 64, MiB, 3 * MiB + 5}) {
    void *block = _mlir_memref_to_llvm_alloc(size);
    ASSERT_NE(block, nullptr);
    EXPECT_TRUE(isAligned(block, 64)) << size;
    std::memset(block, 0xff, size);
    EXPECT_EQ(live(), size);
    _mlir_memref_to_llvm_free(block);
    EXPECT_EQ(live(), 0u);
  }
}

TEST_F(AllocationTest, RequestedAlignmentIsKept) {
  for (size_t alignment = 1; alignment <= 8192; alignment *= 2)
    for (size_t size : {size_t{100}, 2 * MiB}) {
      void *block = _mlir_memref_to_llvm_aligned_alloc(alignment, size);
      EXPECT_TRUE(isAligned(block, alignment < 64 ? 64 : alignment));
      std::memset(block, 0xff, size);
      _mlir_memref_to_llvm_free(block);
    }
  EXPECT_EQ(live(), 0u);
}

TEST_F(AllocationTest, FreeOfNullDoesNothing) {
  _mlir_memref_to_llvm_free(nullptr);
  EXPECT_EQ(live(), 0u);
}

TEST_F(AllocationTest, PeakIsTheMostThatWasLive) {
  void *a = _mlir_memref_to_llvm_alloc(1000);
  void *b = _mlir_memref_to_llvm_alloc(5 * MiB);
  _mlir_memref_to_llvm_free(b);
  void *c = _mlir_memref_to_llvm_alloc(2 * MiB);
  EXPECT_EQ(live(), 1000 + 2 * MiB);
  EXPECT_EQ(peak(), 1000 + 5 * MiB);
  MemoryMeter::reset();
  EXPECT_EQ(peak(), 1000 + 2 * MiB);
  _mlir_memref_to_llvm_free(a);
  _mlir_memref_to_llvm_free(c);
  EXPECT_EQ(live(), 0u);
  EXPECT_EQ(peak(), 1000 + 2 * MiB);
}

TEST_F(AllocationTest, LargeBlockIsReused) {
  void *first = _mlir_memref_to_llvm_alloc(8 * MiB);
  _mlir_memref_to_llvm_free(first);
  // Something else must not get in the way.
  void *other = _mlir_memref_to_llvm_alloc(100);
  void *second = _mlir_memref_to_llvm_alloc(8 * MiB - 1000);
  EXPECT_EQ(first, second);
  EXPECT_EQ(live(), 8 * MiB - 900);
  _mlir_memref_to_llvm_free(second);
  _mlir_memref_to_llvm_free(other);
}

TEST_F(AllocationTest, MuchLargerBlockIsNotWastedOnASmallRequest) {
  void *large = _mlir_memref_to_llvm_alloc(16 * MiB);
  _mlir_memref_to_llvm_free(large);
  void *small = _mlir_memref_to_llvm_alloc(2 * MiB);
  void *again = _mlir_memref_to_llvm_alloc(14 * MiB);
  EXPECT_NE(small, large);
  EXPECT_EQ(live(), 16 * MiB);
  _mlir_memref_to_llvm_free(small);
  _mlir_memref_to_llvm_free(again);
}

TEST_F(AllocationTest, ReuseRespectsAlignment) {
  std::vector<void *> blocks;
  for (int i = 0; i < 4; ++i)
    blocks.push_back(_mlir_memref_to_llvm_alloc(2 * MiB));
  for (void *block : blocks)
    _mlir_memref_to_llvm_free(block);
  for (void *&block : blocks) {
    block = _mlir_memref_to_llvm_aligned_alloc(4096, 2 * MiB - 8192);
    EXPECT_TRUE(isAligned(block, 4096));
  }
  for (void *block : blocks)
    _mlir_memref_to_llvm_free(block);
}

/// What malloc holds of the system's memory; 0 under the address sanitizer,
/// whose malloc does not tell.
size_t heldByMalloc() {
  struct mallinfo2 info = mallinfo2();
  return info.hblkhd + info.uordblks;
}

/// Growing sizes fit no kept block: those must go, or the process would hold
/// the sum of all sizes instead of the largest.
TEST_F(AllocationTest, KeptBlocksDoNotRaiseThePeakOfTheProcess) {
  size_t before = heldByMalloc(), most = 0;
  if (before == 0)
    GTEST_SKIP() << "malloc does not tell what it holds";
  for (size_t size = 2 * MiB; size <= 64 * MiB; size += 2 * MiB) {
    void *block = _mlir_memref_to_llvm_alloc(size);
    size_t held = heldByMalloc();
    most = held > before + most ? held - before : most;
    _mlir_memref_to_llvm_free(block);
  }
  EXPECT_GE(most, 64 * MiB);
  EXPECT_LE(most, 65 * MiB);
}

TEST_F(AllocationTest, ReleaseGivesKeptBlocksBack) {
  _mlir_memref_to_llvm_free(_mlir_memref_to_llvm_alloc(64 * MiB));
  size_t kept = heldByMalloc();
  if (kept == 0)
    GTEST_SKIP() << "malloc does not tell what it holds";
  MemoryMeter::releaseFreedBlocks();
  size_t left = heldByMalloc();
  EXPECT_GE(kept - left, 64 * MiB);
}

TEST_F(AllocationTest, MoreFreedBlocksThanAreKept) {
  std::vector<void *> blocks;
  for (int i = 0; i < 100; ++i)
    blocks.push_back(_mlir_memref_to_llvm_alloc(MiB + i));
  EXPECT_EQ(live(), 100 * MiB + 99 * 50);
  for (void *block : blocks)
    _mlir_memref_to_llvm_free(block);
  EXPECT_EQ(live(), 0u);
}

TEST_F(AllocationTest, ThreadsAllocateAtOnce) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 8; ++t)
    threads.emplace_back([t, &wrong] {
      unsigned char mark = static_cast<unsigned char>(t + 1);
      for (int i = 0; i < 300; ++i) {
        size_t size = i % 3 ? 1000 + t : MiB + 4096 * t;
        auto *block =
            static_cast<unsigned char *>(_mlir_memref_to_llvm_alloc(size));
        block[0] = block[size / 2] = block[size - 1] = mark;
        std::this_thread::yield();
        if (block[0] != mark || block[size / 2] != mark ||
            block[size - 1] != mark)
          ++wrong;
        _mlir_memref_to_llvm_free(block);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(live(), 0u);
  EXPECT_GE(peak(), MiB);
  EXPECT_LE(peak(), 8 * (MiB + 4096 * 8));
}

using AllocationDeathTest = AllocationTest;

TEST_F(AllocationDeathTest, NoMemoryEndsWithOneLine) {
  EXPECT_EXIT(_mlir_memref_to_llvm_alloc(SIZE_MAX / 2),
              ::testing::ExitedWithCode(1),
              "error: not enough memory: the compiled code asked for "
              "9223372036854775807 bytes\n$");
  EXPECT_EXIT(_mlir_memref_to_llvm_alloc(SIZE_MAX - 8),
              ::testing::ExitedWithCode(1), "asked for 18446744073709551607");
}

TEST_F(AllocationDeathTest, HandlerDecidesHowToEnd) {
  auto handler = [](size_t) { std::_Exit(7); };
  EXPECT_EXIT(
      {
        setOutOfMemoryHandler(handler);
        _mlir_memref_to_llvm_alloc(SIZE_MAX / 2);
      },
      ::testing::ExitedWithCode(7), "");
}

TEST_F(AllocationDeathTest, MisuseIsCaught) {
  void *block = _mlir_memref_to_llvm_alloc(4 * MiB);
  _mlir_memref_to_llvm_free(block);
  EXPECT_DEATH(_mlir_memref_to_llvm_free(block), "freed a block twice");
  alignas(64) static char memory[256];
  EXPECT_DEATH(_mlir_memref_to_llvm_free(memory + 128),
               "freed a block it never allocated");
}

} // namespace
