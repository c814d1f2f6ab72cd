//===- MutationTest.cpp - Tests of the readers on damaged files -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Thousands of random changes to valid files: each gives the right arrays or
// one line of error, never a crash. Best run under the address sanitizer.
//
//===----------------------------------------------------------------------===//

#include "TestFiles.h"
#include "snn/Runtime/Idx.h"
#include "snn/Runtime/Npz.h"

#include <map>
#include <random>

using namespace snn::runtime;

namespace {

constexpr int numMutations = 3000;

void expectOneLine(const Error &error) {
  EXPECT_FALSE(error.message().empty());
  EXPECT_EQ(error.message().find('\n'), std::string::npos) << error.message();
  // The longest names a type of 64 dimensions.
  EXPECT_LT(error.message().size(), 1000u) << error.message();
}

class MutationTest : public FileTest {
protected:
  size_t upTo(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound)(random);
  }

  /// Cuts, flips, overwrites, inserts, removes or repeats some bytes.
  void mutateOnce(std::string &bytes) {
    size_t at = upTo(bytes.size() - 1);
    switch (upTo(6)) {
    case 0:
      return bytes.resize(at);
    case 1:
      bytes[at] ^= static_cast<char>(1 << upTo(7));
      return;
    case 2:
      bytes[at] = static_cast<char>(upTo(255));
      return;
    case 3:
      bytes.insert(at, upTo(8), static_cast<char>(upTo(255)));
      return;
    case 4:
      bytes.erase(at, upTo(8));
      return;
    case 5: // The values at which sizes overflow.
      for (size_t i = at; i < bytes.size() && i < at + 4; ++i)
        bytes[i] = '\xff';
      return;
    default:
      bytes.insert(at, bytes.substr(upTo(bytes.size() - 1), upTo(40)));
    }
  }

  std::string mutate(std::string bytes) {
    for (size_t changes = 1 + upTo(2); changes > 0 && !bytes.empty(); --changes)
      mutateOnce(bytes);
    return bytes;
  }

  /// Reads every array. The checksum protects headers and elements, so what can
  /// be read at all is what was written.
  void readAll(const NpzReader &reader,
               const std::map<std::string, Array> &whole) {
    for (const std::string &name : reader.names()) {
      (void)reader.describe(name);
      Result<Array> array = reader.read(name);
      auto found = whole.find(name);
      if (!array)
        expectOneLine(array.error());
      else if (found != whole.end())
        EXPECT_TRUE(sameArray(*array, found->second)) << name;
    }
  }

  void mutateNpz(const std::string &original) {
    std::map<std::string, Array> whole;
    Result<NpzReader> first = NpzReader::open(write("x.npz", original));
    ASSERT_TRUE(succeeded(first));
    for (const std::string &name : first->names())
      whole.emplace(name, std::move(*first->read(name)));
    int refused = 0;
    for (int i = 0; i < numMutations; ++i) {
      Result<NpzReader> reader =
          NpzReader::open(write("x.npz", mutate(original)));
      if (reader) {
        readAll(*reader, whole);
        continue;
      }
      expectOneLine(reader.error());
      ++refused;
    }
    // Otherwise the mutations were too mild, or too wild, to mean anything.
    EXPECT_GT(refused, numMutations / 10);
    EXPECT_LT(refused, numMutations * 9 / 10);
  }

  void mutateIdx(const std::string &original) {
    ASSERT_TRUE(succeeded(readIdx(write("x.idx", original))));
    int refused = 0;
    for (int i = 0; i < numMutations; ++i) {
      Result<Array> array = readIdx(write("x.idx", mutate(original)));
      if (array)
        continue;
      expectOneLine(array.error());
      ++refused;
    }
    EXPECT_GT(refused, numMutations / 10);
  }

  /// The same in every run, so that a failure can be looked at;
  /// --gtest_random_seed tries others.
  std::mt19937 random{20261123u +
                      static_cast<unsigned>(GTEST_FLAG_GET(random_seed))};
};

TEST_F(MutationTest, NumPyArchive) {
  mutateNpz(readBytes(inputPath("numpy-versions.npz")));
}

TEST_F(MutationTest, DeflatedArchive) {
  mutateNpz(readBytes(inputPath("numpy-deflated.npz")));
}

TEST_F(MutationTest, ArchiveOfOurs) {
  Result<Array> a = Array::zeros(ElementType::F32, {7, 3});
  Result<Array> b = Array::zeros(ElementType::Bool, {});
  ASSERT_TRUE(succeeded(a) && succeeded(b));
  ASSERT_TRUE(
      succeeded(writeNpz(pathOf("ours.npz"), {{"res0", &*a}, {"res1", &*b}})));
  mutateNpz(readBytes(pathOf("ours.npz")));
}

/// Changed before the checksum is taken, so that the parser sees it.
TEST_F(MutationTest, NpyHeader) {
  std::string array =
      npyBytes("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }",
               std::string(24, 'x'));
  int refused = 0;
  for (int i = 0; i < numMutations; ++i) {
    writeArchive(pathOf("x.npz"), {{"x.npy", mutate(array)}});
    Result<NpzReader> reader = NpzReader::open(pathOf("x.npz"));
    ASSERT_TRUE(succeeded(reader));
    Result<Array> read = reader->read("x");
    if (read)
      continue;
    expectOneLine(read.error());
    ++refused;
  }
  EXPECT_GT(refused, numMutations / 2);
}

TEST_F(MutationTest, Idx) {
  std::string bytes("\0\0\x0d\2\0\0\0\3\0\0\0\2", 12);
  mutateIdx(bytes + std::string(24, 'x'));
}

TEST_F(MutationTest, IdxGzip) {
  std::string bytes("\0\0\x08\1\0\0\2\0", 8);
  for (int i = 0; i < 512; ++i)
    bytes += static_cast<char>(i * i >> 3);
  mutateIdx(gzipBytes(bytes));
}

} // namespace
