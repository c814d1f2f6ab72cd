//===- CheckSizes.cpp - Asserts that arguments fit together -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "snn/Dialect/AD/Analysis/SizeSources.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_CHECKSIZESPASS
#include "snn/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using ad::SizeSource;
using ad::SizeSources;

namespace {
/// What an op takes for granted: that two sizes are equal, or that the first is
/// no larger than the second.
struct Requirement {
  enum Kind { Equal, AtMost };
  Kind kind;
  SizeSource left, right;
  Operation *op;
};

/// The requirements of a function, in terms of its arguments.
class Requirements {
public:
  explicit Requirements(func::FuncOp function)
      : function(function), sources(ad::AcrossCalls::Yes) {}

  void collect();
  void emit();
  unsigned size() const { return found.size(); }

private:
  void addElementwise(Operation *op);
  void addStructured(linalg::LinalgOp op);
  void addWindow(Operation *op, Value tensor, ArrayRef<OpFoldResult> offsets,
                 ArrayRef<OpFoldResult> sizes);
  void addRequest(ad::VJPOp request);
  void addRequest(ad::JVPOp request);
  void add(Requirement::Kind kind, SizeSource left, SizeSource right,
           Operation *op);
  void add(Requirement::Kind kind, const SizeSources::Set &lefts,
           const SizeSources::Set &rights, Operation *op);
  /// What `equal` has of the function's arguments and constants.
  std::optional<SizeSource> atEntry(const SizeSources::Set &equal);

  func::FuncOp function;
  SizeSources sources;
  SmallVector<Requirement> found;
};
} // namespace

/// Only such a size can be compared at the entry, where nothing has been
/// computed.
std::optional<SizeSource> Requirements::atEntry(const SizeSources::Set &equal) {
  for (SizeSource source : equal) {
    auto argument = dyn_cast_or_null<BlockArgument>(source.value);
    if (source.isConstant() ||
        (argument && argument.getOwner() == &function.front()))
      return source;
  }
  return std::nullopt;
}

/// Adds the requirement unless it is known to hold, is about what the entry
/// does not see, or is there already. Two different constants are left to the
/// verifiers.
void Requirements::add(Requirement::Kind kind, SizeSource left,
                       SizeSource right, Operation *op) {
  add(kind, sources.find(left), sources.find(right), op);
}

/// The same for sizes of which all that they are equal to is known already.
void Requirements::add(Requirement::Kind kind, const SizeSources::Set &lefts,
                       const SizeSources::Set &rights, Operation *op) {
  if (llvm::any_of(lefts, [&](SizeSource source) {
        return llvm::is_contained(rights, source);
      }))
    return;
  std::optional<SizeSource> first = atEntry(lefts), second = atEntry(rights);
  if (!first || !second || (first->isConstant() && second->isConstant()))
    return;
  bool isKnown = llvm::any_of(found, [&](const Requirement &other) {
    return other.kind == kind && other.left == *first && other.right == *second;
  });
  if (!isKnown)
    found.push_back({kind, *first, *second, op});
}

/// All operands have one shape; the first tensor stands for it.
void Requirements::addElementwise(Operation *op) {
  Value first;
  for (Value operand : op->getOperands()) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    if (!type)
      continue;
    for (int64_t dim = 0; first && dim < type.getRank(); ++dim)
      add(Requirement::Equal, SizeSource::dim(first, dim),
          SizeSource::dim(operand, dim), op);
    first = first ? first : operand;
  }
}

/// All operands that a loop runs over as they are have its size there.
void Requirements::addStructured(linalg::LinalgOp op) {
  SmallVector<std::optional<SizeSource>> sizes(op.getNumLoops());
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<RankedTensorType>(operand.get().getType()))
      continue;
    for (auto [position, expr] :
         llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop)
        continue;
      std::optional<SizeSource> &size = sizes[loop.getPosition()];
      SizeSource own = SizeSource::dim(operand.get(), position);
      if (size)
        add(Requirement::Equal, *size, own, op);
      else
        size = own;
    }
  }
}

/// A cotangent has the sizes of its result.
void Requirements::addRequest(ad::VJPOp request) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
      request, request.getCalleeAttr());
  auto cotangents = request.getCotangents();
  for (auto [number, type] : llvm::enumerate(callee.getResultTypes())) {
    if (!ad::hasCotangent(type))
      continue;
    Value cotangent = cotangents.front();
    cotangents = cotangents.drop_front();
    auto shaped = dyn_cast<RankedTensorType>(type);
    for (int64_t dim = 0; shaped && dim < shaped.getRank(); ++dim) {
      SizeSources::Set sizes;
      for (SizeSource source :
           sources.findReturned(callee, request.getArgs(), number, dim))
        llvm::append_range(sizes, sources.find(source));
      add(Requirement::Equal, sources.find(SizeSource::dim(cotangent, dim)),
          sizes, request);
    }
  }
}

/// A tangent has the sizes of its argument.
void Requirements::addRequest(ad::JVPOp request) {
  for (auto [index, tangent] :
       llvm::zip(request.getWrtIndices(), request.getTangents())) {
    auto shaped = dyn_cast<RankedTensorType>(tangent.getType());
    for (int64_t dim = 0; shaped && dim < shaped.getRank(); ++dim)
      add(Requirement::Equal, SizeSource::dim(tangent, dim),
          SizeSource::dim(request.getArgs()[index], dim), request);
  }
}

