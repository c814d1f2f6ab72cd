//===- Audio.td - The dialect of another compiler -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Effects on signals. Nothing here knows of derivatives.
//
//===----------------------------------------------------------------------===//

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Audio_Dialect : Dialect {
  let name = "audio";
  let cppNamespace = "::audio";
}

/// On ops that are linear, and their own transpose.
def Audio_Linear : NativeOpTrait<"Linear"> {
  let cppNamespace = "::audio";
}

class Audio_Op<string mnemonic, list<Trait> traits = []>
    : Op<Audio_Dialect, mnemonic, !listconcat([Pure, SameOperandsAndResultType], traits)> {
  let results = (outs StaticShapeTensorOf<[AnyFloat]>:$result);
}

def SoftClipOp : Audio_Op<"soft_clip"> {
  let summary = "x - curve x^3";
  let arguments = (ins StaticShapeTensorOf<[AnyFloat]>:$x, F64Attr:$curve);
  let assemblyFormat = "$x `curve` $curve attr-dict `:` type($x)";
}

def GainOp : Audio_Op<"gain", [Audio_Linear]> {
  let summary = "x times a number";
  let arguments = (ins StaticShapeTensorOf<[AnyFloat]>:$x, F64Attr:$factor);
  let assemblyFormat = "$x `by` $factor attr-dict `:` type($x)";
}

def InvertOp : Audio_Op<"invert", [Audio_Linear]> {
  let summary = "-x";
  let arguments = (ins StaticShapeTensorOf<[AnyFloat]>:$x);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}

def QuantizeOp : Audio_Op<"quantize"> {
  let summary = "the nearest multiple of 1/steps";
  let arguments = (ins StaticShapeTensorOf<[AnyFloat]>:$x, F64Attr:$steps);
  let assemblyFormat = "$x `steps` $steps attr-dict `:` type($x)";
}
