//===- Signature.cpp - Types of a compiled function -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Maps function types to arrays and checks arrays against them.
//
//===----------------------------------------------------------------------===//

#include "snn/Execution/Signature.h"
#include "snn/Dialect/SNN/IR/SNN.h"
#include "snn/Runtime/HalfFloat.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Array;
using ::snn::runtime::ElementType;
using ::snn::runtime::Error;
using ::snn::runtime::Status;

namespace {
/// Signless integers are signed arrays; of the unsigned ones only ui8 has a
/// use, as bytes of images. Nothing for widths that NumPy has no type of.
std::optional<ElementType> integerTypeOf(IntegerType type) {
  if (type.isUnsigned())
    return type.getWidth() == 8 ? std::optional(ElementType::U8) : std::nullopt;
  switch (type.getWidth()) {
  case 1:
    return ElementType::Bool;
  case 8:
    return ElementType::I8;
  case 16:
    return ElementType::I16;
  case 32:
    return ElementType::I32;
  case 64:
    return ElementType::I64;
  default:
    return std::nullopt;
  }
}

/// The array type of a scalar; nothing for types that arrays cannot hold.
std::optional<ElementType> elementTypeOf(Type type) {
  if (type.isF16())
    return ElementType::F16;
  if (type.isBF16())
    return ElementType::BF16;
  if (type.isF32())
    return ElementType::F32;
  if (type.isF64())
    return ElementType::F64;
  if (type.isIndex())
    return ElementType::Index;
  if (auto integer = dyn_cast<IntegerType>(type))
    return integerTypeOf(integer);
  return std::nullopt;
}

/// How a value of `type` is passed as an array; nothing if it cannot be.
std::optional<ValueSpec> specOf(Type type, std::string name) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  std::optional<ElementType> element =
      elementTypeOf(tensor ? tensor.getElementType() : type);
  if (!element)
    return std::nullopt;
  ValueSpec spec;
  spec.name = std::move(name);
  spec.type = *element;
  spec.isTensor = bool(tensor);
  if (tensor)
    spec.shape = tensor.getShape().vec();
  return spec;
}

/// The position of the first element that `isSpike` refuses. Elements of a
/// block are counted before one is looked for: a branch for each would keep
/// them out of vectors, and a raster has millions.
template <typename T, typename Predicate>
std::optional<int64_t> firstOther(const Array &array, Predicate isSpike) {
  constexpr int64_t kBlock = 1024;
  const T *values = array.dataAs<T>();
  int64_t size = array.numElements();
  for (int64_t first = 0; first < size; first += kBlock) {
    ArrayRef<T> block(values + first, std::min(kBlock, size - first));
    unsigned others = 0;
    for (T value : block)
      others += !isSpike(value);
    if (others)
      return first + (llvm::find_if_not(block, isSpike) - block.begin());
  }
  return std::nullopt;
}

/// The narrow floats are compared by their bits: 0 of either sign, or 1.
std::optional<int64_t> firstNonSpike(const Array &array) {
  auto plain = [](auto value) { return (value == 0) | (value == 1); };
  auto bitsOf = [](uint16_t one) {
    return
        [one](uint16_t bits) { return ((bits & 0x7fff) == 0) | (bits == one); };
  };
  switch (array.elementType()) {
  case ElementType::F32:
    return firstOther<float>(array, plain);
  case ElementType::F64:
    return firstOther<double>(array, plain);
  case ElementType::F16:
    return firstOther<uint16_t>(array, bitsOf(0x3c00));
  case ElementType::BF16:
    return firstOther<uint16_t>(array, bitsOf(0x3f80));
  default:
    return std::nullopt;
  }
}

/// Element `i` of an array of floats.
double floatAt(const Array &array, int64_t i) {
  switch (array.elementType()) {
  case ElementType::F32:
    return array.dataAs<float>()[i];
  case ElementType::F64:
    return array.dataAs<double>()[i];
  case ElementType::F16:
    return ::snn::runtime::halfToFloat(array.dataAs<uint16_t>()[i]);
  default:
    return ::snn::runtime::bfloatToFloat(array.dataAs<uint16_t>()[i]);
  }
}

/// "[2, 0, 5]" for a position in row-major order.
std::string indexString(const std::vector<int64_t> &shape, int64_t position) {
  std::string text;
  for (size_t i = shape.size(); i-- > 0; position /= shape[i])
    text =
        std::to_string(position % shape[i]) + (text.empty() ? "" : ", ") + text;
  return "[" + text + "]";
}

