//===- DecomposeNeurons.cpp - Turns neuron steps into arithmetic and snn.spike
//-*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NeuronArithmetic.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "snn/Dialect/SNN/Transforms/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_DECOMPOSENEURONSPASS
#include "snn/Dialect/SNN/Transforms/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The current with what the recurrent weights make of the oldest spikes of the
/// history, which is what `delay` asks for.
template <typename OpTy>
static Value totalCurrent(NeuronArithmetic &n, OpTy op) {
  if (!op.getWeights())
    return op.getCurrent();
  return n.recur(op.getCurrent(), op.getHistory().back(), op.getWeights());
}

/// The results of a step: spikes, states, and the history but for its oldest.
template <typename OpTy>
static SmallVector<Value> withDelayed(OpTy op, SmallVector<Value> results) {
  if (!op.getHistory().empty())
    llvm::append_range(results, op.getHistory().drop_back());
  return results;
}

/// The spikes of `membrane` above `threshold`, and the states after the reset.
/// A reset to zero takes all `states`, one by subtraction the first alone.
template <typename OpTy>
static Value fire(NeuronArithmetic &n, OpTy op, Value threshold,
                  MutableArrayRef<Value> states) {
  auto resetBy = [&](Value spikes) {
    if (op.getReset() == Reset::None)
      return;
    if (op.getDetachReset())
      spikes = n.stopGradient(spikes);
    bool all = op.getReset() == Reset::Zero;
    for (Value &state : all ? states : states.take_front())
      state = n.reset(state, spikes, threshold, op.getReset());
  };
  if (op.getResetOrder() == ResetOrder::Before)
    resetBy(op.getPrevious());
  Value z = n.spike(n.sub(states.front(), threshold), op.getComparison(),
                    op.getSurrogate());
  if (op.getResetOrder() == ResetOrder::After)
    resetBy(z);
  return z;
}

//===----------------------------------------------------------------------===//
// One function for each neuron, as its description has it
//===----------------------------------------------------------------------===//

/// u' = leak(decay, u, I), which no spike resets: a readout.
static SmallVector<Value> decompose(LIOp op, NeuronArithmetic &n) {
  return {n.leak(n.spread(op.getDecay()), op.getMembrane(), op.getCurrent(),
                 op.getInputGain())};
}

/// u' = leak(decay, u, I + z W); z' = [u' > threshold]; reset of u' by z'.
static SmallVector<Value> decompose(LIFOp op, NeuronArithmetic &n) {
  Value current = totalCurrent(n, op);
  Value u = n.leak(n.spread(op.getDecay()), op.getMembrane(), current,
                   op.getInputGain());
  Value z = fire(n, op, n.spread(op.getThreshold()), u);
  return withDelayed(op, {z, u});
}

/// theta = threshold + strength a; z' = [u' > theta]; a' = leak(adaptation
/// decay, a, z'). The threshold reads the adaptation of the step before.
static SmallVector<Value> decompose(ALIFOp op, NeuronArithmetic &n) {
  Value a = op.getAdaptation();
  Value theta =
      n.add(n.spread(op.getThreshold()), n.mul(n.spread(op.getStrength()), a));
  Value current = totalCurrent(n, op);
  Value u = n.leak(n.spread(op.getDecay()), op.getMembrane(), current,
                   op.getInputGain());
  Value z = fire(n, op, theta, u);
  Value rho = n.spread(op.getAdaptationDecay());
  // As the papers write it; `leak` would round otherwise.
  Value next = op.getAdaptationGain() == Gain::OneMinusDecay
                   ? n.add(n.mul(rho, a), n.mul(n.sub(n.constant(1.0), rho), z))
                   : n.leak(rho, a, z, op.getAdaptationGain());
  return withDelayed(op, {z, u, next});
}

