#!/usr/bin/env bash
# Builds the project and runs every test; ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/build.sh
scripts/run-lit.sh build/test "$@"
