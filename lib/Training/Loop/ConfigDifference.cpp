//===- ConfigDifference.cpp - Where two configurations differ ---*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConfigDifference.h"

#include "llvm/Support/FormatVariadic.h"

#include <set>

using namespace snn::training;

/// A value as it stands in the file; a missing one is "nothing".
static std::string describe(const llvm::json::Value *value) {
  return value ? llvm::formatv("{0}", *value).str() : "nothing";
}

/// Keys in the order of the alphabet, so that the same two files always give
/// the same message.
static std::string differenceOfObjects(const llvm::json::Object &saved,
                                       const llvm::json::Object &current,
                                       const std::string &path) {
  std::set<std::string> keys;
  for (const llvm::json::Object *object : {&saved, &current})
    for (const auto &entry : *object)
      keys.insert(entry.first.str());
  for (const std::string &key : keys) {
    std::string name = path.empty() ? key : path + "." + key;
    const llvm::json::Value *before = saved.get(key);
    const llvm::json::Value *now = current.get(key);
    if (!before || !now)
      return name + " was " + describe(before) + ", is " + describe(now);
    std::string difference = describeDifference(*before, *now, name);
    if (!difference.empty())
      return difference;
  }
  return "";
}

/// Goes into objects and into arrays of one length, so that the message names
/// the one number that differs and prints no whole section.
std::string snn::training::describeDifference(const llvm::json::Value &saved,
                                              const llvm::json::Value &current,
                                              const std::string &path) {
  if (saved == current)
    return "";
  if (saved.getAsObject() && current.getAsObject())
    return differenceOfObjects(*saved.getAsObject(), *current.getAsObject(),
                               path);
  const llvm::json::Array *before = saved.getAsArray();
  const llvm::json::Array *now = current.getAsArray();
  if (before && now && before->size() == now->size())
    for (size_t i = 0; i < now->size(); ++i) {
      std::string difference = describeDifference(
          (*before)[i], (*now)[i], path + "[" + std::to_string(i) + "]");
      if (!difference.empty())
        return difference;
    }
  return path + " was " + describe(&saved) + ", is " + describe(&current);
}
