//===- Result.h - A value or a one-line error -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The runtime reports errors by value: no exceptions, no LLVM. A message is one
// line that says what was expected, what was found and where.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_RESULT_H
#define SNN_RUNTIME_RESULT_H

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace snn {
namespace runtime {

/// What went wrong, in one line without a final newline or an "error:" prefix.
class Error {
public:
  explicit Error(std::string message) : text(std::move(message)) {}

  const std::string &message() const { return text; }

  /// The same error with the place it happened in put before it: a file, then
  /// the member of the file, and so on outwards.
  Error in(const std::string &where) const {
    return Error(where + ": " + text);
  }

private:
  std::string text;
};

/// Either a `T` or an Error. Test it before use; taking the value of a failed
/// result is a programming error.
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : content(std::move(value)) {}
  Result(Error error) : content(std::move(error)) {}

  explicit operator bool() const { return content.index() == 0; }

  T &operator*() & { return *value(); }
  const T &operator*() const & { return *value(); }
  T &&operator*() && { return std::move(*value()); }
  T *operator->() { return value(); }
  const T *operator->() const { return value(); }

  const Error &error() const {
    assert(content.index() == 1 && "error() of a successful result");
    return *std::get_if<1>(&content);
  }

private:
  T *value() {
    assert(content.index() == 0 && "value of a failed result");
    return std::get_if<0>(&content);
  }
  const T *value() const { return const_cast<Result *>(this)->value(); }

  std::variant<T, Error> content;
};

/// Success, which is what a default-constructed one says, or an Error.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failure(std::move(error)) {}

  explicit operator bool() const { return !failure; }

  const Error &error() const {
    assert(failure && "error() of a successful result");
    return *failure;
  }

private:
  std::optional<Error> failure;
};

using Status = Result<void>;

/// `text` between single quotes, with everything that could break a line or a
/// terminal replaced by '?': names come from files that nobody vouches for.
std::string quoted(const std::string &text);

/// "PATH: WHAT: <the text of errno value `code`>".
Error systemError(const std::string &path, const std::string &what, int code);

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_RESULT_H
