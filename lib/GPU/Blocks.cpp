//===- Blocks.cpp - Questions about the code of a block -------------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Blocks.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

using namespace mlir;
using namespace mlir::snn;

unsigned mlir::snn::loopDepth(Operation *op, Operation *top) {
  unsigned depth = 0;
  for (Operation *around = op->getParentOp(); around && around != top;
       around = around->getParentOp())
    depth += isa<LoopLikeOpInterface>(around);
  return depth;
}

bool mlir::snn::isView(Operation *op) {
  return isa_and_present<memref::SubViewOp, memref::CastOp,
                         memref::ExpandShapeOp, memref::CollapseShapeOp,
                         memref::ReinterpretCastOp, memref::ViewOp,
                         memref::MemorySpaceCastOp>(op);
}

/// Through a launch as well: its body sees what is around it.
Value mlir::snn::rootOf(Value memref) {
  while (Operation *op = memref.getDefiningOp()) {
    // The parts of an arena are memory of their own.
    if (!isView(op) || isa<memref::ViewOp>(op))
      break;
    memref = op->getOperand(0);
  }
  return memref;
}

bool mlir::snn::isOwnMemory(Value root) {
  if (auto argument = dyn_cast<BlockArgument>(root))
    return isa<FunctionOpInterface>(argument.getOwner()->getParentOp());
  return isa<memref::AllocOp, memref::ViewOp, memref::GetGlobalOp,
             gpu::AllocOp>(root.getDefiningOp());
}

bool mlir::snn::isDense(MemRefType type) {
  return type.getLayout().isIdentity();
}

int64_t mlir::snn::elementBytes(Type element) {
  if (auto complex = dyn_cast<ComplexType>(element))
    return 2 * elementBytes(complex.getElementType());
  return element.isIndex() ? 8
                           : llvm::PowerOf2Ceil(llvm::divideCeil(
                                 element.getIntOrFloatBitWidth(), 8));
}

MemRefType mlir::snn::inWorkgroup(MemRefType type) {
  auto space = gpu::AddressSpaceAttr::get(type.getContext(),
                                          gpu::AddressSpace::Workgroup);
  return MemRefType::get(type.getShape(), type.getElementType(),
                         type.getLayout(), space);
}
