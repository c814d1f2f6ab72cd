//===- LinalgStructured.cpp - Reverse of structured linalg ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinalgRules.h"
#include "LinalgTies.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::ad;

namespace {
/// What one operand receives: `contribution` of each iteration, a value of the
/// payload, summed over the iterations that read the same element of `primal`.
struct Target {
  Value primal;
  AffineMap map;
  Value contribution;
};

/// With z_o made of f(x_i, ..) by index maps:  dx_i += sum over the iterations
/// that read x_i of (df/dx) dz_o. The body f is differentiated once, as scalar
/// code, and the op's own index maps say which elements meet.
///
///   %z = linalg.generic ins(%x, %y) { x * sin(y) }, and what %x receives:
///   %dx = linalg.generic ins(%dz, %y) outs(%dx0) { dx0 + dz * sin(y) }
class StructuredVJP {
public:
  StructuredVJP(linalg::LinalgOp op, OpBuilder &builder, VJPContext &context,
                ValueRange cotangents)
      : op(op), builder(builder), context(context), cotangents(cotangents) {}

  LogicalResult build();

private:
  using Output = LinalgPayload::Output;

  /// Other operands are scalars, which a linalg op may take as they are.
  bool isTensor(Value value) { return isa<RankedTensorType>(value.getType()); }
  bool needsOrder(LinalgPayload &payload, ArrayRef<ResultForm> forms);
  SmallVector<unsigned> remainingInputs();
  void seed(LinalgPayload &payload, ArrayRef<ResultForm> forms);
  FailureOr<SmallVector<Target>> sweep(LinalgPayload &payload,
                                       ArrayRef<unsigned> inputs);
  void addTarget(SmallVectorImpl<Target> &targets, LinalgPayload &payload,
                 Value primal, AffineMap map, Value contribution);
  bool passThrough(LinalgPayload &payload, const Target &target);
  void emitGroup(LinalgPayload &payload, ArrayRef<Target> group);
  Output prepareOutput(LinalgPayload &payload, const Target &target);
  void deliver(const Target &target, Value result);

  linalg::LinalgOp op;
  OpBuilder &builder;
  VJPContext &context;
  ValueRange cotangents;
  /// Where the derivative enters the payload, and with which value.
  SmallVector<std::pair<Value, Value>> seeds;
};
} // namespace

/// Active inputs whose cotangent is not a contraction. Those that are one are
/// dealt with here.
SmallVector<unsigned> StructuredVJP::remainingInputs() {
  SmallVector<unsigned> remaining;
  for (unsigned i = 0, e = op.getNumDpsInputs(); i < e; ++i)
    if (context.isActive(op->getOperand(i)) &&
        !(op->getNumResults() == 1 &&
          accumulateContraction(op, i, builder, context, cotangents.front())))
      remaining.push_back(i);
  return remaining;
}

/// True if the reverse has to follow the order of the iterations, or to reach
/// into a tensor at places that only the body knows.
bool StructuredVJP::needsOrder(LinalgPayload &payload,
                               ArrayRef<ResultForm> forms) {
  return !payload.hidesPartialResults(forms) ||
         llvm::any_of(payload.getCaptures(), [&](Value capture) {
           return context.isActive(capture) && isTensor(capture);
         });
}

/// Contractions first: for those inputs no payload is needed. The rest goes
/// through the differentiated body if no iteration sees another's result, and
/// through a loop nest if one does.
LogicalResult StructuredVJP::build() {
  SmallVector<unsigned> inputs = remainingInputs();
  LinalgPayload payload(op, builder, cotangents);
  SmallVector<ResultForm> forms;
  for (unsigned i = 0, e = op->getNumResults(); i < e; ++i)
    forms.push_back(payload.classify(i));
  if (needsOrder(payload, forms))
    return buildSequentialVJP(op, builder, context, cotangents);

  seed(payload, forms);
  auto targets = sweep(payload, inputs);
  if (failed(targets))
    return failure();

  // One op for all targets with the same parallel dimensions: work is not
  // split needlessly, and no reduction makes the loops of another sequential.
  while (!targets->empty()) {
    SmallVector<Target> group, rest;
    for (const Target &target : *targets) {
      bool joins = group.empty() ||
                   plainDims(group.front().map) == plainDims(target.map);
      // What a value has received is read by one output at a time.
      joins &= llvm::none_of(group, [&](const Target &member) {
        return member.primal == target.primal;
      });
      (joins ? group : rest).push_back(target);
    }
    emitGroup(payload, group);
    *targets = std::move(rest);
  }
  return success();
}

