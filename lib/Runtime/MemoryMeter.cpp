//===- MemoryMeter.cpp - Bytes held by compiled code -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The public face of the counters and of the cache of freed blocks.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/MemoryMeter.h"

#include "BlockCache.h"
#include "MemoryCounters.h"

using namespace snn::runtime;

MemoryCounters snn::runtime::memoryCounters;

size_t MemoryMeter::live() { return memoryCounters.live(); }
size_t MemoryMeter::peak() { return memoryCounters.peak(); }
void MemoryMeter::reset() { memoryCounters.reset(); }
void MemoryMeter::releaseFreedBlocks() { BlockCache::instance().clear(); }
