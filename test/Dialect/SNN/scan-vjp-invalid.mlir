// RUN: snn-opt %s --ad-differentiate --verify-diagnostics

func.func @vector_state(%u0: vector<4xf32>, %n: index) -> vector<4xf32> {
  // expected-error @+1 {{cannot keep a value of type 'vector<4xf32>' for the reverse sweep: expected a ranked tensor or a scalar}}
  %u = snn.scan %t length(%n) carry(%v = %u0 : vector<4xf32>) {
    %p = arith.mulf %v, %v : vector<4xf32>
    snn.yield carry(%p : vector<4xf32>)
  }
  return %u : vector<4xf32>
}
func.func @grad(%u0: vector<4xf32>, %n: index) -> vector<4xf32> {
  %g = ad.vjp @vector_state(%u0, %n) cotangents(%u0) {wrt = [0]} : (vector<4xf32>, index) cotangents(vector<4xf32>) -> (vector<4xf32>)
  return %g : vector<4xf32>
}
