//===- Audio.h - The dialect of another compiler -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef AUDIO_H
#define AUDIO_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Pass/Pass.h"

namespace audio {
/// Of ops that are linear, and their own transpose.
template <typename ConcreteOp>
class Linear : public mlir::OpTrait::TraitBase<ConcreteOp, Linear> {};
} // namespace audio

#include "AudioDialect.h.inc"

#define GET_OP_CLASSES
#include "AudioOps.h.inc"

namespace audio {
/// Replaces every op of the dialect by `arith` and `math` on tensors.
std::unique_ptr<mlir::Pass> createLowerAudioPass();
} // namespace audio

#endif // AUDIO_H
