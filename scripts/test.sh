#!/usr/bin/env bash
# Builds the project and runs every test; ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
install_missing "${test_packages[@]}"
scripts/build.sh
scripts/run-lit.sh build/test "$@"
