//===- FusionReport.cpp - What fusion left of a function -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/SNN/Transforms/FusionReport.h"
#include "TapeReport.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/ApartNests.h"
#include "snn/Transforms/WholeLoops.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
class FusionReporter {
public:
  explicit FusionReporter(FunctionOpInterface function) : function(function) {
    report.function = function.getName().str();
  }

  FusionReport run() {
    function.walk([&](Operation *op) {
      // The scalar bodies of structured ops are part of their nest.
      if (op->getParentOfType<linalg::LinalgOp>())
        return;
      if (isa<CallOpInterface>(op))
        visitCall(op);
      else if (isLoopNest(op))
        visitKernel(op);
      addTape(op, report);
    });
    for (const WholeLoop &loop : findWholeLoops(function))
      report.blocked.push_back({loop.op.getStringRef().str(),
                                ad::describeLocation(loop.location),
                                loop.describe()});
    return std::move(report);
  }

private:
  /// A call is no loop nest but a wall: its results are written to memory.
  void visitCall(Operation *op) {
    ++report.calls;
    report.blocked.push_back(
        {op->getName().getStringRef().str(), ad::describeLocation(op->getLoc()),
         op->hasAttr(ad::ADDialect::kOpaqueAttrName)
             ? "opaque derivative rule: what the call does is not visible, so "
               "its operands and results go through memory"
             : "call: what it does is not visible here; 'inline' opens it"});
    for (Type type : op->getResultTypes())
      addBytes(type, op);
  }

  /// Counts a loop nest and what it writes, and looks for nests beside it that
  /// could have taken it in.
  void visitKernel(Operation *op) {
    ++report.kernels;
    if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
      addBytes(insert.getSourceType(), op);
    else
      for (Type type : op->getResultTypes())
        addBytes(type, op);
    for (const ApartNests &apart : finder.findProducers(op))
      addBlock(apart.cause, apart.reason);
  }

  void addBlock(Operation *op, StringRef reason) {
    report.blocked.push_back({op->getName().getStringRef().str(),
                              ad::describeLocation(op->getLoc()),
                              reason.str()});
  }

  /// What a tensor of `type` takes, as often as `op` runs.
  void addBytes(Type type, Operation *op) {
    if (!isa<TensorType>(type))
      return;
    noteDynamic(type);
    report.bytesWritten += bytesOf(type) * steps(op);
  }

  void noteDynamic(Type type) {
    auto shaped = dyn_cast<ShapedType>(type);
    report.isDynamic |= shaped && !shaped.hasStaticShape();
  }

  /// How often the block of `op` runs in one call of the function.
  int64_t steps(Operation *op) {
    int64_t count = 1;
    for (Operation *parent = op->getParentOp(); parent != function;
         parent = parent->getParentOp()) {
      std::optional<int64_t> trips = tripCount(parent);
      if (isa<LoopLikeOpInterface>(parent) && !trips)
        report.isDynamic = true;
      count *= trips.value_or(1);
    }
    return count;
  }

  /// How often the body of `op` runs, if `op` is a loop and that is a constant.
  static std::optional<int64_t> tripCount(Operation *op) {
    if (auto tiles = dyn_cast<scf::ForallOp>(op);
        tiles && tiles.isNormalized() && tiles.getRank() == 1)
      return getConstantIntValue(tiles.getMixedUpperBound()[0]);
    std::optional<APInt> trips;
    if (auto loop = dyn_cast<LoopLikeOpInterface>(op))
      trips = loop.getStaticTripCount();
    return trips ? std::optional(trips->getSExtValue()) : std::nullopt;
  }

  FunctionOpInterface function;
  FusionReport report;
  ApartNestFinder finder;
};
} // namespace

FusionReport snn::reportFusion(FunctionOpInterface function) {
  return FusionReporter(function).run();
}

/// The keys are those that documentation and benchmarks name.
llvm::json::Object FusionReport::toJSON() const {
  llvm::json::Array blocks;
  for (const Block &block : blocked)
    blocks.push_back(llvm::json::Object{{"op", block.op},
                                        {"location", block.location},
                                        {"reason", block.reason}});
  return llvm::json::Object{
      {"name", function},
      {"kernels", kernels},
      {"calls", calls},
      {"bytes_written", bytesWritten},
      {"tape_bytes_per_step", tapeBytesPerStep},
      {"checkpoint_bytes_per_segment", checkpointBytesPerSegment},
      {"tape_bytes", tapeBytes},
      {"dynamic", isDynamic},
      {"blocked", std::move(blocks)}};
}

void FusionReport::print(raw_ostream &os) const {
  os << "@" << function << ": " << kernels << " loop nests, " << calls
     << " calls, " << bytesWritten << " bytes written, " << tapeBytesPerStep
     << " bytes taped per step";
  if (checkpointBytesPerSegment)
    os << ", " << checkpointBytesPerSegment << " per checkpoint";
  if (tapeBytes)
    os << ", " << tapeBytes << " in all";
  os << (isDynamic ? " (unknown sizes and trip counts taken as one)" : "")
     << "\n";
  // One line for each cause, however often it stands in the way.
  llvm::MapVector<std::pair<StringRef, StringRef>, int> causes;
  for (const Block &block : blocked)
    ++causes[{block.op, block.reason}];
  for (const auto &[cause, count] : causes)
    os << "  blocked " << count << "x by " << cause.first << ": "
       << cause.second << "\n";
}