/// A window that starts at 0, or a slice that a loop from 0 moves on.
void Requirements::addWindow(Operation *op, Value tensor,
                             ArrayRef<OpFoldResult> offsets,
                             ArrayRef<OpFoldResult> sizes) {
  for (auto [dim, offset, size] : llvm::enumerate(offsets, sizes)) {
    SizeSource whole = SizeSource::dim(tensor, dim);
    if (getConstantIntValue(offset) == 0) {
      if (auto length = dyn_cast<Value>(size))
        add(Requirement::AtMost, SizeSource::index(length), whole, op);
      continue;
    }
    auto index = dyn_cast_or_null<BlockArgument>(dyn_cast<Value>(offset));
    auto loop =
        index ? dyn_cast_or_null<scf::ForOp>(index.getOwner()->getParentOp())
              : scf::ForOp();
    if (loop && index == loop.getInductionVar() &&
        getConstantIntValue(size) == 1 && index.getType().isIndex())
      add(Requirement::AtMost, SizeSource::index(loop.getUpperBound()), whole,
          op);
  }
}

void Requirements::collect() {
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    // What a branch or a condition runs may not run at all.
    if (isa<scf::IfOp, scf::IndexSwitchOp, scf::WhileOp, tensor::PadOp,
            tensor::GenerateOp>(op))
      return WalkResult::skip();
    if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
      addStructured(structured);
      return WalkResult::skip();
    }
    if (auto request = dyn_cast<ad::VJPOp>(op)) {
      addRequest(request);
    } else if (auto request = dyn_cast<ad::JVPOp>(op)) {
      addRequest(request);
    } else if (OpTrait::hasElementwiseMappableTraits(op)) {
      addElementwise(op);
    } else if (auto read = dyn_cast<tensor::ExtractSliceOp>(op)) {
      addWindow(op, read.getSource(), read.getMixedOffsets(),
                read.getMixedSizes());
    } else if (auto write = dyn_cast<tensor::InsertSliceOp>(op)) {
      addWindow(op, write.getDest(), write.getMixedOffsets(),
                write.getMixedSizes());
    } else if (auto read = dyn_cast<tensor::ExtractOp>(op)) {
      SmallVector<OpFoldResult> one(
          read.getIndices().size(),
          IntegerAttr::get(IndexType::get(op->getContext()), 1));
      addWindow(op, read.getTensor(), getAsOpFoldResult(read.getIndices()),
                one);
    }
    return WalkResult::advance();
  });
}

/// The argument attribute by which a function says what files call an argument.
static constexpr StringLiteral kArrayName = "snn.array_name";

/// A size as a user knows it: "size 0 of 'images'", or by the argument's
/// number.
static std::string describe(func::FuncOp function, SizeSource source) {
  if (source.isConstant())
    return std::to_string(source.number);
  unsigned number = cast<BlockArgument>(source.value).getArgNumber();
  auto name = function.getArgAttrOfType<StringAttr>(number, kArrayName);
  std::string argument = name ? ("'" + name.getValue() + "'").str()
                              : ("argument #" + Twine(number)).str();
  if (source.isIndex())
    return argument;
  return ("size " + Twine(source.number) + " of " + argument).str();
}

/// The message of the assertion, which has the place of the op itself.
static std::string describe(func::FuncOp function,
                            const Requirement &requirement) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << "'" << requirement.op->getName() << "' expects "
         << describe(function, requirement.left)
         << (requirement.kind == Requirement::Equal ? " to be equal to "
                                                    : " to be at most ")
         << describe(function, requirement.right) << ", found that it is not";
  return text;
}

/// The size as a value at the entry of the function.
static Value emitSize(OpBuilder &b, Location loc, SizeSource source) {
  if (source.isConstant())
    return arith::ConstantIndexOp::create(b, loc, source.number);
  if (source.isIndex())
    return source.value;
  return tensor::DimOp::create(b, loc, source.value, source.number);
}

/// Before and after, for an op that adds two arguments:
///
///   %2 = arith.addf %0, %1 : tensor<?xf32>
///   %a = tensor.dim %0, 0;  %b = tensor.dim %1, 0
///   cf.assert (%a == %b), "'arith.addf' expects size 0 of argument #0 ..."
void Requirements::emit() {
  auto b = OpBuilder::atBlockBegin(&function.front());
  for (const Requirement &requirement : found) {
    Location loc = requirement.op->getLoc();
    auto predicate = requirement.kind == Requirement::Equal
                         ? arith::CmpIPredicate::eq
                         : arith::CmpIPredicate::sle;
    Value holds = arith::CmpIOp::create(b, loc, predicate,
                                        emitSize(b, loc, requirement.left),
                                        emitSize(b, loc, requirement.right));
    cf::AssertOp::create(b, loc, holds, describe(function, requirement));
  }
}

namespace {
/// Checked once, where the user's call comes in.
struct CheckSizesPass : snn::impl::CheckSizesPassBase<CheckSizesPass> {
  void runOnOperation() override {
    // Functions that others call are given what those have checked.
    llvm::DenseSet<StringAttr> called;
    getOperation().walk([&](func::CallOp call) {
      called.insert(call.getCalleeAttr().getAttr());
    });
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (function.isExternal() || !function.getBody().hasOneBlock() ||
          called.contains(function.getNameAttr()))
        continue;
      Requirements requirements(function);
      requirements.collect();
      requirements.emit();
      numAssertions += requirements.size();
    }
  }
};
} // namespace
