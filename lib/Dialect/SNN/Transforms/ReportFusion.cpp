//===- ReportFusion.cpp - Writes what fusion left of each function --------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Support/FileUtilities.h"
#include "snn/Dialect/SNN/Transforms/FusionReport.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"
#include "llvm/Support/ToolOutputFile.h"

namespace mlir::snn {
#define GEN_PASS_DEF_REPORTFUSIONPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// All functions are looked at before the file is opened, and the file is kept
/// only when it is whole.
struct ReportFusionPass : snn::impl::ReportFusionPassBase<ReportFusionPass> {
  using ReportFusionPassBase::ReportFusionPassBase;

  void runOnOperation() override {
    SmallVector<FusionReport> reports;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isDeclaration())
        reports.push_back(reportFusion(function));

    std::string error;
    auto file = openOutputFile(output, &error);
    if (!file) {
      getOperation().emitError("cannot write the fusion report: ") << error;
      return signalPassFailure();
    }
    if (format == "json")
      writeJSON(file->os(), reports);
    else
      for (const FusionReport &report : reports)
        report.print(file->os());
    file->keep();
  }

  /// An unknown format is an error before the pipeline runs, not after it.
  LogicalResult initialize(MLIRContext *context) override {
    if (format == "text" || format == "json")
      return success();
    return emitError(UnknownLoc::get(context))
           << "expects the report's format to be 'text' or 'json', got '"
           << format << "'";
  }

private:
  static void writeJSON(raw_ostream &os, ArrayRef<FusionReport> reports) {
    llvm::json::Array functions;
    for (const FusionReport &report : reports)
      functions.push_back(report.toJSON());
    os << llvm::formatv("{0:2}", llvm::json::Value(llvm::json::Object{
                                     {"functions", std::move(functions)}}))
       << "\n";
  }
};
} // namespace
