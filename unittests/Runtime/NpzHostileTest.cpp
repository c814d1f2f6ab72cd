//===- NpzHostileTest.cpp - Tests of bad npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every way an archive or a header can lie gives one line that says how.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Npz.h"

#include "TestFiles.h"

#include <sys/stat.h>

using namespace snn::runtime;
using ::testing::HasSubstr;

namespace {

class NpzHostileTest : public FileTest {
protected:
  std::string archive() const { return pathOf("x.npz"); }

  /// What opening the archive and reading its array x says.
  std::string messageOfX() {
    Result<NpzReader> reader = NpzReader::open(archive());
    return reader ? messageOf(reader->read("x")) : messageOf(reader);
  }
  /// The message for an array of these bytes, without file and array name.
  std::string messageFor(const std::string &bytes, int method = 0) {
    writeArchive(archive(), {{"x.npy", bytes, method}});
    std::string message = messageOfX(), prefix = archive() + ": array 'x': ";
    EXPECT_EQ(message.substr(0, prefix.size()), prefix) << message;
    return message.substr(std::min(message.size(), prefix.size()));
  }
  std::string messageForHeader(const std::string &dictionary) {
    return messageFor(npyBytes(dictionary, std::string(16, '\0')));
  }
  std::string messageForType(const std::string &descr) {
    return messageForHeader("{'descr': '" + descr +
                            "', 'fortran_order': False, 'shape': (4,), }");
  }
  std::string messageForShape(const std::string &shape) {
    return messageForHeader(
        "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }");
  }
};

const char good[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }";

TEST_F(NpzHostileTest, FilesThatAreNoArchives) {
  EXPECT_EQ(messageOfX(),
            archive() + ": cannot be read: No such file or directory");
  const char *kind = ": expected an npz archive, found a file that does not "
                     "end as a zip archive does: truncated or of another kind";
  for (std::string bytes : {"", "PK", "some text that is no archive at all"}) {
    write("x.npz", bytes);
    EXPECT_EQ(messageOfX(), archive() + kind);
  }
  EXPECT_EQ(messageOf(NpzReader::open(folder)),
            folder + ": cannot be read: expected a regular file");
  ASSERT_EQ(::mkfifo(pathOf("pipe").c_str(), 0600), 0);
  EXPECT_EQ(messageOf(NpzReader::open(pathOf("pipe"))),
            pathOf("pipe") + ": cannot be read: expected a regular file");
}

TEST_F(NpzHostileTest, TruncatedAtEveryLength) {
  writeArchive(archive(), {{"x.npy", npyBytes(good, std::string(16, 'x'))},
                           {"y.npy", npyBytes(good, std::string(16, 'y'))}});
  std::string whole = readBytes(archive());
  ASSERT_EQ(messageOfX(), "");
  for (size_t length = 0; length < whole.size(); ++length) {
    write("x.npz", whole.substr(0, length));
    EXPECT_THAT(messageOfX(), HasSubstr("expected an npz archive")) << length;
  }
}

TEST_F(NpzHostileTest, BytesAfterTheArchive) {
  writeArchive(archive(), {{"x.npy", npyBytes(good, std::string(16, 'x'))}});
  write("x.npz", readBytes(archive()) + "more");
  EXPECT_EQ(messageOfX(), archive() + ": expected the end of the npz archive, "
                                      "found 4 more bytes");
}

TEST_F(NpzHostileTest, MissingArray) {
  writeArchive(archive(), {{"y.npy", npyBytes(good, std::string(16, 'x'))}});
  EXPECT_EQ(messageOfX(), archive() + ": expected an array 'x', found none");
}

TEST_F(NpzHostileTest, NameThatComesTwice) {
  std::string array = npyBytes(good, std::string(16, 'x'));
  writeArchive(archive(), {{"x.npy", array}, {"y.npy", array}});
  std::string bytes = readBytes(archive());
  for (size_t at; (at = bytes.find("y.npy")) != std::string::npos;)
    bytes[at] = 'x';
  write("x.npz", bytes);
  EXPECT_EQ(messageOfX(),
            archive() + ": expected each array once, found 'x' again");
}

TEST_F(NpzHostileTest, NamesCannotBreakTheLine) {
  writeArchive(archive(), {{"x.npy", "bad"}});
  Result<NpzReader> reader = NpzReader::open(archive());
  ASSERT_TRUE(succeeded(reader));
  EXPECT_THAT(messageOf(reader->read("x\n\x1b[2J")),
              HasSubstr("expected an array 'x??[2J', found none"));
  EXPECT_THAT(messageOf(reader->read(std::string(1000, 'y'))),
              HasSubstr("'" + std::string(120, 'y') + "...', found none"));
}

TEST_F(NpzHostileTest, ChecksumOfStoredAndDeflatedMembers) {
  for (int method : {0, 8}) {
    writeArchive(archive(),
                 {{"x.npy", npyBytes(good, std::string(16, 'x')), method}});
    std::string bytes = readBytes(archive());
    // The checksum of the member, in the local and the central header.
    bytes[bytes.find("PK\3\4") + 14] ^= 1;
    bytes[bytes.find("PK\1\2") + 16] ^= 1;
    write("x.npz", bytes);
    EXPECT_EQ(messageOfX(), archive() + ": array 'x': corrupt: CRC error");
  }
}

TEST_F(NpzHostileTest, OtherCompressionMethod) {
  EXPECT_EQ(messageFor(npyBytes(good, std::string(16, 'x')), 12),
            "expected a stored or deflated member, found compression method "
            "12");
}

TEST_F(NpzHostileTest, SizesThatTheArchiveCannotHold) {
  writeArchive(archive(),
               {{"x.npy", npyBytes(good, std::string(1000, 'x')), 8}});
  std::string bytes = readBytes(archive());
  bytes[bytes.find("PK\1\2") + 27] = 0x7f; // Uncompressed size of 2 GB.
  write("x.npz", bytes);
  EXPECT_THAT(messageOfX(), HasSubstr("it announces"));
}

TEST_F(NpzHostileTest, MagicAndVersion) {
  EXPECT_EQ(messageFor(""),
            "truncated: expected 8 bytes of npy magic, found 0");
  EXPECT_EQ(messageFor("\x93NUM"),
            "truncated: expected 8 bytes of npy magic, found 4");
  EXPECT_EQ(messageFor("not an array of any kind"),
            "expected an npy array (magic \\x93NUMPY), found other bytes");
  std::string array = npyBytes(good, std::string(16, 'x'));
  std::vector<std::pair<int, int>> versions = {
      {0, 0}, {4, 0}, {1, 1}, {255, 255}};
  for (auto [major, minor] : versions) {
    array[6] = static_cast<char>(major);
    array[7] = static_cast<char>(minor);
    EXPECT_EQ(messageFor(array), "expected npy format 1.0, 2.0 or 3.0, found " +
                                     std::to_string(major) + "." +
                                     std::to_string(minor));
  }
}

TEST_F(NpzHostileTest, HeaderLengthThatLies) {
  std::string array = npyBytes(good, std::string(16, 'x'));
  std::string longer = array, shorter = array, huge = array;
  longer[9] = 1;
  EXPECT_EQ(messageFor(longer),
            "truncated: expected 313 bytes of npy header, found 73");
  shorter[8] = 20;
  EXPECT_EQ(messageFor(shorter),
            "npy header: expected the end of a string, found the end of the "
            "header");
  huge[6] = 2; // Four bytes of length: the first two of the dictionary count.
  EXPECT_EQ(messageFor(huge),
            "expected an npy header of at most 65536 bytes, found 662372409");
  EXPECT_EQ(messageFor(std::string("\x93NUMPY\1\0\5", 9)),
            "truncated: expected 2 bytes of npy header length, found 1");
  EXPECT_EQ(messageFor(std::string("\x93NUMPY\1\0\0\0", 10)),
            "npy header: expected '{' at byte 0, found its end");
}

TEST_F(NpzHostileTest, DictionariesThatAreNone) {
  EXPECT_EQ(messageForHeader("[1]"),
            "npy header: expected '{' at byte 0, found '['");
  EXPECT_EQ(messageForHeader("{"),
            "npy header: expected a string at byte 1, found its end");
  EXPECT_EQ(messageForHeader("{'descr"),
            "npy header: expected the end of a string, found the end of the "
            "header");
  EXPECT_EQ(messageForHeader("{'descr' \"<f4\"}"),
            "npy header: expected ':' at byte 9, found '\"'");
  EXPECT_EQ(messageForHeader("{'descr': '<f4' \"shape\": (4,)}"),
            "npy header: expected ',' or '}' at byte 16, found '\"'");
  EXPECT_EQ(
      messageForHeader("{'descr': '<f4', 'fortran_order': 0, 'shape': (4,)}"),
      "npy header: expected True or False at byte 34, found '0'");
  EXPECT_EQ(messageForHeader(std::string(good) + "x"),
            "npy header: expected nothing after '}' at byte 57, found 'x'");
  EXPECT_EQ(messageForHeader("{'descr': 4}"),
            "npy header: expected a string at byte 10, found '4'");
}

TEST_F(NpzHostileTest, KeysMissingDoubledOrUnknown) {
  EXPECT_EQ(messageForHeader("{}"),
            "npy header: expected the key 'descr', found none");
  EXPECT_EQ(messageForHeader("{'descr': '<f4', 'shape': (4,)}"),
            "npy header: expected the key 'fortran_order', found none");
  EXPECT_EQ(messageForHeader("{'descr': '<f4', 'fortran_order': False}"),
            "npy header: expected the key 'shape', found none");
  EXPECT_EQ(messageForHeader("{'shape': (4,), 'shape': (4,)}"),
            "npy header: expected 'shape' once, found it again");
  EXPECT_EQ(messageForHeader("{'strides': (4,)}"),
            "npy header: expected the keys 'descr', 'fortran_order' and "
            "'shape', found 'strides'");
}

TEST_F(NpzHostileTest, ElementTypesThatAreNotRead) {
  EXPECT_EQ(messageForType("|O"),
            "npy header: expected a numeric element type, found objects "
            "('|O'), which only Python can load");
  EXPECT_EQ(messageForType("<V2"),
            "npy header: expected a numeric element type, found '<V2'; store "
            "bfloat16 as its bits, with .view('uint16')");
  for (const char *descr : {"<c8", "<f16", "<U4", "|S4", "<M8[ns]", "<i3", "",
                            "<", "<>f4", "f", "<f4x"})
    EXPECT_EQ(messageForType(descr),
              "npy header: expected an element type of b1, i1, i2, i4, i8, u1, "
              "u2, u4, u8, f2, f4 or f8, found '" +
                  std::string(descr) + "'");
  EXPECT_EQ(messageForHeader("{'descr': [('a', '<f4')], 'fortran_order': "
                             "False, 'shape': (4,)}"),
            "npy header: expected a plain element type, found a structured "
            "one");
}

TEST_F(NpzHostileTest, ShapesThatAreNone) {
  EXPECT_EQ(messageForShape("4"),
            "npy header: expected a shape in parentheses at byte 50, found "
            "'4'");
  EXPECT_EQ(messageForShape("(4)"),
            "npy header: expected a shape, found an integer");
  EXPECT_EQ(messageForShape("(-4,)"),
            "npy header: expected a dimension of at least 0 at byte 51, found "
            "'-'");
  EXPECT_EQ(messageForShape("(2 2)"),
            "npy header: expected ',' or ')' at byte 53, found '2'");
  EXPECT_EQ(messageForShape("(,)"),
            "npy header: expected a dimension of at least 0 at byte 51, found "
            "','");
  EXPECT_EQ(messageForShape("(1.5,)"),
            "npy header: expected ',' or ')' at byte 52, found '.'");
}

TEST_F(NpzHostileTest, ShapesThatOverflow) {
  EXPECT_EQ(messageForShape("(9223372036854775808,)"),
            "npy header: dimension 0 does not fit 63 bits");
  EXPECT_EQ(messageForShape("(1, 99999999999999999999999999)"),
            "npy header: dimension 1 does not fit 63 bits");
  EXPECT_EQ(messageForShape("(4294967296, 4294967296)"),
            "the size of 4294967296x4294967296xf32 does not fit 63 bits");
  std::string ranks = "(";
  for (int i = 0; i < 65; ++i)
    ranks += "1, ";
  EXPECT_EQ(messageForShape(ranks + ")"),
            "expected at most 64 dimensions, found 65");
}

TEST_F(NpzHostileTest, ShapesThatAreNotTheData) {
  EXPECT_EQ(messageForShape("(5,)"),
            "truncated: expected 20 bytes for 5xf32, found 16");
  EXPECT_EQ(messageForShape("(1000000, 1000000)"),
            "truncated: expected 4000000000000 bytes for 1000000x1000000xf32, "
            "found 16");
  EXPECT_EQ(messageForShape("(3,)"), "expected 12 bytes for 3xf32, found 16");
  EXPECT_EQ(messageForShape("()"), "expected 4 bytes for f32, found 16");
  EXPECT_EQ(messageForShape("(0,)"), "expected 0 bytes for 0xf32, found 16");
}

TEST_F(NpzHostileTest, BoolsThatAreNone) {
  EXPECT_EQ(messageFor(npyBytes(
                "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }",
                std::string("\0\1\2", 3))),
            "expected bools of 0 or 1, found 2 at element 2");
}

} // namespace
