//===- ScanSyntax.cpp - Assembly of time loops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/OpImplementation.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

using UnresolvedOperand = OpAsmParser::UnresolvedOperand;

//===----------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------===//

namespace {
/// What the clauses between the step number and the body say.
struct Clauses {
  SmallVector<OpAsmParser::Argument> slices, carried;
  SmallVector<UnresolvedOperand> sequences, inits, length;
  SmallVector<Type> sequenceTypes, stackTypes;
};
} // namespace

/// `%slice [: type] in %sequence : type`
static ParseResult parseSequence(OpAsmParser &parser, Clauses &clauses) {
  OpAsmParser::Argument slice;
  UnresolvedOperand sequence;
  Type type;
  if (parser.parseArgument(slice) ||
      (succeeded(parser.parseOptionalColon()) &&
       parser.parseType(slice.type)) ||
      parser.parseKeyword("in") || parser.parseOperand(sequence) ||
      parser.parseColon())
    return failure();
  SMLoc at = parser.getCurrentLocation();
  if (parser.parseType(type))
    return failure();
  auto tensorType = dyn_cast<RankedTensorType>(type);
  if (!tensorType || tensorType.getRank() == 0)
    return parser.emitError(at, "expected a sequence, a ranked tensor with a "
                                "leading dimension, got ")
           << type;
  if (!slice.type)
    slice.type = ScanOp::getSliceType(tensorType);
  clauses.slices.push_back(slice);
  clauses.sequences.push_back(sequence);
  clauses.sequenceTypes.push_back(type);
  return success();
}

/// `%carried = %init : type`
static ParseResult parseCarried(OpAsmParser &parser, Clauses &clauses) {
  OpAsmParser::Argument argument;
  UnresolvedOperand init;
  if (parser.parseArgument(argument) || parser.parseEqual() ||
      parser.parseOperand(init) || parser.parseColonType(argument.type))
    return failure();
  clauses.carried.push_back(argument);
  clauses.inits.push_back(init);
  return success();
}

/// `[length(%n)] [over(..)] [carry(..)] [stack(..)]`
static ParseResult parseClauses(OpAsmParser &parser, Clauses &clauses) {
  auto paren = OpAsmParser::Delimiter::Paren;
  if (succeeded(parser.parseOptionalKeyword("length")) &&
      (parser.parseLParen() ||
       parser.parseOperand(clauses.length.emplace_back()) ||
       parser.parseRParen()))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("over")) &&
      parser.parseCommaSeparatedList(
          paren, [&] { return parseSequence(parser, clauses); }))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("carry")) &&
      parser.parseCommaSeparatedList(
          paren, [&] { return parseCarried(parser, clauses); }))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("stack")) &&
      parser.parseCommaSeparatedList(paren, [&] {
        return parser.parseType(clauses.stackTypes.emplace_back());
      }))
    return failure();
  return success();
}

/// The types that were parsed with `arguments`.
static SmallVector<Type> typesOf(ArrayRef<OpAsmParser::Argument> arguments) {
  return llvm::map_to_vector(arguments, [](auto &a) { return a.type; });
}

/// `snn.scan [reverse] %t clauses [attributes {..}] { body }`
ParseResult ScanOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  Builder &builder = parser.getBuilder();
  if (succeeded(parser.parseOptionalKeyword("reverse")))
    properties.reverse = builder.getUnitAttr();
  OpAsmParser::Argument step;
  step.type = builder.getIndexType();
  Clauses clauses;
  if (parser.parseArgument(step) || parseClauses(parser, clauses) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();

  SMLoc at = parser.getCurrentLocation();
  SmallVector<Type> carriedTypes = typesOf(clauses.carried);
  if (parser.resolveOperands(clauses.sequences, clauses.sequenceTypes, at,
                             result.operands) ||
      parser.resolveOperands(clauses.inits, carriedTypes, at,
                             result.operands) ||
      parser.resolveOperands(clauses.length, builder.getIndexType(),
                             result.operands))
    return failure();
  llvm::copy(ArrayRef<int32_t>({static_cast<int32_t>(clauses.sequences.size()),
                                static_cast<int32_t>(clauses.inits.size()),
                                static_cast<int32_t>(clauses.length.size())}),
             properties.operandSegmentSizes.begin());
  result.addTypes(carriedTypes);
  result.addTypes(clauses.stackTypes);

  SmallVector<OpAsmParser::Argument> arguments = {step};
  llvm::append_range(arguments, clauses.slices);
  llvm::append_range(arguments, clauses.carried);
  return parser.parseRegion(*result.addRegion(), arguments);
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

/// The type of the slice is only printed where `parseSequence` would take
/// another.
static void printSequence(OpAsmPrinter &printer, BlockArgument slice,
                          Value sequence) {
  printer << slice;
  auto type = cast<RankedTensorType>(sequence.getType());
  if (slice.getType() != ScanOp::getSliceType(type))
    printer << " : " << slice.getType();
  printer << " in " << sequence << " : " << type;
}

/// The inverse of `parse`; the length is printed only where it is an operand.
void ScanOp::print(OpAsmPrinter &printer) {
  if (getReverse())
    printer << " reverse";
  printer << " " << getStep();
  if (getLength())
    printer << " length(" << getLength() << ")";
  if (!getSequences().empty()) {
    printer << " over(";
    llvm::interleaveComma(
        llvm::zip(getSlices(), getSequences()), printer, [&](auto pair) {
          printSequence(printer, std::get<0>(pair), std::get<1>(pair));
        });
    printer << ")";
  }
  if (!getInits().empty()) {
    printer << " carry(";
    llvm::interleaveComma(
        llvm::zip(getCarried(), getInits()), printer, [&](auto pair) {
          auto [argument, init] = pair;
          printer << argument << " = " << init << " : " << init.getType();
        });
    printer << ")";
  }
  if (!getStacks().empty())
    printer << " stack(" << getStacks().getTypes() << ")";
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(),
      {getOperandSegmentSizesAttrName(), getReverseAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

// Names are asked for invalid ops too, to print them in errors.
void ScanOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  size_t numCarried = getInits().size();
  if (numCarried != 0 && getNumResults() != 0)
    setName(getResult(0), "final");
  if (getNumResults() > numCarried)
    setName(getResult(numCarried), "stack");
}

void ScanOp::getAsmBlockArgumentNames(Region &region,
                                      OpAsmSetValueNameFn setName) {
  if (!region.empty() && region.getNumArguments() != 0)
    setName(region.getArgument(0), "t");
}
