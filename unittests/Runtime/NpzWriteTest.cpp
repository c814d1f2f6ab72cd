//===- NpzWriteTest.cpp - Tests of writing npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is written is read back, by us and by NumPy, or leaves nothing behind.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Npz.h"

#include "TestFiles.h"

#include <csignal>
#include <cstdlib>
#include <sys/resource.h>

using namespace snn::runtime;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

using NamedArrays = std::vector<std::pair<std::string, Array>>;

/// An array of every element type and some special shapes.
NamedArrays variety() {
  NamedArrays arrays;
  auto add = [&](const std::string &name, ElementType type,
                 std::vector<int64_t> shape) {
    Result<Array> array = Array::zeros(type, std::move(shape));
    EXPECT_TRUE(succeeded(array));
    auto *bytes = static_cast<unsigned char *>(array->data());
    for (size_t i = 0; i < array->numBytes(); ++i)
      bytes[i] = type == ElementType::Bool ? i % 2 : i * 7 % 251;
    arrays.emplace_back(name, std::move(*array));
  };
  for (int t = 0; t <= static_cast<int>(ElementType::F64); ++t) {
    auto type = static_cast<ElementType>(t);
    add(std::string("a_") + toString(type), type, {3, 5});
  }
  add("scalar", ElementType::F32, {});
  add("one", ElementType::F64, {1});
  add("empty", ElementType::I32, {2, 0, 3});
  add("cube", ElementType::F32, {4, 3, 2});
  add("large", ElementType::F64, {300, 1000});
  return arrays;
}

std::vector<NpzMember> membersOf(const NamedArrays &arrays) {
  std::vector<NpzMember> members;
  for (const auto &[name, array] : arrays)
    members.push_back({name, &array});
  return members;
}

class NpzWriteTest : public FileTest {
protected:
  std::string path() const { return pathOf("x.npz"); }
};

TEST_F(NpzWriteTest, IsReadBack) {
  NamedArrays arrays = variety();
  for (auto compression : {NpzCompression::Stored, NpzCompression::Deflated}) {
    ASSERT_TRUE(succeeded(writeNpz(path(), membersOf(arrays), compression)));
    Result<NpzReader> reader = NpzReader::open(path());
    ASSERT_TRUE(succeeded(reader));
    ASSERT_EQ(reader->names().size(), arrays.size());
    for (const auto &[name, array] : arrays) {
      Result<Array> found = reader->read(name);
      ASSERT_TRUE(succeeded(found));
      // A file has no bf16 and no index; the bits are those of u16 and i64.
      ASSERT_TRUE(succeeded(found->reinterpretAs(array.elementType())));
      EXPECT_TRUE(sameArray(*found, array)) << name;
    }
  }
  EXPECT_THAT(listFolder(), ElementsAre("x.npz"));
}

TEST_F(NpzWriteTest, FileTypesOfBfloatAndIndex) {
  NamedArrays arrays = variety();
  ASSERT_TRUE(succeeded(writeNpz(path(), membersOf(arrays))));
  Result<NpzReader> reader = NpzReader::open(path());
  ASSERT_TRUE(succeeded(reader));
  EXPECT_EQ(reader->describe("a_bf16")->type, ElementType::U16);
  EXPECT_EQ(reader->describe("a_index")->type, ElementType::I64);
}

TEST_F(NpzWriteTest, HeaderIsNumPysOwn) {
  Result<Array> array = Array::of<float>({2}, {1, 2});
  ASSERT_TRUE(succeeded(array));
  ASSERT_TRUE(succeeded(writeNpz(path(), {{"res0", &*array}})));
  std::string header("\x93NUMPY\1\0v\0", 10);
  header += "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  header.resize(127, ' ');
  EXPECT_THAT(readBytes(path()), HasSubstr("res0.npy" + header + "\n"));
}

TEST_F(NpzWriteTest, SameArraysGiveSameBytes) {
  NamedArrays arrays = variety();
  ASSERT_TRUE(succeeded(writeNpz(pathOf("a.npz"), membersOf(arrays))));
  ASSERT_TRUE(succeeded(writeNpz(pathOf("b.npz"), membersOf(arrays))));
  EXPECT_TRUE(readBytes(pathOf("a.npz")) == readBytes(pathOf("b.npz")));
}

TEST_F(NpzWriteTest, NoArraysGiveAnEmptyArchive) {
  ASSERT_TRUE(succeeded(writeNpz(path(), {})));
  Result<NpzReader> reader = NpzReader::open(path());
  ASSERT_TRUE(succeeded(reader));
  EXPECT_THAT(reader->names(), IsEmpty());
}

