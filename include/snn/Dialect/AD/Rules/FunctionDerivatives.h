//===- FunctionDerivatives.h - Derivatives of functions ---------*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_RULES_FUNCTIONDERIVATIVES_H
#define SNN_DIALECT_AD_RULES_FUNCTIONDERIVATIVES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/SymbolTable.h"
#include "snn/Dialect/AD/IR/AD.h"
#include "llvm/ADT/SetVector.h"
#include <map>

namespace mlir::ad {

/// Makes derivatives of the functions of one module and remembers them by
/// callee, arguments, results and mode.
class FunctionDerivatives {
public:
  explicit FunctionDerivatives(ModuleOp module)
      : module(module), symbols(module) {}

  /// Replaces the request by a call of the derivative it asks for. Requests
  /// inside the callee are answered first.
  LogicalResult answer(VJPOp request);

  /// The two halves of a derivative for callers that keep them apart:
  /// `forward(args) -> (results, residuals)` and
  /// `reverse(cotangents, kept) -> cotangents of wrt`.
  struct Split {
    func::FuncOp forward, reverse;
    /// Where each kept value comes from: an argument of the call, or else the
    /// next residual that `forward` returns.
    SmallVector<std::optional<unsigned>> keptArgs;
  };

  /// Splits `callee`, differentiated by the arguments `wrt`, given cotangents
  /// of the results `seeded`. Fails after an error at `loc` if it recurses.
  FailureOr<Split> split(Location loc, func::FuncOp callee,
                         ArrayRef<unsigned> wrt, ArrayRef<unsigned> seeded);

  /// The function called `name`, or null.
  func::FuncOp lookup(StringRef name) {
    return symbols.lookup<func::FuncOp>(name);
  }

private:
  using Key =
      std::tuple<Operation *, SmallVector<unsigned>, SmallVector<unsigned>>;

  FailureOr<func::FuncOp> makeVJP(Location loc, func::FuncOp callee,
                                  ArrayRef<unsigned> wrt, bool keepPrimal);
  /// Appends the reverse to `function`, which holds the primal computation and
  /// whose arguments from number `numPrimalArgs` on are the cotangents.
  LogicalResult appendReverse(func::FuncOp function, unsigned numPrimalArgs,
                              ArrayRef<unsigned> wrt, bool keepPrimal);
  FailureOr<Split> makeSplit(func::FuncOp callee, ArrayRef<unsigned> wrt,
                             ArrayRef<unsigned> seeded);

  /// Checks that `callee` can be differentiated at `loc`, and answers the
  /// requests that it holds.
  LogicalResult prepare(Location loc, func::FuncOp callee);

  /// Adds a private function after `callee`, without a body.
  func::FuncOp declare(func::FuncOp callee, StringRef suffix,
                       FunctionType type);

  ModuleOp module;
  SymbolTable symbols;
  /// Functions being differentiated now; meeting one again is a recursion.
  llvm::SetVector<Operation *> underWay;
  std::map<Key, func::FuncOp> combined;
  std::map<Key, Split> splits;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_FUNCTIONDERIVATIVES_H
