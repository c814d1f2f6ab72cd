//===- TestFiles.cpp - Files for the runtime tests -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Helpers to make and look at files.
//
//===----------------------------------------------------------------------===//

#include "TestFiles.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <zip.h>
#include <zlib.h>

using namespace snn::runtime;
namespace fs = std::filesystem;

#if defined(__has_feature)
/// Tests ask for more memory than there is; that must not end the process.
#if __has_feature(address_sanitizer)
extern "C" const char *__asan_default_options() {
  return "allocator_may_return_null=1";
}
#elif __has_feature(thread_sanitizer)
extern "C" const char *__tsan_default_options() {
  return "allocator_may_return_null=1";
}
#endif
#endif

void FileTest::SetUp() {
  std::string pattern = ::testing::TempDir() + "snn-runtime-XXXXXX";
  ASSERT_NE(mkdtemp(&pattern[0]), nullptr);
  folder = pattern;
}

void FileTest::TearDown() { fs::remove_all(folder); }

std::string FileTest::write(const std::string &name,
                            const std::string &bytes) const {
  // A new file each time: some file systems flush one that is truncated and
  // rewritten, which makes thousands of files slow.
  fs::remove(pathOf(name));
  std::ofstream(pathOf(name), std::ios::binary) << bytes;
  return pathOf(name);
}

std::vector<std::string> FileTest::listFolder() const {
  std::vector<std::string> names;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string snn::runtime::readBytes(const std::string &path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string snn::runtime::inputPath(const std::string &name) {
  return std::string(SNN_RUNTIME_TEST_INPUTS) + "/" + name;
}

void snn::runtime::writeArchive(const std::string &path,
                                const std::vector<ZipMember> &members) {
  fs::remove(path);
  zip_t *zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  ASSERT_NE(zip, nullptr);
  for (const ZipMember &member : members) {
    zip_source_t *source =
        zip_source_buffer(zip, member.bytes.data(), member.bytes.size(), 0);
    zip_int64_t index = zip_file_add(zip, member.name.c_str(), source, 0);
    ASSERT_GE(index, 0);
    ASSERT_EQ(zip_set_file_compression(zip, index, member.method, 0), 0);
  }
  ASSERT_EQ(zip_close(zip), 0);
}

std::string snn::runtime::npyBytes(const std::string &dictionary,
                                   const std::string &elements) {
  std::string bytes("\x93NUMPY\1\0", 8);
  bytes += static_cast<char>(dictionary.size() & 0xff);
  bytes += static_cast<char>(dictionary.size() >> 8);
  return bytes + dictionary + elements;
}

std::string snn::runtime::gzipBytes(const std::string &plain) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
                         Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string out(deflateBound(&stream, plain.size()), '\0');
  stream.next_in =
      reinterpret_cast<unsigned char *>(const_cast<char *>(plain.data()));
  stream.avail_in = static_cast<unsigned>(plain.size());
  stream.next_out = reinterpret_cast<unsigned char *>(&out[0]);
  stream.avail_out = static_cast<unsigned>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

::testing::AssertionResult snn::runtime::sameArray(const Array &a,
                                                   const Array &b) {
  if (a.typeString() != b.typeString())
    return ::testing::AssertionFailure()
           << a.typeString() << " against " << b.typeString();
  if (std::memcmp(a.data(), b.data(), a.numBytes()) != 0)
    return ::testing::AssertionFailure() << "other elements";
  return ::testing::AssertionSuccess();
}
