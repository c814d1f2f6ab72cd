//===- dlpack.c - Tensors of other libraries, from C -*- C -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The lines of CHECK are as long as they are.
// clang-format off

#include "snn-c/DLPack.h"
#include <dlpack/dlpack.h>
#include <stdio.h>
#include <stdlib.h>

static int numDeleted;

static void countDeleted(DLManagedTensor *self) {
  (void)self;
  ++numDeleted;
}

static void print(MlirStringRef text, void *userData) {
  (void)userData;
  printf("error: %.*s\n", (int)text.length, text.data);
}

/// A tensor of floats on the CPU.
static DLManagedTensor makeTensor(float *data, int rank, int64_t *shape,
                                  int64_t *strides) {
  DLManagedTensor managed = {
      {data, {kDLCPU, 0}, rank, {kDLFloat, 32, 1}, shape, strides, 0},
      NULL,
      countDeleted};
  return managed;
}

/// What an array of floats holds.
static void printArray(SnnArray array) {
  const float *data = snnArrayGetData(array);
  for (intptr_t i = 0; i < snnArrayGetRank(array); ++i)
    printf("%dx", (int)snnArrayGetDimSize(array, i));
  for (int64_t i = 0; i < snnArrayGetNumElements(array); ++i)
    printf(" %g", data[i]);
}

/// Says whether the array shares the tensor's memory, and when that is given
/// back.
static void test(const char *name, DLManagedTensor tensor, const float *data) {
  numDeleted = 0;
  SnnArray array = snnArrayFromDLPack(&tensor, print, NULL);
  if (snnArrayIsNull(array)) {
    printf("%s: null, %d deleted\n", name, numDeleted);
    return;
  }
  printf("%s: ", name);
  printArray(array);
  printf(", %s, %d deleted",
         snnArrayGetData(array) == data ? "shared" : "copied", numDeleted);
  snnArrayDestroy(array);
  printf(", %d then\n", numDeleted);
}

// CHECK-LABEL: in
// CHECK-NEXT: dense: 2x3x 1 2 3 4 5 6, shared, 0 deleted, 1 then
// CHECK-NEXT: strides: 2x3x 1 2 3 4 5 6, shared, 0 deleted, 1 then
// CHECK-NEXT: transposed: 3x2x 1 4 2 5 3 6, copied, 1 deleted, 1 then
// CHECK-NEXT: reversed: 3x 3 2 1, copied, 1 deleted, 1 then
// CHECK-NEXT: broadcast: 2x2x 1 2 1 2, copied, 1 deleted, 1 then
// CHECK-NEXT: one row: 1x3x 1 2 3, shared, 0 deleted, 1 then
// CHECK-NEXT: offset: 2x 3 4, shared, 0 deleted, 1 then
// CHECK-NEXT: scalar:  1, shared, 0 deleted, 1 then
// CHECK-NEXT: empty: 0x3x, copied, 1 deleted, 1 then
// CHECK-NEXT: no deleter: 2x 1 2, shared, 0 deleted, 0 then
// CHECK-NEXT: misaligned: 2x {{.*}}, copied, 1 deleted, 1 then
static void testIn(void) {
  printf("in\n");
  float data[] = {1, 2, 3, 4, 5, 6};
  int64_t sizes[] = {2, 3}, rows[] = {3, 1}, turned[] = {3, 2},
          columns[] = {1, 3};
  test("dense", makeTensor(data, 2, sizes, NULL), data);
  test("strides", makeTensor(data, 2, sizes, rows), data);
  test("transposed", makeTensor(data, 2, turned, columns), data);
  int64_t three = 3, back = -1;
  test("reversed", makeTensor(data + 2, 1, &three, &back), data);
  int64_t square[] = {2, 2}, again[] = {0, 1};
  test("broadcast", makeTensor(data, 2, square, again), data);
  // The stride of a size of 1 says nothing.
  int64_t row[] = {1, 3}, any[] = {77, 1};
  test("one row", makeTensor(data, 2, row, any), data);
  int64_t two = 2;
  DLManagedTensor offset = makeTensor(data, 1, &two, NULL);
  offset.dl_tensor.byte_offset = 2 * sizeof(float);
  test("offset", offset, data + 2);
  test("scalar", makeTensor(data, 0, NULL, NULL), data);
  int64_t none[] = {0, 3};
  test("empty", makeTensor(NULL, 2, none, NULL), data);
  DLManagedTensor kept = makeTensor(data, 1, &two, NULL);
  kept.deleter = NULL;
  test("no deleter", kept, data);
  DLManagedTensor odd = makeTensor(data, 1, &two, NULL);
  odd.dl_tensor.byte_offset = 1;
  test("misaligned", odd, data);
}

