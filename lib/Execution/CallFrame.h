//===- CallFrame.h - Arguments and results as compiled code lays them out -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns arrays into the memory that the C interface of a function reads, and
// back.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_EXECUTION_CALLFRAME_H
#define SNN_LIB_EXECUTION_CALLFRAME_H

#include "snn/Execution/Signature.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::snn {

/// The packed arguments of one call of `_mlir_ciface_<function>`: a pointer to
/// each argument, where the argument for a tensor is a pointer to its memref
/// descriptor. Several results, or a tensor, are written through a first
/// argument; a lone scalar is written through a last one.
class CallFrame {
public:
  /// The arrays must outlive the frame.
  CallFrame(const Signature &types,
            ArrayRef<const ::snn::runtime::Array *> arguments);

  void **packed() { return pointers.data(); }

  /// Copies the results out and frees the buffers they came in. Call once,
  /// after the code has run.
  ::snn::runtime::Result<std::vector<::snn::runtime::Array>> takeResults();

private:
  const Signature &types;
  /// Memref descriptors of the arguments; inner vectors never move.
  std::vector<SmallVector<int64_t>> descriptors;
  std::vector<void *> descriptorAddresses;
  /// The struct of results, and where in it each result lies.
  std::vector<int64_t> results;
  SmallVector<size_t> offsets;
  void *resultsAddress = nullptr;
  SmallVector<void *> pointers;
};

} // namespace mlir::snn

#endif // SNN_LIB_EXECUTION_CALLFRAME_H
