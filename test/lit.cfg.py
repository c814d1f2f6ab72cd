"""How lit finds and runs the .mlir tests."""
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
if shutil.which("gnuplot"):
    config.available_features.add("gnuplot")

# Real data and trained networks lie beside the checkout on some machines only.
shared = os.path.join(config.snn_src_root, "..", "shared", "data")
if os.path.isdir(shared):
    config.available_features.add("shared-data")
    config.substitutions.append(("%data", os.path.abspath(shared)))
