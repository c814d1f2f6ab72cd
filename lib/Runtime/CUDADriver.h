//===- CUDADriver.h - The driver of NVIDIA GPUs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions of the CUDA driver API that the runtime uses, as a table filled
// from libcuda.so.1. Types are those of cuda.h, whose binary interface is
// fixed.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_RUNTIME_CUDADRIVER_H
#define SNN_LIB_RUNTIME_CUDADRIVER_H

#include "snn/Runtime/Result.h"

#include <cstddef>
#include <cstdint>

namespace snn {
namespace runtime {

/// CUresult, CUdevice, CUdeviceptr and the handles of cuda.h.
using CUStatus = int;
using CUDevice = int;
using CUAddress = unsigned long long;
struct CUContextObject;
struct CUModuleObject;
struct CUFunctionObject;
struct CUStreamObject;

struct CUDADriver {
  CUStatus (*init)(unsigned);
  CUStatus (*getErrorString)(CUStatus, const char **);
  CUStatus (*deviceGet)(CUDevice *, int);
  CUStatus (*deviceGetAttribute)(int *, int, CUDevice);
  CUStatus (*contextRetain)(CUContextObject **, CUDevice);
  CUStatus (*contextSetCurrent)(CUContextObject *);
  CUStatus (*memAlloc)(CUAddress *, size_t);
  CUStatus (*memFree)(CUAddress);
  CUStatus (*memcpy)(CUAddress, CUAddress, size_t);
  CUStatus (*moduleLoad)(CUModuleObject **, const void *, unsigned, int *,
                         void **);
  CUStatus (*moduleGetFunction)(CUFunctionObject **, CUModuleObject *,
                                const char *);
  CUStatus (*functionSetAttribute)(CUFunctionObject *, int, int);
  CUStatus (*launchKernel)(CUFunctionObject *, unsigned, unsigned, unsigned,
                           unsigned, unsigned, unsigned, unsigned,
                           CUStreamObject *, void **, void **);

  CUDevice device = 0;
  CUContextObject *context = nullptr;

  /// "an illegal memory access was encountered", or the number.
  std::string describe(CUStatus status) const;
};

/// The driver, with the first GPU's context current in this thread. Loaded
/// once; an error stays one.
Result<const CUDADriver *> cudaDriver();

} // namespace runtime
} // namespace snn

#endif // SNN_LIB_RUNTIME_CUDADRIVER_H
