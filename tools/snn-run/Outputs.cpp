//===- Outputs.cpp - Arrays that a verb writes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes the results of a function to an npz file, or lists them.
//
//===----------------------------------------------------------------------===//

#include "Outputs.h"
#include "snn/Runtime/Npz.h"

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::runtime;
namespace cl = llvm::cl;

OutputOption::OutputOption(cl::SubCommand &verb)
    : cl::opt<std::string>(
          "out",
          cl::desc("File to write the results to (default: list their types)"),
          cl::value_desc("OUT.npz"), cl::sub(verb)) {}

Result<Output> Output::open(const std::string &path) {
  Output output;
  if (path.empty())
    return std::move(output);
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  output.file.emplace(std::move(*file));
  return std::move(output);
}

Status Output::write(const Signature &signature,
                     const std::vector<Array> &results) {
  std::vector<NpzMember> members;
  for (auto [spec, array] : llvm::zip_equal(signature.results, results))
    members.push_back({spec.name, &array});
  if (!file) {
    for (const NpzMember &member : members)
      llvm::outs() << member.name << ": " << member.array->typeString() << "\n";
    return {};
  }
  if (Status status = writeNpz(*file, members); !status)
    return status;
  return file->commit();
}
