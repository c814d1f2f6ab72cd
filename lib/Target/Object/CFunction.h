//===- CFunction.h - A function as C sees it -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parameters of the C function of an entry, which the object defines and
// the header declares.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TARGET_OBJECT_CFUNCTION_H
#define SNN_LIB_TARGET_OBJECT_CFUNCTION_H

#include "snn/Execution/Signature.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::snn {

/// One parameter: a scalar by value, a size, or else a pointer.
struct CParameter {
  /// As in a prototype: "const float *arg0".
  std::string declaration;
  std::optional<::snn::runtime::ElementType> scalar;
  bool isSize = false;
};

/// An entry. The names of arguments and results are words that C accepts, each
/// another.
struct CFunction {
  std::string name;
  Signature types;

  /// In order: for each argument its value or memory and its dynamic sizes,
  /// then for each result where it goes and where its dynamic sizes go.
  SmallVector<CParameter> parameters() const;
};

/// The function called `name` for a function of these types.
CFunction makeCFunction(StringRef name, Signature types);

/// "float"; uint16_t for floats of 16 bits, which C does not have everywhere.
StringRef cType(::snn::runtime::ElementType type);

/// True if a size is known only when the function runs.
bool isDynamic(const ValueSpec &spec);

/// "arg0_size1": the parameter with a dynamic size.
std::string sizeName(const ValueSpec &spec, size_t dim);

/// True for what can stand in C and C++ as a name of one's own.
bool isCName(StringRef name);

} // namespace mlir::snn

#endif // SNN_LIB_TARGET_OBJECT_CFUNCTION_H
