//===- TrainStep.cpp - Makes a training step of a loss ----------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Training/Step/TrainStep.h"
#include "ElementwiseLoop.h"
#include "FloatArithmetic.h"
#include "LearningRate.h"
#include "Optimizer.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::training::StepOptions;

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

/// True for f32 and f64, alone or in a tensor of rank 0.
static bool isScalarFloat(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (tensor && tensor.getRank() != 0)
    return false;
  Type element = getElementTypeOrSelf(type);
  return element.isF32() || element.isF64();
}

/// Static shapes, since the optimizer's state has to be allocated from the
/// type.
static LogicalResult checkParameter(func::FuncOp loss, unsigned number) {
  Type type = loss.getArgumentTypes()[number];
  Type element = getElementTypeOrSelf(type);
  auto tensor = dyn_cast<RankedTensorType>(type);
  bool fits = (element.isF32() || element.isF64()) &&
              (type == element || (tensor && tensor.hasStaticShape()));
  if (fits)
    return success();
  return loss.emitOpError("expects parameter #")
         << number << " to be f32 or f64, alone or in a tensor of static "
         << "shape, got " << type;
}

/// The loss function, if it has the form that StepOptions asks for; fails after
/// an error at it, or at the module if there is none.
static FailureOr<func::FuncOp> checkLoss(ModuleOp module,
                                         const StepOptions &options,
                                         ArrayRef<unsigned> trained) {
  auto loss = module.lookupSymbol<func::FuncOp>(options.entry);
  if (!loss)
    return module.emitError("expects a function '@")
           << options.entry << "' as loss, found none";
  if (loss.getNumArguments() < options.numParams)
    return loss.emitOpError("expects ")
           << options.numParams << " parameters, but has "
           << loss.getNumArguments() << " arguments";
  if (trained.empty())
    return loss.emitOpError("expects a parameter to train, found none");
  for (unsigned number : trained)
    if (failed(checkParameter(loss, number)))
      return failure();
  if (loss.getNumResults() == 0 || !isScalarFloat(loss.getResultTypes()[0]))
    return loss.emitOpError("expects result #0, the loss, to be f32 or f64, "
                            "alone or in a tensor of rank 0");
  if (module.lookupSymbol(TrainStep::kName))
    return module.emitError("expects no function '@")
           << TrainStep::kName << "', since that is the name of the step";
  return loss;
}

//===----------------------------------------------------------------------===//
// Loss and gradient
//===----------------------------------------------------------------------===//

/// A wrapper whose measurements have no derivative: their cotangents are then
/// known to be zero, and no reverse code is made for them.
///
///   func @loss_for_training(%w, %x) {
///     %l, %hits = call @loss(%w, %x)
///     return %l, ad.stop_gradient(%hits) }
static func::FuncOp buildLossForTraining(OpBuilder &builder,
                                         SymbolTable &symbols,
                                         func::FuncOp loss) {
  OpBuilder::InsertionGuard guard(builder);
  auto wrapper = func::FuncOp::create(builder, loss.getLoc(),
                                      (loss.getName() + "_for_training").str(),
                                      loss.getFunctionType());
  wrapper.setPrivate();
  symbols.insert(wrapper);
  Block *body = wrapper.addEntryBlock();
  builder.setInsertionPointToStart(body);
  auto call =
      func::CallOp::create(builder, loss.getLoc(), loss, body->getArguments());
  SmallVector<Value> results(call.getResults());
  for (Value &result : llvm::drop_begin(results))
    if (isa<FloatType>(getElementTypeOrSelf(result.getType())))
      result = ad::StopGradientOp::create(builder, loss.getLoc(), result);
  func::ReturnOp::create(builder, loss.getLoc(), results);
  return wrapper;
}

/// A constant of a float type or a tensor of floats; null for a tensor whose
/// sizes are not static.
static Value buildConstant(OpBuilder &builder, Location loc, Type type,
                           double value) {
  Type element = getElementTypeOrSelf(type);
  TypedAttr attribute = builder.getFloatAttr(element, value);
  if (auto tensor = dyn_cast<RankedTensorType>(type)) {
    if (!tensor.hasStaticShape())
      return nullptr;
    attribute = DenseElementsAttr::get(tensor, attribute);
  }
  return arith::ConstantOp::create(builder, loc, attribute);
}