// CHECK-LABEL: refused
// CHECK-NEXT: error: expected a tensor on the CPU (DLPack's device 1), found one on device 2
// CHECK-NEXT: cuda: null, 0 deleted
// CHECK-NEXT: error: expected elements that are bool, integers of 8 to 64 bits or floats of 16 to 64 bits, found DLPack's type code 5 with 64 bits and 1 lanes
// CHECK-NEXT: complex: null, 0 deleted
// CHECK-NEXT: error: expected elements that are {{.*}} found DLPack's type code 2 with 32 bits and 4 lanes
// CHECK-NEXT: lanes: null, 0 deleted
// CHECK-NEXT: error: expected dimensions of at least 0, found -1
// CHECK-NEXT: negative: null, 0 deleted
// CHECK-NEXT: error: expected a rank of at least 0, found -1
// CHECK-NEXT: rank: null, 0 deleted
// CHECK-NEXT: error: expected at most 64 dimensions, found 65
// CHECK-NEXT: many: null, 0 deleted
// CHECK-NEXT: error: expected memory, found a null pointer
// CHECK-NEXT: no memory: null, 0 deleted
// CHECK-NEXT: error: expected a tensor, found null
static void testRefused(void) {
  printf("refused\n");
  float data[] = {1, 2};
  int64_t two = 2, negative = -1, many[65] = {0};
  DLManagedTensor tensor = makeTensor(data, 1, &two, NULL);
  tensor.dl_tensor.device.device_type = kDLCUDA;
  test("cuda", tensor, data);
  tensor = makeTensor(data, 1, &two, NULL);
  tensor.dl_tensor.dtype.code = kDLComplex;
  tensor.dl_tensor.dtype.bits = 64;
  test("complex", tensor, data);
  tensor = makeTensor(data, 1, &two, NULL);
  tensor.dl_tensor.dtype.lanes = 4;
  test("lanes", tensor, data);
  test("negative", makeTensor(data, 1, &negative, NULL), data);
  test("rank", makeTensor(data, -1, &two, NULL), data);
  test("many", makeTensor(data, 65, many, NULL), data);
  test("no memory", makeTensor(NULL, 1, &two, NULL), data);
  snnArrayFromDLPack(NULL, print, NULL);
}

// CHECK-LABEL: out
// CHECK-NEXT: 2x3, strides 3 1, code 2, 32 bits, 1 lanes, device 1, offset 0, shared: 6
// CHECK-NEXT: index: code 0, 64 bits
// CHECK-NEXT: bool: code 6, 8 bits
// CHECK-NEXT: bf16: code 4, 16 bits
// CHECK-NEXT: back: 2x3x 1 2 3 4 5 6
static void testOut(void) {
  printf("out\n");
  float data[] = {1, 2, 3, 4, 5, 6};
  int64_t sizes[] = {2, 3};
  SnnArray array = snnArrayCreate(SnnElementTypeF32, 2, sizes, data);
  void *memory = snnArrayGetData(array);
  DLManagedTensor *managed = snnArrayToDLPack(array);
  DLTensor *tensor = &managed->dl_tensor;
  printf("%dx%d, strides %d %d, code %d, %d bits, %d lanes, device %d, offset "
         "%d, %s: %g\n",
         (int)tensor->shape[0], (int)tensor->shape[1], (int)tensor->strides[0],
         (int)tensor->strides[1], tensor->dtype.code, tensor->dtype.bits,
         tensor->dtype.lanes, tensor->device.device_type,
         (int)tensor->byte_offset, tensor->data == memory ? "shared" : "copied",
         ((float *)tensor->data)[5]);
  static const SnnElementType types[] = {
      SnnElementTypeIndex, SnnElementTypeBool, SnnElementTypeBF16};
  static const char *const names[] = {"index", "bool", "bf16"};
  for (int i = 0; i < 3; ++i) {
    DLManagedTensor *other =
        snnArrayToDLPack(snnArrayCreate(types[i], 2, sizes, NULL));
    printf("%s: code %d, %d bits\n", names[i], other->dl_tensor.dtype.code,
           other->dl_tensor.dtype.bits);
    other->deleter(other);
  }
  // A round trip: the array is the tensor's, the tensor the new array's.
  SnnArray back = snnArrayFromDLPack(managed, print, NULL);
  printf("back: ");
  printArray(back);
  printf("\n");
  snnArrayDestroy(back);
}

// CHECK-LABEL: reinterpret
// CHECK-NEXT: i64 as index: 1
// CHECK-NEXT: i64 as f32: 0
// CHECK-NEXT: i64 as nothing: 0
static void testReinterpret(void) {
  printf("reinterpret\n");
  int64_t sizes[] = {2};
  SnnArray array = snnArrayCreate(SnnElementTypeI64, 1, sizes, NULL);
  printf("i64 as index: %d\n", mlirLogicalResultIsSuccess(snnArrayReinterpret(
                                   array, SnnElementTypeIndex)));
  printf("i64 as f32: %d\n", mlirLogicalResultIsSuccess(snnArrayReinterpret(
                                 array, SnnElementTypeF32)));
  printf("i64 as nothing: %d\n", mlirLogicalResultIsSuccess(snnArrayReinterpret(
                                     array, (SnnElementType)99)));
  snnArrayDestroy(array);
}

int main(void) {
  testIn();
  testRefused();
  testOut();
  testReinterpret();
  return 0;
}
