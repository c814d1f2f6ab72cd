//===- SNNToSCF.h - Time loops as scf.for -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_CONVERSION_SNNTOSCF_SNNTOSCF_H
#define SNN_CONVERSION_SNNTOSCF_SNNTOSCF_H

namespace mlir {
class RewritePatternSet;
namespace snn {

/// Adds the pattern that replaces a scan by an `scf.for` on tensors. Inner
/// scans are to be replaced before outer ones, as a walk does.
void populateSNNToSCFConversionPatterns(RewritePatternSet &patterns);

} // namespace snn
} // namespace mlir

#endif // SNN_CONVERSION_SNNTOSCF_SNNTOSCF_H
