//===- CFunction.cpp - A function as C sees it -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CFunction.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::ElementType;

StringRef mlir::snn::cType(ElementType type) {
  switch (type) {
  case ElementType::Bool:
    return "bool";
  case ElementType::I8:
    return "int8_t";
  case ElementType::I16:
    return "int16_t";
  case ElementType::I32:
    return "int32_t";
  case ElementType::I64:
  case ElementType::Index:
    return "int64_t";
  case ElementType::U8:
    return "uint8_t";
  case ElementType::U16:
  case ElementType::F16:
  case ElementType::BF16:
    return "uint16_t";
  case ElementType::U32:
    return "uint32_t";
  case ElementType::U64:
    return "uint64_t";
  case ElementType::F32:
    return "float";
  case ElementType::F64:
    return "double";
  }
  llvm_unreachable("every element type has a C type");
}

bool mlir::snn::isDynamic(const ValueSpec &spec) {
  return llvm::any_of(spec.shape, ShapedType::isDynamic);
}

std::string mlir::snn::sizeName(const ValueSpec &spec, size_t dim) {
  return spec.name + "_size" + std::to_string(dim);
}

namespace {
/// Adds a parameter for each size of `spec` that is not known: the size by
/// value, or where it goes.
void addSizes(const ValueSpec &spec, bool isByValue,
              SmallVectorImpl<CParameter> &parameters) {
  for (auto [dim, size] : llvm::enumerate(spec.shape))
    if (ShapedType::isDynamic(size))
      parameters.push_back(
          {(isByValue ? "int64_t " : "int64_t *") + sizeName(spec, dim),
           std::nullopt, /*isSize=*/isByValue});
}

/// Other names than C's own are kept; the rest, and a second use of one, get
/// the name that they would have without the attribute.
void renameValues(std::vector<ValueSpec> &specs, StringRef prefix,
                  llvm::StringSet<> &used) {
  for (auto [i, spec] : llvm::enumerate(specs)) {
    if (!isCName(spec.name) || used.contains(spec.name))
      spec.name = (prefix + Twine(i)).str();
    while (!used.insert(spec.name).second)
      spec.name += "_";
  }
}
} // namespace

SmallVector<CParameter> CFunction::parameters() const {
  SmallVector<CParameter> parameters;
  for (const ValueSpec &spec : types.arguments) {
    std::string type = cType(spec.type).str();
    if (!spec.isTensor) {
      parameters.push_back({type + " " + spec.name, spec.type});
      continue;
    }
    parameters.push_back({"const " + type + " *" + spec.name, std::nullopt});
    addSizes(spec, /*isByValue=*/true, parameters);
  }
  for (const ValueSpec &spec : types.results) {
    std::string type = cType(spec.type).str();
    parameters.push_back(
        {type + (isDynamic(spec) ? " **" : " *") + spec.name, std::nullopt});
    addSizes(spec, /*isByValue=*/false, parameters);
  }
  return parameters;
}

CFunction mlir::snn::makeCFunction(StringRef name, Signature types) {
  CFunction function{name.str(), std::move(types)};
  llvm::StringSet<> used;
  renameValues(function.types.arguments, "arg", used);
  renameValues(function.types.results, "res", used);
  return function;
}
