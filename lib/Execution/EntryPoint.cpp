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
/// Names the arrays of what `gradient` has more than `entry`.
void nameArrays(func::FuncOp entry, func::FuncOp gradient,
                ArrayRef<unsigned> wrt) {
  Builder builder(entry.getContext());
  auto name = [&](StringRef prefix, size_t i) {
    return builder.getStringAttr(prefix + Twine(i));
  };
  unsigned argument = entry.getNumArguments();
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (isDifferentiable(type))
      gradient.setArgAttr(argument++, arrayNameAttr, name("cot", i));
  unsigned result = entry.getNumResults();
  for (unsigned i : wrt)
    gradient.setResultAttr(result++, arrayNameAttr, name("grad", i));
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
  auto cotangents = llvm::to_vector(
      llvm::make_filter_range(entry.getResultTypes(), isDifferentiable));
  if (cotangents.empty())
    return entry.emitError() << "'" << entry.getName()
                             << "' has no floating-point result to "
                                "differentiate";
  SmallVector<Type> arguments(entry.getArgumentTypes());
  llvm::append_range(arguments, cotangents);
  SmallVector<Type> results(entry.getResultTypes());
  llvm::append_range(results, *gradients);

  // A program without an op of the dialect has not brought it.
  entry.getContext()->getOrLoadDialect<ad::ADDialect>();
  OpBuilder builder(entry.getContext());
  auto gradient =
      func::FuncOp::create(builder, entry.getLoc(), "gradient",
                           builder.getFunctionType(arguments, results));
  SymbolTable(entry->getParentOfType<ModuleOp>()).insert(gradient);
  // What is declared of an argument, such as being spikes, holds here too.
  for (unsigned i = 0, e = entry.getNumArguments(); i < e; ++i)
    if (DictionaryAttr declared = entry.getArgAttrDict(i))
      for (NamedAttribute attribute : declared)
        gradient.setArgAttr(i, attribute.getName(), attribute.getValue());
  nameArrays(entry, gradient, wrt);
  builder.setInsertionPointToStart(gradient.addEntryBlock());
  ValueRange values = gradient.getArguments();
  auto request = ad::VJPOp::create(
      builder, entry.getLoc(), results, entry.getName(),
      values.take_front(entry.getNumArguments()),
      values.drop_front(entry.getNumArguments()),
      builder.getI64ArrayAttr(SmallVector<int64_t>(wrt)), /*keep_primal=*/true);
  func::ReturnOp::create(builder, entry.getLoc(), request.getResults());
  return gradient;
}
