//===- ArrayTest.cpp - Tests of Array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sizes, alignment, strided copies and conversions of arrays.
//
//===----------------------------------------------------------------------===//

#include "TestFiles.h"
#include "snn/Runtime/HalfFloat.h"

#include <cmath>
#include <limits>

using namespace snn::runtime;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

TEST(ArrayTest, ZerosAreAlignedAndZero) {
  Result<Array> array = Array::zeros(ElementType::F32, {3, 5});
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(array->data()) % 64, 0u);
  EXPECT_EQ(array->numElements(), 15);
  EXPECT_EQ(array->numBytes(), 60u);
  EXPECT_EQ(array->typeString(), "3x5xf32");
  EXPECT_THAT(valuesOf<float>(*array), ::testing::Each(0.0f));
}

TEST(ArrayTest, ScalarHasRankZeroAndOneElement) {
  Result<Array> array = Array::of<double>({}, {2.5});
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(array->rank(), 0u);
  EXPECT_EQ(array->numElements(), 1);
  EXPECT_EQ(array->typeString(), "f64");
  EXPECT_THAT(valuesOf<double>(*array), ElementsAre(2.5));
}

TEST(ArrayTest, EmptyArrayHasMemoryToPointAt) {
  Result<Array> array = Array::zeros(ElementType::I64, {4, 0, 3});
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(array->numElements(), 0);
  EXPECT_NE(array->data(), nullptr);
}

TEST(ArrayTest, StridesAreRowMajor) {
  Result<Array> array = Array::zeros(ElementType::F64, {2, 3, 4});
  ASSERT_TRUE(succeeded(array));
  EXPECT_THAT(array->strides(), ElementsAre(12, 4, 1));
}

TEST(ArrayTest, NegativeDimensionIsAnError) {
  EXPECT_EQ(messageOf(Array::zeros(ElementType::F32, {2, -1})),
            "expected dimensions of at least 0, found -1");
}

TEST(ArrayTest, OverflowingShapeIsAnErrorAlsoWhenEmpty) {
  int64_t huge = int64_t{1} << 40;
  EXPECT_THAT(messageOf(Array::zeros(ElementType::F32, {huge, huge})),
              HasSubstr("does not fit 63 bits"));
  EXPECT_THAT(messageOf(Array::zeros(ElementType::F32, {0, huge, huge})),
              HasSubstr("does not fit 63 bits"));
}

TEST(ArrayTest, MemoryThatCannotBeHadIsAnError) {
  EXPECT_THAT(
      messageOf(Array::uninitialized(ElementType::I8, {int64_t{1} << 61})),
      HasSubstr("not enough memory for 2305843009213693952xi8"));
}

TEST(ArrayTest, RankIsBounded) {
  std::vector<int64_t> shape(64, 1);
  EXPECT_TRUE(succeeded(Array::zeros(ElementType::F32, shape)));
  shape.push_back(1);
  EXPECT_EQ(messageOf(Array::zeros(ElementType::F32, shape)),
            "expected at most 64 dimensions, found 65");
}

TEST(ArrayTest, WrongNumberOfValuesIsAnError) {
  EXPECT_EQ(messageOf(Array::of<float>({2, 2}, {1, 2, 3})),
            "expected 4 values for 2x2xf32, found 3");
}

TEST(ArrayTest, CloneIsIndependent) {
  Result<Array> array = Array::of<int32_t>({2}, {7, 8});
  ASSERT_TRUE(succeeded(array));
  Result<Array> copy = array->clone();
  ASSERT_TRUE(succeeded(copy));
  array->dataAs<int32_t>()[0] = 1;
  EXPECT_THAT(valuesOf<int32_t>(*copy), ElementsAre(7, 8));
}

TEST(ArrayTest, AdoptedMemoryIsUsedAndGivenBackOnce) {
  float memory[] = {1, 2, 3};
  int released = 0;
  {
    Result<Array> array =
        Array::adopt(ElementType::F32, {3}, memory, [&] { ++released; });
    ASSERT_TRUE(succeeded(array));
    EXPECT_EQ(array->data(), memory);
    // The one that was moved from has nothing to give back, a clone its own.
    Array moved = std::move(*array);
    Result<Array> clone = moved.clone();
    ASSERT_TRUE(succeeded(clone));
    EXPECT_NE(clone->data(), memory);
    EXPECT_THAT(valuesOf<float>(*clone), ElementsAre(1, 2, 3));
    EXPECT_EQ(released, 0);
  }
  EXPECT_EQ(released, 1);
}

TEST(ArrayTest, MemoryThatIsNotAdoptedIsGivenBack) {
  float memory[] = {1};
  int released = 0;
  Result<Array> array =
      Array::adopt(ElementType::F32, {-1}, memory, [&] { ++released; });
  EXPECT_EQ(messageOf(array), "expected dimensions of at least 0, found -1");
  EXPECT_EQ(released, 1);
}

