//===- SNNSurrogateInterface.td - What a surrogate can do -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNSURROGATEINTERFACE_TD
#define SNN_DIALECT_SNN_IR_SNNSURROGATEINTERFACE_TD

include "mlir/IR/OpBase.td"

def SNN_SurrogateAttrInterface : AttrInterface<"SurrogateAttrInterface"> {
  let cppNamespace = "::mlir::snn";
  let description = [{
    A formula g'(x) that stands for the derivative of the threshold at x = 0.
    Another dialect adds a surrogate by an attribute with this interface.
  }];
  let methods = [
    InterfaceMethod<[{
      Emits g'(x). `x` is a floating-point scalar, vector or ranked tensor; the
      result has its type.
    }],
    "::mlir::Value", "buildDerivative",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::Location":$loc,
         "::mlir::Value":$x)>,
    InterfaceMethod<[{
      The constants that `buildDerivative` emits. Each has to stay finite, and
      to stay other than zero, in the element type of x.
    }],
    "::llvm::SmallVector<double>", "getConstants", (ins)>
  ];
}

#endif // SNN_DIALECT_SNN_IR_SNNSURROGATEINTERFACE_TD
