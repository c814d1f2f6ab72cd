//===- Run.cpp - One run of a program -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the inputs, compiles, runs and writes the results.
//
//===----------------------------------------------------------------------===//

#include "Run.h"
#include "Inputs.h"
#include "Outputs.h"

using namespace mlir;
using namespace mlir::snn;

int mlir::snn::runOnce(Program &program, const std::string &inputPath,
                       const std::string &outputPath) {
  auto inputs = readInputs(inputPath, program.signature());
  if (!inputs)
    return fail(inputs.error());
  auto output = Output::open(outputPath);
  if (!output)
    return fail(output.error());
  FailureOr<std::unique_ptr<CompiledFunction>> compiled = program.compile();
  if (failed(compiled))
    return 1;
  auto results = (*compiled)->call(inputs->pointers());
  if (!results)
    return fail(results.error());
  if (auto status = output->write(program.signature(), *results); !status)
    return fail(status.error());
  return 0;
}
