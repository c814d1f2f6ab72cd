//===- SpikeMatmulOp.cpp - Body, syntax and verifier of snn.spike_matmul --===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

/// C[m, n] += S[m, k] W[k, n].
ArrayAttr SpikeMatmulOp::getDefaultIndexingMaps(MLIRContext *context) {
  AffineExpr m, n, k;
  bindDims(context, m, n, k);
  return Builder(context).getAffineMapArrayAttr(
      {AffineMap::get(3, 0, {m, k}, context),
       AffineMap::get(3, 0, {k, n}, context),
       AffineMap::get(3, 0, {m, n}, context)});
}

/// The body of one element: `acc + (s ? w : 0)`.
static void buildBody(ImplicitLocOpBuilder &b, Block &block,
                      ArrayRef<NamedAttribute>,
                      function_ref<InFlightDiagnostic()>) {
  Value fires = block.getArgument(0), weight = block.getArgument(1),
        sum = block.getArgument(2);
  if (!fires.getType().isInteger(1)) {
    Value none = arith::ConstantOp::create(b, b.getZeroAttr(fires.getType()));
    fires = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, fires, none);
  }
  if (weight.getType() != sum.getType())
    weight = arith::ExtFOp::create(b, sum.getType(), weight);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(sum.getType()));
  Value term = arith::SelectOp::create(b, fires, weight, zero);
  Value next = arith::AddFOp::create(b, sum, term);
  linalg::YieldOp::create(b, next);
}

/// Adds the hidden body of an op with operands of these types. For types that
/// the verifier refuses it only ends, so that it is the verifier who speaks.
static void addBody(Location loc, TypeRange operands, Region &region) {
  OpBuilder builder(loc.getContext());
  Block *block = builder.createBlock(&region);
  for (Type type : operands)
    block->addArgument(getElementTypeOrSelf(type), loc);
  ImplicitLocOpBuilder b(loc, builder);
  auto element = [&](unsigned i) { return block->getArgument(i).getType(); };
  auto weights = dyn_cast<FloatType>(element(1));
  auto sums = dyn_cast<FloatType>(element(2));
  if (!isa<IntegerType>(element(0)) || !weights || !sums ||
      (weights != sums && weights.getWidth() >= sums.getWidth())) {
    linalg::YieldOp::create(b, block->getArgument(2));
    return;
  }
  buildBody(b, *block, {}, nullptr);
}

void SpikeMatmulOp::build(OpBuilder &builder, OperationState &state,
                          Value spikes, Value weights, Value init,
                          ArrayAttr indexingMaps) {
  state.addOperands({spikes, weights, init});
  state.getOrAddProperties<Properties>().indexing_maps =
      indexingMaps ? indexingMaps
                   : getDefaultIndexingMaps(builder.getContext());
  if (isa<RankedTensorType>(init.getType()))
    state.addTypes(init.getType());
  addBody(state.location, ValueRange(state.operands).getTypes(),
          *state.addRegion());
}

//===----------------------------------------------------------------------===//
// Interfaces
//===----------------------------------------------------------------------===//

std::function<void(ImplicitLocOpBuilder &, Block &, ArrayRef<NamedAttribute>,
                   function_ref<InFlightDiagnostic()>)>
SpikeMatmulOp::getRegionBuilder() {
  return buildBody;
}

/// Loops of the result are parallel, all others are summed over.
SmallVector<utils::IteratorType> SpikeMatmulOp::getIteratorTypesArray() {
  AffineMap result = getIndexingMapsArray().back();
  SmallVector<utils::IteratorType> types;
  for (unsigned dim = 0; dim < result.getNumDims(); ++dim)
    types.push_back(result.isFunctionOfDim(dim)
                        ? utils::IteratorType::parallel
                        : utils::IteratorType::reduction);
  return types;
}

/// Maps that are those of a matrix product are not printed.
bool SpikeMatmulOp::hasUserDefinedMaps() {
  return getIndexingMaps() != getDefaultIndexingMaps(getContext());
}

bool SpikeMatmulOp::hasWindows() {
  return !getIndexingMapsArray()[0].isProjectedPermutation();
}

/// On tensors the op has none. On memrefs it reads all of its operands, and
/// writes the last one.
void SpikeMatmulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  for (OpOperand &operand : (*this)->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    effects.emplace_back(MemoryEffects::Read::get(), &operand, /*stage=*/0,
                         /*effectOnFullRegion=*/true,
                         SideEffects::DefaultResource::get());
    if (isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand, /*stage=*/0,
                           /*effectOnFullRegion=*/true,
                           SideEffects::DefaultResource::get());
  }
}

Speculation::Speculatability SpikeMatmulOp::getSpeculatability() {
  return hasPureTensorSemantics() ? Speculation::RecursivelySpeculatable
                                  : Speculation::NotSpeculatable;
}

/// Spikes are i1 and carry no derivative.
void SpikeMatmulOp::getActivityEdges(function_ref<void(Value, Value)> edge) {
  for (Value result : getResult()) {
    edge(getWeights(), result);
    edge(getInit(), result);
  }
}

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

