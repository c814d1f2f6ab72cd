//===- IdxTest.cpp - Tests of IDX files -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every element type, plain and gzip, and every way such a file can be bad.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Idx.h"

#include "TestFiles.h"

using namespace snn::runtime;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

class IdxTest : public FileTest {
protected:
  static std::string header(unsigned char type, std::vector<uint32_t> dims) {
    std::string bytes = {0, 0, static_cast<char>(type),
                         static_cast<char>(dims.size())};
    for (uint32_t dim : dims)
      for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(dim >> shift);
    return bytes;
  }
  /// The message for these bytes, without the path.
  std::string messageFor(const std::string &bytes) {
    std::string path = write("x.idx", bytes);
    std::string message = messageOf(readIdx(path));
    EXPECT_EQ(message.substr(0, path.size() + 2), path + ": ");
    return message.substr(std::min(message.size(), path.size() + 2));
  }
};

TEST_F(IdxTest, BytesPlainAndGzip) {
  std::string bytes =
      header(8, {2, 1, 3}) + std::string("\0\1\2\xfd\xfe\xff", 6);
  for (const std::string &content : {bytes, gzipBytes(bytes)}) {
    Result<Array> array = readIdx(write("x.idx", content));
    ASSERT_TRUE(succeeded(array));
    EXPECT_EQ(array->typeString(), "2x1x3xu8");
    EXPECT_THAT(valuesOf<uint8_t>(*array), ElementsAre(0, 1, 2, 253, 254, 255));
  }
}

TEST_F(IdxTest, EveryTypeIsBigEndian) {
  Result<Array> i8 = readIdx(write("a", header(9, {2}) + "\xff\x7f"));
  Result<Array> i16 = readIdx(write("b", header(11, {1}) + "\xff\xfe"));
  Result<Array> i32 =
      readIdx(write("c", header(12, {1}) + std::string("\0\0\1\2", 4)));
  Result<Array> f32 =
      readIdx(write("d", header(13, {1}) + std::string("\x3f\xc0\0\0", 4)));
  Result<Array> f64 = readIdx(
      write("e", header(14, {1}) + std::string("\xc0\x04\0\0\0\0\0\0", 8)));
  ASSERT_TRUE(succeeded(i8) && succeeded(i16) && succeeded(i32) &&
              succeeded(f32) && succeeded(f64));
  EXPECT_THAT(valuesOf<int8_t>(*i8), ElementsAre(-1, 127));
  EXPECT_THAT(valuesOf<int16_t>(*i16), ElementsAre(-2));
  EXPECT_THAT(valuesOf<int32_t>(*i32), ElementsAre(258));
  EXPECT_THAT(valuesOf<float>(*f32), ElementsAre(1.5f));
  EXPECT_THAT(valuesOf<double>(*f64), ElementsAre(-2.5));
}

TEST_F(IdxTest, LargerThanOneBuffer) {
  std::string elements;
  for (int i = 0; i < 1000000; ++i)
    elements += static_cast<char>(i * 31 >> 3);
  std::string bytes = header(8, {1000, 1000}) + elements;
  for (const std::string &content : {bytes, gzipBytes(bytes)}) {
    Result<Array> array = readIdx(write("x.idx", content));
    ASSERT_TRUE(succeeded(array));
    ASSERT_EQ(array->numBytes(), elements.size());
    EXPECT_EQ(std::memcmp(array->data(), elements.data(), elements.size()), 0);
  }
}

/// A gzip file may consist of several streams, as `cat a.gz b.gz` makes it.
TEST_F(IdxTest, GzipOfSeveralStreams) {
  std::string bytes = header(8, {4}) + "abcd";
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    std::string content =
        gzipBytes(bytes.substr(0, cut)) + gzipBytes(bytes.substr(cut));
    Result<Array> array = readIdx(write("x.idx", content));
    ASSERT_TRUE(succeeded(array)) << cut;
    EXPECT_THAT(valuesOf<uint8_t>(*array), ElementsAre('a', 'b', 'c', 'd'));
  }
}

