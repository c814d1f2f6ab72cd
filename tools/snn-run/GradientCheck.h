//===- GradientCheck.h - A gradient against finite differences -*-  -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_TOOLS_SNN_RUN_GRADIENTCHECK_H
#define SNN_TOOLS_SNN_RUN_GRADIENTCHECK_H

#include "Inputs.h"
#include "Program.h"
#include <random>

namespace mlir::snn {

/// Compares directional derivatives of one function, in f64, with finite
/// differences in which stop-gradients and comparisons keep the values that
/// they had at the base point.
class GradientCheck {
public:
  /// One random direction of one argument.
  struct Row {
    unsigned argument;
    double gradient, difference, error;
  };

  /// Compiles the gradient by `wrt`, and the function with its decisions
  /// frozen. Fails after an error.
  static FailureOr<GradientCheck> compile(const ProgramOptions &options,
                                          ArrayRef<unsigned> wrt);

  /// The arrays of the entry, in its own types.
  const Signature &signature() const { return types; }

  /// Checks `directions` directions of each argument at `inputs`.
  ::snn::runtime::Result<std::vector<Row>> run(const Inputs &inputs,
                                               int directions, uint64_t seed);

private:
  using Array = ::snn::runtime::Array;
  using Arrays = std::vector<Array>;

  /// The weighted sum of the results, with `step` times `direction` added to
  /// argument number `argument`.
  ::snn::runtime::Result<double> valueAt(Arrays &inputs, unsigned argument,
                                         const Array &direction, double step);
  ::snn::runtime::Result<Row> checkDirection(Arrays &inputs, unsigned argument,
                                             const Array &gradient,
                                             std::mt19937_64 &random);
  ::snn::runtime::Status prepareCotangents(const Arrays &inputs,
                                           std::mt19937_64 &random);

  Signature types;
  std::vector<unsigned> wrt;
  std::unique_ptr<CompiledFunction> gradient, frozen;
  /// A random weight for each element of each differentiable result.
  Arrays cotangents;
  /// Sum of the magnitudes of the weighted results at the base point.
  double magnitude = 0;
};

} // namespace mlir::snn

#endif // SNN_TOOLS_SNN_RUN_GRADIENTCHECK_H
