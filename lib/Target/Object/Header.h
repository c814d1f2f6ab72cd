//===- Header.h - The header of an object file -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TARGET_OBJECT_HEADER_H
#define SNN_LIB_TARGET_OBJECT_HEADER_H

#include "CFunction.h"

namespace mlir::snn {

/// What a header says of the whole object.
struct ObjectFacts {
  /// LLVM's name of the machine.
  std::string cpu;
  bool needsOpenMP = false;
};

/// C99 and C++: declares `functions`, with the types, sizes and strides of what
/// they take and give. `fileName` makes the include guard.
std::string printHeader(ArrayRef<CFunction> functions, const ObjectFacts &facts,
                        StringRef fileName);

} // namespace mlir::snn

#endif // SNN_LIB_TARGET_OBJECT_HEADER_H
