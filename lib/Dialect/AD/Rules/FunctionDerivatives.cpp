//===- FunctionDerivatives.cpp - Derivatives of functions, made once each -*-
// C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/FunctionDerivatives.h"
#include "snn/Dialect/AD/Rules/VJPContext.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using namespace mlir::ad;

//===----------------------------------------------------------------------===//
// Preparing a callee
//===----------------------------------------------------------------------===//

LogicalResult FunctionDerivatives::enter(Location loc, func::FuncOp callee) {
  if (underWay.insert(callee))
    return success();
  return emitError(loc) << "cannot differentiate @" << callee.getName()
                        << ": it is recursive";
}

/// Answers the requests in `callee` first: what is differentiated here must
/// already be arithmetic. A rule for the other mode says that the body is not
/// what is to be differentiated.
LogicalResult FunctionDerivatives::prepare(Location loc, func::FuncOp callee,
                                           Mode mode) {
  StringRef own = ADDialect::kRuleAttrName,
            other = ADDialect::kForwardRuleAttrName;
  if (mode == Mode::Forward)
    std::swap(own, other);
  if (callee->hasAttr(other))
    return emitError(loc) << "cannot differentiate @" << callee.getName()
                          << " in "
                          << (mode == Mode::Forward ? "forward" : "reverse")
                          << " mode: it has a rule in an attribute '" << other
                          << "' for the other mode, and none in '" << own
                          << "'";
  if (callee.isDeclaration())
    return emitError(loc) << "cannot differentiate @" << callee.getName()
                          << ": it has no body, and no rule in an attribute '"
                          << own << "'";
  if (!callee.getBody().hasOneBlock())
    return emitError(loc) << "cannot differentiate @" << callee.getName()
                          << ": expected structured control flow (scf), found "
                             "a body of several blocks; 'lift-cf-to-scf' "
                             "raises it";
  while (Operation *request = findRequest(callee))
    if (failed(answer(request)))
      return failure();
  return success();
}

LogicalResult FunctionDerivatives::answer(Operation *request) {
  if (auto forward = dyn_cast<JVPOp>(request))
    return answerJVP(forward);
  return answerVJP(cast<VJPOp>(request));
}

func::FuncOp FunctionDerivatives::declare(func::FuncOp callee, StringRef suffix,
                                          FunctionType type) {
  OpBuilder builder(callee.getContext());
  builder.setInsertionPointAfter(callee);
  auto function = func::FuncOp::create(builder, callee.getLoc(),
                                       (callee.getName() + suffix).str(), type);
  function.setPrivate();
  symbols.insert(function);
  return function;
}

/// Clones the body of `from` into `to`, which has none, with the attributes of
/// its arguments.
static void cloneBody(func::FuncOp from, func::FuncOp to) {
  IRMapping mapping;
  from.getBody().cloneInto(&to.getBody(), mapping);
  for (unsigned i = 0, e = from.getNumArguments(); i < e; ++i)
    if (DictionaryAttr attributes = from.getArgAttrDict(i))
      to.setArgAttrs(i, attributes);
}

void FunctionDerivatives::buildPrimal(Location loc, func::FuncOp callee,
                                      func::FuncOp derivative, bool hasRule) {
  unsigned numPrimalArgs = callee.getNumArguments();
  if (!hasRule) {
    cloneBody(callee, derivative);
    for (Type type :
         TypeRange(derivative.getArgumentTypes()).drop_front(numPrimalArgs))
      derivative.front().addArgument(type, callee.getLoc());
    return;
  }
  Block *block = derivative.addEntryBlock();
  auto builder = OpBuilder::atBlockEnd(block);
  auto call = func::CallOp::create(
      builder, loc, callee, block->getArguments().take_front(numPrimalArgs));
  func::ReturnOp::create(builder, callee.getLoc(), call.getResults());
}

/// The arguments of `block` that `wrt` numbers, in its order.
static SmallVector<Value> argumentsOf(Block &block, ArrayRef<unsigned> wrt) {
  return llvm::map_to_vector(
      wrt, [&](unsigned i) -> Value { return block.getArgument(i); });
}

