"""How lit finds and runs the .mlir tests."""
import ctypes
import os
import shutil
import subprocess

import lit.formats

config.name = "SNN"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.snn_obj_root, "test")

tools = [os.path.join(config.snn_obj_root, "bin"), config.llvm_tools_dir]
config.environment["PATH"] = os.pathsep.join(tools + [os.environ["PATH"]])
config.environment["FILECHECK_OPTS"] = "--enable-var-scope"
config.substitutions.append(("%src", config.snn_src_root))
config.substitutions.append(("%obj", config.snn_obj_root))
# Where other projects find MLIR, and how they compile quickly.
config.substitutions.append(("%llvm", os.path.dirname(config.llvm_tools_dir)))
config.environment.update(CC="clang-22", CXX="clang++-22", CMAKE_GENERATOR="Ninja")
config.environment["CMAKE_C_COMPILER_LAUNCHER"] = "ccache"
config.environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
plugin = os.path.join(config.snn_obj_root, "lib", "SNNPlugin.so")
config.substitutions.append(("%plugin", f"--load-dialect-plugin={plugin} --load-pass-plugin={plugin}"))


def python_with_numpy():
    """Debian's NumPy belongs to its own Python, which need not be the first."""
    for python in ("python3", "/usr/bin/python3"):
        probe = subprocess.run([python, "-c", "import numpy"], capture_output=True)
        if probe.returncode == 0:
            return python
    return "python3"


config.substitutions.append(("%python", python_with_numpy()))
inputs = os.path.join(config.test_source_root, "Inputs")
for script in ("make-npz", "show-npz"):
    command = f"{python_with_numpy()} {inputs}/{script}.py"
    config.substitutions.append((f"%{script}", command))

# Debian's package dataset-fashion-mnist, which the demo trains on.
if os.path.isdir("/usr/share/datasets/fashion-mnist"):
    config.available_features.add("fashion-mnist")
# Other machines round a product and a sum apart.
if os.path.exists("/proc/cpuinfo"):
    with open("/proc/cpuinfo") as cpuinfo:
        if " fma " in cpuinfo.read():
            config.available_features.add("fma")
# A driver of NVIDIA's that finds a GPU: cuInit fails where it finds none.
try:
    if ctypes.CDLL("libcuda.so.1").cuInit(0) == 0:
        config.available_features.add("cuda")
except OSError:
    pass
# Programs of others would have to be built with the same sanitizers.
if config.snn_sanitizer:
    config.available_features.add("sanitizer")
lit_config.load_config(config, os.path.join(config.test_source_root, "instrumented.cfg.py"))
if shutil.which("gnuplot"):
    config.available_features.add("gnuplot")

# Real data and trained networks lie beside the checkout on some machines only.
shared = os.path.join(config.snn_src_root, "..", "shared", "data")
if os.path.isdir(shared):
    config.available_features.add("shared-data")
    config.substitutions.append(("%data", os.path.abspath(shared)))
