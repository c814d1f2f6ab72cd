//===- DLPack.h - Arrays of other libraries for C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors go to and from NumPy, PyTorch, JAX and others as DLPack's
// DLManagedTensor: the unversioned struct, which every version of DLPack has
// and a Python capsule called "dltensor" holds. Its fields are in dlpack.h
// (github.com/dmlc/dlpack; Debian package libdlpack-dev).
//
//===----------------------------------------------------------------------===//

#ifndef SNN_C_DLPACK_H
#define SNN_C_DLPACK_H

#include "snn-c/Array.h"

#ifdef __cplusplus
extern "C" {
#endif

struct DLManagedTensor;

/// An array of the tensor's elements, in the tensor's own memory if that is
/// row-major and aligned to an element, otherwise in a copy. The tensor belongs
/// to the array, which calls its deleter when destroyed, or to nobody after a
/// copy. The elements must not change while the array is in use. Null, with the
/// tensor still the caller's, if the tensor is not in memory of the CPU or of a
/// type that arrays do not have; `onError`, unless it is null, gets one line.
MLIR_CAPI_EXPORTED SnnArray snnArrayFromDLPack(struct DLManagedTensor *tensor,
                                               MlirStringCallback onError,
                                               void *userData);

/// A tensor in the array's memory, which it owns from then on: the handle is
/// used up. Its deleter may be called from any thread. `index` becomes int64.
MLIR_CAPI_EXPORTED struct DLManagedTensor *snnArrayToDLPack(SnnArray array);

/// Takes the same bits for another type of the same width, where DLPack or its
/// users have no such type: int64 as index, uint8 of 0 and 1 as bool. Fails on
/// another width.
MLIR_CAPI_EXPORTED MlirLogicalResult snnArrayReinterpret(SnnArray array,
                                                         SnnElementType type);

#ifdef __cplusplus
}
#endif

#endif // SNN_C_DLPACK_H
