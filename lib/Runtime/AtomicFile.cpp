//===- AtomicFile.cpp - A file that appears whole or not -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Temporary file in the target's folder, fsync, rename, fsync of the folder.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/AtomicFile.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace snn::runtime;

namespace {
/// Where the rename is recorded.
std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The file that a rename should replace: `path`, or what a symbolic link at
/// `path` leads to. Renaming over a device such as /dev/null would destroy it.
Result<std::string> resolveTarget(const std::string &path) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) {
    // Nothing there is the usual case; a link to nothing is not.
    if (errno == ENOENT && ::lstat(path.c_str(), &info) != 0)
      return path;
    return systemError(path, "cannot be written", errno);
  }
  if (S_ISDIR(info.st_mode))
    return Error(path + ": cannot be written: expected a file, found a folder");
  if (!S_ISREG(info.st_mode))
    return Error(path + ": cannot be written: expected a regular file, found a "
                        "device, pipe or socket");
  // A rename asks for no right to the file it replaces; its owner has set one.
  if (::access(path.c_str(), W_OK) != 0)
    return systemError(path, "cannot be written", errno);
  // The temporary file has to be in the folder of the file itself: a rename
  // does not cross file systems.
  char *resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved)
    return systemError(path, "cannot be written", errno);
  std::string target = resolved;
  std::free(resolved);
  return target;
}

/// Errors of fsync that say only that this kind of file has nothing to flush.
bool isUnsupportedSync(int code) { return code == EINVAL || code == ENOTSUP; }

/// Makes the rename itself durable. By now the file is complete, so a folder
/// that cannot be flushed is no reason to call the write failed.
void syncFolder(const std::string &folder) {
  int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  (void)::fsync(descriptor);
  ::close(descriptor);
}
} // namespace

AtomicFile::AtomicFile(std::string name, std::string target,
                       std::string temporary, int descriptor)
    : name(std::move(name)), target(std::move(target)),
      temporary(std::move(temporary)), descriptor(descriptor) {}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : name(std::move(other.name)), target(std::move(other.target)),
      temporary(std::move(other.temporary)), descriptor(other.descriptor) {
  other.descriptor = -1;
  other.temporary.clear();
}

AtomicFile::~AtomicFile() {
  // Moved from or committed, there is nothing to do.
  if (descriptor >= 0)
    ::close(descriptor);
  if (!temporary.empty())
    ::unlink(temporary.c_str());
}

Error AtomicFile::failure(int code) const {
  return systemError(name, "cannot be written", code);
}

Result<AtomicFile> AtomicFile::create(const std::string &path) {
  if (path.empty())
    return Error("expected a file name to write to, found an empty one");
  Result<std::string> target = resolveTarget(path);
  if (!target)
    return target.error();
  // Not mkstemp: open() applies the umask, so that the result has the
  // permissions of any other new file.
  static std::atomic<unsigned> serial{0};
  int descriptor = -1;
  std::string temporary;
  do {
    temporary = *target + "." + std::to_string(::getpid()) + "." +
                std::to_string(serial++) + ".tmp";
    descriptor = ::open(temporary.c_str(),
                        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && (errno == EEXIST || errno == EINTR));
  if (descriptor < 0)
    return systemError(path, "cannot be written", errno);
  struct stat info;
  // Replacing a file is no reason to let others read it.
  if (::stat(target->c_str(), &info) == 0)
    (void)::fchmod(descriptor, info.st_mode & 07777);
  return AtomicFile(path, *target, std::move(temporary), descriptor);
}

/// Bytes go to the temporary file; the target is untouched until `commit`.
Status AtomicFile::write(const void *bytes, size_t count) {
  const char *next = static_cast<const char *>(bytes);
  while (count > 0) {
    // May take a part only, as when the disk fills up in between.
    ssize_t written = ::write(descriptor, next, count);
    if (written < 0) {
      if (errno == EINTR)
        continue;
      return failure(errno);
    }
    next += written;
    count -= static_cast<size_t>(written);
  }
  return {};
}

Status AtomicFile::seek(uint64_t position) {
  if (::lseek(descriptor, static_cast<off_t>(position), SEEK_SET) < 0)
    return failure(errno);
  return {};
}

/// Data before the name: after a crash the target is the old file or the new
/// one.
Status AtomicFile::commit() {
  // Some file systems report a full disk only here.
  if (::fsync(descriptor) != 0 && !isUnsupportedSync(errno))
    return failure(errno);
  // Network file systems report some failed writes only here.
  int code = ::close(descriptor) == 0 ? 0 : errno;
  descriptor = -1;
  if (code != 0)
    return failure(code);
  if (std::rename(temporary.c_str(), target.c_str()) != 0)
    return failure(errno);
  temporary.clear();
  syncFolder(folderOf(target));
  return {};
}
