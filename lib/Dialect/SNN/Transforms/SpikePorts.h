//===- SpikePorts.h - Where values pass on unchanged -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPORTS_H
#define SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPORTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "snn/Dialect/SNN/IR/SNN.h"

namespace mlir::snn {

/// A place where elements pass on as they are: what a loop carries from step to
/// step, a slice, a stack, the result of a branch or of a call. All its values
/// have elements of what comes in and of nothing else, so they have one element
/// type, and an op is retyped by giving all of them another.
struct SpikePort {
  enum class Kind {
    /// Of an op whose body is fixed: its element type stays.
    Fixed,
    /// Copies what is there: it is i1 where that is.
    Move,
    /// Over the boundary of a function: i1 where what comes in is, and a mask
    /// is wanted on the other side.
    Call,
    /// What a loop carries or a branch gives: i1 where a mask of it is wanted.
    State,
    /// What is written to memory once, by a structured op or for all steps of a
    /// loop: as a state, but only once.
    Written
  };
  Kind kind;
  SmallVector<Value, 2> values;
  SmallVector<OpOperand *, 2> incoming;
  /// An operand that says where the values go; its elements do not matter.
  OpOperand *destination = nullptr;
};

/// The ports of a module. Valid until an op of the module goes.
class SpikePorts {
public:
  explicit SpikePorts(ModuleOp module);

  ArrayRef<SpikePort> list() const { return ports; }

  /// The port that `value` belongs to, or null.
  const SpikePort *of(Value value) const { return lookup(portOf, value); }

  /// The port that `operand` comes in by, or null.
  const SpikePort *into(OpOperand &operand) const {
    return lookup(portInto, &operand);
  }

private:
  template <typename Map, typename Key>
  const SpikePort *lookup(const Map &map, Key key) const {
    auto found = map.find(key);
    return found == map.end() ? nullptr : &ports[found->second];
  }

  void add(SpikePort port);
  void addScan(ScanOp scan);
  void addFor(scf::ForOp loop);
  void addStructured(linalg::LinalgOp op);
  void addFunction(func::FuncOp function, ArrayRef<Operation *> users);
  void addMove(Operation *op);

  std::vector<SpikePort> ports;
  DenseMap<Value, unsigned> portOf;
  DenseMap<OpOperand *, unsigned> portInto;
};

/// True for types whose elements can be 0 and 1: the usual floats.
bool canBeSpikes(Type type);

/// True if `op` is in a body that can be rewritten, or in none: not in that of
/// a named structured op or of a contraction.
bool isInOpenBody(Operation *op);

} // namespace mlir::snn

#endif // SNN_LIB_DIALECT_SNN_TRANSFORMS_SPIKEPORTS_H
