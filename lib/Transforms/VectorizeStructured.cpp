//===- VectorizeStructured.cpp - Structured ops become vector loops -------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "snn/Dialect/AD/Transforms/Remarks.h"
#include "snn/Transforms/ElementNest.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_VECTORIZESTRUCTUREDPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;
using ad::Remarks;

namespace {
/// How one structured op becomes a vector loop over `dim` in loops over the
/// others; all in `order`, outermost first. The loop around the vector loop
/// takes `rows` of its positions at a time.
struct VectorPlan {
  linalg::LinalgOp op;
  unsigned dim;
  int64_t width;
  SmallVector<unsigned> order;
  int64_t rows = 1;
  /// Whether whole registers are emitted one after the other and not as a loop.
  bool unrolls = false;
};

/// Emits the loops of one op.
class VectorLoopEmitter {
public:
  VectorLoopEmitter(OpBuilder &builder, VectorPlan vectorPlan)
      : plan(std::move(vectorPlan)), op(plan.op), loc(op.getLoc()),
        sizes(loopSizes(builder, op)), loops(sizes.size()) {
    zero = arith::ConstantIndexOp::create(builder, loc, 0);
  }

  /// Before and after, for a row of 20 elements in registers of 16:
  ///
  ///   linalg.generic over (20) { body }
  ///   scf.for %i = 0 to 16 step 16 { load; body on vectors; store }
  ///   scf.for %i = 16 to 20 step 16 { the same under a mask of 20 - %i lanes }
  void emit(OpBuilder &builder) {
    emitLoops(builder, 0, SmallVector<Loaded>(1), Value());
  }

private:
  /// Inputs that are in registers.
  using Loaded = DenseMap<OpOperand *, Value>;

  /// The loops from number `level` of the order on, for as many rows at once as
  /// `loaded` has entries. An input is loaded as far outside as its loops
  /// permit, and once for all rows that share it: LLVM would not know that no
  /// store changes it.
  void emitLoops(OpBuilder &builder, unsigned level, SmallVector<Loaded> loaded,
                 Value mask) {
    for (OpOperand *input : op.getDpsInputOperands())
      if (!loaded[0].contains(input) && isReady(*input, level))
        loadInput(builder, *input, loaded, mask);
    if (level == plan.order.size()) {
      for (auto [row, inputs] : llvm::enumerate(loaded)) {
        enterRow(row);
        emitBody(builder, inputs, mask);
      }
      return;
    }
    unsigned dim = plan.order[level];
    if (dim == plan.dim)
      return emitVectors(builder, level, loaded);
    if (plan.rows > 1 && plan.order[level + 1] == plan.dim)
      return emitRows(builder, level, loaded[0], mask);
    emitLoop(builder, loc, zero, sizes[dim], 1, [&](OpBuilder &b, Value iv) {
      loops[dim] = iv;
      emitLoops(b, level + 1, loaded, mask);
    });
  }

  /// Groups of rows, then one row at a time. Two rows at a time are two bodies
  /// in one iteration, which share the inputs that are the same for both.
  void emitRows(OpBuilder &builder, unsigned level, const Loaded &loaded,
                Value mask) {
    unsigned dim = plan.order[level];
    Value whole = roundDown(builder, loc, sizes[dim], plan.rows);
    auto emitGroups = [&](Value from, Value to, int64_t count) {
      if (getConstantIntValue(from) &&
          getConstantIntValue(from) == getConstantIntValue(to))
        return;
      emitLoop(builder, loc, from, to, count, [&](OpBuilder &b, Value iv) {
        rows.clear();
        for (int64_t row = 0; row < count; ++row)
          rows.push_back(
              row ? arith::AddIOp::create(
                        b, loc, iv, arith::ConstantIndexOp::create(b, loc, row))
                        .getResult()
                  : iv);
        enterRow(0);
        emitLoops(b, level + 1, SmallVector<Loaded>(count, loaded), mask);
        rows.clear();
      });
    };
    emitGroups(zero, whole, plan.rows);
    emitGroups(whole, sizes[dim], 1);
  }

  /// Lets the loop around the vector loop stand at row number `row` of the
  /// group.
  void enterRow(unsigned row) {
    if (!rows.empty())
      loops[rowDim()] = rows[row];
  }

  /// The dimension of the loop around the vector loop.
  unsigned rowDim() { return *std::prev(llvm::find(plan.order, plan.dim)); }

