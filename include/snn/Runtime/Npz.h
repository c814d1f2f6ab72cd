//===- Npz.h - npz archives -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads and writes NumPy's archives of named arrays.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_RUNTIME_NPZ_H
#define SNN_RUNTIME_NPZ_H

#include "snn/Runtime/Array.h"
#include "snn/Runtime/AtomicFile.h"

#include <memory>
#include <string>
#include <vector>

namespace snn {
namespace runtime {

/// Type and shape of a member, known before its elements are read.
struct ArrayInfo {
  ElementType type;
  std::vector<int64_t> shape;
};

/// An open npz archive. Members are read when asked for, so what a caller does
/// not need is never loaded, whatever its type. Every error names the file and,
/// where it concerns one, the member.
///
/// Read are b1, i1 to i8, u1 to u8 and f2 to f8, of either byte order, in C or
/// Fortran order (converted), stored or deflated, npy format 1 to 3. bfloat16
/// comes as u16 and index as i64: see Array::reinterpretAs.
class NpzReader {
public:
  static Result<NpzReader> open(const std::string &path);

  NpzReader(NpzReader &&) noexcept;
  NpzReader &operator=(NpzReader &&) noexcept;
  ~NpzReader();

  /// Names of the arrays in the order of the archive, without ".npy". Members
  /// that are no arrays are left out.
  const std::vector<std::string> &names() const;
  bool contains(const std::string &name) const;

  /// Fails when the array is missing, the header is no npy header of a type
  /// above, the size differs from what the header says, the checksum is wrong,
  /// or a bool is neither 0 nor 1. Allocates no more than the file can hold.
  Result<Array> read(const std::string &name) const;
  Result<ArrayInfo> describe(const std::string &name) const;

private:
  struct Archive;
  explicit NpzReader(std::unique_ptr<Archive> archive);
  std::unique_ptr<Archive> archive;
};

/// An array to write, under its name without ".npy". Not owned.
struct NpzMember {
  std::string name;
  const Array *array;
};

/// Deflated archives are smaller and take much longer to write.
enum class NpzCompression { Stored, Deflated };

/// Writes an archive that NumPy loads: bfloat16 as uint16, index as int64, i1
/// as bool. The same arrays give the same bytes. `path` appears whole or not at
/// all, as AtomicFile says.
Status writeNpz(const std::string &path, const std::vector<NpzMember> &members,
                NpzCompression compression = NpzCompression::Stored);

/// As above, into a file created earlier and still empty: a caller can learn
/// that a path cannot be written before the work that makes the arrays. Does
/// not commit.
Status writeNpz(AtomicFile &file, const std::vector<NpzMember> &members,
                NpzCompression compression = NpzCompression::Stored);

} // namespace runtime
} // namespace snn

#endif // SNN_RUNTIME_NPZ_H
