/*===- EntryRuntime.c - What an object holds beside its code -*- C -*-===*\
|*
|* Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
|* See LICENSE for license information.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|*===----------------------------------------------------------------------===*|
|*
|* Built as LLVM bitcode, kept inside snn-compile and linked into every object
|* that it writes, so that an object needs a C library alone. Nothing here is
|* visible outside of the object.
|*
\*===----------------------------------------------------------------------===*/

#include "EntryTable.h"
#include <fenv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A memref descriptor: allocated pointer, aligned pointer, offset, sizes,
   strides; all of 64 bits. */
enum { BaseAt = 0, DataAt = 1, OffsetAt = 2, SizesAt = 3 };

/* The innermost guarded call of this thread, and what made it fail. */
static _Thread_local jmp_buf *guard;
static _Thread_local const char *failure;
static _Thread_local char text[512];

/*===- What compiled code calls -------------------------------------------===*/

/* Does not return. On a thread that no call runs on there is nothing to go
   back to. Compiled code has no frames that need unwinding. */
void snnFail(const char *message) {
  if (!guard) {
    fprintf(stderr, "error: %s\n", message);
    _Exit(1);
  }
  failure = message;
  longjmp(*guard, 1);
}

/* Never null; the size was computed at run time and may be absurd. */
void *_mlir_memref_to_llvm_aligned_alloc(size_t alignment, size_t size) {
  /* A cache line and an AVX-512 register. */
  if (alignment < 64)
    alignment = 64;
  size_t total;
  void *block = NULL;
  if (!__builtin_add_overflow(size, alignment - (size != 0), &total))
    block = aligned_alloc(alignment, total - total % alignment);
  if (!block) {
    snprintf(text, sizeof(text),
             "not enough memory: the compiled code asked for %zu bytes", size);
    snnFail(text);
  }
  return block;
}

void *_mlir_memref_to_llvm_alloc(size_t size) {
  return _mlir_memref_to_llvm_aligned_alloc(64, size);
}

void _mlir_memref_to_llvm_free(void *block) { free(block); }

/*===- Arguments ----------------------------------------------------------===*/

static const char *fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof(text), format, values);
  va_end(values);
  return text;
}

/* Row-major strides of the sizes of a descriptor; returns how many elements
   there are. */
static int64_t fill_strides(int64_t *descriptor, int32_t rank) {
  const int64_t *sizes = descriptor + SizesAt;
  int64_t elements = 1;
  for (int32_t i = rank; i-- > 0;) {
    descriptor[SizesAt + rank + i] = elements;
    elements *= sizes[i];
  }
  return elements;
}

