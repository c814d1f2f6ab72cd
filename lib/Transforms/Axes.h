//===- Axes.h - Which dimensions of tensors run together -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRANSFORMS_AXES_H
#define SNN_LIB_TRANSFORMS_AXES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/EquivalenceClasses.h"

namespace mlir::snn {

/// The axes of a function: classes of dimensions of its tensors that run
/// together, such as that of the samples, from the inputs through all states
/// to the loss. Two dimensions are of one class if an op walks along both by
/// one loop, or hands the one on as the other. Other than sizes that happen to
/// be equal (`DomainSizes`), an axis can be cut: position i of one dimension
/// meets position i of the other and no other.
class Axes {
public:
  /// A dimension of a tensor, which stands for all dimensions of its axis.
  using Axis = std::pair<Value, int64_t>;

  /// Learns from all ops in `op`.
  explicit Axes(Operation *op);

  /// The axis along which dimension `dim` of `tensor` runs. Equal axes are
  /// equal values as long as nothing is learned.
  Axis axisOf(Value tensor, int64_t dim) const;

  /// The dimension of `value` along `axis`; nothing if there is none, or if
  /// `value` is no ranked tensor.
  std::optional<int64_t> dimAlong(Value value, Axis axis) const;

  /// True if two dimensions of `value` run along `axis`.
  bool isTwiceAlong(Value value, Axis axis) const;

  /// Dimensions that have the size of dimension `dim` of `tensor`, and SSA
  /// values (as dimension -1) that are it.
  SmallVector<Axis> equalSizes(Value tensor, int64_t dim) const;

  /// True if `slice`, out of `whole` or into it, takes all of dimension `dim`.
  bool takesWhole(OffsetSizeAndStrideOpInterface slice, Value whole,
                  int64_t dim) const;

private:
  void learn(Operation *op);
  void learnStructured(linalg::LinalgOp op);
  void learnSlice(tensor::ExtractSliceOp slice);
  void learnSlice(tensor::InsertSliceOp insert);
  void learnReshape(Value expanded, Value collapsed,
                    ArrayRef<ReassociationIndices> groups);
  void learnPad(tensor::PadOp pad);
  void learnConcat(tensor::ConcatOp concat);
  void learnSizes(Value tensor, ArrayRef<OpFoldResult> sizes);
  void join(ValueRange from, ValueRange to);
  void joinAll(Value a, Value b);
  void join(Axis a, Axis b);

  llvm::EquivalenceClasses<Axis> axes;
  /// Dimensions of equal size, with the SSA values (dimension -1) that are it.
  llvm::EquivalenceClasses<Axis> sizes;
  /// The number of times that two axes were found to be one.
  unsigned numJoins = 0;
};

/// True if `op` makes values that cost little, and that other uses might want
/// along other axes: constants, empty tensors, what is repeated along a loop.
bool isMadePerUse(Operation *op);

/// Gives each use in `root` of such a value one of its own, so that equal zeros
/// do not join axes that have nothing to do with each other.
void duplicatePerUse(RewriterBase &rewriter, Operation *root);

/// The sizes of what `splat` makes.
SmallVector<OpFoldResult> mixedSizes(tensor::SplatOp splat);

/// For each dimension of the source of a slice the dimension of the slice that
/// it is, if it is not dropped.
SmallVector<std::optional<int64_t>>
keptDims(const llvm::SmallBitVector &dropped);

} // namespace mlir::snn

#endif // SNN_LIB_TRANSFORMS_AXES_H
