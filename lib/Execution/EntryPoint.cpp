//===- EntryPoint.cpp - The function that a tool runs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds an entry in a module, cuts away the rest and adds gradients.
//
//===----------------------------------------------------------------------===//

#include "snn/Execution/EntryPoint.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "snn/Execution/Signature.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// True for floats and tensors of floats, whose cotangents have their own type.
bool isDifferentiable(Type type) {
  return isa<FloatType>(getElementTypeOrSelf(type));
}

/// Checks `wrt` and returns the types of the gradients.
FailureOr<SmallVector<Type>> gradientTypes(func::FuncOp entry,
                                           ArrayRef<unsigned> wrt) {
  SmallVector<Type> types;
  for (unsigned i : wrt) {
    if (i >= entry.getNumArguments())
      return entry.emitError()
             << "wrt: expected an argument of '" << entry.getName()
             << "', which has " << entry.getNumArguments() << ", found " << i;
    Type type = entry.getArgumentTypes()[i];
    if (!isDifferentiable(type))
      return entry.emitError() << "wrt: expected an argument of floating-point "
                                  "type, found argument "
                               << i << " of type " << type;
    types.push_back(type);
  }
  return types;
}
/// What arrays are called: `prefix` and the number of an argument or result.
StringAttr arrayName(func::FuncOp entry, StringRef prefix, size_t number) {
  return StringAttr::get(entry.getContext(), prefix + Twine(number));
}

/// Names the arrays of what `gradient` has more than `entry`.
void nameArrays(func::FuncOp entry, func::FuncOp gradient,
                ArrayRef<unsigned> wrt) {
  unsigned argument = entry.getNumArguments();
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (isDifferentiable(type))
      gradient.setArgAttr(argument++, arrayNameAttr,
                          arrayName(entry, "cot", i));
  unsigned result = entry.getNumResults();
  for (unsigned i : wrt)
    gradient.setResultAttr(result++, arrayNameAttr,
                           arrayName(entry, "grad", i));
}

/// The same for what `tangents` has more than `entry`.
void nameTangents(func::FuncOp entry, func::FuncOp tangents,
                  ArrayRef<unsigned> wrt) {
  unsigned argument = entry.getNumArguments();
  for (unsigned i : wrt)
    tangents.setArgAttr(argument++, arrayNameAttr, arrayName(entry, "tan", i));
  unsigned result = entry.getNumResults();
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (isDifferentiable(type))
      tangents.setResultAttr(result++, arrayNameAttr,
                             arrayName(entry, "tan_res", i));
}

/// The types of the results that a derivative can be had of; fails after an
/// error if there are none.
FailureOr<SmallVector<Type>> differentiableResults(func::FuncOp entry) {
  auto types = llvm::to_vector(
      llvm::make_filter_range(entry.getResultTypes(), isDifferentiable));
  if (types.empty())
    return entry.emitError() << "'" << entry.getName()
                             << "' has no floating-point result to "
                                "differentiate";
  return types;
}

/// A function beside `entry` that has `inputs` and `outputs` besides its
/// arguments and results, with an entry block that is empty.
func::FuncOp createBeside(func::FuncOp entry, StringRef name, TypeRange inputs,
                          TypeRange outputs) {
  SmallVector<Type> arguments(entry.getArgumentTypes());
  llvm::append_range(arguments, inputs);
  SmallVector<Type> results(entry.getResultTypes());
  llvm::append_range(results, outputs);
  // A program without an op of the dialect has not brought it.
  entry.getContext()->getOrLoadDialect<ad::ADDialect>();
  OpBuilder builder(entry.getContext());
  auto function =
      func::FuncOp::create(builder, entry.getLoc(), name,
                           builder.getFunctionType(arguments, results));
  SymbolTable(entry->getParentOfType<ModuleOp>()).insert(function);
  // What is declared of an argument, such as being spikes, holds here too.
  for (unsigned i = 0, e = entry.getNumArguments(); i < e; ++i)
    if (DictionaryAttr declared = entry.getArgAttrDict(i))
      for (NamedAttribute attribute : declared)
        function.setArgAttr(i, attribute.getName(), attribute.getValue());
  function.addEntryBlock();
  return function;
}
} // namespace

