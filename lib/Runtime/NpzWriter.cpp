//===- NpzWriter.cpp - Writing npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hands npy headers and elements to libzip, without a copy of the elements.
//
//===----------------------------------------------------------------------===//

#include "NpyHeader.h"
#include "ZipTarget.h"
#include "snn/Runtime/Npz.h"

#include <unordered_set>

using namespace snn::runtime;

namespace {
/// 1 January 1980, the first day of zip and the date that NumPy writes: the
/// same arrays give the same bytes.
constexpr zip_uint16_t firstDay = (1 << 5) | 1;

/// One archive under construction. libzip writes everything when it is closed.
class Writer {
public:
  Writer(AtomicFile &file, NpzCompression compression)
      : target(file), compression(compression) {}
  ~Writer() {
    if (zip)
      zip_discard(zip);
  }

  Status write(const std::vector<NpzMember> &members);

private:
  Status open();
  Status add(const NpzMember &member, const std::string &header);
  Status close();

  Error failure(const char *reason) {
    return Error(target.file.path() + ": cannot be written: " + reason);
  }

  ZipTarget target;
  NpzCompression compression;
  zip_t *zip = nullptr;
};

Status Writer::open() {
  // On success the archive owns the source, otherwise it is still ours.
  zip_source_t *source = target.createSource();
  if (!source)
    return failure("not enough memory");
  zip_error_t error;
  zip_error_init(&error);
  zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (zip)
    return {};
  Error result = failure(zip_error_strerror(&error));
  zip_error_fini(&error);
  zip_source_free(source);
  return result;
}

/// `header` and the member's array have to stay until `close`, which reads
/// them.
Status Writer::add(const NpzMember &member, const std::string &header) {
  // libzip reads both pieces when the archive is closed.
  auto bytes = [](const void *data) {
    return static_cast<zip_uint8_t *>(const_cast<void *>(data));
  };
  zip_buffer_fragment_t pieces[] = {
      {bytes(header.data()), header.size()},
      {bytes(member.array->data()), member.array->numBytes()}};
  zip_source_t *source = zip_source_buffer_fragment(zip, pieces, 2, 0);
  if (!source)
    return failure(zip_strerror(zip));
  zip_int64_t index = zip_file_add(zip, (member.name + ".npy").c_str(), source,
                                   ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return failure(zip_strerror(zip));
  }
  // libzip deflates unless it is told not to.
  bool stored = compression == NpzCompression::Stored;
  if (zip_set_file_compression(
          zip, index, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) != 0 ||
      zip_file_set_dostime(zip, index, 0, firstDay, 0) != 0)
    return failure(zip_strerror(zip));
  return {};
}

Status Writer::close() {
  // A failed close leaves the archive open; the destructor discards it. The
  // file's own error says more than the code that libzip makes of it.
  if (zip_close(zip) != 0)
    return target.status ? Status(failure(zip_strerror(zip))) : target.status;
  zip = nullptr;
  return {};
}

Status Writer::write(const std::vector<NpzMember> &members) {
  std::vector<std::string> headers;
  headers.reserve(members.size()); // libzip keeps pointers into the strings.
  std::unordered_set<std::string> names;
  if (Status status = open(); !status)
    return status;
  for (const NpzMember &member : members) {
    // numpy.load would show one of them only.
    if (!names.insert(member.name).second)
      return Error(target.file.path() + ": expected each array once, got " +
                   quoted(member.name) + " again");
    headers.push_back(
        formatNpyHeader(member.array->elementType(), member.array->shape()));
    if (Status status = add(member, headers.back()); !status)
      return status;
  }
  return close();
}
} // namespace

Status snn::runtime::writeNpz(AtomicFile &file,
                              const std::vector<NpzMember> &members,
                              NpzCompression compression) {
  // libzip removes an archive that would have no members; to NumPy it is one,
  // and all it has is the end record.
  if (members.empty())
    return file.write(std::string("PK\5\6", 4) + std::string(18, '\0'));
  return Writer(file, compression).write(members);
}

/// Whole or not at all: the file gets its name when every byte is written.
Status snn::runtime::writeNpz(const std::string &path,
                              const std::vector<NpzMember> &members,
                              NpzCompression compression) {
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  if (Status status = writeNpz(*file, members, compression); !status)
    return status;
  return file->commit();
}
