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

/// What a derivative takes or gives besides the values of its function: arrays
/// called by `prefix` and the number of an argument or result.
struct OtherValues {
  StringRef prefix;
  SmallVector<unsigned> numbers;
  SmallVector<Type> types;
};

/// Values for the arguments `wrt`, which are checked.
FailureOr<OtherValues> valuesOfArguments(func::FuncOp entry, StringRef prefix,
                                         ArrayRef<unsigned> wrt) {
  OtherValues values{prefix, {}, {}};
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
    values.numbers.push_back(i);
    values.types.push_back(type);
  }
  return values;
}

/// Values for the results that a derivative can be had of; fails after an error
/// if there are none.
FailureOr<OtherValues> valuesOfResults(func::FuncOp entry, StringRef prefix) {
  OtherValues values{prefix, {}, {}};
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes())) {
    if (!isDifferentiable(type))
      continue;
    values.numbers.push_back(i);
    values.types.push_back(type);
  }
  if (values.types.empty())
    return entry.emitError() << "'" << entry.getName()
                             << "' has no floating-point result to "
                                "differentiate";
  return values;
}

/// A function beside `entry` that has `inputs` and `outputs` besides its
/// arguments and results, with an entry block that is empty.
func::FuncOp createBeside(func::FuncOp entry, StringRef name,
                          const OtherValues &inputs,
                          const OtherValues &outputs) {
  SmallVector<Type> arguments(entry.getArgumentTypes());
  llvm::append_range(arguments, inputs.types);
  SmallVector<Type> results(entry.getResultTypes());
  llvm::append_range(results, outputs.types);
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
  for (auto [i, number] : llvm::enumerate(inputs.numbers))
    function.setArgAttr(entry.getNumArguments() + i, arrayNameAttr,
                        builder.getStringAttr(inputs.prefix + Twine(number)));
  for (auto [i, number] : llvm::enumerate(outputs.numbers))
    function.setResultAttr(
        entry.getNumResults() + i, arrayNameAttr,
        builder.getStringAttr(outputs.prefix + Twine(number)));
  function.addEntryBlock();
  return function;
}

/// A function that returns what a request of `entry` and its derivative by the
/// arguments `wrt` gives.
template <typename RequestOp>
func::FuncOp addRequest(func::FuncOp entry, StringRef name,
                        const OtherValues &inputs, const OtherValues &outputs,
                        ArrayRef<unsigned> wrt) {
  func::FuncOp function = createBeside(entry, name, inputs, outputs);
  auto builder = OpBuilder::atBlockBegin(&function.front());
  ValueRange values = function.getArguments();
  auto request = RequestOp::create(
      builder, entry.getLoc(), function.getResultTypes(), entry.getName(),
      values.take_front(entry.getNumArguments()),
      values.drop_front(entry.getNumArguments()),
      builder.getI64ArrayAttr(SmallVector<int64_t>(wrt)), /*keep_primal=*/true);
  func::ReturnOp::create(builder, entry.getLoc(), request.getResults());
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
  FailureOr<OtherValues> gradients = valuesOfArguments(entry, "grad", wrt);
  if (failed(gradients))
    return failure();
  FailureOr<OtherValues> cotangents = valuesOfResults(entry, "cot");
  if (failed(cotangents))
    return failure();
  return addRequest<ad::VJPOp>(entry, "gradient", *cotangents, *gradients, wrt);
}

///   func @tangents(%x, %dx) -> (%y, %dy) { ad.jvp @f(%x) tangents(%dx) }
FailureOr<func::FuncOp> mlir::snn::addTangents(func::FuncOp entry,
                                               ArrayRef<unsigned> wrt) {
  FailureOr<OtherValues> inputs = valuesOfArguments(entry, "tan", wrt);
  if (failed(inputs))
    return failure();
  FailureOr<OtherValues> outputs = valuesOfResults(entry, "tan_res");
  if (failed(outputs))
    return failure();
  return addRequest<ad::JVPOp>(entry, "tangents", *inputs, *outputs, wrt);
}