/// Requests the loss, the measurements and the gradients, in this order.
static FailureOr<ad::VJPOp> buildRequest(OpBuilder &builder,
                                         func::FuncOp wrapper, ValueRange args,
                                         ArrayRef<unsigned> trained) {
  Location loc = wrapper.getLoc();
  SmallVector<Value> cotangents;
  for (auto [number, type] : llvm::enumerate(wrapper.getResultTypes())) {
    if (!isa<FloatType>(getElementTypeOrSelf(type)))
      continue;
    Value cotangent = buildConstant(builder, loc, type, number == 0 ? 1 : 0);
    if (!cotangent)
      return wrapper.emitOpError("expects result #")
             << number << " to have a static shape, got " << type;
    cotangents.push_back(cotangent);
  }
  SmallVector<Type> types(wrapper.getResultTypes());
  for (unsigned number : trained)
    types.push_back(wrapper.getArgumentTypes()[number]);
  SmallVector<int64_t> wrt(trained.begin(), trained.end());
  return ad::VJPOp::create(
      builder, loc, types, FlatSymbolRefAttr::get(wrapper.getNameAttr()), args,
      cotangents, builder.getI64ArrayAttr(wrt), builder.getUnitAttr());
}

//===----------------------------------------------------------------------===//
// The step
//===----------------------------------------------------------------------===//

/// The norm of all gradients together. Summed in f64: the squares of f32
/// gradients overflow f32 long before the gradients do.
static Value buildGradientNorm(OpBuilder &builder, Location loc,
                               ValueRange gradients) {
  FloatArithmetic f(builder, loc, builder.getF64Type());
  Value sum = f.constant(0);
  for (Value gradient : gradients)
    sum = f.add(sum, buildSumOfSquares(builder, loc, gradient));
  return f.sqrt(sum);
}

namespace {
/// What all updates of a step share, in f64.
struct StepScalars {
  Value learningRate;
  Value gradientNorm;
  /// Factor that clipping by norm puts on every gradient; null for none.
  Value clip;
  SmallVector<Value> perStep;
};
} // namespace

/// Clipping by norm multiplies all gradients by bound / max(norm, bound), which
/// is 1 where the norm is below the bound.
static StepScalars buildStepScalars(OpBuilder &builder, Location loc,
                                    Value step, ValueRange gradients,
                                    const Optimizer &optimizer,
                                    const StepOptions &options) {
  FloatArithmetic f(builder, loc, builder.getF64Type());
  Value count =
      arith::SIToFPOp::create(builder, loc, builder.getF64Type(), step);
  StepScalars scalars;
  scalars.learningRate =
      buildLearningRate(builder, loc, count, options.schedule);
  scalars.gradientNorm = buildGradientNorm(builder, loc, gradients);
  if (options.clipping.norm) {
    Value bound = f.constant(*options.clipping.norm);
    scalars.clip = f.div(bound, f.max(scalars.gradientNorm, bound));
  }
  scalars.perStep = optimizer.buildStepScalars(builder, loc, count);
  return scalars;
}

/// The new value of a parameter and its new state; `inputs` are the parameter,
/// its gradient and its state.
static SmallVector<Value> buildParameterUpdate(OpBuilder &builder, Location loc,
                                               ValueRange inputs,
                                               const StepScalars &scalars,
                                               const Optimizer &optimizer,
                                               const StepOptions &options) {
  Type element = getElementTypeOrSelf(inputs[0].getType());
  // Outside the loop: a conversion per element is none.
  FloatArithmetic narrow(builder, loc, element);
  UpdateScalars narrowed{narrow.convert(scalars.learningRate), {}};
  for (Value scalar : scalars.perStep)
    narrowed.perStep.push_back(narrow.convert(scalar));
  Value clip = scalars.clip ? narrow.convert(scalars.clip) : nullptr;

  auto body = [&](OpBuilder &nested, Location nestedLoc, ValueRange values) {
    FloatArithmetic f(nested, nestedLoc, element);
    Value gradient = values[1];
    if (clip)
      gradient = f.mul(gradient, clip);
    if (options.clipping.value) {
      double bound = *options.clipping.value;
      gradient = f.max(f.min(gradient, f.constant(bound)), f.constant(-bound));
    }
    ElementUpdate update = optimizer.buildUpdate(
        nested, nestedLoc, values[0], gradient, values.drop_front(2), narrowed);
    SmallVector<Value> results = {update.parameter};
    llvm::append_range(results, update.state);
    return results;
  };
  return buildElementwise(builder, loc, inputs, inputs.size() - 1, body);
}

/// The type of the step, with parameters, state, step and data as arguments.
static SmallVector<Type> argumentTypes(func::FuncOp loss, const TrainStep &step,
                                       const StepOptions &options) {
  ArrayRef<Type> given = loss.getArgumentTypes();
  SmallVector<Type> types(given.take_front(options.numParams));
  for (unsigned slot = 0; slot < step.slots.size(); ++slot)
    for (unsigned number : step.trained)
      types.push_back(given[number]);
  types.push_back(IntegerType::get(loss.getContext(), 64));
  llvm::append_range(types, given.drop_front(options.numParams));
  return types;
}

