//===- NpyHeader.cpp - Header of an npy array -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Magic, version and length around the dictionary, and the names of the types.
//
//===----------------------------------------------------------------------===//

#include "NpyHeader.h"

#include "ByteOrder.h"
#include "NpyDictionary.h"

#include <cstring>

using namespace snn::runtime;

namespace {
constexpr char magic[] = "\x93NUMPY";
constexpr size_t magicSize = 6;
/// NumPy's own reader stops at 10,000 characters; `maxRank` dimensions of 19
/// digits need 1,400.
constexpr uint32_t maxHeaderBytes = 65536;

/// A type as NumPy's `descr` names it, without the byte order.
struct NamedType {
  const char *name;
  ElementType type;
};

// The first name of a type is the one written.
constexpr NamedType types[] = {
    {"b1", ElementType::Bool},  {"i1", ElementType::I8},
    {"i2", ElementType::I16},   {"i4", ElementType::I32},
    {"i8", ElementType::I64},   {"u1", ElementType::U8},
    {"u2", ElementType::U16},   {"u4", ElementType::U32},
    {"u8", ElementType::U64},   {"f2", ElementType::F16},
    {"f4", ElementType::F32},   {"f8", ElementType::F64},
    {"i8", ElementType::Index}, {"u2", ElementType::BF16},
};

/// Why a type is refused, with the way out where there is one. ml_dtypes saves
/// bfloat16 as two bytes of nothing in particular, V2.
Error unsupported(const std::string &descr) {
  if (descr.find('O') != std::string::npos)
    return Error("npy header: expected a numeric element type, found objects "
                 "(" +
                 quoted(descr) + "), which only Python can load");
  if (descr == "V2" || descr == "|V2" || descr == "<V2")
    return Error("npy header: expected a numeric element type, found " +
                 quoted(descr) +
                 "; store bfloat16 as its bits, with .view('uint16')");
  return Error("npy header: expected an element type of b1, i1, i2, i4, i8, "
               "u1, u2, u4, u8, f2, f4 or f8, found " +
               quoted(descr));
}

/// The element type of `descr` and whether its bytes need turning around.
Result<std::pair<ElementType, bool>> parseDescr(const std::string &descr) {
  // '|' says that the order does not matter, '=' and none that it is native.
  std::string name = descr;
  bool big = isBigEndianHost();
  if (!name.empty() && std::strchr("<>|=", name[0])) {
    big = name[0] == '>' || (name[0] != '<' && big);
    name.erase(0, 1);
  }
  for (const NamedType &entry : types)
    if (name == entry.name)
      return std::make_pair(entry.type, big != isBigEndianHost() &&
                                            byteWidth(entry.type) > 1);
  return unsupported(descr);
}

/// Reads everything before the dictionary; returns the dictionary's length.
Result<uint32_t> readPreamble(ByteSource &source, uint64_t &size) {
  unsigned char bytes[8];
  if (Status status = source.readExactly(bytes, 8, "npy magic"); !status)
    return status.error();
  if (std::memcmp(bytes, magic, magicSize) != 0)
    return Error("expected an npy array (magic \\x93NUMPY), found other bytes");
  unsigned major = bytes[6], minor = bytes[7];
  if (major < 1 || major > 3 || minor != 0)
    return Error("expected npy format 1.0, 2.0 or 3.0, found " +
                 std::to_string(major) + "." + std::to_string(minor));
  // Version 2 widened the length; version 3 made the text UTF-8, which changes
  // nothing for the types read here.
  unsigned width = major == 1 ? 2 : 4;
  unsigned char length[4] = {};
  if (Status status = source.readExactly(length, width, "npy header length");
      !status)
    return status.error();
  size = 8 + width;
  // Little-endian whatever the elements are.
  return uint32_t{length[0]} | uint32_t{length[1]} << 8 |
         uint32_t{length[2]} << 16 | uint32_t{length[3]} << 24;
}
} // namespace

Result<NpyHeader> snn::runtime::readNpyHeader(ByteSource &source) {
  uint64_t size = 0;
  Result<uint32_t> length = readPreamble(source, size);
  if (!length)
    return length.error();
  if (*length > maxHeaderBytes)
    return Error("expected an npy header of at most " +
                 std::to_string(maxHeaderBytes) + " bytes, found " +
                 std::to_string(*length));
  // Bounded above: the only allocation before the sizes are compared.
  std::string text(*length, '\0');
  if (Status status = source.readExactly(&text[0], *length, "npy header");
      !status)
    return status.error();
  Result<NpyDictionary> dictionary = parseNpyDictionary(text);
  if (!dictionary)
    return dictionary.error();
  Result<std::pair<ElementType, bool>> type = parseDescr(dictionary->descr);
  if (!type)
    return type.error();
  return NpyHeader{type->first, type->second, dictionary->fortranOrder,
                   std::move(dictionary->shape), size + *length};
}

/// Version 1.0, padded as NumPy pads it.
std::string snn::runtime::formatNpyHeader(ElementType type,
                                          const std::vector<int64_t> &shape) {
  std::string dictionary = "{'descr': '";
  dictionary += byteWidth(type) == 1 ? '|' : isBigEndianHost() ? '>' : '<';
  // Every type stands in the table once: one name is appended.
  for (const NamedType &entry : types)
    if (entry.type == type)
      dictionary += entry.name;
  dictionary += "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i < shape.size(); ++i)
    dictionary += (i ? ", " : "") + std::to_string(shape[i]);
  dictionary += shape.size() == 1 ? ",), }" : "), }";
  // Blanks and a newline up to a multiple of 64, the ten bytes of magic,
  // version and length included.
  size_t unpadded = 10 + dictionary.size() + 1;
  dictionary.append((64 - unpadded % 64) % 64, ' ');
  dictionary += '\n';
  std::string header(magic, magicSize);
  header += '\1';
  header += '\0';
  header += static_cast<char>(dictionary.size() & 0xff);
  header += static_cast<char>(dictionary.size() >> 8);
  return header + dictionary;
}