/// Gives each result's cotangent to the value of the payload that it is the
/// cotangent of.
void StructuredVJP::seed(LinalgPayload &payload, ArrayRef<ResultForm> forms) {
  for (auto [result, form] : llvm::enumerate(forms)) {
    if (form.kind == ResultForm::Unseeded)
      continue;
    AffineMap map = payload.getMap(payload.getInitArgument(result));
    Value cotangent = cotangents[result];
    if (form.kind != ResultForm::Extremum) {
      BlockArgument element = payload.addArgument(cotangent, map);
      seeds.emplace_back(payload.getYielded(result), element);
      if (form.kind == ResultForm::Sum)
        context.accumulate(op.getDpsInits()[result], cotangent);
      continue;
    }
    Location loc = op.getLoc();
    BlockArgument extremum =
        payload.addArgument(context.primal(op->getResult(result)), map);
    Extremum taken{payload, op, static_cast<unsigned>(result), form.candidate,
                   extremum};
    Value share = cotangent, attains;
    if (slidesWindow(payload, form.candidate))
      attains = isFirstOfWindow(taken, context, cotangent);
    else
      share = splitAmongTies(taken, context, cotangent);
    BlockArgument element = payload.addArgument(share, map);
    auto b = OpBuilder::atBlockEnd(&payload.getBlock());
    if (!attains)
      attains = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                      form.candidate, extremum);
    Value zero =
        arith::ConstantOp::create(b, loc, b.getZeroAttr(element.getType()));
    seeds.emplace_back(form.candidate,
                       arith::SelectOp::create(b, loc, attains, element, zero));
  }
}

/// Differentiates the payload and returns what its operands receive.
FailureOr<SmallVector<Target>> StructuredVJP::sweep(LinalgPayload &payload,
                                                    ArrayRef<unsigned> inputs) {
  SmallVector<std::pair<BlockArgument, Value>> sources;
  for (unsigned input : inputs)
    sources.emplace_back(payload.getOperandArgument(input),
                         op->getOperand(input));
  for (auto [index, init] : llvm::enumerate(op.getDpsInits())) {
    BlockArgument argument = payload.getInitArgument(index);
    if (context.isActive(init) && payload.getMap(argument).isPermutation())
      sources.emplace_back(argument, init);
  }
  SmallVector<Value> captures = llvm::filter_to_vector(
      payload.getCaptures(), [&](Value v) { return context.isActive(v); });

  SmallVector<Value> varied(captures), seeded;
  for (auto [argument, primal] : sources)
    varied.push_back(argument);
  for (auto [value, cotangent] : seeds)
    seeded.push_back(value);
  Block &block = payload.getBlock();
  Activity activity(block, varied, seeded);
  VJPContext inner(context.getFunctions(), &context, activity, block,
                   OpBuilder::atBlockEnd(&block));
  for (auto [value, cotangent] : seeds)
    inner.accumulate(value, cotangent);
  if (failed(inner.sweep()))
    return failure();

  SmallVector<Target> targets;
  for (auto [argument, primal] : sources)
    addTarget(targets, payload, primal, payload.getMap(argument),
              inner.cotangent(argument));
  AffineMap scalar =
      AffineMap::get(op.getNumLoops(), 0, {}, builder.getContext());
  for (Value capture : captures)
    addTarget(targets, payload, capture, scalar, inner.cotangent(capture));
  return targets;
}

