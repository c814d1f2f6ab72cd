//===- Toy.td - A dialect of somebody else's -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ops that know nothing of `ad`: rules are given to them from outside.
//
//===----------------------------------------------------------------------===//

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Toy_Dialect : Dialect {
  let name = "toy";
  let cppNamespace = "::toy";
}

class Toy_Op<string mnemonic, list<Trait> traits = []>
    : Op<Toy_Dialect, mnemonic, !listconcat([Pure, SameOperandsAndResultType], traits)> {
  let results = (outs F64:$result);
}

class Toy_UnaryOp<string mnemonic> : Toy_Op<mnemonic> {
  let arguments = (ins F64:$x);
  let assemblyFormat = "$x attr-dict";
}

/// log(1 + exp(x))
def SoftplusOp : Toy_UnaryOp<"softplus">;

/// base x^2 + weight x, with `base` a constant of the op
def PolynomialOp : Toy_Op<"polynomial"> {
  let arguments = (ins F64:$x, F64:$weight, F64Attr:$base);
  let assemblyFormat = "$x `,` $weight `base` $base attr-dict";
}

/// A family: each multiplies by the number in its name.
def TwiceOp : Toy_UnaryOp<"times_2">;
def ThriceOp : Toy_UnaryOp<"times_3">;

/// The largest whole number below x: nobody gives it a rule.
def FloorOp : Toy_UnaryOp<"floor">;
