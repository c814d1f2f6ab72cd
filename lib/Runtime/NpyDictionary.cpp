//===- NpyDictionary.cpp - The dictionary in an npy header -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A recursive-descent parser without recursion: nothing nests here.
//
//===----------------------------------------------------------------------===//

#include "NpyDictionary.h"

using namespace snn::runtime;

namespace {
/// One pass over the text. Every function leaves `at` behind what it took and
/// gives an error that says where it stands.
class Parser {
public:
  explicit Parser(const std::string &text) : text(text) {}

  Result<NpyDictionary> parse();

private:
  Status parseEntry();
  Status parseString(std::string &out);
  Status parseBool(bool &out);
  Status parseShape();
  Status parseDimension();

  /// The next character that is no blank, or 0 at the end.
  char peek() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' ||
                                text[at] == '\t' || text[at] == '\r'))
      ++at;
    return at < text.size() ? text[at] : '\0';
  }
  /// Takes `c` if it comes next.
  bool accept(char c) {
    if (peek() != c)
      return false;
    ++at;
    return true;
  }
  /// An error about what comes next instead.
  Error expected(const std::string &what) {
    char found = peek();
    return Error("npy header: expected " + what + " at byte " +
                 std::to_string(at) + ", found " +
                 (at < text.size() ? quoted(std::string(1, found))
                                   : std::string("its end")));
  }

  const std::string &text;
  size_t at = 0;
  NpyDictionary result;
  bool sawDescr = false, sawOrder = false, sawShape = false;
};

/// Python's escapes are not undone: no key and no type that is read has one.
Status Parser::parseString(std::string &out) {
  char quote = peek();
  // numpy.dtype.descr of a record is a list of fields.
  if (quote == '[' || quote == '(')
    return Error("npy header: expected a plain element type, found a "
                 "structured one");
  if (quote != '\'' && quote != '"')
    return expected("a string");
  size_t end = text.find(quote, ++at);
  if (end == std::string::npos)
    return Error("npy header: expected the end of a string, found the end of "
                 "the header");
  out = text.substr(at, end - at);
  at = end + 1;
  return {};
}

/// Python's words; 0 and 1 are no booleans here.
Status Parser::parseBool(bool &out) {
  peek();
  for (bool value : {false, true}) {
    std::string word = value ? "True" : "False";
    if (text.compare(at, word.size(), word) != 0)
      continue;
    at += word.size();
    out = value;
    return {};
  }
  return expected("True or False");
}

/// Digits up to 2^63 - 1.
Status Parser::parseDimension() {
  peek();
  size_t start = at;
  int64_t value = 0;
  // A sign is no digit, so that negative dimensions end here too.
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
    if (__builtin_mul_overflow(value, int64_t{10}, &value) ||
        __builtin_add_overflow(value, int64_t{text[at] - '0'}, &value))
      return Error("npy header: dimension " +
                   std::to_string(result.shape.size()) +
                   " does not fit 63 bits");
  if (at == start)
    return expected("a dimension of at least 0");
  accept('L'); // A long integer, as Python 2 wrote it.
  result.shape.push_back(value);
  return {};
}

/// A tuple of integers: "()", "(3,)" or "(2, 3)".
Status Parser::parseShape() {
  if (!accept('('))
    return expected("a shape in parentheses");
  // As in Python, a comma may follow the last dimension.
  bool comma = false;
  while (!accept(')')) {
    if (!result.shape.empty() && !comma)
      return expected("',' or ')'");
    if (Status status = parseDimension(); !status)
      return status;
    comma = accept(',');
  }
  // "(3)" is an integer in Python, not a shape.
  if (result.shape.size() == 1 && !comma)
    return Error("npy header: expected a shape, found an integer");
  return {};
}

/// One key and its value.
Status Parser::parseEntry() {
  std::string key;
  if (Status status = parseString(key); !status)
    return status;
  // Twice the same key: Python would take the last, a forger might count on
  // another reader taking the first.
  bool *seen = key == "descr"           ? &sawDescr
               : key == "fortran_order" ? &sawOrder
               : key == "shape"         ? &sawShape
                                        : nullptr;
  if (!seen)
    return Error("npy header: expected the keys 'descr', 'fortran_order' and "
                 "'shape', found " +
                 quoted(key));
  if (*seen)
    return Error("npy header: expected " + quoted(key) +
                 " once, found it again");
  *seen = true;
  if (!accept(':'))
    return expected("':'");
  if (seen == &sawDescr)
    return parseString(result.descr);
  return seen == &sawOrder ? parseBool(result.fortranOrder) : parseShape();
}

/// The whole text, with all three keys, and nothing behind it but blanks.
Result<NpyDictionary> Parser::parse() {
  if (!accept('{'))
    return expected("'{'");
  bool comma = true;
  while (!accept('}')) {
    if (!comma)
      return expected("',' or '}'");
    if (Status status = parseEntry(); !status)
      return status.error();
    comma = accept(',');
  }
  peek();
  if (at != text.size())
    return expected("nothing after '}'");
  // Name the first that is missing.
  if (!sawDescr || !sawOrder || !sawShape)
    return Error(std::string("npy header: expected the key '") +
                 (!sawDescr   ? "descr"
                  : !sawOrder ? "fortran_order"
                              : "shape") +
                 "', found none");
  return result;
}
} // namespace

Result<NpyDictionary>
snn::runtime::parseNpyDictionary(const std::string &text) {
  return Parser(text).parse();
}
