//===- CallFrame.cpp - Memory of one call of compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fills and reads memref descriptors and the struct of results.
//
//===----------------------------------------------------------------------===//

#include "CallFrame.h"
#include "snn/Runtime/Allocation.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Array;
using ::snn::runtime::Result;

// A memref descriptor: allocated pointer, aligned pointer, offset, sizes,
// strides; all of 64 bits.
static constexpr size_t sizesAt = 3;

/// `array` as compiled code sees it: row-major, at offset 0, in its own memory.
static SmallVector<int64_t> descriptorOf(const Array &array) {
  auto address = reinterpret_cast<int64_t>(array.data());
  SmallVector<int64_t> descriptor = {address, address, 0};
  llvm::append_range(descriptor, array.shape());
  llvm::append_range(descriptor, array.strides());
  return descriptor;
}

/// Space for all descriptors is reserved before, since `pointers` holds their
/// addresses.
CallFrame::CallFrame(const Signature &types, ArrayRef<const Array *> arguments)
    : types(types) {
  ResultLayout layout = layOutResults(types);
  offsets.assign(layout.offsets.begin(), layout.offsets.end());
  results.resize(llvm::divideCeil(layout.bytes, sizeof(int64_t)));
  resultsAddress = results.data();

  bool throughFirst =
      types.results.size() > 1 ||
      (types.results.size() == 1 && types.results.front().isTensor);
  if (throughFirst)
    pointers.push_back(&resultsAddress);
  descriptors.reserve(arguments.size());
  descriptorAddresses.reserve(arguments.size());
  for (auto [spec, array] : llvm::zip_equal(types.arguments, arguments)) {
    if (!spec.isTensor) {
      pointers.push_back(const_cast<void *>(array->data()));
      continue;
    }
    descriptors.push_back(descriptorOf(*array));
    descriptorAddresses.push_back(descriptors.back().data());
    pointers.push_back(&descriptorAddresses.back());
  }
  if (!throughFirst && !types.results.empty())
    pointers.push_back(results.data());
}

/// Buffers are freed once each, after all results are copied: one may be a view
/// of another's. They are freed also if a copy fails.
Result<std::vector<Array>> CallFrame::takeResults() {
  std::vector<Array> arrays;
  // Two results may be the same buffer.
  llvm::SmallPtrSet<void *, 8> buffers;
  std::optional<::snn::runtime::Error> failure;
  for (auto [spec, offset] : llvm::zip_equal(types.results, offsets)) {
    char *memory = reinterpret_cast<char *>(results.data()) + offset;
    Result<Array> array = [&, &spec = spec] {
      if (!spec.isTensor)
        return Array::fromStrided(spec.type, memory, {}, {});
      auto *descriptor = reinterpret_cast<int64_t *>(memory);
      size_t rank = spec.shape.size();
      buffers.insert(reinterpret_cast<void *>(descriptor[0]));
      auto *data = reinterpret_cast<char *>(descriptor[1]) +
                   descriptor[2] * int64_t(byteWidth(spec.type));
      const int64_t *sizes = descriptor + sizesAt;
      return Array::fromStrided(spec.type, data, {sizes, sizes + rank},
                                {sizes + rank, sizes + 2 * rank});
    }();
    if (array)
      arrays.push_back(std::move(*array));
    else
      failure = array.error().in(spec.name);
  }
  for (void *buffer : buffers)
    _mlir_memref_to_llvm_free(buffer);
  if (failure)
    return *failure;
  return std::move(arrays);
}
