//===- NeuronTypes.cpp - Result types of the neuron ops -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

/// Every result has the type of the current: the spikes, the states, and all
/// but the last of the history.
static void inferNeuronTypes(Type current, unsigned numStates,
                             unsigned numHistory,
                             SmallVectorImpl<Type> &types) {
  unsigned numDelayed = numHistory ? numHistory - 1 : 0;
  types.append(1 + numStates + numDelayed, current);
}

LogicalResult LIOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                     Adaptor adaptor,
                                     SmallVectorImpl<Type> &types) {
  types.push_back(adaptor.getCurrent().getType());
  return success();
}

/// The inference of a spiking neuron with a number of states.
#define INFER_SPIKING(OpTy, numStates)                                         \
  LogicalResult OpTy::inferReturnTypes(MLIRContext *, std::optional<Location>, \
                                       Adaptor adaptor,                        \
                                       SmallVectorImpl<Type> &types) {         \
    inferNeuronTypes(adaptor.getCurrent().getType(), numStates,                \
                     adaptor.getHistory().size(), types);                      \
    return success();                                                          \
  }
INFER_SPIKING(LIFOp, 1)
INFER_SPIKING(ALIFOp, 2)
INFER_SPIKING(CubaLIFOp, 2)
INFER_SPIKING(RFOp, 2)
INFER_SPIKING(BRFOp, 3)
#undef INFER_SPIKING
