//===- DerivativeContext.cpp - What rules of both modes see ---------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/AD/Rules/DerivativeContext.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;
using namespace mlir::ad;

Operation *ad::findWrite(Operation &op, const Activity &activity) {
  Operation *found = nullptr;
  op.walk<WalkOrder::PreOrder>([&](Operation *inner) {
    bool known = isMemoryEffectFree(inner) ||
                 hasSingleEffect<MemoryEffects::Read>(inner) ||
                 inner->hasTrait<OpTrait::HasRecursiveMemoryEffects>() ||
                 inner->hasTrait<OpTrait::IsTerminator>();
    // A function that gives something back is taken to be called for that,
    // unless it is handed a buffer.
    bool isQuery =
        isa<CallOpInterface>(inner) && inner->getNumResults() != 0 &&
        llvm::none_of(inner->getOperandTypes(), llvm::IsaPred<BaseMemRefType>);
    if (known || isQuery || llvm::none_of(inner->getOperands(), [&](Value v) {
          return activity.isVaried(v);
        }))
      return WalkResult::advance();
    found = inner;
    return WalkResult::interrupt();
  });
  return found;
}

LogicalResult ad::emitNoRule(Operation &op, bool isForward) {
  InFlightDiagnostic error = op.emitError("no ")
                             << (isForward ? "forward " : "")
                             << "derivative rule for '" << op.getName()
                             << "', which a derivative flows through";
  error.attachNote() << "give it a rule by an external model of "
                     << (isForward ? "Forward" : "Reverse")
                     << "DifferentiableOpInterface, by a fallback rule for its "
                        "family, or put it in a function with the attribute '"
                     << (isForward ? ADDialect::kForwardRuleAttrName
                                   : ADDialect::kRuleAttrName)
                     << " = @rule'; or cut the derivative with "
                        "'ad.stop_gradient'";
  return error;
}

LogicalResult DerivativeContext::requireCotangents(Operation *op,
                                                   ValueRange values) const {
  for (Value value : values)
    if (isActive(value) && !hasCotangent(value.getType()))
      return op->emitError("no derivative rule for '")
             << op->getName() << "' with an active value of type "
             << value.getType()
             << ": expected floating-point scalars, vectors or ranked tensors";
  return success();
}

Type ad::withElements(Type type, Type elementType) {
  if (!elementType)
    return type;
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped ? Type(shaped.clone(elementType)) : elementType;
}

Value DerivativeContext::empty(Value value, Type elementType) {
  auto type =
      cast<RankedTensorType>(withElements(value.getType(), elementType));
  // Sizes may turn out to be constants; the type stays that of the value.
  SmallVector<Value> dynamic;
  if (!type.hasStaticShape())
    for (auto [index, size] : llvm::enumerate(shape(value)))
      if (type.isDynamicDim(index))
        dynamic.push_back(
            getValueOrCreateConstantIndexOp(builder, value.getLoc(), size));
  return tensor::EmptyOp::create(builder, value.getLoc(), type, dynamic);
}

/// A constant for scalars, vectors and tensors of rank 0; else a fill, which
/// bufferizes in place where a constant would need a copy.
Value DerivativeContext::zero(Value value, Type elementType) {
  Location loc = value.getLoc();
  Type type = withElements(value.getType(), elementType);
  auto tensorType = dyn_cast<RankedTensorType>(type);
  if (!tensorType || tensorType.getRank() == 0)
    return arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  Value scalar = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(tensorType.getElementType()));
  Value memory = empty(value, elementType);
  return linalg::FillOp::create(builder, loc, scalar, memory).getResult(0);
}

Value ad::sameShapedOperand(Value value) {
  auto result = dyn_cast<OpResult>(value);
  if (!result)
    return {};
  Operation *owner = result.getOwner();
  auto hasShape = [&](Value operand) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    return type && type.getShape() ==
                       cast<RankedTensorType>(value.getType()).getShape();
  };
  SmallVector<Value> candidates;
  if (auto style = dyn_cast<DestinationStyleOpInterface>(owner))
    candidates.push_back(style.getTiedOpOperand(result)->get());
  else if (OpTrait::hasElementwiseMappableTraits(owner))
    llvm::append_range(candidates, owner->getOperands());
  auto *found = llvm::find_if(candidates, hasShape);
  return found == candidates.end() ? Value() : *found;
}
