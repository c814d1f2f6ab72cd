// RUN: not snn-opt %s --snn-fuse-time=rows=-5 2>&1 | FileCheck %s
// CHECK: error: expected 0 or more samples in a tile, found -5
func.func @nothing() {
  return
}
