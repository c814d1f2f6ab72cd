//===- RemarkPrinter.cpp - Remarks for people -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RemarkPrinter.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Error;
using ::snn::runtime::Status;
namespace cl = llvm::cl;

RemarksOption::RemarksOption(cl::SubCommand &verb)
    : cl::opt<std::string>(
          "remarks",
          cl::desc("Print what passes did and why they did not do more; of "
                   "passes that match the expression (default: all)"),
          cl::value_desc("regex"), cl::ValueOptional, cl::sub(verb)) {}

namespace {
/// One line for each remark, as errors have. Passes run several times, and
/// derivatives have the places of what they are derivatives of: what has been
/// said is not repeated.
class RemarkPrinter : public remark::detail::MLIRRemarkStreamerBase {
public:
  void streamOptimizationRemark(const remark::detail::Remark &remark) override {
    std::string line = ad::describeLocation(remark.getLocation()) +
                       ": remark: [" + remark.getCategoryName().str() + ", " +
                       remark.getRemarkTypeString().lower() + "]";
    for (const remark::detail::Remark::Arg &argument : remark.getArgs())
      line += " " + argument.val;
    if (printed.insert(line).second)
      llvm::errs() << line << "\n";
  }

private:
  llvm::StringSet<> printed;
};
} // namespace

Status RemarksOption::listen(MLIRContext &context) const {
  if (getNumOccurrences() == 0)
    return {};
  std::string expression = getValue().empty() ? ".*" : getValue();
  if (std::string error; !llvm::Regex(expression).isValid(error))
    return Error("--remarks: expected a regular expression, found '" +
                 expression + "': " + error);
  // Upstream's filters are to match the whole name.
  expression = ".*(" + expression + ").*";
  remark::RemarkCategories all;
  all.all = all.passed = all.missed = all.failed = all.analysis = expression;
  // It fails where a context has an engine already, which ours have not.
  (void)remark::enableOptimizationRemarks(
      context, std::make_unique<RemarkPrinter>(),
      std::make_unique<remark::RemarkEmittingPolicyAll>(), all);
  return {};
}