  /// Loads `input` into `loaded`, once per row, or once for all rows that share
  /// it.
  void loadInput(OpBuilder &builder, OpOperand &input,
                 MutableArrayRef<Loaded> loaded, Value mask) {
    bool isShared =
        rows.empty() ||
        !op.getMatchingIndexingMap(&input).isFunctionOfDim(rowDim());
    for (unsigned row = 0; row < loaded.size(); ++row) {
      enterRow(row);
      loaded[row][&input] =
          row > 0 && isShared ? loaded[0][&input] : load(builder, input, mask);
    }
  }

  /// True if the body uses `input` and its place is known inside `level` loops.
  bool isReady(OpOperand &input, unsigned level) {
    AffineMap map = op.getMatchingIndexingMap(&input);
    return !op.getMatchingBlockArgument(&input).use_empty() &&
           llvm::none_of(
               ArrayRef(plan.order).drop_front(level),
               [&](unsigned dim) { return map.isFunctionOfDim(dim); });
  }

  /// Whole registers, then what is left by a mask.
  void emitVectors(OpBuilder &builder, unsigned level,
                   ArrayRef<Loaded> loaded) {
    Value size = sizes[plan.dim];
    Value whole = roundDown(builder, loc, size, plan.width);
    std::optional<int64_t> wholeSize = getConstantIntValue(whole);
    if (plan.unrolls && wholeSize)
      for (int64_t column = 0; column < *wholeSize; column += plan.width) {
        loops[plan.dim] = arith::ConstantIndexOp::create(builder, loc, column);
        emitLoops(builder, level + 1, llvm::to_vector(loaded), Value());
      }
    else if (wholeSize != 0)
      emitLoop(builder, loc, zero, whole, plan.width,
               [&](OpBuilder &b, Value iv) {
                 loops[plan.dim] = iv;
                 emitLoops(b, level + 1, llvm::to_vector(loaded), Value());
               });
    std::optional<int64_t> known = getConstantIntValue(size);
    if (known && *known % plan.width == 0)
      return;
    emitLoop(builder, loc, whole, size, plan.width,
             [&](OpBuilder &b, Value iv) {
               loops[plan.dim] = iv;
               Value rest = arith::SubIOp::create(b, loc, size, iv);
               Value mask = vector::CreateMaskOp::create(
                   b, loc, VectorType::get({plan.width}, b.getI1Type()), rest);
               emitLoops(b, level + 1, llvm::to_vector(loaded), mask);
             });
  }

  /// A register's worth of elements of `type`.
  VectorType vectorOf(Type type) {
    return VectorType::get({plan.width}, getElementTypeOrSelf(type));
  }

  /// The body on vectors, and the results stored. An init that the body reads
  /// is loaded last, right before it is written.
  void emitBody(OpBuilder &builder, const Loaded &loaded, Value mask) {
    IRMapping mapping;
    for (auto [input, value] : loaded)
      mapping.map(op.getMatchingBlockArgument(input), value);
    for (OpOperand &init : op.getDpsInitsMutable())
      if (BlockArgument argument = op.getMatchingBlockArgument(&init);
          !argument.use_empty())
        mapping.map(argument, load(builder, init, mask));
    for (Operation &inner : op.getBlock()->without_terminator())
      emitVectorOp(builder, inner, mapping);
    Operation *yield = op.getBlock()->getTerminator();
    for (auto [value, init] :
         llvm::zip(yield->getOperands(), op.getDpsInitsMutable()))
      store(builder, asVector(builder, value, mapping), init, mask);
  }

  /// An operand where the loops stand: neighbours, or one element in all lanes.
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

  /// Lanes outside the mask are not written.
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

  /// The same op on vectors; constants stay scalars until an op reads them.
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
  /// Where the rows of the group that is emitted are; nothing outside groups.
  SmallVector<Value> rows;
  Value zero;
};
} // namespace

/// True if an element has a whole number of bytes in memory, or is an i1, which
/// takes one.
static bool hasVectorMemory(Type type) {
  Type element = getElementTypeOrSelf(type);
  return isa<Float16Type, BFloat16Type, Float32Type, Float64Type>(element) ||
         element.isInteger(1) ||
         (element.isInteger() && element.getIntOrFloatBitWidth() % 8 == 0);
}

