//===- NpzReader.cpp - Reading npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libzip opens the archive; the npy parser reads its members.
//
//===----------------------------------------------------------------------===//

#include "Deflate.h"
#include "NpyArray.h"
#include "ZipEnd.h"
#include "snn/Runtime/Npz.h"

#include <algorithm>
#include <unordered_map>
#include <zip.h>

using namespace snn::runtime;

namespace {
/// A member being read. libzip checks the checksum when its end is reached.
class MemberSource final : public ByteSource {
public:
  explicit MemberSource(zip_file_t *file) : file(file) {}
  ~MemberSource() override { zip_fclose(file); }

  Result<size_t> read(void *bytes, size_t count) override {
    // libzip hands counts of over 63 bits back as errors.
    constexpr size_t mostPerCall = 1u << 30;
    zip_int64_t got = zip_fread(file, bytes, std::min(count, mostPerCall));
    if (got < 0)
      return Error(std::string("corrupt: ") + zip_file_strerror(file));
    return static_cast<size_t>(got);
  }

private:
  zip_file_t *file;
};

/// The text of an error that came without an archive to ask.
std::string codeText(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

/// Refuses what this reader cannot or should not inflate.
Status checkMember(const zip_stat_t &stat) {
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                  ZIP_STAT_COMP_METHOD |
                                  ZIP_STAT_ENCRYPTION_METHOD;
  if ((stat.valid & needed) != needed)
    return Error("corrupt: the archive does not say how it is stored");
  if (stat.encryption_method != ZIP_EM_NONE)
    return Error("expected a member without encryption, found an encrypted "
                 "one");
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
    return Error("expected a stored or deflated member, found compression "
                 "method " +
                 std::to_string(stat.comp_method));
  // The sizes are what the archive says. Hold them against each other before
  // anything is allocated by them.
  bool stored = stat.comp_method == ZIP_CM_STORE;
  if (stored ? stat.size != stat.comp_size
             : stat.size > maxInflatedBytes(stat.comp_size))
    return Error("corrupt: " + std::to_string(stat.comp_size) +
                 " bytes in the archive cannot hold the " +
                 std::to_string(stat.size) + " it announces");
  return {};
}
} // namespace

/// The archive as libzip holds it. Behind a pointer, so that users of the
/// header need no libzip.
struct NpzReader::Archive {
  explicit Archive(std::string path) : path(std::move(path)) {}
  ~Archive() {
    if (zip)
      zip_discard(zip);
  }

  /// Messages of these two do not have the path yet.
  Status open();
  Status indexMembers();

  /// A member at its first byte, and how many bytes it has.
  struct OpenMember {
    std::unique_ptr<MemberSource> source;
    uint64_t size;
  };
  /// Opens the member of an array that is there.
  Result<OpenMember> openMember(const std::string &name) const;
  Error missing(const std::string &name) const {
    return Error("expected an array " + quoted(name) + ", found none").in(path);
  }
  Error errorIn(const std::string &name, const Error &error) const {
    return error.in("array " + quoted(name)).in(path);
  }

  std::string path;
  zip_t *zip = nullptr;
  uint64_t fileSize = 0;
  std::vector<std::string> names;
  std::unordered_map<std::string, zip_uint64_t> indices;
};

Status NpzReader::Archive::open() {
  // libzip searches for the end record and is content with bytes behind it.
  Result<uint64_t> size = checkZipEnd(path);
  if (!size)
    return size.error();
  fileSize = *size;
  int code = 0;
  zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!zip)
    return Error("expected an npz archive: " + codeText(code));
  return indexMembers();
}

/// Fills in the names of the arrays, in the order of the archive.
Status NpzReader::Archive::indexMembers() {
  zip_int64_t count = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char *raw = zip_get_name(zip, i, 0);
    if (!raw)
      return Error("corrupt: member " + std::to_string(i) + " has no name");
    std::string name = raw;
    // NumPy hands such members out as bytes; they are no arrays.
    if (name.size() < 4 || name.compare(name.size() - 4, 4, ".npy") != 0)
      continue;
    name.resize(name.size() - 4);
    // Readers disagree on which of two members counts: refuse both.
    if (!indices.emplace(name, i).second)
      return Error("expected each array once, found " + quoted(name) +
                   " again");
    names.push_back(std::move(name));
  }
  return {};
}

/// Checks what the archive says of the member before any of it is inflated.
Result<NpzReader::Archive::OpenMember>
NpzReader::Archive::openMember(const std::string &name) const {
  zip_uint64_t index = indices.at(name);
  zip_stat_t stat;
  if (zip_stat_index(zip, index, 0, &stat) != 0)
    return Error(std::string("corrupt: ") + zip_strerror(zip));
  if (Status status = checkMember(stat); !status)
    return status.error();
  // With the ratio checked above, this bounds what is allocated by the size of
  // the file.
  if (stat.comp_size > fileSize)
    return Error("truncated: expected " + std::to_string(stat.comp_size) +
                 " bytes in a file of " + std::to_string(fileSize));
  zip_file_t *file = zip_fopen_index(zip, index, 0);
  if (!file)
    return Error(std::string("corrupt: ") + zip_strerror(zip));
  return OpenMember{std::make_unique<MemberSource>(file), stat.size};
}

NpzReader::NpzReader(std::unique_ptr<Archive> archive)
    : archive(std::move(archive)) {}
NpzReader::NpzReader(NpzReader &&) noexcept = default;
NpzReader &NpzReader::operator=(NpzReader &&) noexcept = default;
NpzReader::~NpzReader() = default;

Result<NpzReader> NpzReader::open(const std::string &path) {
  auto archive = std::make_unique<Archive>(path);
  if (Status status = archive->open(); !status)
    return status.error().in(path);
  return NpzReader(std::move(archive));
}

const std::vector<std::string> &NpzReader::names() const {
  return archive->names;
}

bool NpzReader::contains(const std::string &name) const {
  return archive->indices.count(name) != 0;
}

Result<Array> NpzReader::read(const std::string &name) const {
  if (!contains(name))
    return archive->missing(name);
  Result<Archive::OpenMember> member = archive->openMember(name);
  if (!member)
    return archive->errorIn(name, member.error());
  Result<Array> array = readNpyArray(*member->source, member->size);
  if (!array)
    return archive->errorIn(name, array.error());
  return array;
}

/// Reads the header alone: type and shape of an array that may be large.
Result<ArrayInfo> NpzReader::describe(const std::string &name) const {
  if (!contains(name))
    return archive->missing(name);
  Result<Archive::OpenMember> member = archive->openMember(name);
  if (!member)
    return archive->errorIn(name, member.error());
  Result<NpyHeader> header = readNpyHeader(*member->source);
  if (!header)
    return archive->errorIn(name, header.error());
  return ArrayInfo{header->type, std::move(header->shape)};
}
