//===- Idx.cpp - IDX files -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two zero bytes, a type, a rank, big-endian dimensions, big-endian elements.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Idx.h"

#include "ByteOrder.h"
#include "FileSource.h"

using namespace snn::runtime;

namespace {
/// What precedes the elements.
struct Header {
  ElementType type;
  std::vector<int64_t> shape;
};

/// The codes of the format's description by LeCun; 0x0a is unassigned.
Result<ElementType> typeOfCode(unsigned char code) {
  switch (code) {
  case 0x08:
    return ElementType::U8;
  case 0x09:
    return ElementType::I8;
  case 0x0b:
    return ElementType::I16;
  case 0x0c:
    return ElementType::I32;
  case 0x0d:
    return ElementType::F32;
  case 0x0e:
    return ElementType::F64;
  }
  return Error("expected an IDX element type (8, 9, 11, 12, 13 or 14), found " +
               std::to_string(code));
}

/// Reads the magic and the dimensions. Up to 255 dimensions are read before
/// `countElements` refuses them, so that it can say how many there are.
Result<Header> readHeader(ByteSource &source) {
  unsigned char magic[4];
  if (Status status = source.readExactly(magic, 4, "IDX magic"); !status)
    return status.error();
  if (magic[0] != 0 || magic[1] != 0)
    return Error("expected an IDX file (two zero bytes first), found bytes " +
                 std::to_string(magic[0]) + " and " + std::to_string(magic[1]));
  Result<ElementType> type = typeOfCode(magic[2]);
  if (!type)
    return type.error();
  if (magic[3] == 0)
    return Error("expected an IDX file of at least 1 dimension, found 0");
  Header header{*type, {}};
  for (unsigned i = 0; i < magic[3]; ++i) {
    unsigned char bytes[4];
    if (Status status = source.readExactly(bytes, 4, "IDX dimensions"); !status)
      return status.error();
    // Unsigned in the file: 2^31 and more is not negative.
    header.shape.push_back(int64_t{bytes[0]} << 24 | int64_t{bytes[1]} << 16 |
                           int64_t{bytes[2]} << 8 | int64_t{bytes[3]});
  }
  return header;
}

/// Reads the whole file. The size is known only when everything has been
/// inflated, so bytes too few and too many show at the end.
Result<Array> readFrom(FileSource &source) {
  Result<Header> header = readHeader(source);
  if (!header)
    return header.error();
  Result<int64_t> elements = countElements(header->type, header->shape);
  if (!elements)
    return elements.error();
  // Without this a header of 16 bytes could ask for all memory there is.
  uint64_t bytes = static_cast<uint64_t>(*elements) * byteWidth(header->type);
  if (bytes > source.maxBytes())
    return Error("truncated: the header says " +
                 typeString(header->type, header->shape) + " (" +
                 std::to_string(bytes) + " bytes), the file can hold at most " +
                 std::to_string(source.maxBytes()));
  Result<Array> array = Array::uninitialized(header->type, header->shape);
  if (!array)
    return array;
  Status status =
      source.readExactly(array->data(), array->numBytes(), "elements");
  if (status)
    status = source.expectEnd();
  if (!status)
    return status.error();
  if (!isBigEndianHost())
    swapBytes(array->data(), array->numElements(), byteWidth(header->type));
  return array;
}
} // namespace

Result<Array> snn::runtime::readIdx(const std::string &path) {
  Result<std::unique_ptr<FileSource>> source = FileSource::open(path);
  if (!source)
    return source.error().in(path);
  Result<Array> array = readFrom(**source);
  if (!array)
    return array.error().in(path);
  return array;
}
