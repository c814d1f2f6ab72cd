//===- FloatConversion.cpp - Arrays in another float type -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Array::convertedTo: any element type to a float type, one rounding.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Array.h"
#include "snn/Runtime/HalfFloat.h"

using namespace snn::runtime;

namespace {
/// Calls `use` with the source elements as a function from index to value, in
/// a C++ type that holds the element type exactly.
template <typename Use> void withLoader(const Array &array, Use use) {
  const void *data = array.data();
  // Integers and the two wide floats are C++ types themselves.
  auto direct = [&](auto tag) {
    auto *typed = static_cast<const decltype(tag) *>(data);
    use([typed](int64_t i) { return typed[i]; });
  };
  auto *bits = static_cast<const uint16_t *>(data);
  switch (array.elementType()) {
  case ElementType::Bool:
  case ElementType::U8:
    return direct(uint8_t());
  case ElementType::I8:
    return direct(int8_t());
  case ElementType::I16:
    return direct(int16_t());
  case ElementType::I32:
    return direct(int32_t());
  case ElementType::I64:
  case ElementType::Index:
    return direct(int64_t());
  case ElementType::U16:
    return direct(uint16_t());
  case ElementType::U32:
    return direct(uint32_t());
  case ElementType::U64:
    return direct(uint64_t());
  case ElementType::F16:
    return use([bits](int64_t i) { return halfToFloat(bits[i]); });
  case ElementType::BF16:
    return use([bits](int64_t i) { return bfloatToFloat(bits[i]); });
  case ElementType::F32:
    return direct(float());
  case ElementType::F64:
    return direct(double());
  }
}

/// Fills `target`, of elements T, with what `load` gives for each index,
/// rounded.
template <typename T, typename Load, typename Round>
void fill(Array &target, Load load, Round round) {
  // The loader is a plain load for most types: the loop vectorizes.
  T *out = target.dataAs<T>();
  for (int64_t i = 0, e = target.numElements(); i < e; ++i)
    out[i] = round(load(i));
}

/// The 16-bit formats are reached from double in one rounding; only 64-bit
/// integers beyond 2^53 are rounded before that.
template <typename Load> void fillFrom(Array &target, Load load) {
  auto toDouble = [](auto value) { return static_cast<double>(value); };
  auto toFloat = [](auto value) { return static_cast<float>(value); };
  switch (target.elementType()) {
  case ElementType::F16:
    return fill<uint16_t>(target, load, [&](auto value) {
      return doubleToHalf(toDouble(value));
    });
  case ElementType::BF16:
    return fill<uint16_t>(target, load, [&](auto value) {
      return doubleToBfloat(toDouble(value));
    });
  case ElementType::F32:
    return fill<float>(target, load, toFloat);
  default:
    return fill<double>(target, load, toDouble);
  }
}
} // namespace

Result<Array> Array::convertedTo(ElementType floatType) const {
  if (!isFloat(floatType))
    return Error(std::string("expected a float type to convert to, found ") +
                 toString(floatType));
  if (floatType == type)
    return clone();
  Result<Array> result = uninitialized(floatType, dims);
  if (result)
    withLoader(*this, [&](auto load) { fillFrom(*result, load); });
  return result;
}
