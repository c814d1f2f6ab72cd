// RUN: snn-opt %s --allow-unregistered-dialect --snn-refuse-unknown-ops --split-input-file --verify-diagnostics | FileCheck %s
// RUN: sed /expected-/d %s | not snn-opt --allow-unregistered-dialect --snn-cpu-pipeline --split-input-file 2>&1 | FileCheck %s --check-prefix=PIPELINE
// RUN: sed /expected-/d %s | not snn-opt --allow-unregistered-dialect --snn-simt-pipeline --split-input-file 2>&1 | FileCheck %s --check-prefix=PIPELINE
// RUN: sed /expected-/d %s | not snn-opt --allow-unregistered-dialect --snn-nvptx-pipeline --split-input-file 2>&1 | FileCheck %s --check-prefix=PIPELINE
// PIPELINE-COUNT-2: op is one that nothing is known of: expected its dialect to be lowered to registered ones before
// PIPELINE-NOT: error

// Unknown attributes are nobody's business.
// CHECK-LABEL: func.func @attributes(
// CHECK-SAME: {foreign.sharding = "none"}
func.func @attributes(%x: tensor<4xf32> {foreign.sharding = "none"}) -> tensor<4xf32> attributes {foreign.entry} {
  return %x : tensor<4xf32>
}

// -----

func.func @op(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @+1 {{'foreign.relu' op is one that nothing is known of: expected its dialect to be lowered to registered ones before}}
  %y = "foreign.relu"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %z = "foreign.relu"(%y) : (tensor<4xf32>) -> tensor<4xf32>
  return %z : tensor<4xf32>
}

// -----

// One with regions might be a symbol table.
func.func @regions() {
  // expected-error @+1 {{'foreign.while' op is one that}}
  "foreign.while"() ({
    "foreign.yield"() : () -> ()
  }) : () -> ()
  "foreign.end"() : () -> ()
}
