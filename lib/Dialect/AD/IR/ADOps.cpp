//===- ADOps.cpp - Folds and verifiers of the ad ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::ad;

/// Parses `(` types `)`, none included.
static ParseResult parseTypeTuple(OpAsmParser &parser,
                                  SmallVectorImpl<Type> &types) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, [&] {
    return parser.parseType(types.emplace_back());
  });
}

/// The inverse of `parseTypeTuple`.
static void printTypeTuple(OpAsmPrinter &printer, Operation *,
                           TypeRange types) {
  printer << '(' << types << ')';
}

#define GET_OP_CLASSES
#include "snn/Dialect/AD/IR/ADOps.cpp.inc"

//===----------------------------------------------------------------------===//
// StopGradientOp
//===----------------------------------------------------------------------===//

// The fold that must not exist is the one to the operand: the op would be gone
// before `ad-differentiate` sees it.
OpFoldResult StopGradientOp::fold(FoldAdaptor adaptor) {
  if (adaptor.getInput())
    return adaptor.getInput();
  if (getInput().getDefiningOp<StopGradientOp>())
    return getInput();
  return {};
}

/// No edge: this is what the op is for.
void StopGradientOp::getActivityEdges(function_ref<void(Value, Value)>) {}

//===----------------------------------------------------------------------===//
// Requests
//===----------------------------------------------------------------------===//

/// In the order of the attribute, which is that of what stands for them. Only
/// for requests that are verified.
static SmallVector<unsigned> toIndices(ArrayAttr wrt) {
  return llvm::map_to_vector(wrt.getAsRange<IntegerAttr>(),
                             [](IntegerAttr index) -> unsigned {
                               return index.getValue().getZExtValue();
                             });
}

SmallVector<unsigned> VJPOp::getWrtIndices() { return toIndices(getWrt()); }
SmallVector<unsigned> JVPOp::getWrtIndices() { return toIndices(getWrt()); }

/// Checks that `actual` are the `expected` types of what `noun` names. `callee`
/// is the function that the types come from.
static LogicalResult verifyTypes(Operation *op, func::FuncOp callee,
                                 StringRef noun, TypeRange actual,
                                 TypeRange expected) {
  if (actual.size() != expected.size()) {
    InFlightDiagnostic error = op->emitOpError("expects ")
                               << expected.size() << " " << noun << "s, got "
                               << actual.size();
    // A request cannot hold such a pass back: it asks about calls alone.
    if (callee.isPrivate())
      error.attachNote(callee.getLoc())
          << "a pass such as remove-dead-values takes dead arguments and "
             "results off private functions: run ad-differentiate before it, "
             "or make @"
          << callee.getName() << " public";
    return error;
  }
  for (auto [index, types] : llvm::enumerate(llvm::zip(actual, expected)))
    if (std::get<0>(types) != std::get<1>(types))
      return op->emitOpError("expects ")
             << noun << " #" << index << " to have type " << std::get<1>(types)
             << ", got " << std::get<0>(types);
  return success();
}

/// The function that `name` means at `op`; fails after an error if there is
/// none.
static FailureOr<func::FuncOp> lookupFunction(Operation *op,
                                              SymbolTableCollection &tables,
                                              FlatSymbolRefAttr name) {
  auto function = tables.lookupNearestSymbolFrom<func::FuncOp>(op, name);
  if (function)
    return function;
  return op->emitOpError("names ") << name << ", which is not a function here";
}

/// Checks that each entry of `wrt` names a differentiable argument, once.
static LogicalResult verifyWrt(Operation *op, ArrayAttr wrt, TypeRange inputs) {
  llvm::SmallDenseSet<int64_t> seen;
  for (auto attr : wrt.getAsRange<IntegerAttr>()) {
    int64_t index = attr.getValue().getSExtValue();
    if (index < 0 || index >= static_cast<int64_t>(inputs.size()))
      return op->emitOpError("expects 'wrt' to name arguments 0 to ")
             << static_cast<int64_t>(inputs.size()) - 1 << ", got " << index;
    if (!seen.insert(index).second)
      return op->emitOpError("expects 'wrt' to name each argument once, got ")
             << index << " twice";
    if (!hasCotangent(inputs[index]))
      return op->emitOpError("expects 'wrt' to name floating-point scalars, "
                             "vectors or ranked tensors, got argument #")
             << index << " of type " << inputs[index];
  }
  return success();
}

