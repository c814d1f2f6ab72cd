//===- ElementAccess.cpp - Array elements as numbers ------------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"

using namespace snn::training;

/// The one element, of whatever type.
double snn::training::scalarValue(const snn::runtime::Array &array) {
  return visitElements(array, [](const auto *elements) {
    return static_cast<double>(*elements);
  });
}

/// The last index turns fastest, as in row-major order.
std::string snn::training::indexString(const std::vector<int64_t> &shape,
                                       int64_t position) {
  std::vector<int64_t> index(shape.size());
  for (size_t dim = shape.size(); dim-- > 0;) {
    index[dim] = position % shape[dim];
    position /= shape[dim];
  }
  std::string text = "[";
  for (size_t dim = 0; dim < index.size(); ++dim)
    text += (dim ? ", " : "") + std::to_string(index[dim]);
  return text + "]";
}
