//===- EntryWrapper.cpp - The C function of an entry -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes, as LLVM IR, what differs from entry to entry; EntryRuntime.c has what
// is the same for all.
//
//===----------------------------------------------------------------------===//

#include "EntryWrapper.h"
#include "EntryTable.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::ElementType;

namespace {
/// The type that C passes a scalar as.
llvm::Type *scalarType(llvm::LLVMContext &context, ElementType type) {
  if (type == ElementType::F32)
    return llvm::Type::getFloatTy(context);
  if (type == ElementType::F64)
    return llvm::Type::getDoubleTy(context);
  return llvm::IntegerType::get(
      context, type == ElementType::Bool ? 1 : unsigned(8 * byteWidth(type)));
}

llvm::Type *parameterType(llvm::LLVMContext &context,
                          const CParameter &parameter) {
  if (parameter.scalar)
    return scalarType(context, *parameter.scalar);
  if (parameter.isSize)
    return llvm::Type::getInt64Ty(context);
  return llvm::PointerType::getUnqual(context);
}

/// Callers in C extend narrow integers to a register by their sign.
llvm::Attribute::AttrKind extensionOf(ElementType type) {
  bool isSigned = type == ElementType::I8 || type == ElementType::I16;
  return isSigned ? llvm::Attribute::SExt : llvm::Attribute::ZExt;
}

int32_t spikesOf(const ValueSpec &spec) {
  if (!spec.isSpikes)
    return SnnAny;
  switch (spec.type) {
  case ElementType::F16:
    return SnnSpikesF16;
  case ElementType::BF16:
    return SnnSpikesBF16;
  case ElementType::F32:
    return SnnSpikesF32;
  default:
    return SnnSpikesF64;
  }
}

/// Makes the constants of one entry.
class TableBuilder {
public:
  explicit TableBuilder(llvm::Module &module)
      : module(module), builder(module.getContext()) {}

  /// struct SnnEntry.
  llvm::Constant *entry(llvm::Function *code, const Signature &types) {
    ResultLayout layout = layOutResults(types);
    std::vector<size_t> none(types.arguments.size(), 0);
    llvm::Constant *fields[] = {code,
                                values(types.arguments, none),
                                values(types.results, layout.offsets),
                                builder.getInt64(types.arguments.size()),
                                builder.getInt64(types.results.size()),
                                builder.getInt64(layout.bytes)};
    return global(llvm::ConstantStruct::getAnon(fields));
  }

private:
  /// An array of struct SnnValue.
  llvm::Constant *values(ArrayRef<ValueSpec> specs, ArrayRef<size_t> offsets) {
    auto *pointer = builder.getPtrTy();
    auto *word = builder.getInt64Ty();
    auto *half = builder.getInt32Ty();
    auto *type =
        llvm::StructType::get(pointer, pointer, word, half, half, half, half);
    SmallVector<llvm::Constant *> all;
    for (auto [spec, offset] : llvm::zip_equal(specs, offsets))
      all.push_back(llvm::ConstantStruct::get(
          type,
          {global(llvm::ConstantDataArray::getString(module.getContext(),
                                                     spec.name)),
           sizes(spec.shape), builder.getInt64(offset),
           builder.getInt32(spec.shape.size()),
           builder.getInt32(byteWidth(spec.type)),
           builder.getInt32(spec.isTensor), builder.getInt32(spikesOf(spec))}));
    return global(
        llvm::ConstantArray::get(llvm::ArrayType::get(type, all.size()), all));
  }

  llvm::Constant *sizes(ArrayRef<int64_t> shape) {
    SmallVector<int64_t> numbers;
    for (int64_t size : shape)
      numbers.push_back(ShapedType::isDynamic(size) ? -1 : size);
    return global(llvm::ConstantDataArray::get(module.getContext(),
                                               ArrayRef<int64_t>(numbers)));
  }

