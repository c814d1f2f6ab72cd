//===- ObjectReader.cpp - Checked reading of a JSON object ------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ObjectReader.h"

#include "llvm/Support/FormatVariadic.h"

#include <algorithm>

using namespace snn::training;
using llvm::StringRef;

static const llvm::json::Object emptyObject;

/// The full name of a key: "data.arguments[1].name".
std::string ObjectReader::at(StringRef key) const {
  if (path.empty())
    return key.str();
  return key.empty() ? path : path + "." + key.str();
}

/// Asking for a key is what makes it known; `finish` reports the others.
const llvm::json::Value *ObjectReader::value(StringRef key) {
  seen.insert(key);
  return object->get(key);
}

/// Says what was expected, and what of the document was found in its place.
void ObjectReader::expected(StringRef key, const std::string &what,
                            const llvm::json::Value &found) {
  std::string text = llvm::formatv("{0}", found).str();
  // A whole object in a message helps nobody.
  constexpr size_t longest = 40;
  if (text.size() > longest)
    text = text.substr(0, longest) + "...";
  report(key, "expected " + what + ", found " + text);
}

/// What is no object is reported and read as an empty one, so that the caller
/// goes on without a branch.
ObjectReader ObjectReader::child(StringRef key) {
  const llvm::json::Value *found = value(key);
  const llvm::json::Object *inner = found ? found->getAsObject() : &emptyObject;
  if (!inner) {
    expected(key, "an object", *found);
    inner = &emptyObject;
  }
  return ObjectReader(*inner, at(key), *diagnosis);
}

std::vector<ObjectReader> ObjectReader::children(StringRef key) {
  std::vector<ObjectReader> readers;
  const llvm::json::Value *found = value(key);
  if (!found)
    return readers;
  const llvm::json::Array *elements = found->getAsArray();
  if (!elements) {
    expected(key, "an array", *found);
    return readers;
  }
  for (size_t number = 0; number < elements->size(); ++number) {
    std::string name = (key + "[" + llvm::Twine(number) + "]").str();
    const llvm::json::Object *inner = (*elements)[number].getAsObject();
    if (!inner) {
      expected(name, "an object", (*elements)[number]);
      inner = &emptyObject;
    }
    readers.emplace_back(*inner, at(name), *diagnosis);
  }
  return readers;
}

/// A key that is missing leaves `target` at its default, and so does a bad
/// value, which is reported.
void ObjectReader::read(StringRef key, double &target, const NumberRule &rule) {
  const llvm::json::Value *found = value(key);
  if (!found)
    return;
  std::optional<double> number = found->getAsNumber();
  bool fits =
      number &&
      (*number > rule.low || (rule.lowIncluded && *number == rule.low)) &&
      *number < rule.high;
  if (fits)
    target = *number;
  else
    expected(key, rule.expected, *found);
}

void ObjectReader::read(StringRef key, int64_t &target, int64_t least) {
  const llvm::json::Value *found = value(key);
  if (!found)
    return;
  std::optional<int64_t> number = found->getAsInteger();
  if (number && *number >= least)
    target = *number;
  else
    expected(key, "a whole number of at least " + std::to_string(least),
             *found);
}

void ObjectReader::read(StringRef key, bool &target) {
  const llvm::json::Value *found = value(key);
  if (!found)
    return;
  if (std::optional<bool> given = found->getAsBoolean())
    target = *given;
  else
    expected(key, "true or false", *found);
}

/// An empty string is no name of anything, and is refused.
void ObjectReader::read(StringRef key, std::string &target) {
  const llvm::json::Value *found = value(key);
  if (!found)
    return;
  std::optional<StringRef> given = found->getAsString();
  if (given && !given->empty())
    target = given->str();
  else
    expected(key, "a string", *found);
}

/// The message lists the words, so that a typing error shows its own
/// correction.
std::optional<size_t> ObjectReader::choice(StringRef key,
                                           llvm::ArrayRef<StringRef> words) {
  const llvm::json::Value *found = value(key);
  if (!found)
    return std::nullopt;
  std::optional<StringRef> given = found->getAsString();
  std::string list;
  for (auto [number, word] : llvm::enumerate(words)) {
    if (given == word)
      return number;
    list += (number ? ", " : "") + word.str();
  }
  expected(key, "one of " + list, *found);
  return std::nullopt;
}

void ObjectReader::require(StringRef key) {
  if (!has(key))
    report(key, "expected this key, found none");
}

std::vector<std::string> ObjectReader::keys() const {
  std::vector<std::string> names;
  for (const auto &entry : *object)
    names.push_back(entry.first.str());
  // The order of the document is not kept, and hashing has none.
  std::sort(names.begin(), names.end());
  return names;
}

void ObjectReader::finish() {
  for (const std::string &key : keys())
    if (!seen.contains(key))
      report(key, "unknown key");
}
