//===- Device.cpp - Memory and kernels of an NVIDIA GPU -------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Device.h"
#include "CUDADriver.h"
#include "MemoryCounters.h"
#include "snn/Runtime/Failure.h"

#include <cstdio>
#include <mutex>
#include <unordered_map>
#include <vector>

using namespace snn::runtime;

namespace {
// Numbers of cuda.h.
constexpr int kMajor = 75, kMinor = 76;
constexpr int kMaxDynamicSharedBytes = 8;
constexpr int kJITErrorLog = 5, kJITErrorLogBytes = 6;

/// cuMemAlloc waits for the device, so freed blocks are kept for the next
/// request of as many bytes: a step asks for the same ones again and again. The
/// order of calls is the order on the device, so that a block may be taken
/// while what used it before still runs.
class DeviceMemory {
public:
  CUAddress allocate(const CUDADriver &driver, size_t bytes, CUStatus &status) {
    std::lock_guard<std::mutex> lock(mutex);
    std::vector<CUAddress> &free = kept[bytes];
    CUAddress address = 0;
    if (!free.empty()) {
      address = free.back();
      free.pop_back();
    } else {
      status = driver.memAlloc(&address, bytes);
      if (status != 0) {
        clear(driver);
        status = driver.memAlloc(&address, bytes);
      }
    }
    if (address) {
      sizes[address] = bytes;
      memoryCounters.add(bytes);
    }
    return address;
  }

  void release(CUAddress address) {
    std::lock_guard<std::mutex> lock(mutex);
    auto found = sizes.find(address);
    if (found == sizes.end())
      return;
    memoryCounters.subtract(found->second);
    kept[found->second].push_back(address);
    sizes.erase(found);
  }

private:
  /// Gives all kept blocks back to the driver.
  void clear(const CUDADriver &driver) {
    for (auto &[bytes, free] : kept) {
      for (CUAddress address : free)
        driver.memFree(address);
      free.clear();
    }
  }

  std::mutex mutex;
  std::unordered_map<size_t, std::vector<CUAddress>> kept;
  std::unordered_map<CUAddress, size_t> sizes;
};

DeviceMemory memory;

/// The modules that PTX was made into, by the text: its address may be another
/// program's tomorrow.
std::mutex modulesMutex;
std::unordered_map<std::string, CUModuleObject *> modules;

/// Ends the call with a message. Nothing here has anything left to free.
[[noreturn]] void fail(const char *what, const char *why) {
  thread_local char text[1024];
  std::snprintf(text, sizeof(text), "%s: %s", what, why);
  snnFail(text);
}

void check(const CUDADriver &driver, CUStatus status, const char *what) {
  if (status == 0)
    return;
  const char *text = nullptr;
  if (driver.getErrorString(status, &text) != 0 || !text)
    text = "unknown error of CUDA";
  fail(what, text);
}

const CUDADriver &driverOrFail() {
  thread_local char why[256];
  {
    auto driver = cudaDriver();
    if (driver)
      return **driver;
    std::snprintf(why, sizeof(why), "%s", driver.error().message().c_str());
  }
  fail("device", why);
}

/// The module of `ptx`, which the driver compiles when it is first asked for.
CUModuleObject *moduleOf(const CUDADriver &driver, const char *ptx) {
  static char log[512];
  CUModuleObject *module = nullptr;
  CUStatus status = 0;
  {
    std::lock_guard<std::mutex> lock(modulesMutex);
    auto found = modules.find(ptx);
    if (found != modules.end())
      return found->second;
    log[0] = '\0';
    int options[] = {kJITErrorLog, kJITErrorLogBytes};
    void *values[] = {log, reinterpret_cast<void *>(sizeof(log))};
    status = driver.moduleLoad(&module, ptx, 2, options, values);
    if (status == 0)
      modules[ptx] = module;
  }
  if (status != 0 && log[0])
    fail("the driver refused a kernel", log);
  check(driver, status, "the driver refused a kernel");
  return module;
}
} // namespace

Result<std::string> snn::runtime::deviceChip() {
  auto driver = cudaDriver();
  if (!driver)
    return driver.error();
  int major = 0, minor = 0;
  (*driver)->deviceGetAttribute(&major, kMajor, (*driver)->device);
  (*driver)->deviceGetAttribute(&minor, kMinor, (*driver)->device);
  return "sm_" + std::to_string(major) + std::to_string(minor);
}

void *snnDeviceAlloc(int64_t bytes) {
  if (bytes <= 0)
    return nullptr;
  const CUDADriver &driver = driverOrFail();
  CUStatus status = 0;
  CUAddress address = memory.allocate(driver, size_t(bytes), status);
  if (!address)
    check(driver, status, "not enough memory on the device");
  return reinterpret_cast<void *>(address);
}

void snnDeviceFree(void *block) {
  memory.release(reinterpret_cast<CUAddress>(block));
}

void snnDeviceCopy(void *to, const void *from, int64_t bytes) {
  if (bytes <= 0)
    return;
  const CUDADriver &driver = driverOrFail();
  check(driver,
        driver.memcpy(reinterpret_cast<CUAddress>(to),
                      reinterpret_cast<CUAddress>(from), size_t(bytes)),
        "a copy to or from the device failed");
}

void snnDeviceLaunch(void **slot, const char *ptx, const char *name,
                     int64_t blocks, int64_t threads, int64_t sharedBytes,
                     void **arguments) {
  if (blocks <= 0)
    return;
  const CUDADriver &driver = driverOrFail();
  if (!*slot) {
    CUFunctionObject *function = nullptr;
    check(driver,
          driver.moduleGetFunction(&function, moduleOf(driver, ptx), name),
          "the driver does not find a kernel");
    check(driver,
          driver.functionSetAttribute(function, kMaxDynamicSharedBytes,
                                      int(sharedBytes)),
          "a block has not that much shared memory");
    *slot = function;
  }
  check(driver,
        driver.launchKernel(static_cast<CUFunctionObject *>(*slot),
                            unsigned(blocks), 1, 1, unsigned(threads), 1, 1,
                            unsigned(sharedBytes), nullptr, arguments, nullptr),
        "a kernel did not start");
}
