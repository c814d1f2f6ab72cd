//===- Remarks.h - What a pass tells of its decisions -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Upstream's optimization remarks with the fields that all passes here fill.
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_TRANSFORMS_REMARKS_H
#define SNN_DIALECT_AD_TRANSFORMS_REMARKS_H

#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::ad {

/// `file:line:column`, or what the location prints as if it has no such.
inline std::string describeLocation(Location location) {
  if (auto file = location->findInstanceOf<FileLineColLoc>())
    return llvm::formatv("{0}:{1}:{2}", file.getFilename().getValue(),
                         file.getLine(), file.getColumn());
  std::string text;
  llvm::raw_string_ostream(text) << location;
  return text;
}

/// The remarks of one pass: its argument is their category, which filters
/// match, the function around the op is named, and a remark has one text. Each
/// costs a look at a pointer unless somebody listens; whoever computes more
/// than a text asks `areWanted` before.
class Remarks {
public:
  using InFlight = remark::detail::InFlightRemark;

  /// `pass` is to live as long as the context does.
  Remarks(MLIRContext *context, StringRef pass)
      : engine(context->getRemarkEngine()), pass(pass) {}

  bool areWanted() const { return engine != nullptr; }

  /// An optimization was done at `op`. `name` says which.
  InFlight passed(Operation *op, StringRef name) const {
    return engine ? remark::passed(place(op), options(op, name)) : InFlight();
  }

  /// `op` stands in the way of one that would have paid.
  InFlight missed(Operation *op, StringRef name) const {
    return engine ? remark::missed(place(op), options(op, name)) : InFlight();
  }

  /// What is known of `op`, no matter whether it could be better.
  InFlight analysis(Operation *op, StringRef name) const {
    return engine ? remark::analysis(place(op), options(op, name)) : InFlight();
  }

private:
  /// A line of a file where there is one: upstream's writers of remark files
  /// know no other kind of place, and inlined code has.
  static Location place(Operation *op) {
    if (auto file = op->getLoc()->findInstanceOf<FileLineColLoc>())
      return file;
    return op->getLoc();
  }

  remark::RemarkOpts options(Operation *op, StringRef name) const {
    auto function = dyn_cast<FunctionOpInterface>(op);
    if (!function)
      function = op->getParentOfType<FunctionOpInterface>();
    return remark::RemarkOpts::name(name).category(pass).function(
        function ? function.getName() : StringRef());
  }

  remark::detail::RemarkEngine *engine;
  StringRef pass;
};

} // namespace mlir::ad

#endif // SNN_DIALECT_AD_TRANSFORMS_REMARKS_H
