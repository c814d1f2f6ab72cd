//===- Signature.h - Types of a compiled function -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function that arrays are passed to expects and gives.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_EXECUTION_SIGNATURE_H
#define SNN_EXECUTION_SIGNATURE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "snn/Runtime/Array.h"

namespace mlir::snn {

/// One argument or result: the array that stands for it in a file.
struct ValueSpec {
  /// The array's name: "arg0", "cot1", "res0", "grad2".
  std::string name;
  ::snn::runtime::ElementType type;
  /// ShapedType::kDynamic for any size; empty for scalars and rank-0 tensors.
  std::vector<int64_t> shape;
  /// Passed as a memref rather than by value.
  bool isTensor = false;
  /// Declared as spikes: nothing but 0 and 1 is accepted.
  bool isSpikes = false;

  /// "4x?xf32", for messages.
  std::string typeString() const;
};

/// The arguments and results of a function, in order.
struct Signature {
  std::vector<ValueSpec> arguments, results;
};

/// Where results lie in the memory that the C interface of a function fills,
/// and how many bytes that takes: one after the other as the fields of a C
/// struct do, tensors as memref descriptors.
struct ResultLayout {
  std::vector<size_t> offsets;
  size_t bytes = 0;
};
ResultLayout layOutResults(const Signature &signature);

/// Bytes of the memref descriptor of a tensor of this rank.
size_t descriptorBytes(size_t rank);

/// The attribute of an argument or result that names its array, where that is
/// not to be arg0, ... or res0, ...
inline constexpr llvm::StringLiteral arrayNameAttr = "snn.array_name";

/// The signature of `function`. Fails after an error at the function when a
/// type has no array: only ranked tensors and scalars of floats, integers and
/// index do.
FailureOr<Signature> signatureOf(func::FuncOp function);

/// Checks an array against what an argument expects; the error names the
/// argument, what was expected and what was found.
::snn::runtime::Status checkArray(const ValueSpec &expected,
                                  const ::snn::runtime::Array &found);

/// Gives `array`, as read from a file, the element type that `expected` has in
/// the program where a file cannot express it: uint16 as bf16, int64 as index,
/// unsigned integers as signless ones.
::snn::runtime::Status adoptType(const ValueSpec &expected,
                                 ::snn::runtime::Array &array);

} // namespace mlir::snn

#endif // SNN_EXECUTION_SIGNATURE_H
