// RUN: snn-opt --show-dialects | FileCheck %s

// The dialect is there in every tool that registers what the project adds.

// CHECK: ,snn,