/// Adds a specification for each of `types`; fails after an error at the
/// function that names the value.
LogicalResult describe(func::FuncOp function, StringRef kind, StringRef prefix,
                       TypeRange types, std::vector<ValueSpec> &specs) {
  for (auto [i, type] : llvm::enumerate(types)) {
    std::optional<ValueSpec> spec = specOf(type, (prefix + Twine(i)).str());
    if (!spec)
      return function.emitError()
             << kind << " " << i << " of '" << function.getName()
             << "' must be a ranked tensor or a scalar of floats, integers or "
                "index to be passed as an array, got "
             << type;
    specs.push_back(std::move(*spec));
  }
  return success();
}
} // namespace

/// "?x28xf32", as in a type of MLIR.
std::string ValueSpec::typeString() const {
  std::string text;
  for (int64_t size : shape)
    text += (ShapedType::isDynamic(size) ? "?" : std::to_string(size)) + "x";
  return text + toString(type);
}

FailureOr<Signature> mlir::snn::signatureOf(func::FuncOp function) {
  Signature signature;
  if (failed(describe(function, "argument", "arg", function.getArgumentTypes(),
                      signature.arguments)) ||
      failed(describe(function, "result", "res", function.getResultTypes(),
                      signature.results)))
    return failure();
  for (auto [i, spec] : llvm::enumerate(signature.arguments)) {
    spec.isSpikes =
        isFloat(spec.type) &&
        bool(function.getArgAttr(unsigned(i), SNNDialect::kSpikesAttrName));
    if (auto name =
            function.getArgAttrOfType<StringAttr>(unsigned(i), arrayNameAttr))
      spec.name = name.str();
  }
  for (auto [i, spec] : llvm::enumerate(signature.results))
    if (auto name = function.getResultAttrOfType<StringAttr>(unsigned(i),
                                                             arrayNameAttr))
      spec.name = name.str();
  return signature;
}

/// Allocated pointer, aligned pointer, offset, sizes, strides; all of 64 bits.
size_t mlir::snn::descriptorBytes(size_t rank) {
  return (3 + 2 * rank) * sizeof(int64_t);
}

/// Scalars lie at their own alignment.
ResultLayout mlir::snn::layOutResults(const Signature &signature) {
  ResultLayout layout;
  for (const ValueSpec &spec : signature.results) {
    size_t width = byteWidth(spec.type);
    layout.bytes =
        llvm::alignTo(layout.bytes, spec.isTensor ? sizeof(int64_t) : width);
    layout.offsets.push_back(layout.bytes);
    layout.bytes += spec.isTensor ? descriptorBytes(spec.shape.size()) : width;
  }
  return layout;
}

/// The type first, then for declared spikes each value, so that the message can
/// name the index.
Status mlir::snn::checkArray(const ValueSpec &expected, const Array &found) {
  bool matches = found.elementType() == expected.type &&
                 found.rank() == expected.shape.size();
  for (size_t i = 0; matches && i < found.rank(); ++i)
    matches = ShapedType::isDynamic(expected.shape[i]) ||
              expected.shape[i] == found.shape()[i];
  if (!matches)
    return Error(expected.name + ": expected " + expected.typeString() +
                 ", found " + found.typeString());
  if (!expected.isSpikes)
    return {};
  if (std::optional<int64_t> position = firstNonSpike(found)) {
    std::string value;
    llvm::raw_string_ostream(value)
        << llvm::format("%g", floatAt(found, *position));
    return Error(expected.name + ": expected spikes (0 or 1), found " + value +
                 " at index " + indexString(found.shape(), *position));
  }
  return {};
}

/// NumPy has no bf16 and no index, and MLIR's integers have no sign: arrays of
/// the same bits take the program's type. Everything else is left to
/// `checkArray`.
Status mlir::snn::adoptType(const ValueSpec &expected, Array &array) {
  auto isPair = [&](ElementType inFile, ElementType inProgram) {
    return array.elementType() == inFile && expected.type == inProgram;
  };
  if (isPair(ElementType::U16, ElementType::BF16) ||
      isPair(ElementType::I64, ElementType::Index) ||
      isPair(ElementType::U8, ElementType::I8) ||
      isPair(ElementType::U16, ElementType::I16) ||
      isPair(ElementType::U32, ElementType::I32) ||
      isPair(ElementType::U64, ElementType::I64))
    return array.reinterpretAs(expected.type);
  return {};
}
