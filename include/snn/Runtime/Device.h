//===- Device.h - Memory and kernels of an NVIDIA GPU -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What compiled code calls to work on a GPU. The driver is loaded when it is
// first needed; nothing of CUDA is needed to build this.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_DEVICE_H
#define SNN_RUNTIME_DEVICE_H

#include "snn/Runtime/Result.h"

#include <cstdint>
#include <string>

namespace snn {
namespace runtime {

/// The name that compilers have for the first GPU: "sm_90". An error where
/// there is no driver or no GPU.
Result<std::string> deviceChip();

} // namespace runtime
} // namespace snn

/// All work of a process goes to the first GPU, in the order of the calls. What
/// fails there ends the call of the compiled function with an error.
extern "C" {
/// Memory of the device; null for no bytes. It may be memory that was freed
/// before: what it holds is anything.
void *snnDeviceAlloc(int64_t bytes);

void snnDeviceFree(void *memory);

/// Between the device, the host and the device; done when it returns where the
/// host is part of it.
void snnDeviceCopy(void *to, const void *from, int64_t bytes);

/// Starts the kernel `name` of a text in PTX. `slot` is null at the first call
/// and keeps the kernel for the next ones. `arguments` point to the values of
/// its parameters.
void snnDeviceLaunch(void **slot, const char *ptx, const char *name,
                     int64_t blocks, int64_t threads, int64_t sharedBytes,
                     void **arguments);
}

#endif // SNN_RUNTIME_DEVICE_H
