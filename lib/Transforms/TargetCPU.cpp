//===- TargetCPU.cpp - The machine that loops are written for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Transforms/TargetCPU.h"
#include "mlir/Dialect/DLTI/DLTI.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/TargetParser/X86TargetParser.h"

using namespace mlir;
using namespace mlir::snn;

static const char kDevice[] = "CPU", kName[] = "name",
                  kWidth[] = "max_vector_op_width",
                  kRegisters[] = "vector_registers", kFMA[] = "fma";

static bool hostIsX86() {
  return llvm::Triple(llvm::sys::getProcessTriple()).isX86();
}

/// The features of the x86 machine of this name.
static llvm::StringMap<bool> featuresOf(StringRef name) {
  if (name == "native")
    return llvm::sys::getHostCPUFeatures();
  SmallVector<StringRef> list;
  llvm::X86::getFeaturesForCPU(name, list);
  llvm::StringMap<bool> features;
  for (StringRef feature : list) {
    features[feature] = true;
    llvm::X86::updateImpliedFeatures(feature, /*Enabled=*/true, features);
  }
  return features;
}

/// True for what LLVM uses of its own accord where a machine has it. Features
/// of the operating system's, such as protection keys, stop no program.
static bool isUsedByCode(StringRef feature) {
  for (StringRef prefix : {"sse", "ssse", "avx", "fma", "bmi"})
    if (feature.starts_with(prefix))
      return true;
  return llvm::is_contained({"xop", "tbm", "f16c", "lzcnt", "popcnt", "movbe",
                             "gfni", "vpclmulqdq", "cx16", "egpr", "ndd", "nf",
                             "ccmp", "zu"},
                            feature);
}

llvm::Expected<TargetCPU> mlir::snn::describeCPU(StringRef name) {
  TargetCPU cpu;
  cpu.name = name.str();
  if (!hostIsX86()) {
    if (name == "native")
      return cpu;
    return llvm::createStringError("expected native, found '" + name + "'");
  }
  if (name != "native" &&
      llvm::X86::parseArchX86(name, /*Only64Bit=*/true) == llvm::X86::CK_None)
    return llvm::createStringError(
        "expected native or an x86 machine of 64 bits that LLVM knows, such as "
        "x86-64-v3, found '" +
        name + "'");
  llvm::StringMap<bool> features = featuresOf(name);
  // Masks on bytes, which are what an i1 is in memory, came with avx512bw.
  bool isWide = features.lookup("avx512bw") && features.lookup("avx512vl");
  cpu.registers = isWide ? 32 : 16;
  cpu.registerBytes = isWide ? 64 : features.lookup("avx") ? 32 : 16;
  cpu.hasFMA = features.lookup("fma");
  return cpu;
}

llvm::Error mlir::snn::checkRuns(StringRef name) {
  if (name == "native")
    return llvm::Error::success();
  llvm::StringMap<bool> has = llvm::sys::getHostCPUFeatures();
  llvm::StringMap<bool> wanted = featuresOf(name);
  SmallVector<StringRef> missing;
  for (StringRef feature : wanted.keys())
    if (isUsedByCode(feature) && !has.lookup(feature))
      missing.push_back(feature);
  if (missing.empty())
    return llvm::Error::success();
  llvm::sort(missing);
  return llvm::createStringError(
      "code for '" + name + "' does not run on this machine, which has no " +
      llvm::join(missing, ", "));
}

void mlir::snn::setTargetCPU(ModuleOp module, const TargetCPU &cpu) {
  Builder builder(module.getContext());
  auto entry = [&](StringRef key, Attribute value) {
    return DataLayoutEntryAttr::get(builder.getStringAttr(key), value);
  };
  SmallVector<DataLayoutEntryInterface> device = {
      entry(kName, builder.getStringAttr(cpu.name)),
      entry(kWidth, builder.getI64IntegerAttr(cpu.registerBytes * 8)),
      entry(kRegisters, builder.getI64IntegerAttr(cpu.registers)),
      entry(kFMA, builder.getBoolAttr(cpu.hasFMA))};
  SmallVector<DataLayoutEntryInterface> devices;
  if (auto before = module->getAttrOfType<TargetSystemSpecAttr>(
          DLTIDialect::kTargetSystemDescAttrName))
    for (DataLayoutEntryInterface other : before.getEntries())
      if (auto id = dyn_cast<StringAttr>(other.getKey());
          !id || id.getValue() != kDevice)
        devices.push_back(other);
  devices.push_back(
      entry(kDevice, TargetDeviceSpecAttr::get(builder.getContext(), device)));
  module->setAttr(DLTIDialect::kTargetSystemDescAttrName,
                  TargetSystemSpecAttr::get(builder.getContext(), devices));
}

template <typename AttributeType>
static AttributeType query(Operation *op, StringRef key) {
  Builder builder(op->getContext());
  DataLayoutEntryKey keys[] = {builder.getStringAttr(kDevice),
                               builder.getStringAttr(key)};
  FailureOr<Attribute> found = dlti::query(op, keys);
  return succeeded(found) ? dyn_cast<AttributeType>(*found) : AttributeType();
}

std::optional<TargetCPU> mlir::snn::findTargetCPU(Operation *op) {
  auto name = query<StringAttr>(op, kName);
  if (!name)
    return std::nullopt;
  TargetCPU cpu;
  cpu.name = name.str();
  if (auto width = query<IntegerAttr>(op, kWidth))
    cpu.registerBytes = width.getInt() / 8;
  if (auto registers = query<IntegerAttr>(op, kRegisters))
    cpu.registers = registers.getInt();
  if (auto fma = query<BoolAttr>(op, kFMA))
    cpu.hasFMA = fma.getValue();
  return cpu;
}

TargetCPU mlir::snn::targetCPU(Operation *op) {
  return findTargetCPU(op).value_or(TargetCPU());
}
