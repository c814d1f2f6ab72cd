//===- SpikePorts.cpp - Where values pass on unchanged -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpikePorts.h"
#include "snn/Transforms/Products.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::snn;

using Kind = SpikePort::Kind;

bool snn::canBeSpikes(Type type) {
  // Not the small formats, of which some have no zero or no one.
  return isa<Float16Type, BFloat16Type, Float32Type, Float64Type>(
             getElementTypeOrSelf(type)) &&
         isa<FloatType, RankedTensorType, VectorType>(type);
}

//===----------------------------------------------------------------------===//
// Bodies of structured ops
//===----------------------------------------------------------------------===//

/// True if the body of `op` is its own and can be rewritten.
static bool hasOpenBody(linalg::LinalgOp op) {
  return isa<linalg::GenericOp, linalg::ReduceOp>(op) && !isMultiplyAdd(op);
}

bool snn::isInOpenBody(Operation *op) {
  auto parent = op->getParentOfType<linalg::LinalgOp>();
  return !parent || hasOpenBody(parent);
}

/// What the ports of `op` are. Ops that only copy change their element type as
/// a whole.
static Kind kindOf(linalg::LinalgOp op, Kind ifOpen) {
  if (hasOpenBody(op))
    return ifOpen;
  return isa<linalg::BroadcastOp, linalg::TransposeOp, linalg::CopyOp,
             linalg::FillOp>(op) &&
                 llvm::hasSingleElement(*op.getBlock())
             ? Kind::Move
             : Kind::Fixed;
}

/// True if elements of `init` are elements of the result.
static bool keepsElements(linalg::LinalgOp op, OpOperand &init) {
  return op.payloadUsesValueFromOperand(&init) ||
         op.getNumReductionLoops() > 0 ||
         !op.getMatchingIndexingMap(&init).isPermutation();
}

/// An input's elements are what its argument of the body is; a result's are
/// what the body yields, and those of the init where elements stay.
void SpikePorts::addStructured(linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() ||
      op.getBlock()->getNumArguments() != op->getNumOperands())
    return;
  for (OpOperand *input : op.getDpsInputOperands())
    add({kindOf(op, Kind::Move),
         {op.getMatchingBlockArgument(input)},
         {input}});
  Operation *yield = op.getBlock()->getTerminator();
  for (auto [index, init] : llvm::enumerate(op.getDpsInitsMutable())) {
    SpikePort port{kindOf(op, Kind::Written),
                   {op.getMatchingBlockArgument(&init), op->getResult(index)},
                   {&yield->getOpOperand(index)}};
    if (keepsElements(op, init))
      port.incoming.push_back(&init);
    else
      port.destination = &init;
    add(std::move(port));
  }
}

//===----------------------------------------------------------------------===//
// Loops and functions
//===----------------------------------------------------------------------===//

/// Slices hand on what the sequence has; what is carried and what is stacked is
/// written by the loop.
void SpikePorts::addScan(ScanOp scan) {
  snn::YieldOp yield = scan.getYield();
  for (auto [sequence, slice] :
       llvm::zip(scan.getSequencesMutable(), scan.getSlices()))
    add({Kind::Move, {slice}, {&sequence}});
  for (auto [argument, final, init, next] :
       llvm::zip(scan.getCarried(), scan.getFinals(), scan.getInitsMutable(),
                 yield.getCarriedMutable()))
    add({Kind::State, {argument, final}, {&init, &next}});
  for (auto [stack, value] :
       llvm::zip(scan.getStacks(), yield.getStackedMutable()))
    add({Kind::Written, {stack}, {&value}});
}

/// An argument that is inserted into is a stack in a loop that is none of ours.
void SpikePorts::addFor(scf::ForOp loop) {
  for (auto [argument, result, init, next] :
       llvm::zip(loop.getRegionIterArgs(), loop.getResults(),
                 loop.getInitArgsMutable(), *loop.getYieldedValuesMutable())) {
    bool isStack = isa_and_nonnull<tensor::InsertSliceOp, tensor::InsertOp>(
        next.get().getDefiningOp());
    add({isStack ? Kind::Written : Kind::State,
         {argument, result},
         {&init, &next}});
  }
}