/// Adds `contribution` to what `primal` receives by `map`. Operands that are
/// the same tensor read by the same map receive one sum; a contribution that is
/// nothing or the constant zero needs no op.
void StructuredVJP::addTarget(SmallVectorImpl<Target> &targets,
                              LinalgPayload &payload, Value primal,
                              AffineMap map, Value contribution) {
  if (!contribution || matchPattern(contribution, m_AnyZeroFloat()))
    return;
  for (Target &target : targets)
    if (target.primal == primal && target.map == map) {
      auto b = OpBuilder::atBlockEnd(&payload.getBlock());
      target.contribution = arith::AddFOp::create(
          b, op.getLoc(), target.contribution, contribution);
      return;
    }
  targets.push_back({primal, map, contribution});
}

/// An operand that receives a cotangent as it is needs no op.
bool StructuredVJP::passThrough(LinalgPayload &payload, const Target &target) {
  auto argument = dyn_cast<BlockArgument>(target.contribution);
  if (!argument || argument.getOwner() != &payload.getBlock() ||
      payload.getMap(argument) != target.map || !target.map.isPermutation())
    return false;
  Value cotangent = payload.getTensor(argument);
  if (cotangent.getType() != target.primal.getType() ||
      !llvm::is_contained(cotangents, cotangent))
    return false;
  context.accumulate(target.primal, cotangent);
  return true;
}

/// Emits one op for `group`, less the members that need none.
void StructuredVJP::emitGroup(LinalgPayload &payload, ArrayRef<Target> group) {
  SmallVector<Target> emitted;
  SmallVector<Output> outputs;
  for (const Target &target : group)
    if (!passThrough(payload, target)) {
      emitted.push_back(target);
      outputs.push_back(prepareOutput(payload, target));
    }
  if (outputs.empty())
    return;
  for (auto [target, result] :
       llvm::zip(emitted, payload.emit(context, outputs)))
    deliver(target, result);
}

/// The output that collects what `target` receives: in place where its
/// cotangent can hold the sum.
LinalgPayload::Output StructuredVJP::prepareOutput(LinalgPayload &payload,
                                                   const Target &target) {
  Location loc = op.getLoc();
  Value primal = target.primal;
  Type type = getElementTypeOrSelf(primal.getType());
  Value received = context.accumulator(primal);
  bool isWide = received && getElementTypeOrSelf(received) != type;
  if (isTensor(primal) && target.map.isPermutation() && !isWide) {
    Value init = received ? received : context.empty(primal);
    return {target.contribution, target.map, init,
            /*accumulates=*/static_cast<bool>(received)};
  }
  Type sumType = accumulationType(type);
  Value contribution = target.contribution;
  if (sumType != type) {
    auto narrowing = contribution.getDefiningOp<arith::TruncFOp>();
    auto b = OpBuilder::atBlockEnd(&payload.getBlock());
    contribution = narrowing && narrowing.getIn().getType() == sumType
                       ? narrowing.getIn()
                       : arith::ExtFOp::create(b, loc, sumType, contribution);
  }
  Value init;
  if (isTensor(primal))
    init = context.wideAccumulator(primal);
  else
    init = arith::ConstantOp::create(
        builder, loc, builder.getZeroAttr(RankedTensorType::get({}, sumType)));
  return {contribution, target.map, init, /*accumulates=*/true};
}

/// For a tensor `result` holds what it had received before as well; a scalar's
/// sum sits in a tensor of rank 0 and is added now.
void StructuredVJP::deliver(const Target &target, Value result) {
  if (isTensor(target.primal))
    return context.setCotangent(target.primal, result);
  context.accumulate(
      target.primal,
      tensor::ExtractOp::create(builder, op.getLoc(), result, ValueRange()));
}

LogicalResult ad::buildStructuredVJP(linalg::LinalgOp op, OpBuilder &builder,
                                     VJPContext &context,
                                     ValueRange cotangents) {
  return StructuredVJP(op, builder, context, cotangents).build();
}
