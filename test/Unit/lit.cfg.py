"""How lit finds and runs the GoogleTests: each of their cases counts."""
import os

import lit.formats

config.name = "SNN-Unit"
config.test_format = lit.formats.GoogleTest(".", "Tests")
config.suffixes = []
config.test_source_root = os.path.join(config.snn_obj_root, "unittests")
config.test_exec_root = config.test_source_root

for variable in ("HOME", "TMPDIR"):
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]
lit_config.load_config(config, os.path.join(os.path.dirname(__file__), "..", "instrumented.cfg.py"))
