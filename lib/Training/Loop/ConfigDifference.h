//===- ConfigDifference.h - Where two configurations differ -----*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_LIB_TRAINING_LOOP_CONFIGDIFFERENCE_H
#define SNN_LIB_TRAINING_LOOP_CONFIGDIFFERENCE_H

#include "llvm/Support/JSON.h"

#include <string>

namespace snn {
namespace training {

/// The first key at which two values differ, and what each has there; empty
/// where they agree. `path` names the values.
std::string describeDifference(const llvm::json::Value &saved,
                               const llvm::json::Value &current,
                               const std::string &path);

} // namespace training
} // namespace snn

#endif // SNN_LIB_TRAINING_LOOP_CONFIGDIFFERENCE_H
