//===- Result.cpp - Text of errors -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds the parts of messages that quote names and system errors.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Result.h"

#include <cstring>

using namespace snn::runtime;

std::string snn::runtime::quoted(const std::string &text) {
  // A hostile name may be as long as its file; a message is one line.
  constexpr size_t longest = 120;
  std::string out = "'";
  for (unsigned char c : text.substr(0, longest))
    out += (c < 0x20 || c == 0x7f) ? '?' : static_cast<char>(c);
  return out + (text.size() > longest ? "...'" : "'");
}

Error snn::runtime::systemError(const std::string &path,
                                const std::string &what, int code) {
  return Error(path + ": " + what + ": " + std::strerror(code));
}
