//===- PackedContraction.h - Contractions in packed blocks ------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_PACKEDCONTRACTION_H
#define SNN_LIB_TRANSFORMS_PACKEDCONTRACTION_H

#include "ContractionForm.h"

namespace mlir::snn {

/// Whether a contraction is so large that blocks of it are copied into
/// contiguous memory and shared among threads; `AtRunTime` if a size that is
/// not known decides.
enum class Packing { Never, AtRunTime, Always };
Packing choosePacking(const Contraction &contraction);

/// True, at run time, if the sizes of `contraction` are such.
Value emitPackingPays(OpBuilder &builder, const Contraction &contraction);

/// Emits `contraction` in blocks, after Goto and van de Geijn, "Anatomy of
/// high-performance matrix multiplication" (2008): the right side is packed a
/// block of the reduction at a time, threads take blocks of the result, pack
/// their rows of the left side, and go through them in tiles of registers. Each
/// element adds its products in the same order whatever the number of threads.
/// Has to stand outside of parallel loops.
void emitPackedContraction(OpBuilder &builder, const Contraction &contraction);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_PACKEDCONTRACTION_H
