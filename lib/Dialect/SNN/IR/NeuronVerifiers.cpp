//===- NeuronVerifiers.cpp - Constraints of the neuron ops that ODS cannot say
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "snn/Dialect/SNN/IR/SNN.h"

using namespace mlir;
using namespace mlir::snn;

/// (neuron_c1) A parameter is a scalar, or a tensor whose shape is the trailing
/// part of that of the states; of their element type.
static LogicalResult verifyParameter(Operation *op, StringRef name,
                                     Value parameter, Type state) {
  if (!parameter)
    return success();
  Type type = parameter.getType(), element = getElementTypeOrSelf(state);
  if (getElementTypeOrSelf(type) != element)
    return op->emitOpError("expects ")
           << name << " to have element type " << element << ", got " << type
           << " (neuron_c1)";
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return success();
  auto stateTensor = dyn_cast<RankedTensorType>(state);
  ArrayRef<int64_t> sizes =
      stateTensor ? stateTensor.getShape() : ArrayRef<int64_t>();
  if (tensor.getRank() <= static_cast<int64_t>(sizes.size()) && stateTensor &&
      succeeded(verifyCompatibleShape(tensor.getShape(),
                                      sizes.take_back(tensor.getRank()))))
    return success();
  return op->emitOpError("expects ")
         << name << " to be a scalar or to have the trailing sizes of " << state
         << ", got " << type << " (neuron_c1)";
}

/// (neuron_c2) Spikes of the step before have the type of the states, and are
/// given exactly when the reset is by them.
template <typename OpTy> static LogicalResult verifyReset(OpTy op) {
  Value previous = op.getPrevious();
  if (previous && previous.getType() != op.getCurrent().getType())
    return op.emitOpError("expects previous spikes of type ")
           << op.getCurrent().getType() << ", got " << previous.getType()
           << " (neuron_c2)";
  bool before = op.getResetOrder() == ResetOrder::Before;
  if (before && op.getReset() == Reset::None)
    return op.emitOpError("expects a reset other than 'none' to put before "
                          "the comparison (neuron_c2)");
  if (before && !previous)
    return op.emitOpError("expects previous(..), the spikes that a reset "
                          "before the comparison is by (neuron_c2)");
  if (!before && previous)
    return op.emitOpError(
        "expects previous(..) only with 'order before' (neuron_c2)");
  return success();
}

/// (neuron_c3) The history has one entry for each step of the delay.
/// (neuron_c4) Its entries have the type of the states, a tensor.
/// (neuron_c5) The weights are [N, N] of the states' element type.
template <typename OpTy> static LogicalResult verifyRecurrence(OpTy op) {
  auto history = op.getHistory();
  uint64_t delay = op.getRecurrenceDelay();
  if (history.empty()) {
    if (op.getWeights())
      return op.emitOpError("expects recurrent weights together with the "
                            "spikes of the steps before (neuron_c5)");
    if (delay != 1)
      return op.emitOpError("expects recurrent(..) with 'delay ")
             << delay << "' (neuron_c3)";
    return success();
  }
  if (history.size() != delay)
    return op.emitOpError("expects the spikes of the last ")
           << delay << " steps, as 'delay' says, got " << history.size()
           << " (neuron_c3)";
  auto state = dyn_cast<RankedTensorType>(op.getCurrent().getType());
  if (!state || state.getRank() == 0)
    return op.emitOpError("expects states of rank 1 or more to be recurrent, "
                          "got ")
           << op.getCurrent().getType() << " (neuron_c4)";
  for (Value spikes : history)
    if (spikes.getType() != state)
      return op.emitOpError("expects spikes of the steps before of type ")
             << state << ", got " << spikes.getType() << " (neuron_c4)";
  int64_t n = state.getShape().back();
  if (!op.getWeights())
    return op.emitOpError("expects recurrent weights together with the spikes "
                          "of the steps before (neuron_c5)");
  auto weights = cast<RankedTensorType>(op.getWeights().getType());
  if (weights.getElementType() != state.getElementType() ||
      failed(verifyCompatibleShape(weights.getShape(), {n, n})))
    return op.emitOpError("expects recurrent weights of type ")
           << RankedTensorType::get({n, n}, state.getElementType()) << ", got "
           << weights << " (neuron_c5)";
  return success();
}

/// (neuron_c6) The constant dt is finite and greater than 0.
template <typename OpTy> static LogicalResult verifyTimeStep(OpTy op) {
  const APFloat &dt = op.getDt();
  if (dt.isFinite() && !dt.isNegative() && !dt.isZero())
    return success();
  return op.emitOpError("expects dt to be finite and greater than 0, got ")
         << dt.convertToDouble() << " (neuron_c6)";
}

/// What every spiking neuron is checked for; (spike_c4) for its surrogate.
template <typename OpTy> static LogicalResult verifySpiking(OpTy op) {
  Type state = op.getCurrent().getType();
  return success(
      succeeded(verifyParameter(op, "threshold", op.getThreshold(), state)) &&
      succeeded(verifyRecurrence(op)) &&
      succeeded(verifySurrogate(op, op.getSurrogate(), state)));
}

/// What constrains types and attributes in ODS is checked before; here is only
/// what relates operands to each other.
LogicalResult LIOp::verify() {
  return verifyParameter(*this, "decay", getDecay(), getCurrent().getType());
}

LogicalResult LIFOp::verify() {
  return success(succeeded(verifyParameter(*this, "decay", getDecay(),
                                           getCurrent().getType())) &&
                 succeeded(verifyReset(*this)) &&
                 succeeded(verifySpiking(*this)));
}

LogicalResult ALIFOp::verify() {
  Type state = getCurrent().getType();
  return success(
      succeeded(verifyParameter(*this, "decay", getDecay(), state)) &&
      succeeded(verifyParameter(*this, "adaptation_decay", getAdaptationDecay(),
                                state)) &&
      succeeded(verifyParameter(*this, "strength", getStrength(), state)) &&
      succeeded(verifyReset(*this)) && succeeded(verifySpiking(*this)));
}

LogicalResult CubaLIFOp::verify() {
  Type state = getCurrent().getType();
  return success(
      succeeded(verifyParameter(*this, "synaptic_decay", getSynapticDecay(),
                                state)) &&
      succeeded(verifyParameter(*this, "decay", getDecay(), state)) &&
      succeeded(verifyReset(*this)) && succeeded(verifySpiking(*this)));
}

LogicalResult RFOp::verify() {
  Type state = getCurrent().getType();
  return success(
      succeeded(verifyParameter(*this, "frequency", getFrequency(), state)) &&
      succeeded(verifyParameter(*this, "damping", getDamping(), state)) &&
      succeeded(verifyTimeStep(*this)) && succeeded(verifyReset(*this)) &&
      succeeded(verifySpiking(*this)));
}

LogicalResult BRFOp::verify() {
  Type state = getCurrent().getType();
  return success(
      succeeded(verifyParameter(*this, "frequency", getFrequency(), state)) &&
      succeeded(verifyParameter(*this, "damping", getDamping(), state)) &&
      succeeded(verifyParameter(*this, "refractory_decay", getRefractoryDecay(),
                                state)) &&
      succeeded(verifyTimeStep(*this)) && succeeded(verifySpiking(*this)));
}
