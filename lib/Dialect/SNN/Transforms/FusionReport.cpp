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
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/FusionPlan.h"
#include "snn/Transforms/WholeLoops.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::snn;

/// True if `fill` only begins sums beside it: a contraction has its first
/// values in registers.
static bool onlyBeginsSums(linalg::FillOp fill) {
  return llvm::all_of(fill->getUses(), [&](OpOperand &use) {
    auto sum = dyn_cast<linalg::LinalgOp>(use.getOwner());
    return sum && sum->getBlock() == fill->getBlock() && sum.isDpsInit(&use) &&
           linalg::isaContractionOpInterface(sum);
  });
}

/// True for ops that become a loop nest over the elements of a tensor.
static bool isKernel(Operation *op) {
  if (auto fill = dyn_cast<linalg::FillOp>(op))
    return !onlyBeginsSums(fill);
  if (isa<linalg::LinalgOp, linalg::SoftmaxOp>(op))
    return true;
  // What is computed for one slot alone is computed in the slot.
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    Operation *source = insert.getSource().getDefiningOp();
    return !insert.getSource().hasOneUse() || !source ||
           source->getBlock() != op->getBlock() || !isKernel(source);
  }
  if (isa<tensor::GenerateOp, tensor::PadOp, tensor::ConcatOp, tensor::GatherOp,
          tensor::ScatterOp>(op))
    return true;
  return OpTrait::hasElementwiseMappableTraits(op) &&
         llvm::any_of(op->getResultTypes(), [](Type type) {
           auto tensorType = dyn_cast<RankedTensorType>(type);
           return tensorType && tensorType.getRank() > 0;
         });
}

/// True if the op reduces over some of its loops.
static bool isReduction(Operation *op) {
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  return structured && structured.getNumReductionLoops() > 0;
}

/// `file:line:column`, or what the location prints as if it has no such.
static std::string describe(Location location) {
  if (auto file = location->findInstanceOf<FileLineColLoc>())
    return llvm::formatv("{0}:{1}:{2}", file.getFilename().getValue(),
                         file.getLine(), file.getColumn());
  std::string text;
  llvm::raw_string_ostream(text) << location;
  return text;
}

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
      else if (isKernel(op))
        visitKernel(op);
      addTape(op, report);
    });
    for (const WholeLoop &loop : findWholeLoops(function))
      report.blocked.push_back(
          {loop.op.getStringRef().str(), describe(loop.location),
           ("the time loop around it stays whole: " + loop.reason).str()});
    return std::move(report);
  }

private:
  /// A call is no loop nest but a wall: its results are written to memory.
  void visitCall(Operation *op) {
    ++report.calls;
    report.blocked.push_back(
        {op->getName().getStringRef().str(), describe(op->getLoc()),
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
    llvm::SetVector<Value> operands(op->operand_begin(), op->operand_end());
    for (Value operand : operands)
      if (Operation *producer = operand.getDefiningOp())
        if (producer->getBlock() == op->getBlock() && isKernel(producer))
          visitEdge(producer, op, operand);
  }

  /// Says why `consumer` did not take in the nest of `producer`.
  void visitEdge(Operation *producer, Operation *consumer, Value value) {
    if (isa<linalg::FillOp>(producer))
      return; // becomes the accumulator's first value
    if (isReduction(producer))
      return addBlock(producer, "reduction: its consumer needs whole sums");
    if (isReduction(consumer))
      return addBlock(
          consumer, "reduction: computing its operand inside would repeat it");
    if (isa<linalg::GenericOp>(producer) && isa<linalg::GenericOp>(consumer))
      return visitNests(producer, consumer);
    if (!llvm::all_equal(value.getUsers()))
      return addBlock(producer, "its result has several uses");
    addBlock(consumer, "elementwise like its producer, but not fused");
  }

  /// Says what `snn-fuse-step` would say of two generic ops.
  void visitNests(Operation *producer, Operation *consumer) {
    for (Operation *op : {producer, consumer})
      if (StringRef reason = whyNoNest(op); !reason.empty())
        return addBlock(op, reason);
    auto [entry, isNew] = plans.try_emplace(consumer->getBlock());
    if (isNew)
      entry->second = planFusion(*consumer->getBlock());
    for (const FusionPlan::Missed &missed : entry->second.missed)
      if (missed.producer == producer && missed.consumer == consumer)
        return addBlock(missed.cause, missed.reason);
    addBlock(consumer, "elementwise like its producer, but not fused");
  }

  void addBlock(Operation *op, StringRef reason) {
    report.blocked.push_back({op->getName().getStringRef().str(),
                              describe(op->getLoc()), reason.str()});
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
  DenseMap<Block *, FusionPlan> plans;
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