/* Element `i` of memory of the float type that `kind` names. */
static double float_at(const void *data, int64_t i, int32_t kind) {
  if (kind == SnnSpikesF64)
    return ((const double *)data)[i];
  if (kind == SnnSpikesF32)
    return ((const float *)data)[i];
  uint32_t narrow = ((const uint16_t *)data)[i];
  uint32_t bits = narrow << 16;
  if (kind == SnnSpikesF16) {
    /* The biases are 15 and 127. Subnormals, in units of 2^-24, are exact. */
    uint32_t exponent = narrow >> 10 & 31, fraction = narrow & 1023;
    if (exponent == 0)
      return (narrow & 0x8000 ? -1.0 : 1.0) * fraction / 16777216.0;
    bits = (narrow & 0x8000) << 16 |
           (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13;
  }
  float value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

/* The number of the first of `elements` that is not 0 or 1; `elements` if there
   is none. The usual type is counted in blocks first: a branch for each element
   would keep them out of vectors, and a raster has millions. */
static int64_t first_other(const void *data, int64_t elements, int32_t kind) {
  const int64_t block = 1024;
  int64_t at = 0;
  while (kind == SnnSpikesF32 && at + block <= elements) {
    const float *values = (const float *)data + at;
    uint32_t others = 0;
    for (int64_t i = 0; i < block; ++i)
      others += (values[i] != 0) & (values[i] != 1);
    if (others)
      break;
    at += block;
  }
  for (; at < elements; ++at) {
    double found = float_at(data, at, kind);
    if (found != 0 && found != 1)
      break;
  }
  return at;
}

/* Names the element by its index. */
static const char *check_spikes(const struct SnnValue *value, const void *data,
                                const int64_t *sizes, int64_t elements) {
  int64_t at = first_other(data, elements, value->spikes);
  if (at == elements)
    return NULL;
  double found = float_at(data, at, value->spikes);
  char index[256] = "";
  size_t end = sizeof(index) - 1;
  /* From the last digit to the first, as numbers are written. */
  for (int32_t i = value->rank; i-- > 0; at /= sizes[i]) {
    char digits[32];
    int count =
        snprintf(digits, sizeof(digits), "%lld%s", (long long)(at % sizes[i]),
                 i + 1 < value->rank ? ", " : "");
    if ((size_t)count > end)
      break;
    end -= (size_t)count;
    memcpy(index + end, digits, (size_t)count);
  }
  return fail("%s: expected spikes (0 or 1), found %g at index [%s]",
              value->name, found, index + end);
}

/* Fills the descriptor of a tensor from what the caller passed: its memory,
   then the sizes that only the caller knows. */
static const char *fill_descriptor(const struct SnnValue *value,
                                   const int64_t **slot, int64_t *descriptor) {
  int64_t data = *(*slot)++;
  descriptor[BaseAt] = descriptor[DataAt] = data;
  descriptor[OffsetAt] = 0;
  for (int32_t i = 0; i < value->rank; ++i) {
    int64_t size = value->sizes[i] < 0 ? *(*slot)++ : value->sizes[i];
    if (size < 0)
      return fail("%s: expected a size %d of at least 0, found %lld",
                  value->name, (int)i, (long long)size);
    descriptor[SizesAt + i] = size;
  }
  int64_t elements = fill_strides(descriptor, value->rank);
  if (elements && !data)
    return fail("%s: expected memory, found a null pointer", value->name);
  if (value->spikes != SnnAny)
    return check_spikes(value, (const void *)data, descriptor + SizesAt,
                        elements);
  return NULL;
}

/*===- Results ------------------------------------------------------------===*/

/* Copies elements laid out with strides to where they lie row-major. */
static void copy(char *to, const char *from, const int64_t *sizes,
                 const int64_t *strides, int32_t rank, int32_t bytes) {
  int64_t inner = bytes;
  int is_dense = 1;
  for (int32_t i = rank; i-- > 0;) {
    is_dense &= sizes[i] == 1 || strides[i] * bytes == inner;
    inner *= sizes[i];
  }
  if (inner == 0)
    return;
  if (is_dense) {
    memcpy(to, from, (size_t)inner);
    return;
  }
  inner /= sizes[0];
  for (int64_t i = 0; i < sizes[0]; ++i)
    copy(to + i * inner, from + i * strides[0] * bytes, sizes + 1, strides + 1,
         rank - 1, bytes);
}

static int is_dynamic(const struct SnnValue *value) {
  for (int32_t i = 0; i < value->rank; ++i)
    if (value->sizes[i] < 0)
      return 1;
  return 0;
}

/* Where a result goes: the caller's memory, or memory for the caller to free.
   Null if the caller does not want it. */
static char *destination(const struct SnnValue *value, int64_t target,
                         const int64_t *sizes) {
  if (!target || !is_dynamic(value))
    return (char *)target;
  size_t total = (size_t)value->bytes;
  for (int32_t i = 0; i < value->rank; ++i)
    total *= (size_t)sizes[i];
  return aligned_alloc(64, (total / 64 + 1) * 64);
}

/* Gives a result to the caller: to `memory`, and its sizes to where the next
   slots say. */
static void give(const struct SnnValue *value, const char *from, char *memory,
                 const int64_t **slot) {
  int64_t target = *(*slot)++;
  if (!value->is_tensor) {
    if (memory)
      memcpy(memory, from, (size_t)value->bytes);
    return;
  }
  const int64_t *descriptor = (const int64_t *)from;
  const int64_t *sizes = descriptor + SizesAt;
  if (memory)
    copy(memory,
         (const char *)descriptor[DataAt] + descriptor[OffsetAt] * value->bytes,
         sizes, sizes + value->rank, value->rank, value->bytes);
  if (target && is_dynamic(value))
    *(char **)target = memory;
  for (int32_t i = 0; i < value->rank; ++i) {
    if (value->sizes[i] >= 0)
      continue;
    int64_t *size = (int64_t *)*(*slot)++;
    if (size)
      *size = sizes[i];
  }
}

/* Frees the buffers that results came in, once each: two results may be the
   same buffer. */
static void free_buffers(const struct SnnEntry *entry, const char *results) {
  for (int64_t i = 0; i < entry->num_results; ++i) {
    const struct SnnValue *value = &entry->results[i];
    if (!value->is_tensor)
      continue;
    int64_t base = *(const int64_t *)(results + value->offset);
    int is_known = 0;
    for (int64_t j = 0; j < i; ++j)
      is_known |=
          entry->results[j].is_tensor &&
          *(const int64_t *)(results + entry->results[j].offset) == base;
    if (!is_known)
      _mlir_memref_to_llvm_free((void *)base);
  }
}

/* All results or none: memory is found before anything is given. */
static const char *give_results(const struct SnnEntry *entry,
                                const char *results, const int64_t *slot) {
  char *memory[entry->num_results + 1];
  const int64_t *at = slot;
  const char *error = NULL;
  for (int64_t i = 0; i < entry->num_results; ++i) {
    const struct SnnValue *value = &entry->results[i];
    int64_t target = *at++;
    for (int32_t dim = 0; dim < value->rank; ++dim)
      at += value->sizes[dim] < 0;
    memory[i] = destination(
        value, target, (const int64_t *)(results + value->offset) + SizesAt);
    if (target && !memory[i])
      error = fail("%s: not enough memory for the result", value->name);
  }
  for (int64_t i = 0; i < entry->num_results; ++i) {
    const struct SnnValue *value = &entry->results[i];
    if (!error)
      give(value, results + value->offset, memory[i], &slot);
    else if (is_dynamic(value))
      free(memory[i]);
  }
  free_buffers(entry, results);
  return error;
}

/*===- The call -----------------------------------------------------------===*/

/* Calls may nest, so the outer guard is put back in either case. Code that
   takes subnormals for zero does not come to undo that when it fails. */
static const char *call_guarded(void (*code)(void **), void **arguments) {
  jmp_buf here;
  jmp_buf *outer = guard;
  fenv_t environment;
  fegetenv(&environment);
  guard = &here;
  int has_failed = setjmp(here) != 0;
  if (!has_failed)
    code(arguments);
  guard = outer;
  if (!has_failed)
    return NULL;
  fesetenv(&environment);
  return failure;
}

/* `slot` holds what the caller passed, 8 bytes each. The code takes a first
   pointer to the memory of results if there are several or a tensor; a lone
   scalar is written through a last one. Null, or what went wrong. */
const char *snnCallEntry(const struct SnnEntry *entry, const int64_t *slot) {
  int64_t words = 0;
  for (int64_t i = 0; i < entry->num_arguments; ++i)
    words += SizesAt + 2 * entry->arguments[i].rank;
  int64_t descriptors[words + 1], *descriptor = descriptors;
  int64_t *addresses[entry->num_arguments + 1];
  void *packed[entry->num_arguments + 2], **next = packed;
  int64_t results[entry->result_bytes / 8 + 1], *memory = results;

  int is_lone = entry->num_results == 1 && !entry->results->is_tensor;
  if (entry->num_results && !is_lone)
    *next++ = &memory;
  for (int64_t i = 0; i < entry->num_arguments; ++i) {
    const struct SnnValue *value = &entry->arguments[i];
    if (!value->is_tensor) {
      *next++ = (void *)slot++;
      continue;
    }
    const char *error = fill_descriptor(value, &slot, descriptor);
    if (error)
      return error;
    addresses[i] = descriptor;
    *next++ = &addresses[i];
    descriptor += SizesAt + 2 * value->rank;
  }
  if (is_lone)
    *next++ = results;
  const char *error = call_guarded(entry->code, packed);
  return error ? error : give_results(entry, (const char *)results, slot);
}