/// Only functions all of whose callers are known: their types change together.
void SpikePorts::addFunction(func::FuncOp function,
                             ArrayRef<Operation *> users) {
  // The arguments and results of an entry are the caller's business, and those
  // of an opaque rule are closed to all that looks for more than it says.
  if (!function.isPrivate() || function.isExternal() || users.empty() ||
      function->hasAttr(ad::ADDialect::kRuleAttrName) ||
      function->hasAttr(ad::ADDialect::kForwardRuleAttrName) ||
      !llvm::all_of(users, [](Operation *user) {
        return isa<func::CallOp>(user) &&
               !user->hasAttr(ad::ADDialect::kOpaqueAttrName);
      }))
    return;
  for (BlockArgument argument : function.getArguments()) {
    SpikePort port{Kind::Call, {argument}, {}};
    for (Operation *call : users)
      port.incoming.push_back(&call->getOpOperand(argument.getArgNumber()));
    add(std::move(port));
  }
  SmallVector<func::ReturnOp> exits;
  function.walk([&](func::ReturnOp exit) { exits.push_back(exit); });
  for (unsigned index = 0; index < function.getNumResults(); ++index) {
    SpikePort port{Kind::Call, {}, {}};
    for (Operation *call : users)
      port.values.push_back(call->getResult(index));
    for (func::ReturnOp exit : exits)
      port.incoming.push_back(&exit->getOpOperand(index));
    add(std::move(port));
  }
}

//===----------------------------------------------------------------------===//
// Ops of tensor
//===----------------------------------------------------------------------===//

/// The operands whose elements are those of the result of `op`.
static SmallVector<OpOperand *> movedOperands(Operation *op) {
  auto first = [&](unsigned number) {
    SmallVector<OpOperand *> operands;
    for (OpOperand &operand : op->getOpOperands().take_front(number))
      operands.push_back(&operand);
    return operands;
  };
  return llvm::TypeSwitch<Operation *, SmallVector<OpOperand *>>(op)
      .Case<tensor::CastOp, tensor::ExtractOp, tensor::ExtractSliceOp,
            tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::ReshapeOp,
            tensor::GatherOp, tensor::SplatOp>([&](auto) { return first(1); })
      .Case<tensor::InsertOp, tensor::InsertSliceOp>(
          [&](auto) { return first(2); })
      .Case<tensor::ConcatOp, tensor::FromElementsOp>(
          [&](auto) { return first(op->getNumOperands()); })
      .Case([&](tensor::PadOp pad) {
        SmallVector<OpOperand *> operands = first(1);
        Operation *yield = pad.getRegion().front().getTerminator();
        operands.push_back(&yield->getOpOperand(0));
        return operands;
      })
      .Default(SmallVector<OpOperand *>());
}

void SpikePorts::addMove(Operation *op) {
  SmallVector<OpOperand *> moved = movedOperands(op);
  if (!moved.empty())
    add({Kind::Move, {op->getResult(0)}, {moved.begin(), moved.end()}});
}

//===----------------------------------------------------------------------===//
// All of them
//===----------------------------------------------------------------------===//

/// Ports of other types than floats are dropped here, for all callers.
void SpikePorts::add(SpikePort port) {
  if (!canBeSpikes(port.values.front().getType()))
    return;
  for (Value value : port.values)
    portOf[value] = ports.size();
  for (OpOperand *operand : port.incoming)
    portInto[operand] = ports.size();
  ports.push_back(std::move(port));
}

/// True if what an op with regions is cannot be told.
static bool hasUnknownRegions(ModuleOp module) {
  return module
      .walk([](Operation *op) {
        return op->isRegistered() || op->getNumRegions() == 0
                   ? WalkResult::advance()
                   : WalkResult::interrupt();
      })
      .wasInterrupted();
}

/// One walk over the module; users of functions are looked up once for all. An
/// unknown op that might be a symbol table hides them, and functions keep their
/// types.
SpikePorts::SpikePorts(ModuleOp module) {
  SymbolTableCollection tables;
  std::optional<SymbolUserMap> users;
  if (!hasUnknownRegions(module))
    users.emplace(tables, module);
  module.walk([&](Operation *op) {
    llvm::TypeSwitch<Operation *>(op)
        .Case([&](ScanOp scan) { addScan(scan); })
        .Case([&](scf::ForOp loop) { addFor(loop); })
        .Case([&](scf::IfOp branch) {
          for (OpResult result : branch.getResults()) {
            unsigned number = result.getResultNumber();
            add({Kind::State,
                 {result},
                 {&branch.thenYield()->getOpOperand(number),
                  &branch.elseYield()->getOpOperand(number)}});
          }
        })
        .Case([&](linalg::LinalgOp structured) { addStructured(structured); })
        .Case([&](func::FuncOp function) {
          if (users)
            addFunction(function, users->getUsers(function));
        })
        .Default([&](Operation *other) { addMove(other); });
  });
}
