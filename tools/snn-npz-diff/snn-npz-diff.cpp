//===- snn-npz-diff.cpp - Compare two npz files -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compares the arrays of a file with golden ones: same names, types, shapes
// and, up to a tolerance, values. Exit 1 where they differ.
//
//===----------------------------------------------------------------------===//

#include "snn/Runtime/Npz.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

using namespace snn::runtime;

namespace {

/// What the command line asks for.
struct Request {
  std::string got, gold;
  double rtol = 0;
};

Error usage() {
  return Error("expected: snn-npz-diff GOT.npz GOLD.npz --rtol=NUMBER");
}

Result<Request> parse(int argc, char **argv) {
  Request request;
  std::vector<std::string> files;
  bool hasTolerance = false;
  const std::string option = "--rtol=";
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word.compare(0, option.size(), option) != 0) {
      files.push_back(word);
      continue;
    }
    char *end = nullptr;
    request.rtol = std::strtod(word.c_str() + option.size(), &end);
    hasTolerance = end != word.c_str() + option.size() && !*end;
  }
  if (files.size() != 2 || !hasTolerance || !(request.rtol >= 0))
    return usage();
  request.got = files[0];
  request.gold = files[1];
  return request;
}

/// The largest error over the largest value of the answer. A NaN on one side
/// only, or an infinity that is not the same on both, is an infinite error.
double relativeError(const double *got, const double *gold, int64_t count) {
  double error = 0, scale = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (got[i] == gold[i] || (std::isnan(got[i]) && std::isnan(gold[i]))) {
      scale =
          std::isfinite(gold[i]) ? std::max(scale, std::fabs(gold[i])) : scale;
      continue;
    }
    if (!std::isfinite(got[i]) || !std::isfinite(gold[i]))
      return std::numeric_limits<double>::infinity();
    error = std::max(error, std::fabs(got[i] - gold[i]));
    scale = std::max(scale, std::fabs(gold[i]));
  }
  // The offset lets an answer of zeros be met by what is nearly zero.
  return error / (1e-12 + scale);
}

/// The error of one array; fails when it is missing or of another type.
Result<double> compare(const NpzReader &got, const NpzReader &gold,
                       const std::string &name) {
  Result<Array> want = gold.read(name);
  if (!want)
    return want.error();
  Result<Array> have = got.read(name);
  if (!have)
    return have.error();
  if (have->typeString() != want->typeString())
    return Error(quoted(name) + ": expected " + want->typeString() +
                 ", found " + have->typeString());
  Result<Array> wide = want->convertedTo(ElementType::F64);
  if (!wide)
    return wide.error();
  Result<Array> haveWide = have->convertedTo(ElementType::F64);
  if (!haveWide)
    return haveWide.error();
  return relativeError(haveWide->dataAs<double>(), wide->dataAs<double>(),
                       wide->numElements());
}

/// Whether every golden array is met; prints the error of each.
Result<bool> compareAll(const Request &request) {
  Result<NpzReader> gold = NpzReader::open(request.gold);
  if (!gold)
    return gold.error();
  Result<NpzReader> got = NpzReader::open(request.got);
  if (!got)
    return got.error();
  if (gold->names().empty())
    return Error(request.gold + ": expected at least one array, found none");
  bool same = true;
  for (const std::string &name : gold->names()) {
    Result<double> error = compare(*got, *gold, name);
    if (!error)
      return error.error();
    bool met = *error <= request.rtol;
    same &= met;
    std::printf("%s %.1e%s\n", name.c_str(), *error, met ? "" : "  TOO FAR");
  }
  for (const std::string &name : got->names())
    if (!gold->contains(name)) {
      std::printf("%s is not among the golden arrays\n", name.c_str());
      same = false;
    }
  return same;
}

} // namespace

int main(int argc, char **argv) {
  Result<Request> request = parse(argc, argv);
  Result<bool> same = request ? compareAll(*request) : request.error();
  if (!same) {
    std::fprintf(stderr, "snn-npz-diff: %s\n", same.error().message().c_str());
    return 1;
  }
  return *same ? 0 : 1;
}
