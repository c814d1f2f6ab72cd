"""Calls a C function of an object file with the arrays of an npz file.

call-object.py NET.so NET.h FUNCTION IN.npz OUT.npz [--misaligned]

Reads from the header what the function takes and gives, as a C programmer
would, and checks the constants that it defines. Scalar cotangents that IN does
not have are 1.
"""
import ctypes
import re
import sys

import numpy as np

TYPES = {
    "bool": np.bool_, "int8_t": np.int8, "int16_t": np.int16, "int32_t": np.int32, "int64_t": np.int64,
    "uint8_t": np.uint8, "uint16_t": np.uint16, "float": np.float32, "double": np.float64,
}
BITS = {"f16": np.float16}  # what NumPy has a type of where C has not
libc = ctypes.CDLL(None)
libc.free.argtypes = [ctypes.c_void_p]


def shape_of(spec):
    """The sizes of "2x?xf32", None for the dynamic ones, and the element type."""
    *sizes, element = re.findall(r"\d+(?=x)|\?(?=x)|(?:\A|(?<=x))[a-z]+\d*$", spec)
    return [None if size == "?" else int(size) for size in sizes], element


def parse(header, function):
    """(name, spec) of arguments and of results, and the prototype's parameters."""
    title = re.search(rf"^/\* {function}\((.*)\) -> \((.*)\)$", header, re.M)
    values = [[tuple(item.split(": ")) for item in part.split(", ") if item] for part in title.groups()]
    prototype = re.search(rf"^const char \*{function}\(([^)]*)\);", header, re.M)[1]
    return *values, [" ".join(text.split()) for text in prototype.split(",") if text.strip() != "void"]


def check_constants(header, function, name, sizes, is_tensor):
    found = dict(re.findall(rf"^#define {function}_{name}_(rank|size\d+|stride\d+|elements) (\d+)$", header, re.M))
    wanted = {}
    if is_tensor:
        wanted["rank"] = len(sizes)
        stride = 1
        for dim in reversed(range(len(sizes))):
            if stride is not None:
                wanted[f"stride{dim}"] = stride
            if sizes[dim] is not None:
                wanted[f"size{dim}"] = sizes[dim]
            stride = None if stride is None or sizes[dim] is None else stride * sizes[dim]
        if None not in sizes:
            wanted["elements"] = int(np.prod(sizes, dtype=np.int64))
    assert found == {key: str(value) for key, value in wanted.items()}, (name, found, wanted)


def misaligned(array):
    """The same elements, at an address that their size alone divides."""
    memory = np.empty(array.nbytes + 128, np.uint8)
    offset = -memory.ctypes.data % 64 + array.itemsize
    memory[offset:offset + array.nbytes] = np.frombuffer(array.tobytes(), np.uint8)
    return np.frombuffer(memory, array.dtype, array.size, offset).reshape(array.shape)


def split(parameter):
    """("const float", 1, "arg0") for "const float *arg0"."""
    match = re.fullmatch(r"(?:const )?(\w+) (\**)(\w+)", parameter)
    return match[1], len(match[2]), match[3]


def main(library, header, function, source, target, *options):
    arrays = np.load(source)
    header = open(header).read()
    arguments, results, parameters = parse(header, function)
    values, kept, outputs = [], [], []
    parameters = iter(parameters)
    for name, spec in arguments:
        sizes, element = shape_of(spec)
        c_type, stars, c_name = split(next(parameters))
        array = arrays[name] if name in arrays else np.array(1, BITS.get(element, TYPES[c_type]))
        assert c_name == name and array.itemsize == np.dtype(TYPES[c_type]).itemsize, (name, c_type, array.dtype)
        check_constants(header, function, name, sizes, stars > 0)
        if not stars:
            values.append(np.ctypeslib.as_ctypes_type(TYPES[c_type])(array.view(TYPES[c_type]).item()))
            continue
        array = misaligned(array) if "--misaligned" in options else np.ascontiguousarray(array)
        kept.append(array)
        values.append(ctypes.c_void_p(array.ctypes.data))
        for dim, size in enumerate(sizes):
            if size is None:
                assert split(next(parameters)) == ("int64_t", 0, f"{name}_size{dim}")
                values.append(ctypes.c_int64(array.shape[dim]))
    for name, spec in results:
        sizes, element = shape_of(spec)
        c_type, stars, c_name = split(next(parameters))
        assert c_name == name and stars == 1 + (None in sizes)
        is_tensor = re.search(rf"^   {name}: \w+, rank", header, re.M)
        check_constants(header, function, name, sizes, bool(is_tensor))
        dtype = BITS.get(element, TYPES[c_type])
        if None not in sizes:
            outputs.append((name, np.zeros(sizes, dtype), None, sizes))
            values.append(ctypes.c_void_p(outputs[-1][1].ctypes.data))
            continue
        pointer = ctypes.c_void_p()
        sizes = [ctypes.c_int64(-1) if size is None else size for size in sizes]
        outputs.append((name, dtype, pointer, sizes))
        values.append(ctypes.byref(pointer))
        for size in sizes:
            if isinstance(size, ctypes.c_int64):
                assert split(next(parameters))[1] == 1
                values.append(ctypes.byref(size))
    assert next(parameters, None) is None
    entry = getattr(ctypes.CDLL(library), function)
    entry.restype = ctypes.c_char_p
    if error := entry(*values):
        sys.exit(f"{function}: {error.decode()}")
    given = {}
    for name, memory, pointer, sizes in outputs:
        if pointer is None:
            given[name] = memory
            continue
        shape = [size.value if isinstance(size, ctypes.c_int64) else size for size in sizes]
        count = int(np.prod(shape, dtype=np.int64)) * np.dtype(memory).itemsize
        given[name] = np.frombuffer(ctypes.string_at(pointer, count), memory).reshape(shape)
        libc.free(pointer)
    np.savez(target, **given)


main(*sys.argv[1:])
