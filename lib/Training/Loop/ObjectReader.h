//===- ObjectReader.h - Checked reading of a JSON object --------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_LOOP_OBJECTREADER_H
#define SNN_LIB_TRAINING_LOOP_OBJECTREADER_H

#include "snn/Runtime/Result.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

#include <limits>

namespace snn {
namespace training {

/// The first thing wrong with a document. Readers go on with defaults after an
/// error, so that reading code has no branches for it.
struct Diagnosis {
  std::optional<runtime::Error> error;

  void report(const std::string &where, const std::string &what) {
    if (!error)
      error = runtime::Error(where.empty() ? what : where + ": " + what);
  }
};

/// Limits on a number, and the words for them in a message.
struct NumberRule {
  const char *expected;
  double low;
  double high;
  bool lowIncluded;
};

namespace rules {
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr NumberRule finite = {"a number", -inf, inf, false};
constexpr NumberRule positive = {"a positive number", 0, inf, false};
constexpr NumberRule nonNegative = {"a number of at least 0", 0, inf, true};
constexpr NumberRule fraction = {"a number from 0 to below 1", 0, 1, true};
} // namespace rules

/// A JSON object whose keys are all read by name; `finish` reports the rest.
class ObjectReader {
public:
  /// `path` names the object in messages; empty for the document.
  ObjectReader(const llvm::json::Object &object, std::string path,
               Diagnosis &diagnosis)
      : object(&object), path(std::move(path)), diagnosis(&diagnosis) {}

  bool has(llvm::StringRef key) const { return object->get(key) != nullptr; }
  const llvm::json::Value *value(llvm::StringRef key);
  /// The object at a key, or an empty one when there is none.
  ObjectReader child(llvm::StringRef key);
  /// The objects of the array at a key.
  std::vector<ObjectReader> children(llvm::StringRef key);

  void read(llvm::StringRef key, double &target, const NumberRule &rule);
  void read(llvm::StringRef key, int64_t &target, int64_t least);
  void read(llvm::StringRef key, bool &target);
  void read(llvm::StringRef key, std::string &target);
  /// One of a list of words; gives its number, or nothing.
  std::optional<size_t> choice(llvm::StringRef key,
                               llvm::ArrayRef<llvm::StringRef> words);
  /// Reports a missing key.
  void require(llvm::StringRef key);
  /// Reports keys that nothing asked for.
  void finish();

  void report(llvm::StringRef key, const std::string &what) {
    diagnosis->report(at(key), what);
  }
  void expected(llvm::StringRef key, const std::string &what,
                const llvm::json::Value &found);
  std::string at(llvm::StringRef key) const;
  std::vector<std::string> keys() const;

private:
  const llvm::json::Object *object;
  std::string path;
  Diagnosis *diagnosis;
  llvm::StringSet<> seen;
};

} // namespace training
} // namespace snn

#endif // SNN_LIB_TRAINING_LOOP_OBJECTREADER_H
