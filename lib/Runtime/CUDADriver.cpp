//===- CUDADriver.cpp - The driver of NVIDIA GPUs -------------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CUDADriver.h"

#include <dlfcn.h>

using namespace snn::runtime;

namespace {
/// Fills `function` with what the library calls `name`.
template <typename Function>
bool find(void *library, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

/// The names with _v2 are those that cuda.h gives its current functions.
Status findAll(void *library, CUDADriver &driver) {
  const char *missing = nullptr;
  auto need = [&](const char *name, auto &function) {
    if (!find(library, name, function) && !missing)
      missing = name;
  };
  need("cuInit", driver.init);
  need("cuGetErrorString", driver.getErrorString);
  need("cuDeviceGet", driver.deviceGet);
  need("cuDeviceGetAttribute", driver.deviceGetAttribute);
  need("cuDevicePrimaryCtxRetain", driver.contextRetain);
  need("cuCtxSetCurrent", driver.contextSetCurrent);
  need("cuMemAlloc_v2", driver.memAlloc);
  need("cuMemFree_v2", driver.memFree);
  need("cuMemcpy", driver.memcpy);
  need("cuModuleLoadDataEx", driver.moduleLoad);
  need("cuModuleGetFunction", driver.moduleGetFunction);
  need("cuFuncSetAttribute", driver.functionSetAttribute);
  need("cuLaunchKernel", driver.launchKernel);
  if (missing)
    return Error(std::string("the NVIDIA driver is too old: libcuda.so.1 has "
                             "no ") +
                 missing);
  return {};
}

/// The library stays loaded: kernels and memory are its own.
Status load(CUDADriver &driver) {
  void *library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return Error("no NVIDIA driver: libcuda.so.1 was not found");
  if (Status status = findAll(library, driver); !status)
    return status;
  auto check = [&](CUStatus result) -> Status {
    if (result == 0)
      return {};
    return Error("no NVIDIA GPU: " + driver.describe(result));
  };
  if (Status status = check(driver.init(0)); !status)
    return status;
  if (Status status = check(driver.deviceGet(&driver.device, 0)); !status)
    return status;
  return check(driver.contextRetain(&driver.context, driver.device));
}

struct Loaded {
  CUDADriver driver;
  Status status = load(driver);
};
} // namespace

std::string CUDADriver::describe(CUStatus status) const {
  const char *text = nullptr;
  if (getErrorString(status, &text) == 0 && text)
    return text;
  return "CUDA error " + std::to_string(status);
}

Result<const CUDADriver *> snn::runtime::cudaDriver() {
  static Loaded loaded;
  if (!loaded.status)
    return loaded.status.error();
  // A context is current in a thread, and each thread is new to it.
  thread_local CUStatus current =
      loaded.driver.contextSetCurrent(loaded.driver.context);
  if (current != 0)
    return Error("no NVIDIA GPU: " + loaded.driver.describe(current));
  return &loaded.driver;
}
