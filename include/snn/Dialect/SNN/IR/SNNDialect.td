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
  }];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    /// Adds the surrogate attributes, which are defined in a file of their own.
    void registerSurrogates();
  }];
}

class SNN_Op<string mnemonic, list<Trait> traits = []>
    : Op<SNN_Dialect, mnemonic, traits>;

#endif // SNN_DIALECT_SNN_IR_SNNDIALECT_TD
