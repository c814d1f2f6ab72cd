//===- Array.h - Arrays for C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_C_ARRAY_H
#define SNN_C_ARRAY_H

#include "mlir-c/Support.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What an array has as elements. Bool is a byte of 0 or 1, index is 64 bits.
enum SnnElementType {
  SnnElementTypeBool,
  SnnElementTypeI8,
  SnnElementTypeI16,
  SnnElementTypeI32,
  SnnElementTypeI64,
  SnnElementTypeU8,
  SnnElementTypeU16,
  SnnElementTypeU32,
  SnnElementTypeU64,
  SnnElementTypeIndex,
  SnnElementTypeF16,
  SnnElementTypeBF16,
  SnnElementTypeF32,
  SnnElementTypeF64
};
typedef enum SnnElementType SnnElementType;

/// A row-major array that owns its elements.
struct SnnArray {
  void *ptr;
};
typedef struct SnnArray SnnArray;

/// A copy of `data`, or of zeros if that is null; `shape` has `rank` sizes. The
/// caller destroys it. Null if a size is negative or memory is short.
MLIR_CAPI_EXPORTED SnnArray snnArrayCreate(SnnElementType type, intptr_t rank,
                                           const int64_t *shape,
                                           const void *data);
MLIR_CAPI_EXPORTED void snnArrayDestroy(SnnArray array);
static inline bool snnArrayIsNull(SnnArray array) { return !array.ptr; }

MLIR_CAPI_EXPORTED SnnElementType snnArrayGetElementType(SnnArray array);
MLIR_CAPI_EXPORTED intptr_t snnArrayGetRank(SnnArray array);
MLIR_CAPI_EXPORTED int64_t snnArrayGetDimSize(SnnArray array, intptr_t dim);
MLIR_CAPI_EXPORTED int64_t snnArrayGetNumElements(SnnArray array);

/// The elements, which live as long as the array. Never null.
MLIR_CAPI_EXPORTED void *snnArrayGetData(SnnArray array);

#ifdef __cplusplus
}
#endif

#endif // SNN_C_ARRAY_H
