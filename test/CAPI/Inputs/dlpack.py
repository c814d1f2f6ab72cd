"""Sends arrays of NumPy through a compiled function by DLPack: dlpack.py MODULE.so"""
import ctypes
import sys

import numpy as np

library = ctypes.CDLL(sys.argv[1])
api = ctypes.pythonapi
for function, result, arguments in [
        (library.compileFunction, ctypes.c_void_p, [ctypes.c_char_p]),
        (library.takeTensor, ctypes.c_void_p, [ctypes.c_void_p]),
        (library.callFunction, ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]),
        (library.destroyFunction, None, [ctypes.c_void_p]),
        (api.PyCapsule_New, ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]),
        (api.PyCapsule_GetPointer, ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]),
        (api.PyCapsule_SetName, ctypes.c_int, [ctypes.py_object, ctypes.c_char_p])]:
    function.restype, function.argtypes = result, arguments
USED = ctypes.c_char_p(b"used_dltensor")  # outlives the capsules


class Tensor:
    """What np.from_dlpack asks for."""

    def __init__(self, pointer):
        self.pointer = pointer

    def __dlpack__(self, stream=None):
        return api.PyCapsule_New(self.pointer, b"dltensor", None)

    def __dlpack_device__(self):
        return 1, 0


def call(function, array, is_index=False):
    capsule = array.__dlpack__()
    taken = library.takeTensor(api.PyCapsule_GetPointer(capsule, b"dltensor"))
    if taken is None:
        return None
    api.PyCapsule_SetName(capsule, USED)  # the tensor is not the capsule's any more
    result = library.callFunction(function, taken, is_index)
    return np.from_dlpack(Tensor(result)) if result else None


def program(kind, op):
    return f"""func.func @f(%x: tensor<?x3x{kind}>) -> tensor<?x3x{kind}> {{
      %y = {op} %x, %x : tensor<?x3x{kind}>
      return %y : tensor<?x3x{kind}>
    }}""".encode()


# CHECK: float32 2x3: 0.0 2.0 4.0 6.0 8.0 10.0
# CHECK-NEXT: float32 2x3: 0.0 4.0 8.0 2.0 6.0 10.0
# CHECK-NEXT: float32 0x3:
# CHECK-NEXT: float64 2x3: 0.0 2.0 4.0 6.0 8.0 10.0
# CHECK-NEXT: float16 2x3: 0.0 2.0 4.0 6.0 8.0 10.0
# CHECK-NEXT: int32 2x3: 0 2 4 6 8 10
# CHECK-NEXT: int64 2x3: 0 2 4 6 8 10
# CHECK-NEXT: uint8 2x3: 0 2 4 6 8 10
def show(array):
    print(array.dtype, "x".join(map(str, array.shape)) + ":", *array.ravel().tolist(), flush=True)


double = library.compileFunction(program("f32", "arith.addf"))
values = np.arange(6, dtype=np.float32).reshape(2, 3)
references = sys.getrefcount(values)
show(call(double, values))
show(call(double, np.arange(6, dtype=np.float32).reshape(3, 2).T))
show(call(double, np.zeros((0, 3), np.float32)))
for dtype, kind, op in [(np.float64, "f64", "arith.addf"), (np.float16, "f16", "arith.addf"),
                        (np.int32, "i32", "arith.addi"), (np.int64, "index", "arith.addi")]:
    function = library.compileFunction(program(kind, op))
    show(call(function, values.astype(dtype), is_index=kind == "index"))
    library.destroyFunction(function)
same = library.compileFunction(b"func.func @f(%x: tensor<2x3xui8>) -> tensor<2x3xui8> { return %x : tensor<2x3xui8> }")
show(call(same, (2 * values).astype(np.uint8)))

# The argument is given back when the call is over, the result with its array.
# CHECK-NEXT: 0 references are left
for _ in range(100):
    call(double, values)
print(sys.getrefcount(values) - references, "references are left", flush=True)

# What the function does not take is an error, and no tensor is lost.
# CHECK-NEXT: error: arg0: expected ?x3xf32, found 2x3xf64
# CHECK-NEXT: error: arg0: expected ?x3xf32, found 2x2xf32
# CHECK-NEXT: error: expected elements that are {{.*}} found DLPack's type code 5 with 64 bits and 1 lanes
call(double, values.astype(np.float64))
call(double, np.ones((2, 2), np.float32))
call(double, np.ones((2, 3), np.complex64))
