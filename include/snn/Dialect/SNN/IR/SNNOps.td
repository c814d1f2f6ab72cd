//===- SNNOps.td - All ops of the dialect, one file per topic -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNOPS_TD
#define SNN_DIALECT_SNN_IR_SNNOPS_TD

include "snn/Dialect/SNN/IR/SNNDialect.td"
include "snn/Dialect/SNN/IR/SNNNeurons.td"
include "snn/Dialect/SNN/IR/SNNScan.td"
include "snn/Dialect/SNN/IR/SNNSpike.td"
include "snn/Dialect/SNN/IR/SNNSpikeMatmul.td"

#endif // SNN_DIALECT_SNN_IR_SNNOPS_TD
