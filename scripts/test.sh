#!/usr/bin/env bash
# Builds the project and runs every test; ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
# What the demo and the tests of it need; without them those would be skipped.
install_missing dataset-fashion-mnist gnuplot-nox
scripts/build.sh
scripts/run-lit.sh build/test "$@"
