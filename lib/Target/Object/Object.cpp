//===- Object.cpp - Object files for C programs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles each entry as the JIT does, links them with the runtime that every
// object holds, and emits machine code.
//
//===----------------------------------------------------------------------===//

#include "snn/Target/Object/Object.h"
#include "EntryWrapper.h"
#include "Header.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "snn/Execution/EntryPoint.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Target/TargetMachine.h"

using namespace mlir;
using namespace mlir::snn;

namespace {
/// EntryRuntime.c as LLVM bitcode.
const unsigned char runtimeBitcode[] = {
#include "EntryRuntime.bc.inc"
};

/// What EntryRuntime.c defines for compiled code to call.
const StringRef runtimeSymbols[] = {"_mlir_memref_to_llvm_alloc",
                                    "_mlir_memref_to_llvm_aligned_alloc",
                                    "_mlir_memref_to_llvm_free", "snnFail"};

/// True for functions that an object has or that libm brings. Code that records
/// decisions for finite differences has its use in snn-run alone.
bool isKnown(StringRef name) {
  return llvm::is_contained(runtimeSymbols, name) ||
         (isInProcess(name) && !name.starts_with("snn"));
}

/// Compiles a module's entries one by one into one module of LLVM's.
class ObjectCompiler {
public:
  ObjectCompiler(ModuleOp module, const CompileOptions &options)
      : original(module), options(options) {}

  /// Adds the code of an entry and its C function.
  LogicalResult add(const ObjectEntry &entry);

  /// Links the runtime and emits machine code for all that was added.
  FailureOr<CompiledObject> finish(StringRef headerName);

private:
  LogicalResult makeMachine(ModuleOp lowered);
  LogicalResult link(std::unique_ptr<llvm::Module> part);
  LogicalResult linkRuntime();
  ObjectFacts facts() const;
  LogicalResult fail(const Twine &message) {
    return emitError(original.getLoc()) << "cannot compile: " << message;
  }

  ModuleOp original;
  const CompileOptions &options;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::TargetMachine> machine;
  std::unique_ptr<llvm::Module> whole;
  SmallVector<CFunction> functions;
};

/// A clone of `module` in which the function that `entry` means is.
FailureOr<func::FuncOp> findMeant(ModuleOp copy, const ObjectEntry &entry) {
  FailureOr<func::FuncOp> function = findEntry(copy, entry.function);
  if (succeeded(function) && entry.wrt)
    return addGradient(*function, *entry.wrt);
  return function;
}

/// The names are the program's; C sees the wrapper's alone.
void hideNames(llvm::Module &part, StringRef wrapper) {
  for (llvm::GlobalValue &value : part.global_values()) {
    if (value.isDeclaration())
      continue;
    if (!value.hasLocalLinkage())
      value.setLinkage(llvm::GlobalValue::InternalLinkage);
    if (value.getName() == wrapper)
      value.setName(wrapper + ".code");
  }
}
} // namespace

/// Every entry is lowered and optimized apart, as if it were alone, so that it
/// computes the same bits whatever stands beside it.
LogicalResult ObjectCompiler::add(const ObjectEntry &entry) {
  OwningOpRef<ModuleOp> copy = original.clone();
  FailureOr<func::FuncOp> function = findMeant(*copy, entry);
  if (failed(function) || failed(checkCName(*function, entry.name)))
    return failure();
  for (const CFunction &other : functions)
    if (other.name == entry.name)
      return function->emitError()
             << "expected another name than that of another entry, found '"
             << entry.name << "'";
  FailureOr<Signature> types = signatureOf(*function);
  if (failed(types))
    return failure();
  std::string interface = interfaceName(function->getName());
  if (failed(lowerEntry(*function, options, isKnown)) ||
      failed(makeMachine(*copy)))
    return failure();
  std::unique_ptr<llvm::Module> part = translateModuleToLLVMIR(*copy, context);
  if (!part)
    return fail("there is no translation to LLVM IR");
  part->setTargetTriple(machine->getTargetTriple());
  part->setDataLayout(machine->createDataLayout());
  llvm::Function &code = *part->getFunction(interface);
  hideNames(*part, entry.name);
  functions.push_back(makeCFunction(entry.name, std::move(*types)));
  addEntryWrapper(*part, code, functions.back());
  auto optimize = makeOptimizingTransformer(optimizationLevel, /*sizeLevel=*/0,
                                            machine.get());
  if (llvm::Error error = optimize(part.get()))
    return fail(llvm::toString(std::move(error)));
  return link(std::move(part));
}

