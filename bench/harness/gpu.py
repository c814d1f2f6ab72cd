"""The GPU that is measured. As a program, says why there is none and exits with 1."""
import ctypes
import subprocess
import sys


class Missing(Exception):
    """Why no GPU can be used, in words."""


def check(driver, code, what):
    if code:
        text = ctypes.c_char_p()
        driver.cuGetErrorString(code, ctypes.byref(text))
        raise Missing(f"{what}: {text.value.decode() if text.value else f'error {code}'}")


def driver_version():
    """That of the kernel's module; CUDA's interface tells only the newest CUDA that it can run."""
    try:
        done = subprocess.run(["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"],
                              capture_output=True, text=True)
    except OSError:
        return "unknown"
    return (done.stdout.split() or ["unknown"])[0]


def describe():
    """Name of the first GPU and version of its driver."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError as error:
        raise Missing(str(error))
    check(driver, driver.cuInit(0), "cuInit")
    name = ctypes.create_string_buffer(128)
    check(driver, driver.cuDeviceGetName(name, len(name), 0), "cuDeviceGetName")
    return f"{name.value.decode()}, driver {driver_version()}"


def require():
    """`describe`, or the end of the program with one line."""
    try:
        return describe()
    except Missing as missing:
        sys.exit(f"the table 'gpu' needs an NVIDIA GPU and its driver; found none ({missing})")


if __name__ == "__main__":
    require()
