//===- Object.h - Object files for C programs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles functions ahead of time: an object file with a C function for each,
// and the header that declares them.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TARGET_OBJECT_OBJECT_H
#define SNN_TARGET_OBJECT_OBJECT_H

#include "snn/Execution/LowerEntry.h"
#include <optional>

namespace mlir::snn {

/// A function that C gets to call.
struct ObjectEntry {
  /// What C calls it.
  std::string name;
  /// A function of the module, with a body.
  std::string function;
  /// If set, the gradient of the function by these arguments is meant.
  std::optional<SmallVector<unsigned>> wrt;
};

/// The bytes of an object file and of its header.
struct CompiledObject {
  std::string object, header;
};

/// Compiles `entries` of a module, which stays as it is. Each becomes what
/// `CompiledFunction` would make of it, behind a C function that checks its
/// arguments and gives an error as text. The object is position-independent,
/// needs a C library and libm, where a loop has threads also OpenMP, and has no
/// symbols but the names of the entries. `headerName` is what the header will
/// be called, for its include guard. Fails after an error.
FailureOr<CompiledObject> compileObject(ModuleOp module,
                                        ArrayRef<ObjectEntry> entries,
                                        const CompileOptions &options,
                                        StringRef headerName);

/// An error at `function` unless C and C++ take `name` for the name of a
/// function that their libraries do not have.
LogicalResult checkCName(func::FuncOp function, StringRef name);

} // namespace mlir::snn

#endif // SNN_TARGET_OBJECT_OBJECT_H