/// i' = leak(synaptic decay, i, I); u' = leak(decay, u, i'), or by i where the
/// synapse is delayed.
static SmallVector<Value> decompose(CubaLIFOp op, NeuronArithmetic &n) {
  Value current = totalCurrent(n, op);
  Value synapse = n.leak(n.spread(op.getSynapticDecay()), op.getSynapse(),
                         current, op.getInputGain());
  Value input = op.getDelaySynapse() ? op.getSynapse() : synapse;
  Value u = n.leak(n.spread(op.getDecay()), op.getMembrane(), input,
                   op.getMembraneGain());
  Value z = fire(n, op, n.spread(op.getThreshold()), u);
  return withDelayed(op, {z, synapse, u});
}

/// u + b u dt - w v dt + J dt and v + w u dt + b v dt, in this order of terms.
template <typename OpTy>
static std::pair<Value, Value> rotate(NeuronArithmetic &n, OpTy op, Value b,
                                      Value w, Value dt) {
  Value u = op.getMembrane(), v = op.getQuadrature();
  Value current = totalCurrent(n, op);
  Value damped = n.add(u, n.mul(n.mul(b, u), dt));
  Value turned = n.sub(damped, n.mul(n.mul(w, v), dt));
  Value nextU = n.add(turned, n.mul(current, dt));
  Value crossed = n.add(v, n.mul(n.mul(w, u), dt));
  Value nextV = n.add(crossed, n.mul(n.mul(b, v), dt));
  return {nextU, nextV};
}

/// (u, v) is a damped rotation by the angular frequency w, stepped by Euler's
/// method with dt; z' = [u' > threshold].
static SmallVector<Value> decompose(RFOp op, NeuronArithmetic &n) {
  Value dt = n.constant(op.getDt().convertToDouble());
  auto [u, v] =
      rotate(n, op, n.spread(op.getDamping()), n.spread(op.getFrequency()), dt);
  Value states[] = {u, v};
  Value z = fire(n, op, n.spread(op.getThreshold()), states);
  return withDelayed(op, {z, states[0], states[1]});
}

/// The damping is b = p(w) - |offset| - q, with p(w) = (-1 + sqrt(1 - (dt
/// w)^2)) / dt the boundary beyond which Euler's method diverges; q is the
/// refractory period, q' = decay q + z', and raises the threshold too.
static SmallVector<Value> decompose(BRFOp op, NeuronArithmetic &n) {
  Value dt = n.constant(op.getDt().convertToDouble());
  Value one = n.constant(1.0), q = op.getRefractory();
  Value w = n.abs(n.spread(op.getFrequency()));
  Value turn = n.mul(dt, w);
  Value root = n.sqrt(n.sub(one, n.mul(turn, turn)));
  Value bound = n.div(n.sub(root, one), dt);
  Value offset = n.abs(n.spread(op.getDamping()));
  Value b = n.sub(n.sub(bound, offset), q);
  auto [u, v] = rotate(n, op, b, w, dt);
  Value distance = n.sub(n.sub(u, n.spread(op.getThreshold())), q);
  Value z = n.spike(distance, op.getComparison(), op.getSurrogate());
  Value kept = n.mul(n.spread(op.getRefractoryDecay(), 0.9), q);
  return withDelayed(op, {z, u, v, n.add(kept, z)});
}

namespace {
template <typename OpTy> struct DecomposeNeuron : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    NeuronArithmetic arithmetic(rewriter, op.getLoc(), op.getCurrent());
    rewriter.replaceOp(op, decompose(op, arithmetic));
    return success();
  }
};

struct DecomposeNeuronsPass
    : snn::impl::DecomposeNeuronsPassBase<DecomposeNeuronsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateDecomposeNeuronsPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace

void snn::populateDecomposeNeuronsPatterns(RewritePatternSet &patterns) {
  patterns.add<DecomposeNeuron<LIOp>, DecomposeNeuron<LIFOp>,
               DecomposeNeuron<ALIFOp>, DecomposeNeuron<CubaLIFOp>,
               DecomposeNeuron<RFOp>, DecomposeNeuron<BRFOp>>(
      patterns.getContext());
}