/// `[indexing_maps = [..]] ins(%s, %w : types) outs(%c : type) [{..}] [->
/// type]`
ParseResult SpikeMatmulOp::parse(OpAsmParser &parser, OperationState &state) {
  OpAsmParser::UnresolvedOperand spikes, weights, init;
  Type spikesType, weightsType, initType;
  SmallVector<Type, 1> results;
  auto &properties = state.getOrAddProperties<Properties>();
  properties.indexing_maps = getDefaultIndexingMaps(parser.getContext());
  if (succeeded(parser.parseOptionalKeyword("indexing_maps")) &&
      (parser.parseEqual() || parser.parseAttribute(properties.indexing_maps)))
    return failure();
  if (parser.parseKeyword("ins") || parser.parseLParen() ||
      parser.parseOperand(spikes) || parser.parseComma() ||
      parser.parseOperand(weights) || parser.parseColonType(spikesType) ||
      parser.parseComma() || parser.parseType(weightsType) ||
      parser.parseRParen() || parser.parseKeyword("outs") ||
      parser.parseLParen() || parser.parseOperand(init) ||
      parser.parseColonType(initType) || parser.parseRParen() ||
      parser.parseOptionalAttrDict(state.attributes) ||
      parser.parseOptionalArrowTypeList(results) ||
      parser.resolveOperand(spikes, spikesType, state.operands) ||
      parser.resolveOperand(weights, weightsType, state.operands) ||
      parser.resolveOperand(init, initType, state.operands))
    return failure();
  state.addTypes(results);
  addBody(state.location, {spikesType, weightsType, initType},
          *state.addRegion());
  return success();
}

void SpikeMatmulOp::print(OpAsmPrinter &printer) {
  if (hasUserDefinedMaps())
    printer << " indexing_maps = " << getIndexingMaps();
  printer << " ins(" << getSpikes() << ", " << getWeights() << " : "
          << getSpikes().getType() << ", " << getWeights().getType()
          << ") outs(" << getInit() << " : " << getInit().getType() << ")";
  printer.printOptionalAttrDict((*this)->getAttrs(), {"indexing_maps"});
  printer.printOptionalArrowTypeList(getResult().getTypes());
}

//===----------------------------------------------------------------------===//
// Verifier
//===----------------------------------------------------------------------===//

/// True if the last dimension of `map` is a loop that no other has.
static bool endsInOwnLoop(AffineMap map) {
  if (map.getNumResults() == 0)
    return false;
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  return last && llvm::none_of(map.getResults().drop_back(), [&](AffineExpr e) {
           return e.isFunctionOfDim(last.getPosition());
         });
}

/// Checks the indexing maps (spike_matmul_c3, spike_matmul_c4), before the
/// structured interface asks for loops.
static LogicalResult verifyMaps(SpikeMatmulOp op) {
  // (spike_matmul_c3)
  if (op.getIndexingMaps().size() != 3)
    return op.emitOpError("expects 3 indexing maps, got ")
           << op.getIndexingMaps().size() << " (spike_matmul_c3)";
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  for (auto [operand, map] : llvm::enumerate(maps))
    if (map.getNumDims() != maps[0].getNumDims() || map.getNumSymbols() ||
        !(map.isProjectedPermutation() || (operand == 0 && endsInOwnLoop(map))))
      return op.emitOpError("expects each indexing map to be a permutation of "
                            "some of the same loops, got ")
             << AffineMapAttr::get(map) << " (spike_matmul_c3)";
  // (spike_matmul_c4)
  for (unsigned dim = 0; dim < maps[0].getNumDims(); ++dim) {
    bool inSpikes = maps[0].isFunctionOfDim(dim),
         inWeights = maps[1].isFunctionOfDim(dim);
    if (!maps[2].isFunctionOfDim(dim) && !(inSpikes && inWeights))
      return op.emitOpError("expects loop d")
             << dim << ", which is summed over, to be one of the spikes and of "
             << "the weights (spike_matmul_c4)";
    if (!inSpikes && !inWeights)
      return op.emitOpError("expects loop d")
             << dim << " of the result to be one of the spikes or of the "
             << "weights (spike_matmul_c4)";
  }
  return success();
}

/// What a user can write wrong, in the order in which the parts rely on each
/// other: kinds of operands, element types, maps.
LogicalResult SpikeMatmulOp::verify() {
  // (spike_matmul_c1)
  bool isTensor = isa<RankedTensorType>(getInit().getType());
  for (Value operand : (*this)->getOperands())
    if (isa<RankedTensorType>(operand.getType()) != isTensor)
      return emitOpError("expects only tensors or only memrefs, got ")
             << operand.getType() << " and " << getInit().getType()
             << " (spike_matmul_c1)";
  if (getResult().size() != (isTensor ? 1 : 0))
    return emitOpError("expects ")
           << (isTensor ? "1 result for a tensor" : "no result for a memref")
           << ", got " << getResult().size() << " (spike_matmul_c1)";
  // (spike_matmul_c2)
  auto weights = cast<FloatType>(getElementTypeOrSelf(getWeights()));
  auto sums = cast<FloatType>(getElementTypeOrSelf(getInit()));
  if (weights != sums && weights.getWidth() >= sums.getWidth())
    return emitOpError("expects weights of the result's element type or a "
                       "narrower one, got ")
           << weights << " and " << sums << " (spike_matmul_c2)";
  return verifyMaps(*this);
}