/// Trained parameters, state, what the loss function returns, learning rate and
/// norm of the gradient.
static SmallVector<Type> resultTypes(func::FuncOp loss, const TrainStep &step) {
  SmallVector<Type> types;
  for (unsigned part = 0; part <= step.slots.size(); ++part)
    for (unsigned number : step.trained)
      types.push_back(loss.getArgumentTypes()[number]);
  llvm::append_range(types, loss.getResultTypes());
  types.append(2, Float64Type::get(loss.getContext()));
  return types;
}

/// The request first, then scalars that all updates share, then one update for
/// each trained parameter. Fails after an error at a result of dynamic shape,
/// for which there is no cotangent to write down.
static LogicalResult buildBody(OpBuilder &builder, const TrainStep &step,
                               func::FuncOp wrapper, const Optimizer &optimizer,
                               const StepOptions &options) {
  Location loc = wrapper.getLoc();
  func::FuncOp function = step.function;
  builder.setInsertionPointToStart(function.addEntryBlock());
  unsigned numTrained = step.trained.size();
  unsigned numState = numTrained * step.slots.size();
  ValueRange args = function.getArguments();
  ValueRange parameters = args.take_front(options.numParams);
  ValueRange state = args.slice(options.numParams, numState);
  Value count = args[options.numParams + numState];

  SmallVector<Value> lossArgs(parameters);
  llvm::append_range(lossArgs,
                     args.drop_front(options.numParams + numState + 1));
  auto request = buildRequest(builder, wrapper, lossArgs, step.trained);
  if (failed(request))
    return failure();
  ValueRange primals = request->getResults().drop_back(numTrained);
  ValueRange gradients = request->getResults().take_back(numTrained);
  StepScalars scalars =
      buildStepScalars(builder, loc, count, gradients, optimizer, options);

  SmallVector<Value> results(numTrained + numState);
  for (auto [k, number] : llvm::enumerate(step.trained)) {
    SmallVector<Value> inputs = {parameters[number], gradients[k]};
    for (unsigned slot = 0; slot < step.slots.size(); ++slot)
      inputs.push_back(state[slot * numTrained + k]);
    SmallVector<Value> updated =
        buildParameterUpdate(builder, loc, inputs, scalars, optimizer, options);
    for (auto [part, value] : llvm::enumerate(updated))
      results[part * numTrained + k] = value;
  }
  llvm::append_range(results, primals);
  results.push_back(scalars.learningRate);
  results.push_back(scalars.gradientNorm);
  func::ReturnOp::create(builder, loc, results);
  return success();
}

/// What is declared of the data of `loss`, such as being spikes, holds for
/// those of `step` too; they are its last arguments.
static void declareData(func::FuncOp loss, func::FuncOp step,
                        unsigned numParams) {
  unsigned offset = step.getNumArguments() - loss.getNumArguments();
  for (unsigned i = numParams; i < loss.getNumArguments(); ++i)
    if (DictionaryAttr declared = loss.getArgAttrDict(i))
      step.setArgAttrs(offset + i, declared);
}

/// For one trained parameter and SGD:
///
///   func @train_step(%w, %step, %x) {
///     %l, %hits, %g = ad.vjp @loss_for_training(%w, %x) cotangents(1, 0)
///     return the new %w, %l, %hits, learning rate, norm of %g }
FailureOr<TrainStep> mlir::snn::buildTrainStep(ModuleOp module,
                                               const StepOptions &options) {
  TrainStep step;
  for (unsigned number = 0; number < options.numParams; ++number)
    if (!llvm::is_contained(options.frozen, number))
      step.trained.push_back(number);
  FailureOr<func::FuncOp> loss = checkLoss(module, options, step.trained);
  if (failed(loss))
    return failure();
  std::unique_ptr<Optimizer> optimizer = Optimizer::create(options.optimizer);
  step.slots = optimizer->slots();
  step.numMeasurements = loss->getNumResults() - 1;

  SymbolTable symbols(module);
  auto builder = OpBuilder::atBlockEnd(module.getBody());
  func::FuncOp wrapper = buildLossForTraining(builder, symbols, *loss);
  builder.setInsertionPointToEnd(module.getBody());
  step.function = func::FuncOp::create(
      builder, loss->getLoc(), TrainStep::kName,
      builder.getFunctionType(argumentTypes(*loss, step, options),
                              resultTypes(*loss, step)));
  symbols.insert(step.function);
  declareData(*loss, step.function, options.numParams);
  if (failed(buildBody(builder, step, wrapper, *optimizer, options)))
    return failure();
  return step;
}