  llvm::Constant *global(llvm::Constant *value) {
    return new llvm::GlobalVariable(module, value->getType(),
                                    /*isConstant=*/true,
                                    llvm::GlobalValue::PrivateLinkage, value,
                                    "snn_table");
  }

  llvm::Module &module;
  llvm::IRBuilder<> builder;
};

/// Before and after, for a function of a scalar and a tensor that gives a
/// tensor:
///
///   void interface(results, f32, memref)
///   void packed(ptr p) { interface(*(ptr *)p[0], *(f32 *)p[1], *(ptr *)p[2]) }
///
/// The JIT packs arguments in the same way.
llvm::Function *addPacked(llvm::Module &module, llvm::Function &interface) {
  llvm::IRBuilder<> builder(module.getContext());
  auto *type =
      llvm::FunctionType::get(builder.getVoidTy(), builder.getPtrTy(), false);
  auto *packed = llvm::Function::Create(
      type, llvm::GlobalValue::InternalLinkage, "snn_packed", module);
  builder.SetInsertPoint(
      llvm::BasicBlock::Create(module.getContext(), "", packed));
  auto addressOf = [&](unsigned i) {
    llvm::Value *slot =
        builder.CreateConstGEP1_64(builder.getPtrTy(), packed->getArg(0), i);
    return builder.CreateLoad(builder.getPtrTy(), slot);
  };
  SmallVector<llvm::Value *> arguments;
  for (llvm::Argument &argument : interface.args()) {
    llvm::Value *address = addressOf(argument.getArgNo());
    // A byte that holds 0 or 1.
    bool isBit = argument.getType()->isIntegerTy(1);
    llvm::Value *value = builder.CreateLoad(
        isBit ? builder.getInt8Ty() : argument.getType(), address);
    arguments.push_back(isBit ? builder.CreateTrunc(value, argument.getType())
                              : value);
  }
  llvm::Value *result = builder.CreateCall(&interface, arguments);
  if (!result->getType()->isVoidTy()) {
    if (result->getType()->isIntegerTy(1))
      result = builder.CreateZExt(result, builder.getInt8Ty());
    builder.CreateStore(result, addressOf(interface.arg_size()));
  }
  builder.CreateRetVoid();
  return packed;
}
} // namespace

/// What the caller passes goes into slots of 8 bytes, in order.
void mlir::snn::addEntryWrapper(llvm::Module &module, llvm::Function &interface,
                                const CFunction &function) {
  llvm::LLVMContext &context = module.getContext();
  llvm::IRBuilder<> builder(context);
  SmallVector<CParameter> parameters = function.parameters();
  SmallVector<llvm::Type *> types;
  for (const CParameter &parameter : parameters)
    types.push_back(parameterType(context, parameter));
  auto *type = llvm::FunctionType::get(builder.getPtrTy(), types, false);
  auto *wrapper = llvm::Function::Create(
      type, llvm::GlobalValue::ExternalLinkage, function.name, module);
  builder.SetInsertPoint(llvm::BasicBlock::Create(context, "", wrapper));
  llvm::Value *slots = builder.CreateAlloca(
      llvm::ArrayType::get(builder.getInt64Ty(), parameters.size() + 1));
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    llvm::Value *value = wrapper->getArg(i);
    if (parameter.scalar && byteWidth(*parameter.scalar) < 4)
      wrapper->addParamAttr(i, extensionOf(*parameter.scalar));
    if (value->getType()->isIntegerTy(1))
      value = builder.CreateZExt(value, builder.getInt8Ty());
    builder.CreateStore(
        value, builder.CreateConstGEP1_64(builder.getInt64Ty(), slots, i));
  }
  llvm::Constant *table =
      TableBuilder(module).entry(addPacked(module, interface), function.types);
  llvm::FunctionCallee call =
      module.getOrInsertFunction(callEntryName, builder.getPtrTy(),
                                 builder.getPtrTy(), builder.getPtrTy());
  builder.CreateRet(builder.CreateCall(call, {table, slots}));
}