/// The machine is the one that the pipeline has left in the module.
LogicalResult ObjectCompiler::makeMachine(ModuleOp lowered) {
  auto builder = machineOf(lowered);
  if (!builder)
    return fail(llvm::toString(builder.takeError()));
  builder->setRelocationModel(llvm::Reloc::PIC_);
  // The builder's choice is a JIT's.
  builder->getOptions().EmulatedTLS = false;
  auto made = builder->createTargetMachine();
  if (!made)
    return fail(llvm::toString(made.takeError()));
  machine = std::move(*made);
  return success();
}

LogicalResult ObjectCompiler::link(std::unique_ptr<llvm::Module> part) {
  if (!whole) {
    whole = std::move(part);
    return success();
  }
  return failure(llvm::Linker::linkModules(*whole, std::move(part)));
}

/// Nothing but the C functions stays visible: objects can be linked together.
LogicalResult ObjectCompiler::linkRuntime() {
  llvm::MemoryBufferRef bytes(
      StringRef(reinterpret_cast<const char *>(runtimeBitcode),
                sizeof(runtimeBitcode)),
      "EntryRuntime");
  auto runtime = llvm::parseBitcodeFile(bytes, context);
  if (!runtime)
    return fail(llvm::toString(runtime.takeError()));
  (*runtime)->setTargetTriple(whole->getTargetTriple());
  (*runtime)->setDataLayout(whole->getDataLayout());
  if (failed(link(std::move(*runtime))))
    return fail("the runtime does not fit");
  for (llvm::GlobalValue &value : whole->global_values()) {
    bool isEntry = llvm::any_of(functions, [&](const CFunction &function) {
      return function.name == value.getName();
    });
    if (!value.isDeclaration() && !value.hasLocalLinkage() && !isEntry)
      value.setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  return success();
}

ObjectFacts ObjectCompiler::facts() const {
  ObjectFacts facts;
  facts.cpu = machine->getTargetCPU().str();
  for (const llvm::Function &function : *whole)
    facts.needsOpenMP |= function.isDeclaration() && !function.use_empty() &&
                         (function.getName().starts_with("__kmpc_") ||
                          function.getName().starts_with("omp_"));
  return facts;
}

FailureOr<CompiledObject> ObjectCompiler::finish(StringRef headerName) {
  if (failed(linkRuntime()))
    return failure();
  // The name ends up in the object, which is to be the same wherever the
  // program lay.
  whole->setModuleIdentifier("snn");
  whole->setSourceFileName("snn");
  std::string message;
  llvm::raw_string_ostream stream(message);
  if (llvm::verifyModule(*whole, &stream))
    return fail(message);
  CompiledObject result;
  SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream os(bytes);
  llvm::legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, os, nullptr,
                                   llvm::CodeGenFileType::ObjectFile))
    return fail("LLVM cannot write object files for this machine");
  passes.run(*whole);
  result.object.assign(bytes.begin(), bytes.end());
  result.header = printHeader(functions, facts(), headerName);
  return result;
}

FailureOr<CompiledObject>
mlir::snn::compileObject(ModuleOp module, ArrayRef<ObjectEntry> entries,
                         const CompileOptions &options, StringRef headerName) {
  if (entries.empty())
    return module.emitError() << "expected a function to compile";
  ObjectCompiler compiler(module, options);
  for (const ObjectEntry &entry : entries)
    if (failed(compiler.add(entry)))
      return failure();
  return compiler.finish(headerName);
}
