//===- BufferizableOpInterfaceImpl.h - Ops of snn on buffers -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H
#define SNN_DIALECT_SNN_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H

namespace mlir {
class DialectRegistry;

namespace snn {
/// Lets one-shot bufferization take `snn.spike_matmul`, which adds to its
/// destination in place as the ops of linalg do.
void registerBufferizableOpInterfaceExternalModels(DialectRegistry &registry);
} // namespace snn
} // namespace mlir

#endif // SNN_DIALECT_SNN_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H
