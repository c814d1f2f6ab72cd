//===- SizeSources.h - What a size of a tensor is equal to -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_ANALYSIS_SIZESOURCES_H
#define SNN_DIALECT_AD_ANALYSIS_SIZESOURCES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::ad {

/// A number, an index value, or a size of a tensor.
struct SizeSource {
  static SizeSource constant(int64_t number) { return {Value(), number}; }
  static SizeSource index(Value value) { return {value, kIndex}; }
  static SizeSource dim(Value tensor, int64_t dim) { return {tensor, dim}; }

  bool isConstant() const { return !value; }
  bool isIndex() const { return value && number == kIndex; }
  bool isDim() const { return value && number != kIndex; }

  bool operator==(const SizeSource &other) const {
    return value == other.value && number == other.number;
  }

  /// Null for a constant.
  Value value;
  /// The constant, or the number of the dimension.
  int64_t number;

private:
  static constexpr int64_t kIndex = -1;
};

/// Whether an analysis may look into the functions that are called. A pass on
/// functions must not: others may be changing at the same time.
enum class AcrossCalls : bool { No, Yes };

/// Finds what a size is equal to by what ops say of their operands:
/// elementwise ones that all have one shape, structured ones which sizes share
/// a loop, loops that each step leaves a size as it was.
class SizeSources {
public:
  using Set = llvm::SmallVector<SizeSource, 8>;

  explicit SizeSources(AcrossCalls acrossCalls) : acrossCalls(acrossCalls) {}

  /// All that is known to be equal to `size`, itself included, nearest first.
  Set find(SizeSource size);

  /// All that is known to be equal to size `dim` of what `callee` returns as
  /// number `result`, in terms of its `operands`.
  Set findReturned(func::FuncOp callee, ValueRange operands, unsigned result,
                   int64_t dim);

  /// True if `loop` is known to keep the size `dim` of its iteration argument
  /// number `carried` at that of the init.
  bool isKept(scf::ForOp loop, unsigned carried, int64_t dim);

  /// True if that holds for all sizes of the argument.
  bool areKept(scf::ForOp loop, unsigned carried);

private:
  void addEqual(SizeSource size, Set &found);
  void addEqualToArgument(BlockArgument argument, int64_t dim, Set &found);
  void addEqualToResult(OpResult result, int64_t dim, Set &found);
  void addEqualOnAllSides(Operation *branch, unsigned result, int64_t dim,
                          Set &found);
  void findKept(scf::ForOp loop);
  bool haveCommon(SizeSource left, SizeSource right);

  AcrossCalls acrossCalls;
  using CarriedSize = std::pair<unsigned, int64_t>;
  /// The sizes that each loop keeps; of those under way, that it may keep.
  llvm::DenseMap<Operation *, llvm::DenseSet<CarriedSize>> kept;
  llvm::SmallVector<Operation *> loopsUnderWay, calleesUnderWay;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_ANALYSIS_SIZESOURCES_H