/// Fails after an error at the module or at what the name stands for.
FailureOr<func::FuncOp> mlir::snn::findEntry(ModuleOp module, StringRef name) {
  Operation *symbol = SymbolTable::lookupSymbolIn(module, name);
  if (!symbol)
    return module.emitError() << "no function called '" << name << "'";
  auto entry = dyn_cast<func::FuncOp>(symbol);
  if (!entry)
    return symbol->emitError() << "'" << name << "' is no func.func";
  if (entry.isExternal())
    return entry.emitError() << "function '" << name << "' has no body";
  return entry;
}

/// What the entry does not call is not compiled, and cannot fail to be.
LogicalResult mlir::snn::isolateEntry(func::FuncOp entry) {
  auto module = entry->getParentOfType<ModuleOp>();
  for (auto function : module.getOps<func::FuncOp>())
    function.setPrivate();
  entry.setPublic();
  PassManager passes(module.getContext());
  passes.addPass(createSymbolDCEPass());
  return passes.run(module);
}

/// Before and after, for `wrt` = [0]:
///
///   func @f(%x) -> %y
///   func @gradient(%x, %ct) -> (%y, %dx) { ad.vjp @f(%x) cotangents(%ct) }
FailureOr<func::FuncOp> mlir::snn::addGradient(func::FuncOp entry,
                                               ArrayRef<unsigned> wrt) {
  FailureOr<SmallVector<Type>> gradients = gradientTypes(entry, wrt);
  if (failed(gradients))
    return failure();
  FailureOr<SmallVector<Type>> cotangents = differentiableResults(entry);
  if (failed(cotangents))
    return failure();
  func::FuncOp gradient =
      createBeside(entry, "gradient", *cotangents, *gradients);
  nameArrays(entry, gradient, wrt);
  auto builder = OpBuilder::atBlockBegin(&gradient.front());
  ValueRange values = gradient.getArguments();
  auto request = ad::VJPOp::create(
      builder, entry.getLoc(), gradient.getResultTypes(), entry.getName(),
      values.take_front(entry.getNumArguments()),
      values.drop_front(entry.getNumArguments()),
      builder.getI64ArrayAttr(SmallVector<int64_t>(wrt)), /*keep_primal=*/true);
  func::ReturnOp::create(builder, entry.getLoc(), request.getResults());
  return gradient;
}

///   func @tangents(%x, %dx) -> (%y, %dy) { ad.jvp @f(%x) tangents(%dx) }
FailureOr<func::FuncOp> mlir::snn::addTangents(func::FuncOp entry,
                                               ArrayRef<unsigned> wrt) {
  FailureOr<SmallVector<Type>> inputs = gradientTypes(entry, wrt);
  if (failed(inputs))
    return failure();
  FailureOr<SmallVector<Type>> outputs = differentiableResults(entry);
  if (failed(outputs))
    return failure();
  func::FuncOp tangents = createBeside(entry, "tangents", *inputs, *outputs);
  nameTangents(entry, tangents, wrt);
  auto builder = OpBuilder::atBlockBegin(&tangents.front());
  ValueRange values = tangents.getArguments();
  auto request = ad::JVPOp::create(
      builder, entry.getLoc(), tangents.getResultTypes(), entry.getName(),
      values.take_front(entry.getNumArguments()),
      values.drop_front(entry.getNumArguments()),
      builder.getI64ArrayAttr(SmallVector<int64_t>(wrt)), /*keep_primal=*/true);
  func::ReturnOp::create(builder, entry.getLoc(), request.getResults());
  return tangents;
}
