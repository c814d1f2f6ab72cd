//===- Header.cpp - The header of an object file -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Header.h"
#include "snn/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::ElementType;

namespace {
const char contract[] = R"(/* What holds for every function here:
   - Tensors lie row-major without gaps; sizes and strides count elements.
   - An argument is only read. A null pointer will do where there is no element.
   - A result of known sizes is written to memory of the caller's, which may be
     that of an argument. A result with a size that is not known gets memory of
     its own, which the caller gives to free(), and its sizes are written too.
     Where null is passed the result, or the size, is left out.
   - Null is returned if all went well, otherwise one line that says what was
     expected and found; it lasts until the thread's next call. No result is
     written then, and what the computation held is lost.
   - Calls from several threads at once are independent. */
)";

/// "NET_H" for "dir/net.h", with a prefix that makes a name of anything.
std::string guardOf(StringRef fileName) {
  std::string guard = "SNN_OBJECT_";
  for (char c : llvm::sys::path::filename(fileName))
    guard += llvm::isAlnum(c) ? llvm::toUpper(c) : '_';
  return guard;
}

/// Row-major strides; dynamic where a size behind is.
SmallVector<int64_t> stridesOf(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) {
    bool isKnown =
        !ShapedType::isDynamic(shape[i]) && !ShapedType::isDynamic(strides[i]);
    strides[i - 1] = isKnown ? shape[i] * strides[i] : ShapedType::kDynamic;
  }
  return strides;
}

/// "{2, arg0_size1}".
std::string sizesText(const ValueSpec &spec) {
  SmallVector<std::string> parts;
  for (auto [dim, size] : llvm::enumerate(spec.shape))
    parts.push_back(ShapedType::isDynamic(size) ? sizeName(spec, dim)
                                                : std::to_string(size));
  return "{" + llvm::join(parts, ", ") + "}";
}

/// "{3 * arg0_size1, 3, 1}".
std::string stridesText(const ValueSpec &spec) {
  SmallVector<std::string> parts;
  for (size_t i = 0, e = spec.shape.size(); i < e; ++i) {
    int64_t known = 1;
    SmallVector<std::string> factors;
    for (size_t dim = i + 1; dim < e; ++dim) {
      if (ShapedType::isDynamic(spec.shape[dim]))
        factors.push_back(sizeName(spec, dim));
      else
        known *= spec.shape[dim];
    }
    if (known != 1 || factors.empty())
      factors.insert(factors.begin(), std::to_string(known));
    parts.push_back(llvm::join(factors, " * "));
  }
  return "{" + llvm::join(parts, ", ") + "}";
}

/// What C stores where that is not what the name of the type says.
StringRef storageNote(ElementType type) {
  if (type == ElementType::F16)
    return ", the bits of IEEE binary16";
  if (type == ElementType::BF16)
    return ", the bits of bfloat16";
  return "";
}

/// A line of the comment on a function.
void describe(raw_ostream &os, const ValueSpec &spec) {
  os << "   " << spec.name << ": " << toString(spec.type);
  if (!spec.isTensor)
    os << ", a scalar";
  else
    os << ", rank " << spec.shape.size() << ", sizes " << sizesText(spec)
       << ", strides " << stridesText(spec);
  os << storageNote(spec.type);
  if (spec.isSpikes)
    os << ", spikes: 0 or 1, which is checked";
  os << "\n";
}

/// Rank, known sizes and strides and, if all sizes are known, how many elements
/// there are.
void defineConstants(raw_ostream &os, StringRef function,
                     const ValueSpec &spec) {
  if (!spec.isTensor)
    return;
  auto define = [&](const Twine &name, int64_t value) {
    os << "#define " << function << "_" << spec.name << "_" << name << " "
       << value << "\n";
  };
  define("rank", spec.shape.size());
  int64_t elements = 1;
  for (auto [dim, size, stride] :
       llvm::enumerate(spec.shape, stridesOf(spec.shape))) {
    if (!ShapedType::isDynamic(size)) {
      define("size" + Twine(dim), size);
      elements *= size;
    }
    if (!ShapedType::isDynamic(stride))
      define("stride" + Twine(dim), stride);
  }
  if (!isDynamic(spec))
    define("elements", elements);
}

void declare(raw_ostream &os, const CFunction &function) {
  auto printType = [&](const ValueSpec &spec) {
    os << spec.name << ": " << spec.typeString();
  };
  os << "\n/* " << function.name << "(";
  llvm::interleaveComma(function.types.arguments, os, printType);
  os << ") -> (";
  llvm::interleaveComma(function.types.results, os, printType);
  os << ")\n";
  for (const ValueSpec &spec : function.types.arguments)
    describe(os, spec);
  for (const ValueSpec &spec : function.types.results)
    describe(os, spec);
  os << "*/\n";
  for (const ValueSpec &spec : function.types.arguments)
    defineConstants(os, function.name, spec);
  for (const ValueSpec &spec : function.types.results)
    defineConstants(os, function.name, spec);
  os << "const char *" << function.name << "(";
  SmallVector<CParameter> parameters = function.parameters();
  llvm::interleave(
      parameters, os,
      [&](const CParameter &parameter) { os << parameter.declaration; },
      ",\n    ");
  // No parameters are any parameters in C.
  os << (parameters.empty() ? "void);\n" : ");\n");
}
} // namespace

std::string mlir::snn::printHeader(ArrayRef<CFunction> functions,
                                   const ObjectFacts &facts,
                                   StringRef fileName) {
  std::string text, guard = guardOf(fileName);
  llvm::raw_string_ostream os(text);
  os << "/* Made by snn-compile " SNN_VERSION_STRING " for the machine '"
     << facts.cpu << "'.\n   Link with -lm"
     << (facts.needsOpenMP ? " and OpenMP: -l:libomp.so.5" : "") << ". */\n"
     << "#ifndef " << guard << "\n#define " << guard << "\n\n"
     << "#include <stdbool.h>\n#include <stdint.h>\n\n"
     << "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n"
     << contract;
  for (const CFunction &function : functions)
    declare(os, function);
  os << "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
  return text;
}
