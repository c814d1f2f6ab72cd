// RUN: snn-opt %s --ad-inline-custom-vjp --split-input-file --verify-diagnostics

func.func private @primal(f32) -> f32
func.func @backward(%ct: f32) -> f32 {
  return %ct : f32
}
func.func @no_body(%x: f32) -> f32 {
  // expected-error @below {{cannot inline the derivative rule @primal: it has no body}}
  %y = ad.custom_vjp {primal = @primal, forward = @primal, backward = @backward} (%x) : (f32) -> f32
  return %y : f32
}

// -----

func.func @primal(%x: f32) -> f32 {
  cf.br ^next
^next:
  return %x : f32
}
func.func @backward(%ct: f32) -> f32 {
  return %ct : f32
}
func.func @several_blocks(%x: f32) -> f32 {
  // expected-error @below {{cannot inline the derivative rule @primal: expected structured control flow, found several blocks}}
  %y = ad.custom_vjp {primal = @primal, forward = @primal, backward = @backward} (%x) : (f32) -> f32
  return %y : f32
}

// -----

// expected-error @below {{cannot inline the derivative rule @recursive: it is recursive}}
func.func @recursive(%x: f32) -> f32 {
  %y = ad.custom_vjp {primal = @recursive, forward = @recursive, backward = @backward} (%x) : (f32) -> f32
  return %y : f32
}
func.func @backward(%ct: f32) -> f32 {
  return %ct : f32
}

// -----

func.func @f(%x: f32) -> f32 {
  return %x : f32
}
func.func @forward_request_left(%x: f32) -> f32 {
  // expected-error @below {{expects no request for a derivative to be left: run ad-differentiate first, so that the rules apply}}
  %t = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f32) tangents(f32) -> (f32)
  return %t : f32
}
