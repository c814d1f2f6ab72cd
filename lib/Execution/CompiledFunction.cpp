//===- CompiledFunction.cpp - Functions that run in this process ----------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lowers a function by a pipeline, compiles it with LLVM's JIT and calls it.
//
//===----------------------------------------------------------------------===//

#include "snn/Execution/CompiledFunction.h"
#include "CallFrame.h"
#include "Sanitize.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "snn/Runtime/Allocation.h"
#include "snn/Runtime/Device.h"
#include "snn/Runtime/Failure.h"
#include "snn/Runtime/Replay.h"
#include "snn/Transforms/TargetCPU.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/Target/TargetMachine.h"

using namespace mlir;
using namespace mlir::snn;
using ::snn::runtime::Array;
using ::snn::runtime::Error;
using ::snn::runtime::Result;

namespace {
/// What compiled code may call in this process by name.
const std::pair<StringRef, void *> runtimeSymbols[] = {
    {"_mlir_memref_to_llvm_alloc",
     reinterpret_cast<void *>(_mlir_memref_to_llvm_alloc)},
    {"_mlir_memref_to_llvm_aligned_alloc",
     reinterpret_cast<void *>(_mlir_memref_to_llvm_aligned_alloc)},
    {"_mlir_memref_to_llvm_free",
     reinterpret_cast<void *>(_mlir_memref_to_llvm_free)},
    {"snnDeviceAlloc", reinterpret_cast<void *>(snnDeviceAlloc)},
    {"snnDeviceCopy", reinterpret_cast<void *>(snnDeviceCopy)},
    {"snnDeviceFree", reinterpret_cast<void *>(snnDeviceFree)},
    {"snnDeviceLaunch", reinterpret_cast<void *>(snnDeviceLaunch)},
    {"snnFail", reinterpret_cast<void *>(snnFail)},
    {"snnReplayF64", reinterpret_cast<void *>(snnReplayF64)},
    {"snnReplayI1", reinterpret_cast<void *>(snnReplayI1)},
};

/// The runtime's functions under the names that the linker looks for.
llvm::orc::SymbolMap symbolMap(llvm::orc::MangleAndInterner mangle) {
  llvm::orc::SymbolMap symbols;
  for (auto [name, address] : runtimeSymbols)
    symbols[mangle(name)] = {llvm::orc::ExecutorAddr::fromPtr(address),
                             llvm::JITSymbolFlags::Exported};
  return symbols;
}

/// True for functions that compiled code reaches in this process.
bool isKnown(StringRef name) {
  return llvm::is_contained(llvm::make_first_range(runtimeSymbols), name) ||
         isInProcess(name);
}

/// The error of LLVM as a diagnostic.
LogicalResult emit(Location loc, llvm::Error error) {
  return emitError(loc) << "cannot compile for this machine: "
                        << llvm::toString(std::move(error));
}

/// A builder of machine code that runs here, for the machine that the module
/// names.
llvm::Expected<llvm::orc::JITTargetMachineBuilder> targetOf(ModuleOp module) {
  if (llvm::Error error = checkRuns(targetCPU(module).name))
    return std::move(error);
  return machineOf(module);
}

/// Compiles for the machine that the module names, at LLVM's highest level.
FailureOr<std::unique_ptr<ExecutionEngine>> assemble(ModuleOp module) {
  auto builder = targetOf(module);
  if (!builder)
    return emit(module.getLoc(), builder.takeError());
  auto target = builder->createTargetMachine();
  if (!target)
    return emit(module.getLoc(), target.takeError());
  auto optimize = makeOptimizingTransformer(optimizationLevel, /*sizeLevel=*/0,
                                            target->get());
  auto transformer = [&](llvm::Module *code) -> llvm::Error {
    if (llvm::Error error = optimize(code))
      return error;
    sanitize(*code);
    return llvm::Error::success();
  };
  ExecutionEngineOptions options;
  options.transformer = transformer;
  options.jitCodeGenOptLevel = llvm::CodeGenOptLevel::Aggressive;
  options.enableGDBNotificationListener = false;
  options.enablePerfNotificationListener = false;
  auto engine = ExecutionEngine::create(module, options, std::move(*target));
  if (!engine)
    return emit(module.getLoc(), engine.takeError());
  (*engine)->registerSymbols(symbolMap);
  return std::move(*engine);
}
} // namespace

/// `code` belongs to `engine` and lives as long.
CompiledFunction::CompiledFunction(Signature types,
                                   std::unique_ptr<ExecutionEngine> engine,
                                   void (*code)(void **))
    : types(std::move(types)), engine(std::move(engine)), code(code) {}

CompiledFunction::~CompiledFunction() = default;

/// The signature is read before the pipeline runs: afterwards the types are
/// LLVM's.
FailureOr<std::unique_ptr<CompiledFunction>>
CompiledFunction::compile(func::FuncOp entry, const CompileOptions &options) {
  FailureOr<Signature> types = signatureOf(entry);
  if (failed(types))
    return failure();
  auto module = entry->getParentOfType<ModuleOp>();
  std::string symbol = interfaceName(entry.getName());
  if (failed(lowerEntry(entry, options, isKnown)))
    return failure();
  FailureOr<std::unique_ptr<ExecutionEngine>> engine = assemble(module);
  if (failed(engine))
    return failure();
  auto code = (*engine)->lookupPacked(symbol);
  if (!code)
    return emit(module.getLoc(), code.takeError());
  return std::unique_ptr<CompiledFunction>(
      new CompiledFunction(std::move(*types), std::move(*engine), *code));
}

/// Checks every array before the call, since compiled code trusts its shapes.
/// Only the call itself is timed.
Result<CompiledFunction::Arrays>
CompiledFunction::call(ArrayRef<const Array *> arguments,
                       std::chrono::steady_clock::duration *duration) const {
  if (arguments.size() != types.arguments.size())
    return Error("expected " + std::to_string(types.arguments.size()) +
                 " arguments, found " + std::to_string(arguments.size()));
  for (auto [spec, array] : llvm::zip_equal(types.arguments, arguments))
    if (auto status = checkArray(spec, *array); !status)
      return status.error();
  CallFrame frame(types, arguments);
  auto start = std::chrono::steady_clock::now();
  auto status = ::snn::runtime::callGuarded(code, frame.packed());
  if (duration)
    *duration = std::chrono::steady_clock::now() - start;
  if (!status)
    return status.error();
  return frame.takeResults();
}
