//===- VectorizeStructured.cpp - Structured ops become vector loops -*- -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_VECTORIZESTRUCTUREDPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// How one structured op becomes a vector loop over `dim` in loops over the
/// others, which run in their order.
struct VectorPlan {
  linalg::LinalgOp op;
  unsigned dim;
  int64_t width;
};

/// Emits the loops of one op.
class VectorLoopEmitter {
public:
  VectorLoopEmitter(OpBuilder &builder, VectorPlan plan)
      : plan(plan), op(plan.op), loc(op.getLoc()),
        sizes(loopSizes(builder, op)), loops(sizes.size()) {
    zero = arith::ConstantIndexOp::create(builder, loc, 0);
    for (unsigned dim = 0; dim < sizes.size(); ++dim)
      if (dim != plan.dim)
        outer.push_back(dim);
  }

  void emit(OpBuilder &builder) { emitOuter(builder, outer); }

private:
  void emitOuter(OpBuilder &builder, ArrayRef<unsigned> dims) {
    if (dims.empty())
      return emitInner(builder);
    emitLoop(builder, loc, zero, sizes[dims[0]], 1,
             [&](OpBuilder &b, Value iv) {
               loops[dims[0]] = iv;
               emitOuter(b, dims.drop_front());
             });
  }

  /// Whole registers, then what is left by a mask.
  void emitInner(OpBuilder &builder) {
    Value size = sizes[plan.dim];
    Value whole = roundDown(builder, loc, size, plan.width);
    if (getConstantIntValue(whole) != 0)
      emitLoop(builder, loc, zero, whole, plan.width,
               [&](OpBuilder &b, Value iv) {
                 loops[plan.dim] = iv;
                 emitBody(b, Value());
               });
    std::optional<int64_t> known = getConstantIntValue(size);
    if (known && *known % plan.width == 0)
      return;
    emitLoop(
        builder, loc, whole, size, plan.width, [&](OpBuilder &b, Value iv) {
          loops[plan.dim] = iv;
          Value rest = arith::SubIOp::create(b, loc, size, iv);
          emitBody(b, vector::CreateMaskOp::create(
                          b, loc, VectorType::get({plan.width}, b.getI1Type()),
                          rest));
        });
  }

  VectorType vectorOf(Type type) {
    return VectorType::get({plan.width}, getElementTypeOrSelf(type));
  }

  void emitBody(OpBuilder &builder, Value mask) {
    IRMapping mapping;
    for (OpOperand &operand : op->getOpOperands())
      if (BlockArgument argument = op.getMatchingBlockArgument(&operand);
          !argument.use_empty())
        mapping.map(argument, load(builder, operand, mask));
    for (Operation &inner : op.getBlock()->without_terminator())
      emitVectorOp(builder, inner, mapping);
    Operation *yield = op.getBlock()->getTerminator();
    for (auto [value, init] :
         llvm::zip(yield->getOperands(), op.getDpsInitsMutable()))
      store(builder, asVector(builder, value, mapping), init, mask);
  }

