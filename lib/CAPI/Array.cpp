//===- Array.cpp - Arrays for C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn-c/Array.h"
#include "Wrap.h"

using ::snn::runtime::Array;
using ::snn::runtime::ElementType;

// The names of C are those of C++, in the same order.
static_assert(int(ElementType::Bool) == SnnElementTypeBool);
static_assert(int(ElementType::U8) == SnnElementTypeU8);
static_assert(int(ElementType::Index) == SnnElementTypeIndex);
static_assert(int(ElementType::BF16) == SnnElementTypeBF16);
static_assert(int(ElementType::F64) == SnnElementTypeF64);

/// The type comes from C, where an enum holds any number.
SnnArray snnArrayCreate(SnnElementType type, intptr_t rank,
                        const int64_t *shape, const void *data) {
  if (type < SnnElementTypeBool || type > SnnElementTypeF64 || rank < 0)
    return {nullptr};
  auto array = Array::zeros(ElementType(type), {shape, shape + rank});
  if (!array)
    return {nullptr};
  if (data)
    std::memcpy(array->data(), data, array->numBytes());
  return wrap(new Array(std::move(*array)));
}

void snnArrayDestroy(SnnArray array) { delete unwrap(array); }

SnnElementType snnArrayGetElementType(SnnArray array) {
  return SnnElementType(unwrap(array)->elementType());
}

intptr_t snnArrayGetRank(SnnArray array) { return unwrap(array)->rank(); }

int64_t snnArrayGetDimSize(SnnArray array, intptr_t dim) {
  return unwrap(array)->shape()[dim];
}

int64_t snnArrayGetNumElements(SnnArray array) {
  return unwrap(array)->numElements();
}

void *snnArrayGetData(SnnArray array) { return unwrap(array)->data(); }