TEST_F(IdxTest, ZeroImages) {
  Result<Array> array = readIdx(write("x.idx", header(8, {0, 28, 28})));
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(array->typeString(), "0x28x28xu8");
}

TEST_F(IdxTest, FilesThatCannotBeRead) {
  EXPECT_EQ(messageOf(readIdx(pathOf("none"))),
            pathOf("none") + ": cannot be read: No such file or directory");
  EXPECT_EQ(messageOf(readIdx(folder)),
            folder + ": cannot be read: expected a regular file");
}

TEST_F(IdxTest, HeadersThatAreNone) {
  EXPECT_EQ(messageFor(""),
            "truncated: expected 4 bytes of IDX magic, found 0");
  EXPECT_EQ(messageFor("text"),
            "expected an IDX file (two zero bytes first), found bytes 116 and "
            "101");
  EXPECT_EQ(messageFor(header(10, {1})),
            "expected an IDX element type (8, 9, 11, 12, 13 or 14), found 10");
  EXPECT_EQ(messageFor(header(8, {})),
            "expected an IDX file of at least 1 dimension, found 0");
  EXPECT_EQ(messageFor(header(8, {1, 2}).substr(0, 10)),
            "truncated: expected 4 bytes of IDX dimensions, found 2");
  EXPECT_EQ(messageFor(header(8, std::vector<uint32_t>(65, 1)) + "x"),
            "expected at most 64 dimensions, found 65");
}

TEST_F(IdxTest, AbsurdDimensions) {
  EXPECT_THAT(messageFor(header(8, {0xffffffff, 0xffffffff, 0xffffffff})),
              HasSubstr("does not fit 63 bits"));
  EXPECT_EQ(messageFor(header(8, {0xffffffff, 1}) + "x"),
            "truncated: the header says 4294967295x1xu8 (4294967295 bytes), "
            "the file can hold at most 13");
  EXPECT_THAT(messageFor(gzipBytes(header(14, {0x10000, 0x10000}) + "x")),
              HasSubstr("the file can hold at most"));
}

TEST_F(IdxTest, TruncatedAndProlonged) {
  std::string bytes = header(8, {100}) + std::string(100, 'x');
  EXPECT_EQ(messageFor(bytes.substr(0, 107)),
            "truncated: expected 100 bytes of elements, found 99");
  EXPECT_EQ(messageFor(bytes + "x"),
            "expected the end after the array, found more bytes");
  EXPECT_EQ(messageFor(gzipBytes(bytes.substr(0, 107))),
            "truncated: expected 100 bytes of elements, found 99");
  EXPECT_EQ(messageFor(gzipBytes(bytes + "x")),
            "expected the end after the array, found more bytes");
}

TEST_F(IdxTest, DamagedGzip) {
  std::string packed = gzipBytes(header(8, {100}) + std::string(100, 'x'));
  const char *after = "expected the end of the file after the gzip stream, "
                      "found more bytes";
  EXPECT_EQ(messageFor(packed + "more"), after);
  EXPECT_EQ(messageFor(packed + "m"), after);
  std::string checksum = packed, length = packed, method = packed;
  checksum[packed.size() - 8] ^= 1;
  EXPECT_EQ(messageFor(checksum), "corrupt gzip stream: incorrect data check");
  length[packed.size() - 1] ^= 1;
  EXPECT_EQ(messageFor(length), "corrupt gzip stream: incorrect length check");
  method[2] = 7;
  EXPECT_EQ(messageFor(method),
            "corrupt gzip stream: unknown compression method");
  for (size_t cut = 2; cut < packed.size(); ++cut)
    EXPECT_EQ(messageFor(packed.substr(0, cut)),
              "truncated: the gzip stream has no end")
        << cut;
}

} // namespace
