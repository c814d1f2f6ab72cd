//===- ElementAccess.h - Array elements as numbers --------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_LOOP_ELEMENTACCESS_H
#define SNN_LIB_TRAINING_LOOP_ELEMENTACCESS_H

#include "snn/Runtime/Array.h"
#include "snn/Runtime/HalfFloat.h"

namespace snn {
namespace training {

/// A 16-bit float that converts to and from double.
template <runtime::ElementType Kind> struct Narrow {
  uint16_t bits;
  operator double() const {
    return Kind == runtime::ElementType::F16 ? runtime::halfToFloat(bits)
                                             : runtime::bfloatToFloat(bits);
  }
  Narrow() = default;
  Narrow &operator=(double value) {
    bits = Kind == runtime::ElementType::F16 ? runtime::doubleToHalf(value)
                                             : runtime::doubleToBfloat(value);
    return *this;
  }
};

/// Calls `visit` with a pointer to the elements of `array`, typed.
template <typename ArrayT, typename Visitor>
auto visitElements(ArrayT &array, Visitor visit) {
  using runtime::ElementType;
  switch (array.elementType()) {
  case ElementType::Bool:
    return visit(array.template dataAs<bool>());
  case ElementType::I8:
    return visit(array.template dataAs<int8_t>());
  case ElementType::I16:
    return visit(array.template dataAs<int16_t>());
  case ElementType::I32:
    return visit(array.template dataAs<int32_t>());
  case ElementType::I64:
  case ElementType::Index:
    return visit(array.template dataAs<int64_t>());
  case ElementType::U8:
    return visit(array.template dataAs<uint8_t>());
  case ElementType::U16:
    return visit(array.template dataAs<uint16_t>());
  case ElementType::U32:
    return visit(array.template dataAs<uint32_t>());
  case ElementType::U64:
    return visit(array.template dataAs<uint64_t>());
  case ElementType::F16:
    return visit(array.template dataAs<Narrow<ElementType::F16>>());
  case ElementType::BF16:
    return visit(array.template dataAs<Narrow<ElementType::BF16>>());
  case ElementType::F32:
    return visit(array.template dataAs<float>());
  case ElementType::F64:
    break;
  }
  return visit(array.template dataAs<double>());
}

/// The only element of a scalar.
double scalarValue(const runtime::Array &array);

/// "[3, 0, 5]": the index of element `position` of an array of this shape.
std::string indexString(const std::vector<int64_t> &shape, int64_t position);

} // namespace training
} // namespace snn

#endif // SNN_LIB_TRAINING_LOOP_ELEMENTACCESS_H
