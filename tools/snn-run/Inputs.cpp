//===- Inputs.cpp - Arrays that a verb reads -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the arguments of a function from an npz file.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "snn/Runtime/Npz.h"

using namespace mlir;
using namespace mlir::snn;
using namespace ::snn::runtime;
namespace cl = llvm::cl;

InputOption::InputOption(cl::SubCommand &verb)
    : cl::opt<std::string>("in", cl::desc("Arrays arg0, arg1, ... to read"),
                           cl::value_desc("IN.npz"), cl::sub(verb)) {}

SmallVector<const Array *> Inputs::pointers() const {
  SmallVector<const Array *> result;
  for (const Array &array : arrays)
    result.push_back(&array);
  return result;
}

static bool isScalarCotangent(const ValueSpec &spec) {
  return StringRef(spec.name).starts_with("cot") && spec.shape.empty();
}

/// The number one of a floating-point type.
static Result<Array> one(ElementType type) {
  Result<Array> array = Array::of<double>({}, {1.0});
  return array ? array->convertedTo(type) : std::move(array);
}

/// The array of `spec`. Errors name `where`, the file or what stands for it.
static Result<Array> readInput(const NpzReader *file, const ValueSpec &spec,
                               const std::string &where) {
  if (!file || !file->contains(spec.name)) {
    if (isScalarCotangent(spec))
      return one(spec.type);
    return Error("no array '" + spec.name + "', expected " + spec.typeString())
        .in(where);
  }
  // The reader's errors name the file themselves.
  Result<Array> array = file->read(spec.name);
  if (!array)
    return array;
  if (Status status = adoptType(spec, *array); !status)
    return status.error().in(where);
  if (Status status = checkArray(spec, *array); !status)
    return status.error().in(where);
  return array;
}

Result<Inputs> mlir::snn::readInputs(const std::string &path,
                                     const Signature &signature) {
  std::optional<NpzReader> file;
  if (!path.empty()) {
    Result<NpzReader> opened = NpzReader::open(path);
    if (!opened)
      return opened.error();
    file.emplace(std::move(*opened));
  }
  Inputs inputs;
  for (const ValueSpec &spec : signature.arguments) {
    Result<Array> array =
        readInput(file ? &*file : nullptr, spec, path.empty() ? "--in" : path);
    if (!array)
      return array.error();
    inputs.arrays.push_back(std::move(*array));
  }
  return std::move(inputs);
}
