// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v3 | FileCheck %s --check-prefix=V3
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v4 | FileCheck %s --check-prefix=V4
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64 | FileCheck %s --check-prefix=V1
// RUN: snn-opt %s --snn-attach-cpu=cpu=sandybridge | FileCheck %s --check-prefix=AVX
// RUN: snn-opt %s --snn-attach-cpu | FileCheck %s --check-prefix=NATIVE
// RUN: not snn-opt %s --snn-attach-cpu=cpu=z80 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// A module that names a machine keeps it, unless it is told another.
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v3 --snn-attach-cpu | FileCheck %s --check-prefix=V3
// RUN: snn-opt %s --snn-attach-cpu=cpu=x86-64-v3 --snn-attach-cpu=cpu=x86-64 | FileCheck %s --check-prefix=V1

// V3: module attributes {dlti.target_system_spec = #dlti.target_system_spec<
// V3-SAME: "GPU" = #dlti.target_device_spec<"max_vector_op_width" = 128 : i64>
// V3-SAME: "CPU" = #dlti.target_device_spec<"name" = "x86-64-v3", "max_vector_op_width" = 256 : i64, "vector_registers" = 16 : i64, "fma" = true>
// V4: "name" = "x86-64-v4", "max_vector_op_width" = 512 : i64, "vector_registers" = 32 : i64, "fma" = true
// V1: "name" = "x86-64", "max_vector_op_width" = 128 : i64, "vector_registers" = 16 : i64, "fma" = false
// V1-NOT: x86-64-v3
// AVX: "name" = "sandybridge", "max_vector_op_width" = 256 : i64, "vector_registers" = 16 : i64, "fma" = false
// NATIVE: "name" = "native", "max_vector_op_width" =
// UNKNOWN: error: cpu: expected native or an x86 machine of 64 bits that LLVM knows, such as x86-64-v3, found 'z80'
module attributes {dlti.target_system_spec = #dlti.target_system_spec<"GPU" = #dlti.target_device_spec<"max_vector_op_width" = 128 : i64>>} {
}
