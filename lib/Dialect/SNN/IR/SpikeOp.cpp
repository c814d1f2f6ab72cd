//===- SpikeOp.cpp - Syntax, verifier and surrogate of snn.spike ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/SNN/IR/ConstantLike.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

void SpikeOp::build(OpBuilder &, OperationState &state, Value input,
                    Comparison comparison, SurrogateAttrInterface surrogate) {
  state.addOperands(input);
  state.addTypes(input.getType());
  auto &properties = state.getOrAddProperties<Properties>();
  properties.comparison = ComparisonAttr::get(input.getContext(), comparison);
  properties.surrogate = surrogate;
  state.addRegion();
}

/// What the region captures shapes the surrogate and receives no derivative.
void SpikeOp::getActivityEdges(function_ref<void(Value, Value)> edge) {
  edge(getInput(), getOutput());
}

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

/// Parses what follows `surrogate`: `(` attribute `)`, or `(` argument `)` and
/// a region.
static ParseResult parseSurrogate(OpAsmParser &parser,
                                  SpikeOp::Properties &properties,
                                  Region &region) {
  if (parser.parseLParen())
    return failure();
  OpAsmParser::Argument argument;
  OptionalParseResult isRegion =
      parser.parseOptionalArgument(argument, /*allowType=*/true);
  if (isRegion.has_value())
    return failure(failed(*isRegion) || parser.parseRParen() ||
                   parser.parseRegion(region, argument));
  SMLoc loc = parser.getCurrentLocation();
  Attribute attribute;
  if (parser.parseAttribute(attribute) || parser.parseRParen())
    return failure();
  properties.surrogate = dyn_cast<SurrogateAttrInterface>(attribute);
  if (!properties.surrogate)
    return parser.emitError(loc)
           << "expects a surrogate such as '#snn.gaussian', got " << attribute;
  return success();
}

/// `snn.spike [ge] %v surrogate(..) [{..}] : type`
ParseResult SpikeOp::parse(OpAsmParser &parser, OperationState &result) {
  OpAsmParser::UnresolvedOperand input;
  Type type;
  Region &region = *result.addRegion();
  auto &properties = result.getOrAddProperties<Properties>();
  StringRef keyword;
  bool inclusive = succeeded(parser.parseOptionalKeyword(&keyword, {"ge"}));
  properties.comparison = ComparisonAttr::get(
      parser.getContext(), inclusive ? Comparison::Ge : Comparison::Gt);
  if (parser.parseOperand(input) || parser.parseKeyword("surrogate") ||
      parseSurrogate(parser, properties, region) ||
      parser.parseOptionalAttrDict(result.attributes) ||
      parser.parseColonType(type) ||
      parser.resolveOperand(input, type, result.operands))
    return failure();
  result.addTypes(type);
  return success();
}

void SpikeOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  if (getComparison() == Comparison::Ge)
    printer << "ge ";
  printer << getInput() << " surrogate(";
  if (auto surrogate = getSurrogateAttr()) {
    printer << surrogate << ')';
  } else {
    printer.printRegionArgument(getDerivative().getArgument(0));
    printer << ") ";
    printer.printRegion(getDerivative(), /*printEntryBlockArgs=*/false);
  }
  printer.printOptionalAttrDict((*this)->getAttrs(),
                                {"comparison", "surrogate"});
  printer << " : " << getInput().getType();
}

//===----------------------------------------------------------------------===//
// Verifier
//===----------------------------------------------------------------------===//

/// Exactly one of preset and region gives the surrogate.
LogicalResult SpikeOp::verify() {
  // (spike_c1)
  if (getSurrogateAttr() && !getDerivative().empty())
    return emitOpError(
        "expects a preset surrogate or a region, got both (spike_c1)");
  if (!getSurrogateAttr() && getDerivative().empty())
    return emitOpError(
        "expects a preset surrogate or a region, got none (spike_c1)");
  // (spike_c4)
  if (auto surrogate = getSurrogateAttr())
    return verifySurrogate(*this, surrogate, getInput().getType());
  return success();
}

/// A region computes g' of one element or of the whole input, by its argument.
LogicalResult SpikeOp::verifyRegions() {
  if (getDerivative().empty())
    return success();
  Block &block = getDerivative().front();
  // (spike_c2)
  if (block.getNumArguments() != 1)
    return emitOpError("expects its region to have 1 argument, got ")
           << block.getNumArguments() << " (spike_c2)";
  Type type = block.getArgument(0).getType();
  Type whole = getInput().getType(), element = getElementTypeOrSelf(whole);
  if (type != whole && !(isa<RankedTensorType>(whole) && type == element))
    return emitOpError("expects the argument of its region to have type ")
           << whole << " or, for a tensor, its element type, got " << type
           << " (spike_c2)";
  // (spike_c3)
  auto yield = dyn_cast<SpikeYieldOp>(block.getTerminator());
  if (!yield)
    return emitOpError("expects its region to end with 'snn.spike_yield', "
                       "got '")
           << block.getTerminator()->getName() << "' (spike_c3)";
  if (yield.getValue().getType() != type)
    return yield.emitOpError("expects a value of type ")
           << type << ", that of the region's argument, got "
           << yield.getValue().getType() << " (spike_c3)";
  return success();
}

//===----------------------------------------------------------------------===//
// The surrogate
//===----------------------------------------------------------------------===//

/// Clones the region's block at `builder` for the argument `x`.
static Value cloneDerivative(OpBuilder &builder, SpikeOp op, Value x,
                             IRMapping mapping) {
  Block &block = op.getDerivative().front();
  mapping.map(block.getArgument(0), x);
  for (Operation &inner : block.without_terminator())
    builder.clone(inner, mapping);
  auto yield = cast<SpikeYieldOp>(block.getTerminator());
  return mapping.lookupOrDefault(yield.getValue());
}

/// g'(x): the preset's formula, or the region's ops, per element in a
/// linalg.map if the region is written for one element.
Value SpikeOp::buildDerivative(OpBuilder &builder, Value x,
                               IRMapping &captures) {
  if (auto surrogate = getSurrogateAttr())
    return surrogate.buildDerivative(builder, getLoc(), x);
  if (getDerivative().getArgument(0).getType() == x.getType())
    return cloneDerivative(builder, *this, x, captures);
  Value init = emptyLike(builder, getLoc(), x);
  auto map = linalg::MapOp::create(
      builder, getLoc(), x, init,
      [&](OpBuilder &inner, Location loc, ValueRange elements) {
        Value g = cloneDerivative(inner, *this, elements.front(), captures);
        linalg::YieldOp::create(inner, loc, g);
      });
  return map->getResult(0);
}
