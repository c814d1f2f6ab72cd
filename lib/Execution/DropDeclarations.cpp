//===- DropDeclarations.cpp - What LLVM need not know -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Execution/DropDeclarations.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

void mlir::snn::dropDeclarations(ModuleOp module) {
  auto others = [](ArrayRef<NamedAttribute> attributes) {
    return llvm::filter_to_vector(attributes, [](NamedAttribute attribute) {
      return !attribute.getName().strref().starts_with("snn.");
    });
  };
  for (auto function : module.getOps<LLVM::LLVMFuncOp>()) {
    auto interface = cast<FunctionOpInterface>(function.getOperation());
    for (unsigned i = 0, e = interface.getNumArguments(); i < e; ++i)
      interface.setArgAttrs(i, others(interface.getArgAttrs(i)));
    for (unsigned i = 0, e = interface.getNumResults(); i < e; ++i)
      interface.setResultAttrs(i, others(interface.getResultAttrs(i)));
  }
}
