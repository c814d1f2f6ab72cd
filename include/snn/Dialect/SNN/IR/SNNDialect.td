//===- SNNDialect.td - The dialect and the class of its ops -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNDIALECT_TD
#define SNN_DIALECT_SNN_IR_SNNDIALECT_TD

include "mlir/IR/OpBase.td"

def SNN_Dialect : Dialect {
  let name = "snn";
  let cppNamespace = "::mlir::snn";
  let summary = "Spiking networks: time loops, spikes and neurons";
  // Canonicalization makes sizes, casts and empty stacks; the body of a
  // contraction ends as linalg's do.
  let dependentDialects = ["::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let description = [{
    What a spiking network needs beside upstream's dialects: the loop over
    time, the threshold with its surrogate gradient, and named neuron
    equations. Synapses are `linalg` ops and elementwise mathematics is `arith`
    and `math` on tensors; a neuron of the user's own is such arithmetic in the
    body of a time loop.

    An argument that holds spikes is of type `i1`, or says so by the attribute
    `snn.spikes`: `%x: tensor<28x4xf32> {snn.spikes}`. Who calls the function
    answers for it; `snn-run` refuses arrays with other values than 0 and 1.
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasRegionArgAttrVerify = 1;
  let extraClassDeclaration = [{
    /// A unit attribute of an argument, of floats: each is 0 or 1. It counts on
    /// what a program is called by, where it is checked.
    static constexpr ::llvm::StringLiteral kSpikesAttrName = "snn.spikes";

    /// Adds the surrogate attributes, which are defined in a file of their own.
    void registerSurrogates();
  }];
}

class SNN_Op<string mnemonic, list<Trait> traits = []>
    : Op<SNN_Dialect, mnemonic, traits>;

#endif // SNN_DIALECT_SNN_IR_SNNDIALECT_TD
