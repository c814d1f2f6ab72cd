//===- CheckpointPolicy.h - How long a tape is kept -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop with checkpoints keeps its carried state at the beginning of each
// segment of its steps alone; the tape of a segment is written just before the
// reverse loop needs it. Here it is decided how long the segments are.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_CHECKPOINTPOLICY_H
#define SNN_DIALECT_AD_ANALYSIS_CHECKPOINTPOLICY_H

#include "mlir/IR/Types.h"
#include "mlir/Support/LLVM.h"
#include "llvm/Support/CommandLine.h"

namespace mlir::ad {

/// What a user asks for.
struct CheckpointPolicy {
  enum class Kind {
    None, ///< the whole tape is kept
    Auto, ///< by bytes
    Sqrt, ///< as many segments as steps in each
    Fixed ///< `steps` steps in each
  };
  Kind kind = Kind::Auto;
  int64_t steps = 0;
};

/// Prints a policy as the option is written: none, auto, sqrt or a number.
raw_ostream &operator<<(raw_ostream &os, const CheckpointPolicy &policy);

/// What the decision depends on: types alone, so that it is the same on every
/// machine.
struct TapeSizes {
  /// The number of steps; dynamic if no type tells it.
  int64_t steps;
  /// Bytes of one step's tape, and of the state that one checkpoint holds.
  int64_t tapeBytes, stateBytes;
};

/// Bytes that a value of `type` takes in memory, where a bit takes a byte;
/// dynamic sizes count as in `tapeBits`.
int64_t storedBytes(Type type);

/// The number of steps in a segment, or dynamic if it is the root of a number
/// of steps that is known at run time only. Nothing if there is to be a single
/// tape.
std::optional<int64_t> chooseSegmentLength(CheckpointPolicy policy,
                                           TapeSizes sizes);

} // namespace mlir::ad

namespace llvm::cl {
/// Reads `checkpoint=none|auto|sqrt|N`.
template <>
class parser<mlir::ad::CheckpointPolicy>
    : public basic_parser<mlir::ad::CheckpointPolicy> {
public:
  using basic_parser::basic_parser;
  bool parse(Option &option, StringRef name, StringRef text,
             mlir::ad::CheckpointPolicy &policy);
  StringRef getValueName() const override { return "none|auto|sqrt|N"; }
  /// For -print-options.
  void printOptionDiff(const Option &option,
                       const mlir::ad::CheckpointPolicy &policy,
                       const OptionValue<mlir::ad::CheckpointPolicy> &usual,
                       size_t width) const;
};
} // namespace llvm::cl

#endif // SNN_DIALECT_AD_ANALYSIS_CHECKPOINTPOLICY_H