/// The elements of a register that are computed with at once; narrow floats are
/// computed in f32.
static int64_t computedLanes(Operation *op, Type type) {
  Type element = getElementTypeOrSelf(type);
  return lanes(op, isa<Float16Type, BFloat16Type>(element)
                       ? Float32Type::get(type.getContext())
                       : element);
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

/// The loops of `op`, that over `dim` innermost. Going down the rows of a tile
/// instead, with what all rows share in registers, was no faster for 16 rows of
/// 128 in a forward step (1.06 ns a vector) and slower in a backward one (4.6
/// against 3.1): ten arrays meet in the same lines of the cache.
static SmallVector<unsigned> orderLoops(linalg::LinalgOp op, unsigned dim) {
  SmallVector<unsigned> order;
  for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
    if (loop != dim)
      order.push_back(loop);
  order.push_back(dim);
  return order;
}

/// Rows that share inputs, such as a parameter per neuron, are taken two at a
/// time: an elementwise step of 128 neurons is bound by its loads on machines
/// with one 512-bit load per cycle, 7 of which become 5 in that of an adaptive
/// neuron.
static int64_t countRows(linalg::LinalgOp op, ArrayRef<unsigned> order) {
  if (order.size() < 2)
    return 1;
  unsigned row = order[order.size() - 2], dim = order.back();
  return llvm::any_of(op.getDpsInputOperands(),
                      [&](OpOperand *input) {
                        AffineMap map = op.getMatchingIndexingMap(input);
                        return map.isFunctionOfDim(dim) &&
                               !map.isFunctionOfDim(row);
                      })
             ? 2
             : 1;
}

/// Registers of a row that are emitted one after the other at most.
static constexpr int64_t kUnrolled = 8;

/// True if `op` reads a few registers of the stack: at constant places LLVM
/// keeps what was stored there in registers.
static bool readsStack(linalg::LinalgOp op, unsigned dim, int64_t width) {
  int64_t size = op.getStaticLoopRanges()[dim];
  return !ShapedType::isDynamic(size) && size / width <= kUnrolled &&
         llvm::any_of(op.getDpsInputs(), [](Value input) {
           Operation *source = input.getDefiningOp();
           if (auto view = dyn_cast_or_null<memref::SubViewOp>(source))
             source = view.getSource().getDefiningOp();
           return isa_and_nonnull<memref::AllocaOp>(source);
         });
}

/// The innermost parallel loop that runs along the memory of all operands
/// becomes vectors, as wide as a register has room for the widest element.
static FailureOr<VectorPlan> planVectors(RewriterBase &rewriter,
                                         const Remarks &remarks,
                                         linalg::LinalgOp op) {
  auto refuse = [&](StringRef reason) {
    remarks.missed(op, "StaysScalar") << remark::add(
        "'{0}' is computed element by element: {1}", op->getName(), reason);
    return rewriter.notifyMatchFailure(op, reason);
  };
  if (!op.hasPureBufferSemantics() || op.getNumLoops() == 0)
    return rewriter.notifyMatchFailure(op, "no loops over buffers");
  if (op.hasIndexSemantics() || !worksLaneByLane(op))
    return refuse(
        "the body does not compute on vectors as it does on elements");
  int64_t width = kRegisterBytes;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!hasVectorMemory(operand.get().getType()) ||
        !op.getMatchingIndexingMap(&operand).isProjectedPermutation(
            /*allowZeroInResults=*/true))
      return refuse("no vectors can be read of an operand");
    width = std::min(width, computedLanes(op, operand.get().getType()));
  }
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  for (unsigned dim : llvm::reverse(parallel))
    if (isContiguousAlong(op, dim)) {
      SmallVector<unsigned> order = orderLoops(op, dim);
      return VectorPlan{op,
                        dim,
                        width,
                        order,
                        countRows(op, order),
                        readsStack(op, dim, width)};
    }
  return refuse("no parallel dimension runs along the memory of all operands");
}

namespace {
struct VectorizeStructuredPass
    : snn::impl::VectorizeStructuredPassBase<VectorizeStructuredPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    Remarks remarks(&getContext(), getArgument());
    getOperation()->walk([&](linalg::LinalgOp op) {
      auto plan = planVectors(rewriter, remarks, op);
      if (failed(plan))
        return;
      remarks.passed(op, "Vectorized")
          << remark::add("'{0}' is computed {1} elements at a time",
                         op->getName(), plan->width);
      OpBuilder builder(op);
      VectorLoopEmitter(builder, *plan).emit(builder);
      op->erase();
      ++numVectorized;
    });
  }
};
} // namespace
