//===- AtomicFileTest.cpp - Tests of AtomicFile -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file appears whole or not at all, whatever goes wrong.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/AtomicFile.h"
#include "TestFiles.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace snn::runtime;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

class AtomicFileTest : public FileTest {};

TEST_F(AtomicFileTest, AppearsOnCommitOnly) {
  std::string path = pathOf("out");
  Result<AtomicFile> file = AtomicFile::create(path);
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->write("hello ")));
  ASSERT_TRUE(succeeded(file->write("world")));
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
  ASSERT_TRUE(succeeded(file->commit()));
  EXPECT_EQ(readBytes(path), "hello world");
  EXPECT_THAT(listFolder(), ElementsAre("out"));
}

TEST_F(AtomicFileTest, DroppedFileLeavesNothingAndKeepsTheOld) {
  std::string path = write("out", "old");
  {
    Result<AtomicFile> file = AtomicFile::create(path);
    ASSERT_TRUE(succeeded(file));
    ASSERT_TRUE(succeeded(file->write("new")));
  }
  EXPECT_EQ(readBytes(path), "old");
  EXPECT_THAT(listFolder(), ElementsAre("out"));
}

TEST_F(AtomicFileTest, ReplacesTheOldAndKeepsItsPermissions) {
  std::string path = write("out", "old and longer");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  Result<AtomicFile> file = AtomicFile::create(path);
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->write("new")));
  ASSERT_TRUE(succeeded(file->commit()));
  EXPECT_EQ(readBytes(path), "new");
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
}

TEST_F(AtomicFileTest, NewFileFollowsTheUmask) {
  mode_t before = ::umask(027);
  Result<AtomicFile> file = AtomicFile::create(pathOf("out"));
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->commit()));
  ::umask(before);
  struct stat info;
  ASSERT_EQ(::stat(pathOf("out").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
}

TEST_F(AtomicFileTest, SymbolicLinkIsFollowed) {
  std::string real = write("real", "old");
  ASSERT_EQ(::symlink("real", pathOf("link").c_str()), 0);
  Result<AtomicFile> file = AtomicFile::create(pathOf("link"));
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->write("new")));
  ASSERT_TRUE(succeeded(file->commit()));
  EXPECT_EQ(readBytes(real), "new");
  struct stat info;
  ASSERT_EQ(::lstat(pathOf("link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
}

TEST_F(AtomicFileTest, SeekFillsInEarlierBytes) {
  Result<AtomicFile> file = AtomicFile::create(pathOf("out"));
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->write("????body")));
  ASSERT_TRUE(succeeded(file->seek(0)));
  ASSERT_TRUE(succeeded(file->write("head")));
  ASSERT_TRUE(succeeded(file->commit()));
  EXPECT_EQ(readBytes(pathOf("out")), "headbody");
}

TEST_F(AtomicFileTest, BadTargetsAreErrors) {
  EXPECT_EQ(messageOf(AtomicFile::create("")),
            "expected a file name to write to, found an empty one");
  std::string missing = pathOf("no/such/out");
  EXPECT_EQ(messageOf(AtomicFile::create(missing)),
            missing + ": cannot be written: No such file or directory");
  EXPECT_EQ(messageOf(AtomicFile::create(folder)),
            folder + ": cannot be written: expected a file, found a folder");
  std::string file = write("file", "");
  EXPECT_EQ(messageOf(AtomicFile::create(file + "/out")),
            file + "/out: cannot be written: Not a directory");
  EXPECT_THAT(messageOf(AtomicFile::create("/dev/null")),
              HasSubstr("expected a regular file"));
}

TEST_F(AtomicFileTest, DanglingLinkIsAnError) {
  ASSERT_EQ(::symlink("nowhere", pathOf("link").c_str()), 0);
  EXPECT_THAT(messageOf(AtomicFile::create(pathOf("link"))),
              HasSubstr("No such file or directory"));
}

TEST_F(AtomicFileTest, RenameThatFailsIsAnErrorAndLeavesNothing) {
  std::string path = pathOf("out");
  Result<AtomicFile> file = AtomicFile::create(path);
  ASSERT_TRUE(succeeded(file));
  // Someone puts a folder where the file is to go.
  ASSERT_EQ(::mkdir(path.c_str(), 0777), 0);
  {
    AtomicFile moved = std::move(*file);
    EXPECT_THAT(messageOf(moved.commit()),
                HasSubstr("out: cannot be written: Is a directory"));
  }
  EXPECT_THAT(listFolder(), ElementsAre("out"));
}

/// A file-size limit fails writes as a full disk does, on any machine.
TEST_F(AtomicFileTest, FullDiskIsAnErrorAndLeavesNothing) {
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit = {4096, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::string message;
  {
    Result<AtomicFile> file = AtomicFile::create(pathOf("out"));
    ASSERT_TRUE(succeeded(file));
    message = messageOf(file->write(std::string(10000, 'x')));
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(message, pathOf("out") + ": cannot be written: File too large");
  EXPECT_THAT(listFolder(), IsEmpty());
}

} // namespace
