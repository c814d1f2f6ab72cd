//===- NpzReadTest.cpp - Tests of reading npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Archives that NumPy wrote, and headers written by hand that it also accepts.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Npz.h"

#include "TestFiles.h"
#include "snn/Runtime/HalfFloat.h"

#include <numeric>

using namespace snn::runtime;
using ::testing::ElementsAre;

namespace {

/// Checks a 2x3 ramp 0..5 of any element type.
template <typename T>
void expectRamp(const NpzReader &reader, const std::string &name,
                ElementType type) {
  Result<Array> array = reader.read(name);
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(array->elementType(), type) << name;
  EXPECT_THAT(array->shape(), ElementsAre(2, 3)) << name;
  EXPECT_THAT(valuesOf<T>(*array), ElementsAre(0, 1, 2, 3, 4, 5)) << name;
}

/// The same array little-endian, big-endian and in Fortran order.
template <typename T>
void expectRamps(const NpzReader &reader, const std::string &code) {
  for (const char *kind : {"little_", "big_", "fortran_"})
    expectRamp<T>(reader, kind + code, ElementTypeOf<T>::value);
}

class NumpyFileTest : public ::testing::Test {
protected:
  static NpzReader open(const char *name) {
    Result<NpzReader> reader = NpzReader::open(inputPath(name));
    EXPECT_TRUE(succeeded(reader));
    return std::move(*reader);
  }
};

TEST_F(NumpyFileTest, EveryTypeInEveryOrder) {
  NpzReader reader = open("numpy.npz");
  expectRamps<float>(reader, "f4");
  expectRamps<double>(reader, "f8");
  expectRamps<int8_t>(reader, "i1");
  expectRamps<int16_t>(reader, "i2");
  expectRamps<int32_t>(reader, "i4");
  expectRamps<int64_t>(reader, "i8");
  expectRamps<uint8_t>(reader, "u1");
  expectRamps<uint16_t>(reader, "u2");
  expectRamps<uint32_t>(reader, "u4");
  expectRamps<uint64_t>(reader, "u8");
}

TEST_F(NumpyFileTest, HalfPrecision) {
  NpzReader reader = open("numpy.npz");
  for (const char *name : {"little_f2", "big_f2", "fortran_f2"}) {
    Result<Array> array = reader.read(name);
    ASSERT_TRUE(succeeded(array));
    EXPECT_EQ(array->typeString(), "2x3xf16");
    for (int i = 0; i < 6; ++i)
      EXPECT_EQ(halfToFloat(array->dataAs<uint16_t>()[i]), i);
  }
}

TEST_F(NumpyFileTest, Bool) {
  NpzReader reader = open("numpy.npz");
  for (const char *name : {"bool", "fortran_bool"}) {
    Result<Array> array = reader.read(name);
    ASSERT_TRUE(succeeded(array));
    EXPECT_EQ(array->typeString(), "2x3xi1");
    EXPECT_THAT(valuesOf<uint8_t>(*array), ElementsAre(1, 0, 1, 0, 0, 1));
  }
}

TEST_F(NumpyFileTest, RankZeroAndZeroSize) {
  NpzReader reader = open("numpy.npz");
  Result<Array> scalar = reader.read("scalar");
  ASSERT_TRUE(succeeded(scalar));
  EXPECT_EQ(scalar->rank(), 0u);
  EXPECT_THAT(valuesOf<float>(*scalar), ElementsAre(2.5f));
  std::vector<std::pair<const char *, const char *>> shapes = {
      {"one", "1xf32"}, {"empty", "0x4xf64"}, {"fortran_empty", "3x0x2xf32"}};
  for (auto [name, type] : shapes) {
    Result<Array> array = reader.read(name);
    ASSERT_TRUE(succeeded(array));
    EXPECT_EQ(array->typeString(), type);
  }
}

TEST_F(NumpyFileTest, BigEndianFortranCube) {
  Result<Array> array = open("numpy.npz").read("fortran_big_cube");
  ASSERT_TRUE(succeeded(array));
  EXPECT_EQ(array->typeString(), "2x3x4xi32");
  std::vector<int32_t> ramp(24);
  std::iota(ramp.begin(), ramp.end(), 0);
  EXPECT_EQ(valuesOf<int32_t>(*array), ramp);
}

TEST_F(NumpyFileTest, DeflatedMembers) {
  NpzReader reader = open("numpy-deflated.npz");
  EXPECT_THAT(reader.names(), ElementsAre("a", "b", "c"));
  Result<Array> a = reader.read("a");
  ASSERT_TRUE(succeeded(a));
  EXPECT_EQ(a->typeString(), "50x40xf32");
  for (int64_t i = 0; i < a->numElements(); ++i)
    ASSERT_EQ(a->dataAs<float>()[i], static_cast<float>(i));
  Result<Array> c = reader.read("c");
  ASSERT_TRUE(succeeded(c));
  EXPECT_THAT(valuesOf<int64_t>(*c), ElementsAre(-5));
}

TEST_F(NumpyFileTest, EveryFormatVersion) {
  NpzReader reader = open("numpy-versions.npz");
  for (const char *name : {"v1", "v2", "v3"})
    expectRamp<float>(reader, name, ElementType::F32);
}

TEST_F(NumpyFileTest, NamesAndDescriptions) {
  NpzReader reader = open("numpy.npz");
  EXPECT_EQ(reader.names().size(), 40u);
  EXPECT_EQ(reader.names().front(), "little_f2");
  EXPECT_TRUE(reader.contains("scalar"));
  EXPECT_FALSE(reader.contains("scalar.npy"));
  Result<ArrayInfo> info = reader.describe("fortran_big_cube");
  ASSERT_TRUE(succeeded(info));
  EXPECT_EQ(info->type, ElementType::I32);
  EXPECT_THAT(info->shape, ElementsAre(2, 3, 4));
}

class HandmadeNpzTest : public FileTest {
protected:
  /// Reads an array of this header and 16 zero bytes.
  Result<Array> readHeader(const std::string &dictionary) {
    writeArchive(pathOf("x.npz"),
                 {{"x.npy", npyBytes(dictionary, std::string(16, '\0'))}});
    Result<NpzReader> reader = NpzReader::open(pathOf("x.npz"));
    if (!reader)
      return reader.error();
    return reader->read("x");
  }
};

TEST_F(HandmadeNpzTest, HeadersThatPythonAccepts) {
  for (const char *dictionary :
       {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr':'<f4','fortran_order':False,'shape':(2,2)}",
        "{\"shape\": (2,2,), \"descr\": \"=f4\", \"fortran_order\": True}\n",
        " { 'fortran_order' : False , 'shape' : ( 2 , 2 ) , 'descr' : 'f4' } ",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 2L), }"}) {
    Result<Array> array = readHeader(dictionary);
    ASSERT_TRUE(succeeded(array)) << dictionary;
    EXPECT_EQ(array->typeString(), "2x2xf32");
  }
}

TEST_F(HandmadeNpzTest, WhatIsNotReadMayBeAnything) {
  std::string good = npyBytes(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "ab");
  writeArchive(pathOf("x.npz"), {{"notes.txt", "text"},
                                 {"bad.npy", "no array"},
                                 {"good.npy", good},
                                 {"packed.npy", "other method", 12}});
  Result<NpzReader> reader = NpzReader::open(pathOf("x.npz"));
  ASSERT_TRUE(succeeded(reader));
  EXPECT_THAT(reader->names(), ElementsAre("bad", "good", "packed"));
  Result<Array> array = reader->read("good");
  ASSERT_TRUE(succeeded(array));
  EXPECT_THAT(valuesOf<uint8_t>(*array), ElementsAre('a', 'b'));
}

TEST_F(HandmadeNpzTest, EmptyArchive) {
  std::string end = std::string("PK\5\6", 4) + std::string(18, '\0');
  Result<NpzReader> reader = NpzReader::open(write("x.npz", end));
  ASSERT_TRUE(succeeded(reader));
  EXPECT_TRUE(reader->names().empty());
}

} // namespace
