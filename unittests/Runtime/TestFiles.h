//===- TestFiles.h - Files for the runtime tests -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A folder per test, and hand-made archives in it.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_UNITTESTS_RUNTIME_TESTFILES_H
#define SNN_UNITTESTS_RUNTIME_TESTFILES_H

#include "snn/Runtime/Array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace snn {
namespace runtime {

/// A test with an empty folder of its own, removed afterwards.
class FileTest : public ::testing::Test {
protected:
  void SetUp() override;
  void TearDown() override;

  std::string pathOf(const std::string &name) const {
    return folder + "/" + name;
  }
  /// Writes a file into the folder and returns its path.
  std::string write(const std::string &name, const std::string &bytes) const;
  /// Names of what lies in the folder, sorted.
  std::vector<std::string> listFolder() const;

  std::string folder;
};

std::string readBytes(const std::string &path);

/// A file that the tests bring along.
std::string inputPath(const std::string &name);

struct ZipMember {
  std::string name;
  std::string bytes;
  int method = 0; // ZIP_CM_STORE.
};
/// Writes an archive by libzip alone, whatever its members hold.
void writeArchive(const std::string &path,
                  const std::vector<ZipMember> &members);

/// A version-1 npy array of this dictionary text and these bytes.
std::string npyBytes(const std::string &dictionary,
                     const std::string &elements);

std::string gzipBytes(const std::string &plain);

template <typename T> std::vector<T> valuesOf(const Array &array) {
  const T *data = array.dataAs<T>();
  return std::vector<T>(data, data + array.numElements());
}

/// Passes when `result` holds a value; prints the error otherwise.
template <typename T>
::testing::AssertionResult succeeded(const Result<T> &result) {
  if (result)
    return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << result.error().message();
}

/// The message of a failed result, "" of a successful one.
template <typename T> std::string messageOf(const Result<T> &result) {
  return result ? "" : result.error().message();
}

/// Same type, shape and bytes.
::testing::AssertionResult sameArray(const Array &a, const Array &b);

} // namespace runtime
} // namespace snn

#endif // SNN_UNITTESTS_RUNTIME_TESTFILES_H
