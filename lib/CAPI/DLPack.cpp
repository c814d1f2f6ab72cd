//===- DLPack.cpp - Arrays of other libraries for C -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn-c/DLPack.h"
#include "Wrap.h"
#include "mlir/CAPI/Support.h"
#include <dlpack/dlpack.h>

using ::snn::runtime::Array;
using ::snn::runtime::ElementType;
using ::snn::runtime::Error;
using ::snn::runtime::Result;

namespace {
/// DLPack has it since 0.8.
constexpr uint8_t kBool = 6;

/// Codes and bits of the types that both sides have.
struct TypePair {
  uint8_t code, bits;
  ElementType type;
};
const TypePair typePairs[] = {
    {kBool, 8, ElementType::Bool},      {kDLInt, 8, ElementType::I8},
    {kDLInt, 16, ElementType::I16},     {kDLInt, 32, ElementType::I32},
    {kDLInt, 64, ElementType::I64},     {kDLUInt, 8, ElementType::U8},
    {kDLUInt, 16, ElementType::U16},    {kDLUInt, 32, ElementType::U32},
    {kDLUInt, 64, ElementType::U64},    {kDLFloat, 16, ElementType::F16},
    {kDLBfloat, 16, ElementType::BF16}, {kDLFloat, 32, ElementType::F32},
    {kDLFloat, 64, ElementType::F64},   {kDLInt, 64, ElementType::Index},
};

Result<ElementType> typeOf(const DLDataType &type) {
  for (const TypePair &pair : typePairs)
    if (pair.code == type.code && pair.bits == type.bits && type.lanes == 1)
      return pair.type;
  return Error("expected elements that are bool, integers of 8 to 64 bits or "
               "floats of 16 to 64 bits, found DLPack's type code " +
               std::to_string(type.code) + " with " +
               std::to_string(type.bits) + " bits and " +
               std::to_string(type.lanes) + " lanes");
}

DLDataType typeOf(ElementType type) {
  for (const TypePair &pair : typePairs)
    if (pair.type == type)
      return {pair.code, pair.bits, 1};
  llvm_unreachable("every element type has a pair");
}

/// A tensor need not have a deleter.
void destroy(DLManagedTensor *tensor) {
  if (tensor->deleter)
    tensor->deleter(tensor);
}

/// True if elements lie row-major without gaps. The stride of a size of 1 says
/// nothing.
bool isDense(const DLTensor &tensor) {
  if (!tensor.strides)
    return true;
  int64_t inner = 1;
  for (int i = tensor.ndim; i-- > 0;) {
    if (tensor.shape[i] != 1 && tensor.strides[i] != inner)
      return false;
    inner *= tensor.shape[i];
  }
  return true;
}

/// The tensor is the array's if this succeeds.
Result<Array> fromDLPack(DLManagedTensor *managed) {
  const DLTensor &tensor = managed->dl_tensor;
  if (tensor.device.device_type != kDLCPU)
    return Error("expected a tensor on the CPU (DLPack's device 1), found one "
                 "on device " +
                 std::to_string(tensor.device.device_type));
  if (tensor.ndim < 0)
    return Error("expected a rank of at least 0, found " +
                 std::to_string(tensor.ndim));
  Result<ElementType> type = typeOf(tensor.dtype);
  if (!type)
    return type.error();
  std::vector<int64_t> shape(tensor.shape, tensor.shape + tensor.ndim);
  Result<int64_t> elements = ::snn::runtime::countElements(*type, shape);
  if (!elements)
    return elements.error();
  char *data = static_cast<char *>(tensor.data) + tensor.byte_offset;
  if (*elements != 0 && !tensor.data)
    return Error("expected memory, found a null pointer");
  bool isAligned = reinterpret_cast<uintptr_t>(data) % byteWidth(*type) == 0;
  if (*elements != 0 && isAligned && isDense(tensor))
    return Array::adopt(*type, std::move(shape), data,
                        [managed] { destroy(managed); });
  Result<Array> array = Array::uninitialized(*type, shape);
  if (array && *elements != 0) {
    std::vector<int64_t> strides = array->strides();
    if (tensor.strides)
      strides.assign(tensor.strides, tensor.strides + tensor.ndim);
    array = Array::fromStrided(*type, data, std::move(shape), strides);
  }
  if (array)
    destroy(managed);
  return array;
}

/// A tensor with the array that it is a view of.
struct OwnedTensor {
  DLManagedTensor managed;
  Array array;
  std::vector<int64_t> shape, strides;
};
} // namespace

SnnArray snnArrayFromDLPack(DLManagedTensor *tensor, MlirStringCallback onError,
                            void *userData) {
  Result<Array> array =
      tensor ? fromDLPack(tensor)
             : Result<Array>(Error("expected a tensor, found null"));
  if (array)
    return wrap(new Array(std::move(*array)));
  const std::string &message = array.error().message();
  if (onError)
    onError(mlirStringRefCreate(message.data(), message.size()), userData);
  return {nullptr};
}

DLManagedTensor *snnArrayToDLPack(SnnArray handle) {
  std::unique_ptr<Array> array(unwrap(handle));
  auto *owned = new OwnedTensor{{}, std::move(*array), {}, {}};
  owned->shape = owned->array.shape();
  // Newer versions of DLPack ask for strides.
  owned->strides = owned->array.strides();
  DLTensor &tensor = owned->managed.dl_tensor;
  tensor.data = owned->array.data();
  tensor.device = {kDLCPU, 0};
  tensor.ndim = int(owned->shape.size());
  tensor.dtype = typeOf(owned->array.elementType());
  tensor.shape = owned->shape.data();
  tensor.strides = owned->strides.data();
  tensor.byte_offset = 0;
  owned->managed.manager_ctx = owned;
  owned->managed.deleter = [](DLManagedTensor *self) {
    delete static_cast<OwnedTensor *>(self->manager_ctx);
  };
  return &owned->managed;
}

MlirLogicalResult snnArrayReinterpret(SnnArray array, SnnElementType type) {
  // The type comes from C, where an enum holds any number.
  if (type < SnnElementTypeBool || type > SnnElementTypeF64)
    return mlirLogicalResultFailure();
  return unwrap(array)->reinterpretAs(ElementType(type))
             ? mlirLogicalResultSuccess()
             : mlirLogicalResultFailure();
}
