//===- ADDialect.cpp - Dialect, inlining, rule attributes -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/InliningUtils.h"
#include "snn/Dialect/AD/IR/AD.h"

using namespace mlir;
using namespace mlir::ad;

#include "snn/Dialect/AD/IR/ADOpsDialect.cpp.inc"

#include "snn/Dialect/AD/IR/ADInterfaces.cpp.inc"

namespace {
/// Without this no function that holds a stop-gradient would ever inline.
struct ADInlinerInterface : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;
  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final {
    return true;
  }
};
} // namespace

void ADDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "snn/Dialect/AD/IR/ADOps.cpp.inc"
      >();
  addInterfaces<ADInlinerInterface>();
}

Operation *ADDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                          Type type, Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

/// Checks that `rule` has the type of a rule of `function`: in reverse mode it
/// maps (arguments, cotangents) to cotangents of the differentiable arguments,
/// in forward mode (arguments, tangents) to tangents of such results.
static LogicalResult verifyRuleType(func::FuncOp function, func::FuncOp rule,
                                    bool isForward) {
  SmallVector<Type> inputs(function.getArgumentTypes());
  SmallVector<Type> sources = cotangentTypes(function.getArgumentTypes()),
                    sinks = cotangentTypes(function.getResultTypes());
  llvm::append_range(inputs, isForward ? sources : sinks);
  auto expected = FunctionType::get(function.getContext(), inputs,
                                    isForward ? sinks : sources);
  if (rule.getFunctionType() == expected)
    return success();
  return function.emitOpError("expects its rule @")
         << rule.getName() << " to have type " << expected << ", got "
         << rule.getFunctionType();
}

/// The rule attribute is discardable, so nothing but this looks at it.
LogicalResult ADDialect::verifyOperationAttribute(Operation *op,
                                                  NamedAttribute attribute) {
  bool isForward = attribute.getName() == kForwardRuleAttrName;
  if (!isForward && attribute.getName() != kRuleAttrName)
    return success();
  auto function = dyn_cast<func::FuncOp>(op);
  auto symbol = dyn_cast<FlatSymbolRefAttr>(attribute.getValue());
  if (!function || !symbol)
    return op->emitOpError("expects '")
           << attribute.getName().getValue()
           << "' to be a function name on a 'func.func'";
  if (!function.getNoInline())
    return op->emitOpError("has a derivative rule and must be 'no_inline': "
                           "inlining it would drop the rule");
  auto rule =
      SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(function, symbol);
  if (!rule)
    return op->emitOpError("names the derivative rule ")
           << symbol << ", which is not a function here";
  return verifyRuleType(function, rule, isForward);
}

/// Wider than `hasCotangent`: a derivative through a complex value or a memref
/// of floats is followed, so that the sweep can say that it has no rule.
bool ad::mayBeActive(Type type) {
  return isa<FloatType, ComplexType>(getElementTypeOrSelf(type));
}

bool ad::hasCotangent(Type type) {
  return isa<FloatType>(getElementTypeOrSelf(type)) &&
         isa<FloatType, VectorType, RankedTensorType>(type);
}

Operation *ad::findRequest(Operation *op) {
  Operation *found = nullptr;
  op->walk([&](Operation *inner) {
    if (!isa<VJPOp, JVPOp>(inner))
      return WalkResult::advance();
    found = inner;
    return WalkResult::interrupt();
  });
  return found;
}

SmallVector<Type> ad::cotangentTypes(TypeRange types) {
  return llvm::to_vector(llvm::make_filter_range(types, hasCotangent));
}