TEST(ArrayTest, StridedSourceIsGathered) {
  std::vector<int16_t> source = {0, 1, 2, 3, 4, 5};
  Result<Array> transposed =
      Array::fromStrided(ElementType::I16, source.data(), {3, 2}, {1, 3});
  ASSERT_TRUE(succeeded(transposed));
  EXPECT_THAT(valuesOf<int16_t>(*transposed), ElementsAre(0, 3, 1, 4, 2, 5));
}

TEST(ArrayTest, BroadcastAndNegativeStridesAreAllowed) {
  std::vector<uint8_t> source = {5, 6, 7};
  Result<Array> array =
      Array::fromStrided(ElementType::U8, source.data() + 2, {2, 3}, {0, -1});
  ASSERT_TRUE(succeeded(array));
  EXPECT_THAT(valuesOf<uint8_t>(*array), ElementsAre(7, 6, 5, 7, 6, 5));
}

TEST(ArrayTest, StridedCopyOfAnyRank) {
  std::vector<double> source = {0, 1, 2, 3, 4, 5, 6, 7};
  Result<Array> cube =
      Array::fromStrided(ElementType::F64, source.data(), {2, 2, 2}, {1, 2, 4});
  ASSERT_TRUE(succeeded(cube));
  EXPECT_THAT(valuesOf<double>(*cube), ElementsAre(0, 4, 2, 6, 1, 5, 3, 7));
  Result<Array> scalar =
      Array::fromStrided(ElementType::F64, &source[3], {}, {});
  ASSERT_TRUE(succeeded(scalar));
  EXPECT_THAT(valuesOf<double>(*scalar), ElementsAre(3));
  Result<Array> empty =
      Array::fromStrided(ElementType::F64, nullptr, {2, 0}, {1, 1});
  EXPECT_TRUE(succeeded(empty));
  EXPECT_EQ(
      messageOf(Array::fromStrided(ElementType::F64, &source[0], {2}, {1, 1})),
      "expected 1 strides, found 2");
}

TEST(ArrayTest, ReinterpretKeepsBytesAndChecksWidth) {
  Result<Array> array = Array::of<uint16_t>({2}, {0x3f80, 0x4000});
  ASSERT_TRUE(succeeded(array));
  ASSERT_TRUE(succeeded(array->reinterpretAs(ElementType::BF16)));
  EXPECT_EQ(array->typeString(), "2xbf16");
  EXPECT_EQ(messageOf(array->reinterpretAs(ElementType::F32)),
            "expected elements of the width of f32, found bf16");
}

TEST(ArrayTest, ConvertsBetweenFloatTypes) {
  Result<Array> array = Array::of<double>({3}, {1.0, -2.5, 1e300});
  ASSERT_TRUE(succeeded(array));
  Result<Array> half = array->convertedTo(ElementType::F16);
  ASSERT_TRUE(succeeded(half));
  EXPECT_THAT(valuesOf<uint16_t>(*half), ElementsAre(0x3c00, 0xc100, 0x7c00));
  Result<Array> back = half->convertedTo(ElementType::F64);
  ASSERT_TRUE(succeeded(back));
  EXPECT_THAT(valuesOf<double>(*back),
              ElementsAre(1.0, -2.5, std::numeric_limits<double>::infinity()));
  Result<Array> bfloat = array->convertedTo(ElementType::BF16);
  ASSERT_TRUE(succeeded(bfloat));
  EXPECT_THAT(valuesOf<uint16_t>(*bfloat), ElementsAre(0x3f80, 0xc020, 0x7f80));
}

TEST(ArrayTest, ConvertsIntegersToFloat) {
  Result<Array> bools = Array::of<bool>({2}, {true, false});
  Result<Array> ints = Array::of<int8_t>({2}, {-7, 100});
  Result<Array> wide = Array::of<uint64_t>({1}, {UINT64_MAX});
  ASSERT_TRUE(succeeded(bools) && succeeded(ints) && succeeded(wide));
  Result<Array> floats = bools->convertedTo(ElementType::F32);
  ASSERT_TRUE(succeeded(floats));
  EXPECT_THAT(valuesOf<float>(*floats), ElementsAre(1, 0));
  floats = ints->convertedTo(ElementType::F32);
  ASSERT_TRUE(succeeded(floats));
  EXPECT_THAT(valuesOf<float>(*floats), ElementsAre(-7, 100));
  floats = wide->convertedTo(ElementType::F64);
  ASSERT_TRUE(succeeded(floats));
  EXPECT_THAT(valuesOf<double>(*floats), ElementsAre(std::ldexp(1.0, 64)));
  EXPECT_EQ(messageOf(ints->convertedTo(ElementType::I32)),
            "expected a float type to convert to, found i32");
}

} // namespace