  Value load(OpBuilder &builder, OpOperand &operand, Value mask) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    auto type = vectorOf(operand.get().getType());
    if (!isa<MemRefType>(operand.get().getType()))
      return vector::BroadcastOp::create(builder, loc, type, operand.get());
    auto indices = accessIndices(builder, loc, map, loops);
    if (!map.isFunctionOfDim(plan.dim)) {
      Value scalar =
          memref::LoadOp::create(builder, loc, operand.get(), indices);
      return vector::BroadcastOp::create(builder, loc, type, scalar);
    }
    Value memory = vectorMemory(builder, loc, operand.get());
    VectorType loaded = vectorOf(memory.getType());
    Value vector;
    if (mask) {
      Value none =
          arith::ConstantOp::create(builder, loc, builder.getZeroAttr(loaded));
      vector = vector::MaskedLoadOp::create(builder, loc, loaded, memory,
                                            indices, mask, none);
    } else {
      vector = vector::LoadOp::create(builder, loc, loaded, memory, indices);
    }
    return fromMemory(builder, loc, vector, type.getElementType());
  }

  void store(OpBuilder &builder, Value value, OpOperand &init, Value mask) {
    auto indices =
        accessIndices(builder, loc, op.getMatchingIndexingMap(&init), loops);
    Value memory = vectorMemory(builder, loc, init.get());
    value = toMemory(builder, loc, value);
    if (mask)
      vector::MaskedStoreOp::create(builder, loc, memory, indices, mask, value);
    else
      vector::StoreOp::create(builder, loc, value, memory, indices);
  }

  /// `value` of the scalar body as a vector.
  Value asVector(OpBuilder &builder, Value value, IRMapping &mapping) {
    Value known = mapping.lookupOrDefault(value);
    if (isa<VectorType>(known.getType()))
      return known;
    Value splat = vector::BroadcastOp::create(builder, loc,
                                              vectorOf(value.getType()), known);
    mapping.map(value, splat);
    return splat;
  }

  void emitVectorOp(OpBuilder &builder, Operation &inner, IRMapping &mapping) {
    if (inner.hasTrait<OpTrait::ConstantLike>()) {
      builder.clone(inner, mapping);
      return;
    }
    SmallVector<Value> operands;
    for (Value operand : inner.getOperands())
      operands.push_back(asVector(builder, operand, mapping));
    SmallVector<Type> types;
    for (Type type : inner.getResultTypes())
      types.push_back(vectorOf(type));
    Operation *vectorOp = builder.create(loc, inner.getName().getIdentifier(),
                                         operands, types, inner.getAttrs());
    mapping.map(inner.getResults(), vectorOp->getResults());
  }

  VectorPlan plan;
  linalg::LinalgOp op;
  Location loc;
  SmallVector<Value> sizes, loops;
  SmallVector<unsigned> outer;
  Value zero;
};
} // namespace

/// True if every op of the body can work on vectors lane by lane.
static bool isElementwiseBody(linalg::LinalgOp op) {
  return llvm::all_of(op.getBlock()->without_terminator(), [](Operation &o) {
    // LLVM's powi takes one exponent for all lanes.
    if (isa<math::FPowIOp>(o))
      return false;
    return o.hasTrait<OpTrait::ConstantLike>() ||
           (OpTrait::hasElementwiseMappableTraits(&o) &&
            llvm::all_of(o.getResultTypes(),
                         [](Type type) { return type.isIntOrIndexOrFloat(); }));
  });
}

/// True if an element has a whole number of bytes in memory, or is an i1, which
/// takes one. Narrow floats are computed through f32 by LLVM's scalar code.
static bool hasVectorMemory(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isF32() || element.isF64() ||
         element.isInteger(1) ||
         (element.isInteger() && element.getIntOrFloatBitWidth() % 8 == 0);
}

/// True if all accesses of `op` are to neighbours, or to one element, as
/// dimension `dim` goes on.
static bool isContiguousAlong(linalg::LinalgOp op, unsigned dim) {
  return llvm::all_of(op->getOpOperands(), [&](OpOperand &operand) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (!map.isFunctionOfDim(dim))
      return !op.isDpsInit(&operand);
    auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
    return last && last.getPosition() == dim &&
           hasUnitInnerStride(operand.get().getType());
  });
}

static FailureOr<VectorPlan> planVectors(linalg::LinalgOp op) {
  if (!op.hasPureBufferSemantics() || op.hasIndexSemantics() ||
      op.getNumLoops() == 0 || !isElementwiseBody(op))
    return failure();
  int64_t width = kRegisterBytes;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!hasVectorMemory(operand.get().getType()) ||
        !op.getMatchingIndexingMap(&operand).isProjectedPermutation(
            /*allowZeroInResults=*/true))
      return failure();
    width =
        std::min(width, lanes(getElementTypeOrSelf(operand.get().getType())));
  }
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  for (unsigned dim : llvm::reverse(parallel))
    if (isContiguousAlong(op, dim))
      return VectorPlan{op, dim, width};
  return failure();
}

namespace {
struct VectorizeStructuredPass
    : snn::impl::VectorizeStructuredPassBase<VectorizeStructuredPass> {
  void runOnOperation() override {
    getOperation()->walk([&](linalg::LinalgOp op) {
      auto plan = planVectors(op);
      if (failed(plan))
        return;
      OpBuilder builder(op);
      VectorLoopEmitter(builder, *plan).emit(builder);
      op->erase();
      ++numVectorized;
    });
  }
};
} // namespace
