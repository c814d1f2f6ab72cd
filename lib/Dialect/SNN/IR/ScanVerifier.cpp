//===- ScanVerifier.cpp - Constraints of time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/Matchers.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

// scan_c1
static LogicalResult verifySequences(ScanOp scan) {
  for (auto [index, type] : llvm::enumerate(scan.getSequences().getTypes()))
    if (cast<RankedTensorType>(type).getRank() == 0)
      return scan.emitOpError("expects sequence #")
             << index << " to have a leading dimension, got " << type;
  return success();
}

/// Checks one leading size against those seen before.
static LogicalResult checkLength(ScanOp scan, int64_t &known, int64_t length,
                                 const Twine &what) {
  if (ShapedType::isDynamic(length) || length == known)
    return success();
  if (!ShapedType::isDynamic(known))
    return scan.emitOpError("expects ")
           << what << " to be " << known << " as those before, got " << length;
  known = length;
  return success();
}

// scan_c2, scan_c3
static LogicalResult verifyLength(ScanOp scan) {
  if (scan.getSequences().empty() && !scan.getLength())
    return scan.emitOpError("expects a 'length', as it has no sequence");
  int64_t known = ShapedType::kDynamic;
  for (auto [index, type] : llvm::enumerate(scan.getSequences().getTypes()))
    if (failed(checkLength(scan, known,
                           cast<RankedTensorType>(type).getDimSize(0),
                           "the leading size of sequence #" + Twine(index))))
      return failure();
  APInt constant;
  if (scan.getLength() &&
      matchPattern(scan.getLength(), m_ConstantInt(&constant))) {
    if (constant.isNegative())
      return scan.emitOpError("expects 'length' not to be negative, got ")
             << constant.getSExtValue();
    if (failed(checkLength(scan, known, constant.getSExtValue(), "'length'")))
      return failure();
  }
  for (auto [index, type] : llvm::enumerate(scan.getStacks().getTypes())) {
    auto stack = dyn_cast<RankedTensorType>(type);
    if (stack && stack.getRank() != 0 &&
        failed(checkLength(scan, known, stack.getDimSize(0),
                           "the leading size of stack #" + Twine(index))))
      return failure();
  }
  return success();
}

// scan_c4 to scan_c7
static LogicalResult verifyArguments(ScanOp scan) {
  Block &body = scan.getBody().front();
  size_t expected = 1 + scan.getSequences().size() + scan.getInits().size();
  if (body.getNumArguments() != expected)
    return scan.emitOpError("expects its body to have ")
           << expected << " arguments (step number, slices, carried values), "
           << "got " << body.getNumArguments();
  if (!scan.getStep().getType().isIndex())
    return scan.emitOpError("expects its step number to be an 'index', got ")
           << scan.getStep().getType();
  for (auto [index, slice, sequence] :
       llvm::enumerate(scan.getSlices(), scan.getSequences()))
    if (!ScanOp::isSliceOf(slice.getType(), sequence.getType()))
      return scan.emitOpError("expects slice #")
             << index << " to have the type of a slice of its sequence ("
             << sequence.getType() << "), got " << slice.getType();
  for (auto [index, argument, init] :
       llvm::enumerate(scan.getCarried(), scan.getInits()))
    if (argument.getType() != init.getType())
      return scan.emitOpError("expects carried argument #")
             << index << " to have the type of its init (" << init.getType()
             << "), got " << argument.getType();
  return success();
}

// scan_c8
static LogicalResult verifyFinals(ScanOp scan) {
  size_t numCarried = scan.getInits().size();
  if (scan.getNumResults() < numCarried)
    return scan.emitOpError("expects at least ")
           << numCarried << " results, one for each init, got "
           << scan.getNumResults();
  for (auto [index, init, type] :
       llvm::enumerate(scan.getInits(), scan.getFinals().getTypes()))
    if (type != init.getType())
      return scan.emitOpError("expects result #")
             << index << " to have the type of its init (" << init.getType()
             << "), got " << type;
  return success();
}

/// The yield that ends the body, null after an error (scan_c9). It has not been
/// verified yet, so its segments may be anything.
static snn::YieldOp verifyTerminator(ScanOp scan) {
  Block &body = scan.getBody().front();
  auto yield = dyn_cast<snn::YieldOp>(body.back());
  if (!yield) {
    scan.emitOpError("expects its body to end with 'snn.yield', got '")
        << body.back().getName() << "'";
    return {};
  }
  ArrayRef<int32_t> segments = yield.getProperties().operandSegmentSizes;
  if (segments[0] < 0 || segments[1] < 0 ||
      segments[0] + segments[1] !=
          static_cast<int64_t>(yield->getNumOperands())) {
    yield.emitOpError("expects segments of ")
        << yield->getNumOperands() << " operands, got " << segments[0]
        << " carried and " << segments[1] << " stacked";
    return {};
  }
  return yield;
}

// scan_c10 to scan_c13
static LogicalResult verifyYielded(ScanOp scan, snn::YieldOp yield) {
  if (yield.getCarried().size() != scan.getInits().size())
    return yield.emitOpError("expects one carried value for each of the ")
           << scan.getInits().size() << " inits, got "
           << yield.getCarried().size();
  for (auto [index, value, init] :
       llvm::enumerate(yield.getCarried(), scan.getInits()))
    if (value.getType() != init.getType())
      return scan.emitOpError("expects carried value #")
             << index << " to have the type of its init (" << init.getType()
             << "), got " << value.getType();
  if (yield.getStacked().size() != scan.getStacks().size())
    return yield.emitOpError("expects one stacked value for each of the ")
           << scan.getStacks().size() << " stacks, got "
           << yield.getStacked().size();
  for (auto [index, value, stack] :
       llvm::enumerate(yield.getStacked(), scan.getStacks()))
    if (!ScanOp::isSliceOf(value.getType(), stack.getType()))
      return scan.emitOpError("expects stack #")
             << index << " to have the type of its value (" << value.getType()
             << ") with a leading dimension added, got " << stack.getType();
  return success();
}

/// Operands before arguments before what the body yields: each check may rely
/// on those before it.
LogicalResult snn::detail::verifyScanStructure(Operation *op) {
  auto scan = cast<ScanOp>(op);
  if (failed(verifySequences(scan)) || failed(verifyFinals(scan)) ||
      failed(verifyLength(scan)) || failed(verifyArguments(scan)))
    return failure();
  snn::YieldOp yield = verifyTerminator(scan);
  return failure(!yield || failed(verifyYielded(scan, yield)));
}
