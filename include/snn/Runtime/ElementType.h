//===- ElementType.h - Types of array elements -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The element types that arrays, files and compiled entry points exchange.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_ELEMENTTYPE_H
#define SNN_RUNTIME_ELEMENTTYPE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace snn {
namespace runtime {

/// Bool is one byte holding 0 or 1, as `memref<..xi1>` stores it. Index is a
/// signed 64-bit integer that came from, or goes to, an `index` value.
enum class ElementType : uint8_t {
  Bool,
  I8,
  I16,
  I32,
  I64,
  U8,
  U16,
  U32,
  U64,
  Index,
  F16,
  BF16,
  F32,
  F64,
};

/// Bytes that one element takes: 1, 2, 4 or 8.
size_t byteWidth(ElementType type);

/// The name used in messages: "i1", "i8", "u8", "index", "bf16", "f32", ...
const char *toString(ElementType type);

/// True for f16, bf16, f32 and f64.
bool isFloat(ElementType type);

/// "2x3xf32", or "f32" for a scalar, as inside MLIR's `tensor<...>`.
std::string typeString(ElementType type, const std::vector<int64_t> &shape);

/// The element type whose values C++ holds in a `T`. f16, bf16 and index have
/// no C++ type of their own: they are read as `uint16_t` and `int64_t`.
template <typename T> struct ElementTypeOf;
template <> struct ElementTypeOf<bool> {
  static constexpr ElementType value = ElementType::Bool;
};
template <> struct ElementTypeOf<int8_t> {
  static constexpr ElementType value = ElementType::I8;
};
template <> struct ElementTypeOf<int16_t> {
  static constexpr ElementType value = ElementType::I16;
};
template <> struct ElementTypeOf<int32_t> {
  static constexpr ElementType value = ElementType::I32;
};
template <> struct ElementTypeOf<int64_t> {
  static constexpr ElementType value = ElementType::I64;
};
template <> struct ElementTypeOf<uint8_t> {
  static constexpr ElementType value = ElementType::U8;
};
template <> struct ElementTypeOf<uint16_t> {
  static constexpr ElementType value = ElementType::U16;
};
template <> struct ElementTypeOf<uint32_t> {
  static constexpr ElementType value = ElementType::U32;
};
template <> struct ElementTypeOf<uint64_t> {
  static constexpr ElementType value = ElementType::U64;
};
template <> struct ElementTypeOf<float> {
  static constexpr ElementType value = ElementType::F32;
};
template <> struct ElementTypeOf<double> {
  static constexpr ElementType value = ElementType::F64;
};

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_ELEMENTTYPE_H
