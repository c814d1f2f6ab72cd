//===- ExpandVectorMath.cpp - Functions on vectors become arithmetic ------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "VectorMath/Functions.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "snn/Transforms/Passes.h"
#include "snn/Transforms/TargetCPU.h"

namespace mlir::snn {
#define GEN_PASS_DEF_EXPANDVECTORMATHPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

namespace {
/// The type that a function of f32 is computed in. Double the work is the price
/// of simple code for functions that no neuron calls at every step.
enum class ForF32 { InF32, InF64 };

/// How a `math` op becomes arithmetic. One of the functions is null.
struct Expansion {
  StringRef op;
  ForF32 type;
  Lanes (*unary)(Lanes);
  Lanes (*binary)(Lanes, Lanes) = nullptr;
  /// Arguments of larger magnitude are left to the C library, one by one.
  double most = 0;
};
} // namespace

static const Expansion expansions[] = {
    {math::AcosOp::getOperationName(), ForF32::InF64, vectormath::acos},
    {math::AcoshOp::getOperationName(), ForF32::InF64, vectormath::acosh},
    {math::AsinOp::getOperationName(), ForF32::InF64, vectormath::asin},
    {math::AsinhOp::getOperationName(), ForF32::InF64, vectormath::asinh},
    {math::AtanOp::getOperationName(), ForF32::InF64, vectormath::atan},
    {math::AtanhOp::getOperationName(), ForF32::InF64, vectormath::atanh},
    {math::Atan2Op::getOperationName(), ForF32::InF64, nullptr,
     vectormath::atan2},
    {math::CbrtOp::getOperationName(), ForF32::InF64, vectormath::cbrt},
    {math::CosOp::getOperationName(), ForF32::InF32, vectormath::cos, nullptr,
     vectormath::kMostRadians},
    {math::CoshOp::getOperationName(), ForF32::InF64, vectormath::cosh},
    {math::ErfOp::getOperationName(), ForF32::InF32, vectormath::erf},
    {math::ErfcOp::getOperationName(), ForF32::InF64, vectormath::erfc},
    {math::ExpOp::getOperationName(), ForF32::InF32, vectormath::exp},
    {math::Exp2Op::getOperationName(), ForF32::InF32, vectormath::exp2},
    {math::ExpM1Op::getOperationName(), ForF32::InF32, vectormath::expm1},
    {math::LogOp::getOperationName(), ForF32::InF32, vectormath::log},
    {math::Log10Op::getOperationName(), ForF32::InF32, vectormath::log10},
    {math::Log1pOp::getOperationName(), ForF32::InF32, vectormath::log1p},
    {math::Log2Op::getOperationName(), ForF32::InF32, vectormath::log2},
    {math::PowFOp::getOperationName(), ForF32::InF64, nullptr, vectormath::pow},
    {math::SinOp::getOperationName(), ForF32::InF32, vectormath::sin, nullptr,
     vectormath::kMostRadians},
    {math::SinhOp::getOperationName(), ForF32::InF64, vectormath::sinh},
    {math::TanOp::getOperationName(), ForF32::InF64, vectormath::tan, nullptr,
     vectormath::kMostRadians},
    {math::TanhOp::getOperationName(), ForF32::InF32, vectormath::tanh},
};

/// The expansion of `op`, or null where it stays.
static const Expansion *expansionOf(Operation *op) {
  if (op->getNumResults() != 1 || !isa<VectorType>(op->getResult(0).getType()))
    return nullptr;
  auto element =
      dyn_cast<FloatType>(getElementTypeOrSelf(op->getResult(0).getType()));
  if (!element || element.getWidth() < 16 || element.getWidth() > 64)
    return nullptr;
  const auto *found = llvm::find_if(expansions, [&](const Expansion &entry) {
    return entry.op == op->getName().getStringRef();
  });
  return found == std::end(expansions) ? nullptr : found;
}

/// `operands` under `expansion`, in a type that it is made for.
static Lanes emitWide(const Expansion &expansion, ArrayRef<Lanes> operands) {
  LaneEmitter &emitter = operands[0].context();
  SmallVector<Lanes> wide(operands);
  bool isExtended = emitter.isForF32 && expansion.type == ForF32::InF64;
  if (isExtended)
    for (Lanes &operand : wide)
      operand = operand.toF64();
  Lanes value = expansion.unary ? expansion.unary(wide[0])
                                : expansion.binary(wide[0], wide[1]);
  return isExtended ? value.toF32() : value;
}

/// `op` of the lanes of `x`, one after the other.
static Value emitLaneByLane(OpBuilder &builder, Operation *op, Lanes x) {
  Location loc = op->getLoc();
  VectorType type = x.type();
  auto row = VectorType::get({type.getNumElements()}, type.getElementType());
  Value flat = vector::ShapeCastOp::create(builder, loc, row, Value(x));
  Value from = arith::ConstantIndexOp::create(builder, loc, 0);
  Value to = arith::ConstantIndexOp::create(builder, loc, row.getNumElements());
  SmallVector<Value> lanes = emitLoop(
      builder, loc, from, to, 1, flat,
      [&](OpBuilder &b, Value lane, ValueRange carried) -> SmallVector<Value> {
        Value number = vector::ExtractOp::create(
            b, loc, carried[0], SmallVector<OpFoldResult>{lane});
        Value result = b.create(loc, op->getName().getIdentifier(), number,
                                number.getType(), op->getAttrs())
                           ->getResult(0);
        return {vector::InsertOp::create(b, loc, result, carried[0],
                                         SmallVector<OpFoldResult>{lane})};
      });
  return vector::ShapeCastOp::create(builder, loc, type, lanes[0]);
}

/// `value`, but where |x| is finite and beyond what the expansion is made for.
/// The others keep their value, so that no lane depends on its neighbours.
static Lanes withFallback(Operation *op, const Expansion &expansion, Lanes x,
                          Lanes value) {
  LaneEmitter &emitter = x.context();
  OpBuilder &builder = emitter.builder;
  Location loc = op->getLoc();
  Lanes isLarge = (abs(x) > expansion.most) & (abs(x) < x.splat(INFINITY));
  Value flat = vector::ShapeCastOp::create(
      builder, loc,
      VectorType::get({x.type().getNumElements()}, builder.getI1Type()),
      Value(isLarge));
  Value anyIsLarge = vector::ReductionOp::create(
      builder, loc, vector::CombiningKind::OR, flat);
  auto choice = scf::IfOp::create(
      builder, loc, anyIsLarge,
      [&](OpBuilder &b, Location) {
        Value slow = emitLaneByLane(b, op, x);
        Value merged =
            arith::SelectOp::create(b, loc, Value(isLarge), slow, Value(value));
        scf::YieldOp::create(b, loc, merged);
      },
      [&](OpBuilder &b, Location) {
        scf::YieldOp::create(b, loc, Value(value));
      });
  return {emitter, choice.getResult(0)};
}

/// Emits `op` in front of it. Narrower numbers are computed as f32 and rounded
/// once.
static Value expand(Operation *op, const Expansion &expansion, bool hasFMA,
                    bool keepsSubnormals) {
  OpBuilder builder(op);
  LaneEmitter emitter{builder, op->getLoc(), hasFMA, keepsSubnormals};
  Type element = getElementTypeOrSelf(op->getResult(0).getType());
  emitter.isForF32 = !element.isF64();
  bool isNarrow = element.getIntOrFloatBitWidth() < 32;
  SmallVector<Lanes> operands;
  for (Value operand : op->getOperands()) {
    Value wide = operand;
    if (isNarrow)
      wide = arith::ExtFOp::create(
          builder, op->getLoc(),
          cast<VectorType>(operand.getType()).clone(builder.getF32Type()),
          operand);
    operands.push_back({emitter, wide});
  }
  Lanes value = emitWide(expansion, operands);
  if (expansion.most != 0)
    value = withFallback(op, expansion, operands[0], value);
  if (!isNarrow)
    return value;
  return arith::TruncFOp::create(builder, op->getLoc(),
                                 op->getResult(0).getType(), Value(value));
}

/// A sine and a cosine of the same argument, which LLVM finds the common parts
/// of.
static void separate(math::SincosOp op) {
  OpBuilder builder(op);
  op.getSin().replaceAllUsesWith(
      math::SinOp::create(builder, op.getLoc(), op.getOperand()));
  op.getCos().replaceAllUsesWith(
      math::CosOp::create(builder, op.getLoc(), op.getOperand()));
  op.erase();
}

namespace {
struct ExpandVectorMathPass
    : snn::impl::ExpandVectorMathPassBase<ExpandVectorMathPass> {
  using ExpandVectorMathPassBase::ExpandVectorMathPassBase;

  void runOnOperation() override {
    getOperation()->walk([](math::SincosOp op) {
      if (isa<VectorType>(op.getOperand().getType()))
        separate(op);
    });
    // What an expansion leaves to the C library is not visited.
    SmallVector<std::pair<Operation *, const Expansion *>> found;
    getOperation()->walk([&](Operation *op) {
      if (const Expansion *expansion = expansionOf(op))
        found.emplace_back(op, expansion);
    });
    bool hasFMA = snn::targetCPU(getOperation()).hasFMA;
    for (auto [op, expansion] : found) {
      op->getResult(0).replaceAllUsesWith(
          expand(op, *expansion, hasFMA, subnormals));
      op->erase();
    }
    numExpanded += found.size();
  }
};
} // namespace
