#!/usr/bin/env bash
# Installs what is missing and builds into build/. Safe to run again.
#   scripts/build.sh [--preset=NAME] [TARGET...]
# A preset of CMakePresets.json builds into build-NAME/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

preset=default folder=build
if [[ ${1-} == --preset=* ]]; then
  preset=${1#--preset=} folder=build-${1#--preset=}
  shift
fi
packages=(libmlir-22-dev mlir-22-tools llvm-22-dev llvm-22-tools clang-22 lld-22
  libclang-rt-22-dev libomp5 libdlpack-dev libzstd-dev libzip-dev zlib1g-dev pkg-config
  libgtest-dev libgmock-dev python3-numpy cmake ninja-build ccache)
install_missing "${packages[@]}"

export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
llvm=$(llvm-config-22 --prefix)
if [[ ! -f $folder/build.ninja ]]; then
  cmake --preset "$preset" -DMLIR_DIR="$llvm/lib/cmake/mlir" \
    -DLLVM_EXTERNAL_LIT="$llvm/bin/lit" >/dev/null
fi
# Nothing to do is the common case and prints nothing.
ninja -C "$folder" "$@" | grep -v -e '^ninja: no work to do' -e '^ninja: Entering' || [[ ${PIPESTATUS[0]} == 0 ]]
