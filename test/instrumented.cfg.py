"""What instrumented programs are told, and where they leave their counts (scripts/instrumented.sh)."""
import os

for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "OMP_TOOL_LIBRARIES", "LLVM_PROFILE_FILE"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
