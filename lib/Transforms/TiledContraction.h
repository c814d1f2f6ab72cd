//===- TiledContraction.h - Contractions in tiles of registers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_TILEDCONTRACTION_H
#define SNN_LIB_TRANSFORMS_TILEDCONTRACTION_H

#include "ContractionForm.h"

namespace mlir::snn {

/// Emits the loops of `contraction` over its operands where they lie: a tile of
/// the result stays in registers through the whole reduction.
void emitTiledContraction(OpBuilder &builder, const Contraction &contraction);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_TILEDCONTRACTION_H
