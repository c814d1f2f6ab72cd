//===- ElementType.cpp - Widths and names of element types -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The table of element types.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/ElementType.h"

using namespace snn::runtime;

namespace {
/// The name in messages and the bytes of an element in memory.
struct TypeFacts {
  const char *name;
  uint8_t width;
};

// In the order of the enumeration.
constexpr TypeFacts facts[] = {
    {"i1", 1},  {"i8", 1},   {"i16", 2}, {"i32", 4}, {"i64", 8},
    {"u8", 1},  {"u16", 2},  {"u32", 4}, {"u64", 8}, {"index", 8},
    {"f16", 2}, {"bf16", 2}, {"f32", 4}, {"f64", 8},
};
} // namespace

size_t snn::runtime::byteWidth(ElementType type) {
  return facts[static_cast<size_t>(type)].width;
}

const char *snn::runtime::toString(ElementType type) {
  return facts[static_cast<size_t>(type)].name;
}

bool snn::runtime::isFloat(ElementType type) {
  return type >= ElementType::F16;
}

std::string snn::runtime::typeString(ElementType type,
                                     const std::vector<int64_t> &shape) {
  std::string text;
  for (int64_t dim : shape)
    text += std::to_string(dim) + "x";
  return text + toString(type);
}
