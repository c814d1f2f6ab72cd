/*===- EntryTable.h - What an object says of an entry -*- C -*-===*\
|*
|* Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
|* See LICENSE for license information.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|*===----------------------------------------------------------------------===*|
|*
|* The tables that EntryWrapper.cpp writes into an object and EntryRuntime.c
|* reads there. Both see the same fields in the same order.
|*
\*===----------------------------------------------------------------------===*/

#ifndef SNN_LIB_TARGET_OBJECT_ENTRYTABLE_H
#define SNN_LIB_TARGET_OBJECT_ENTRYTABLE_H

#include <stdint.h>

/* Floats that an argument declared as spikes can have. */
enum SnnSpikes {
  SnnAny,
  SnnSpikesF16,
  SnnSpikesBF16,
  SnnSpikesF32,
  SnnSpikesF64
};

/* An argument or a result. */
struct SnnValue {
  const char *name;
  /* -1 where the caller gives the size, or gets it. */
  const int64_t *sizes;
  /* Where a result lies in the memory of all results. */
  int64_t offset;
  int32_t rank;
  /* Of one element. */
  int32_t bytes;
  /* Passed as a memref rather than by value. */
  int32_t is_tensor;
  /* One of SnnSpikes. */
  int32_t spikes;
};

struct SnnEntry {
  /* The compiled code, which takes the addresses of its arguments. */
  void (*code)(void **);
  const struct SnnValue *arguments;
  const struct SnnValue *results;
  int64_t num_arguments;
  int64_t num_results;
  /* Of all results: scalars, and memref descriptors of tensors. */
  int64_t result_bytes;
};

#endif