/// With f : A -> R and `wrt` = w, `ad.vjp` is (A, cotangents of R) -> (R if
/// kept, A at w) and `ad.jvp` is (A, A at w) -> (R if kept, tangents of R).
/// `noun` names what comes in beside the arguments, of the types `incoming`.
/// Symbol uses are verified after each pass, so a pass that changed the
/// callee's signature is found out at once.
template <typename RequestOp>
static LogicalResult verifyRequest(RequestOp op, SymbolTableCollection &tables,
                                   StringRef noun, TypeRange incoming) {
  auto callee = lookupFunction(op, tables, op.getCalleeAttr());
  if (failed(callee))
    return failure();
  FunctionType type = callee->getFunctionType();
  if (failed(verifyTypes(op, *callee, "argument", op.getArgs().getTypes(),
                         type.getInputs())) ||
      failed(verifyWrt(op, op.getWrt(), type.getInputs())))
    return failure();
  SmallVector<Type> sources = llvm::map_to_vector(
      op.getWrtIndices(), [&](unsigned index) { return type.getInput(index); });
  SmallVector<Type> sinks = cotangentTypes(type.getResults());
  bool isForward = std::is_same_v<RequestOp, JVPOp>;
  if (failed(verifyTypes(op, *callee, noun, incoming,
                         isForward ? sources : sinks)))
    return failure();
  SmallVector<Type> outputs;
  if (op.getKeepPrimal())
    llvm::append_range(outputs, type.getResults());
  llvm::append_range(outputs, isForward ? sinks : sources);
  return verifyTypes(op, *callee, "result", op.getOutputs().getTypes(),
                     outputs);
}

LogicalResult VJPOp::verifySymbolUses(SymbolTableCollection &tables) {
  return verifyRequest(*this, tables, "cotangent", getCotangents().getTypes());
}

LogicalResult JVPOp::verifySymbolUses(SymbolTableCollection &tables) {
  return verifyRequest(*this, tables, "tangent", getTangents().getTypes());
}

//===----------------------------------------------------------------------===//
// CustomVJPOp
//===----------------------------------------------------------------------===//

/// Checks the types of one of the op's three functions.
static LogicalResult verifyRole(CustomVJPOp op, StringRef role,
                                func::FuncOp function, TypeRange inputs,
                                TypeRange results) {
  auto expected = FunctionType::get(op.getContext(), inputs, results);
  if (function.getFunctionType() == expected)
    return success();
  return op.emitOpError("expects its ")
         << role << " function @" << function.getName() << " to have type "
         << expected << ", got " << function.getFunctionType();
}

/// With primal : A -> R, forward is A -> (R, residuals) for residuals of any
/// types, and backward is (residuals, cotangents of R) -> cotangents of A.
LogicalResult CustomVJPOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto primal = lookupFunction(*this, tables, getPrimalAttr());
  auto forward = lookupFunction(*this, tables, getForwardAttr());
  auto backward = lookupFunction(*this, tables, getBackwardAttr());
  if (failed(primal) || failed(forward) || failed(backward))
    return failure();
  TypeRange args = getArgs().getTypes(), outputs = getOutputs().getTypes();
  TypeRange produced = forward->getResultTypes();
  if (produced.size() < outputs.size())
    return emitOpError("expects its forward function @")
           << forward->getName() << " to return the op's " << outputs.size()
           << " results and then residuals, got " << produced.size()
           << " results";
  SmallVector<Type> expected(outputs);
  llvm::append_range(expected, produced.drop_front(outputs.size()));
  SmallVector<Type> reverseArgs(produced.drop_front(outputs.size()));
  llvm::append_range(reverseArgs, cotangentTypes(outputs));
  if (failed(verifyRole(*this, "primal", *primal, args, outputs)) ||
      failed(verifyRole(*this, "forward", *forward, args, expected)))
    return failure();
  return verifyRole(*this, "backward", *backward, reverseArgs,
                    cotangentTypes(args));
}