/// What `values` have received when the sweep is done, zeros for those that the
/// results do not depend on.
static SmallVector<Value> cotangentsOf(VJPContext &context, ValueRange values) {
  return llvm::map_to_vector(
      values, [&](Value v) { return context.cotangentOrZero(v); });
}

//===----------------------------------------------------------------------===//
// Both sweeps in one function
//===----------------------------------------------------------------------===//

/// Before and after, with @f_vjp made for the first of equal requests:
///
///   %dx = ad.vjp @f(%x) cotangents(%dz) {wrt = [0]}
///   %dx = call @f_vjp(%x, %dz)
LogicalResult FunctionDerivatives::answerVJP(VJPOp request) {
  auto callee = lookup(request.getCallee());
  bool keepPrimal = request.getKeepPrimal();
  SmallVector<unsigned> wrt = request.getWrtIndices();
  Key key(callee, wrt, {keepPrimal});
  auto known = combined.find(key);
  if (known == combined.end()) {
    auto made = makeVJP(request.getLoc(), callee, wrt, keepPrimal);
    if (failed(made))
      return failure();
    known = combined.try_emplace(key, *made).first;
  }
  OpBuilder builder(request);
  SmallVector<Value> operands(request.getArgs());
  llvm::append_range(operands, request.getCotangents());
  auto call =
      func::CallOp::create(builder, request.getLoc(), known->second, operands);
  request.replaceAllUsesWith(call.getResults());
  request.erase();
  return success();
}

/// One function that runs the primal and then its reverse: `callee_vjp(args,
/// cotangents) -> (results if kept, cotangents of wrt)`. A callee with its own
/// rule is called from it, and the call is then differentiated by that rule.
/// The request's verifier has checked all types.
FailureOr<func::FuncOp> FunctionDerivatives::makeVJP(Location loc,
                                                     func::FuncOp callee,
                                                     ArrayRef<unsigned> wrt,
                                                     bool keepPrimal) {
  bool hasRule = callee->hasAttr(ADDialect::kRuleAttrName);
  if (failed(enter(loc, callee)))
    return failure();
  llvm::scope_exit done([&] { underWay.remove(callee); });
  if (!hasRule && failed(prepare(loc, callee, Mode::Reverse)))
    return failure();

  SmallVector<Type> inputs(callee.getArgumentTypes()), outputs;
  llvm::append_range(inputs, cotangentTypes(callee.getResultTypes()));
  if (keepPrimal)
    llvm::append_range(outputs, callee.getResultTypes());
  for (unsigned index : wrt)
    outputs.push_back(callee.getArgumentTypes()[index]);
  func::FuncOp derivative = declare(
      callee, "_vjp", FunctionType::get(callee.getContext(), inputs, outputs));
  buildPrimal(callee.getLoc(), callee, derivative, hasRule);
  if (failed(
          appendReverse(derivative, callee.getNumArguments(), wrt, keepPrimal)))
    return failure();
  return derivative;
}

/// For f(x) = exp(x) with `keepPrimal`:
///
///   func @f_vjp(%x, %ct) {
///     %y = math.exp %x                   the primal, cloned
///     %dx = arith.mulf %ct, %y           the reverse, appended
///     return %y, %dx }
LogicalResult FunctionDerivatives::appendReverse(func::FuncOp function,
                                                 unsigned numPrimalArgs,
                                                 ArrayRef<unsigned> wrt,
                                                 bool keepPrimal) {
  Block &block = function.front();
  // Rules replace the ops that they augment, so what is returned is read from
  // an op until they are done.
  Operation *primalReturn = block.getTerminator();
  SmallVector<Value> sources = argumentsOf(block, wrt);
  Activity activity(block, sources, primalReturn->getOperands());
  VJPContext context(*this, /*parent=*/nullptr, activity, block,
                     OpBuilder::atBlockEnd(&block));
  auto seeds = block.getArguments().drop_front(numPrimalArgs);
  for (Value value : primalReturn->getOperands())
    if (hasCotangent(value.getType())) {
      context.accumulate(value, seeds.front());
      seeds = seeds.drop_front();
    }
  if (failed(context.sweep()))
    return failure();

  SmallVector<Value> results;
  if (keepPrimal)
    llvm::append_range(results, primalReturn->getOperands());
  llvm::append_range(results, cotangentsOf(context, sources));
  primalReturn->erase();
  func::ReturnOp::create(context.getBuilder(), function.getLoc(), results);
  return success();
}

