//===- NpyDictionary.h - The dictionary in an npy header -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The literal Python dictionary that npy headers hold, and no more of Python.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_NPYDICTIONARY_H
#define SNN_LIB_RUNTIME_NPYDICTIONARY_H

#include "snn/Runtime/Result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snn {
namespace runtime {

struct NpyDictionary {
  std::string descr;
  bool fortranOrder = false;
  std::vector<int64_t> shape;
};

/// Parses "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }". Each
/// of the three keys must be there once, in any order, and no other.
Result<NpyDictionary> parseNpyDictionary(const std::string &text);

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_NPYDICTIONARY_H