TEST_F(NpzWriteTest, FileCreatedEarlier) {
  Result<Array> array = Array::of<int64_t>({}, {42});
  Result<AtomicFile> file = AtomicFile::create(path());
  ASSERT_TRUE(succeeded(array) && succeeded(file));
  ASSERT_TRUE(succeeded(writeNpz(*file, {{"n", &*array}})));
  ASSERT_TRUE(succeeded(file->commit()));
  Result<NpzReader> reader = NpzReader::open(path());
  ASSERT_TRUE(succeeded(reader));
  EXPECT_THAT(valuesOf<int64_t>(*reader->read("n")), ElementsAre(42));
}

TEST_F(NpzWriteTest, DoubledNameIsAnErrorAndLeavesNothing) {
  Result<Array> array = Array::of<float>({}, {1});
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(messageOf(writeNpz(path(), {{"res0", &*array}, {"res0", &*array}})),
            path() + ": expected each array once, got 'res0' again");
  EXPECT_THAT(listFolder(), IsEmpty());
}

TEST_F(NpzWriteTest, MissingFolderIsAnError) {
  EXPECT_EQ(messageOf(writeNpz(pathOf("no/x.npz"), {})),
            pathOf("no/x.npz") +
                ": cannot be written: No such file or directory");
}

/// Whatever the size at which the disk is full, the old file stays.
TEST_F(NpzWriteTest, FullDiskIsAnErrorAndLeavesTheOldFile) {
  NamedArrays arrays = variety();
  ASSERT_TRUE(succeeded(writeNpz(path(), membersOf(arrays))));
  std::string old = readBytes(path());
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  std::vector<std::string> messages;
  for (size_t bytes : {size_t{0}, size_t{10}, size_t{300}, size_t{100000},
                       old.size() - 1, old.size()}) {
    rlimit limit = {bytes, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    messages.push_back(messageOf(writeNpz(path(), membersOf(arrays))));
    ::setrlimit(RLIMIT_FSIZE, &before);
  }
  std::signal(SIGXFSZ, handler);
  std::string full = path() + ": cannot be written: File too large";
  EXPECT_THAT(messages, ElementsAre(full, full, full, full, full, ""));
  EXPECT_TRUE(readBytes(path()) == old);
  EXPECT_THAT(listFolder(), ElementsAre("x.npz"));
}

/// A Python that has NumPy, or "".
std::string pythonWithNumpy() {
  for (std::string python : {"python3", "/usr/bin/python3"})
    if (std::system((python + " -c 'import numpy' 2>/dev/null").c_str()) == 0)
      return python;
  return "";
}

/// The line that the script below prints for an array.
std::string listing(const std::string &name, const Array &array) {
  const char *types[] = {"|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2",
                         "<u4", "<u8", "<i8", "<f2", "<u2", "<f4", "<f8"};
  std::string line =
      name + " " + types[static_cast<int>(array.elementType())] + " (";
  for (size_t i = 0; i < array.rank(); ++i)
    line += (i ? ", " : "") + std::to_string(array.shape()[i]);
  line += array.rank() == 1 ? ",) " : ") ";
  auto *bytes = static_cast<const unsigned char *>(array.data());
  for (size_t i = 0; i < array.numBytes(); ++i) {
    line += "0123456789abcdef"[bytes[i] >> 4];
    line += "0123456789abcdef"[bytes[i] & 15];
  }
  return line + "\n";
}

TEST_F(NpzWriteTest, NumPyLoadsIt) {
  std::string python = pythonWithNumpy();
  if (python.empty())
    GTEST_SKIP() << "no Python with NumPy";
  write("load.py", "import sys, numpy\n"
                   "f = numpy.load(sys.argv[1])\n"
                   "for k in f.files:\n"
                   "  a = f[k]\n"
                   "  print(k, a.dtype.str, a.shape, a.tobytes().hex())\n");
  NamedArrays arrays = variety();
  for (auto compression : {NpzCompression::Stored, NpzCompression::Deflated}) {
    ASSERT_TRUE(succeeded(writeNpz(path(), membersOf(arrays), compression)));
    std::string command = python + " " + pathOf("load.py") + " " + path() +
                          " > " + pathOf("listing");
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::string expected;
    for (const auto &[name, array] : arrays)
      expected += listing(name, array);
    EXPECT_TRUE(readBytes(pathOf("listing")) == expected);
  }
}

} // namespace