//===----------------------------------------------------------------------===//
// The two sweeps apart
//===----------------------------------------------------------------------===//

/// Made at the first call with this callee and these numbers. A callee that is
/// being differentiated further up the stack is met again only if it recurses.
FailureOr<FunctionDerivatives::Split>
FunctionDerivatives::split(Location loc, func::FuncOp callee,
                           ArrayRef<unsigned> wrt, ArrayRef<unsigned> seeded) {
  Key key(callee, SmallVector<unsigned>(wrt), SmallVector<unsigned>(seeded));
  auto known = splits.find(key);
  if (known != splits.end())
    return known->second;
  if (failed(enter(loc, callee)))
    return failure();
  llvm::scope_exit done([&] { underWay.remove(callee); });
  if (failed(prepare(loc, callee, Mode::Reverse)))
    return failure();
  auto made = makeSplit(callee, wrt, seeded);
  if (succeeded(made))
    splits.try_emplace(key, *made);
  return made;
}

/// Ends `forward` with its results and the residuals that are not arguments.
static void returnResiduals(func::FuncOp forward,
                            FunctionDerivatives::Split &split,
                            ArrayRef<VJPContext::Residual> residuals) {
  Operation *terminator = forward.front().getTerminator();
  SmallVector<Value> results(terminator->getOperands());
  for (const VJPContext::Residual &residual : residuals) {
    auto argument = dyn_cast<BlockArgument>(residual.primal);
    if (argument) {
      split.keptArgs.push_back(argument.getArgNumber());
      continue;
    }
    split.keptArgs.push_back(std::nullopt);
    results.push_back(residual.primal);
  }
  terminator->setOperands(results);
  forward.setType(FunctionType::get(forward.getContext(),
                                    forward.getArgumentTypes(),
                                    ValueRange(results).getTypes()));
}

/// The reverse gets its type last: which values it takes is known when the
/// sweep has asked for them.
FailureOr<FunctionDerivatives::Split>
FunctionDerivatives::makeSplit(func::FuncOp callee, ArrayRef<unsigned> wrt,
                               ArrayRef<unsigned> seeded) {
  MLIRContext *mlirContext = callee.getContext();
  Split split;
  split.forward = declare(callee, "_forward", callee.getFunctionType());
  cloneBody(callee, split.forward);
  split.reverse =
      declare(callee, "_reverse", FunctionType::get(mlirContext, {}, {}));
  Block &block = split.forward.front();
  Block *reverse = new Block();
  split.reverse.getBody().push_back(reverse);

  auto returned = llvm::to_vector(block.getTerminator()->getOperands());
  SmallVector<Value> sources = argumentsOf(block, wrt);
  Activity activity(block, sources, returned);
  VJPContext context(*this, /*parent=*/nullptr, activity, block, *reverse);
  for (unsigned index : seeded) {
    Value value = returned[index];
    context.accumulate(value,
                       reverse->addArgument(value.getType(), value.getLoc()));
  }
  if (failed(context.sweep()))
    return failure();
  SmallVector<Value> results = cotangentsOf(context, sources);
  func::ReturnOp::create(context.getBuilder(), callee.getLoc(), results);
  split.reverse.setType(FunctionType::get(mlirContext,
                                          reverse->getArgumentTypes(),
                                          ValueRange(results).getTypes()));
  returnResiduals(split.forward, split, context.getResiduals());
  return split;
}
