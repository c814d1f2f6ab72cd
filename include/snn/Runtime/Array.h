//===- Array.h - Owned n-dimensional array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arrays that files are read into and compiled entry points are called
// with.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_ARRAY_H
#define SNN_RUNTIME_ARRAY_H

#include "snn/Runtime/ElementType.h"
#include "snn/Runtime/Result.h"

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>

namespace snn {
namespace runtime {

/// A row-major array that owns its elements. The memory is 64-byte aligned, a
/// cache line and an AVX-512 register, unless it is somebody else's that was
/// adopted, and is never null, also for zero elements. Moving is cheap; copying
/// is spelled `clone`.
class Array {
public:
  static constexpr size_t alignment = 64;
  /// What NumPy allows; also a bound on what a hostile header can ask for.
  static constexpr size_t maxRank = 64;

  /// An array of zeros. Fails, and allocates nothing, on a negative dimension,
  /// a rank over `maxRank`, a size that does not fit, or lack of memory.
  static Result<Array> zeros(ElementType type, std::vector<int64_t> shape);

  /// As `zeros`, with unspecified contents.
  static Result<Array> uninitialized(ElementType type,
                                     std::vector<int64_t> shape);

  /// A copy of memory laid out with `strides`, in elements as in a memref
  /// descriptor: 0 (broadcast) and negative ones are allowed.
  static Result<Array> fromStrided(ElementType type, const void *source,
                                   std::vector<int64_t> shape,
                                   const std::vector<int64_t> &strides);

  /// An array in memory of somebody else's, which `release` gives back when the
  /// array goes, and at once on failure. The memory is row-major, aligned to an
  /// element and not null. Fails as `zeros` does.
  static Result<Array> adopt(ElementType type, std::vector<int64_t> shape,
                             void *memory, std::function<void()> release);

  /// An array of the given values, as many as the shape has elements.
  template <typename T>
  static Result<Array> of(std::vector<int64_t> shape,
                          const std::vector<T> &values);

  Result<Array> clone() const;

  /// The values in another float type, rounded to nearest even; 64-bit integers
  /// reach f16 and bf16 through f64. Fails when the target is no float type.
  Result<Array> convertedTo(ElementType floatType) const;

  /// The same bytes under a type of the same width: a file's u16 as bf16, its
  /// i64 as index. Fails on a different width.
  Status reinterpretAs(ElementType other);

  ElementType elementType() const { return type; }
  const std::vector<int64_t> &shape() const { return dims; }
  size_t rank() const { return dims.size(); }
  int64_t numElements() const { return elements; }
  size_t numBytes() const {
    return static_cast<size_t>(elements) * byteWidth(type);
  }

  /// Row-major strides in elements.
  std::vector<int64_t> strides() const;

  /// "2x3xf32", for messages.
  std::string typeString() const { return runtime::typeString(type, dims); }

  void *data() { return memory.get(); }
  const void *data() const { return memory.get(); }

  /// The elements as `T`, which must have the width of the element type.
  template <typename T> T *dataAs() {
    assert(sizeof(T) == byteWidth(type) && "width of another element type");
    return static_cast<T *>(data());
  }
  template <typename T> const T *dataAs() const {
    return const_cast<Array *>(this)->dataAs<T>();
  }

private:
  /// Frees memory, or gives back what is not ours to free.
  struct Free {
    std::function<void()> release;
    void operator()(void *pointer) const {
      release ? release() : std::free(pointer);
    }
  };

  Array(ElementType type, std::vector<int64_t> dims, int64_t elements,
        void *memory)
      : type(type), dims(std::move(dims)), elements(elements), memory(memory) {}

  ElementType type;
  std::vector<int64_t> dims;
  int64_t elements;
  std::unique_ptr<void, Free> memory;
};

/// The number of elements of `shape`, or an error when a dimension is negative
/// or the bytes of all its dimensions but the zero ones overflow 63 bits.
Result<int64_t> countElements(ElementType type,
                              const std::vector<int64_t> &shape);

template <typename T>
Result<Array> Array::of(std::vector<int64_t> shape,
                        const std::vector<T> &values) {
  Result<Array> array =
      uninitialized(ElementTypeOf<T>::value, std::move(shape));
  if (!array)
    return array;
  if (static_cast<size_t>(array->numElements()) != values.size())
    return Error("expected " + std::to_string(array->numElements()) +
                 " values for " + array->typeString() + ", found " +
                 std::to_string(values.size()));
  // One by one, since std::vector<bool> has no array of bytes.
  T *target = array->template dataAs<T>();
  for (T value : values)
    *target++ = value;
  return array;
}

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_ARRAY_H
