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

  /// Replaces the request, an `ad.vjp` or `ad.jvp`, by a call of the derivative
  /// it asks for. Requests inside the callee are answered first.
  LogicalResult answer(Operation *request);

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

  /// The forward derivative of `callee` by the arguments `wrt`:
  /// `jvp(args, tangents of wrt) -> (results if kept, tangents of `results`)`.
  /// Fails after an error at `loc` if it recurses.
  FailureOr<func::FuncOp> jvp(Location loc, func::FuncOp callee,
                              ArrayRef<unsigned> wrt,
                              ArrayRef<unsigned> results, bool keepPrimal);

  /// The function called `name`, or null.
  func::FuncOp lookup(StringRef name) {
    return symbols.lookup<func::FuncOp>(name);
  }

private:
  enum class Mode { Forward, Reverse };
  LogicalResult answerVJP(VJPOp request);
  LogicalResult answerJVP(JVPOp request);

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

  FailureOr<func::FuncOp> makeJVP(Location loc, func::FuncOp callee,
                                  ArrayRef<unsigned> wrt,
                                  ArrayRef<unsigned> results, bool keepPrimal);
  /// Puts the tangents into `function`, which holds the primal computation and
  /// whose last arguments are the tangents of the arguments `wrt`.
  LogicalResult addTangents(func::FuncOp function, ArrayRef<unsigned> wrt,
                            ArrayRef<unsigned> results, bool keepPrimal);

  /// Notes that the derivative of `callee` is under way; whoever is done with
  /// it takes the note back. Fails after an error at `loc` if it is already.
  LogicalResult enter(Location loc, func::FuncOp callee);

  /// Checks that the body of `callee`, which has no rule for `mode`, can be
  /// differentiated at `loc`, and answers the requests that it holds.
  LogicalResult prepare(Location loc, func::FuncOp callee, Mode mode);

  /// Fills `derivative`, of which the first arguments are those of `callee`,
  /// with the body of `callee`, or with a call of it if it has its own rule.
  static void buildPrimal(Location loc, func::FuncOp callee,
                          func::FuncOp derivative, bool hasRule);

  /// Adds a private function after `callee`, without a body.
  func::FuncOp declare(func::FuncOp callee, StringRef suffix,
                       FunctionType type);

  ModuleOp module;
  SymbolTable symbols;
  /// Functions being differentiated now; meeting one again is a recursion.
  llvm::SetVector<Operation *> underWay;
  std::map<Key, func::FuncOp> combined;
  std::map<Key, Split> splits;
  /// By callee, wrt, and if the primal is kept, then the results.
  std::map<Key, func::FuncOp> forwards;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_RULES_FUNCTIONDERIVATIVES_H
