// x^5 as a loop, and its derivative by x.
func.func private @power(%x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %five = arith.constant 5 : index
  %start = arith.constant 1.0 : f64
  %y = scf.for %i = %zero to %five step %one iter_args(%p = %start) -> f64 {
    %next = arith.mulf %p, %x : f64
    scf.yield %next : f64
  }
  return %y : f64
}

func.func @slope(%x: f64) -> f64 {
  %ct = arith.constant 1.0 : f64
  %d = ad.vjp @power(%x) cotangents(%ct) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
  return %d : f64
}
