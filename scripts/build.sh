#!/usr/bin/env bash
# Installs what is missing and builds into build/. Safe to run again.
#   scripts/build.sh [TARGET...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=(libmlir-22-dev mlir-22-tools llvm-22-dev llvm-22-tools clang-22 lld-22
  libclang-rt-22-dev libomp5 libzstd-dev libzip-dev zlib1g-dev pkg-config
  libgtest-dev libgmock-dev python3-numpy cmake ninja-build ccache)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "installing: ${missing[*]}"
  sudo=(); ((EUID == 0)) || sudo=(sudo)
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update -qq &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "build.sh: could not install ${missing[*]}; they come from Debian's packages (apt-get)" >&2
    exit 1
  fi
fi

export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
llvm=$(llvm-config-22 --prefix)
if [[ ! -f build/build.ninja ]]; then
  cmake --preset default -DMLIR_DIR="$llvm/lib/cmake/mlir" \
    -DLLVM_EXTERNAL_LIT="$llvm/bin/lit" >/dev/null
fi
# Nothing to do is the common case and prints nothing.
ninja -C build "$@" | grep -v -e '^ninja: no work to do' -e '^ninja: Entering' || [[ ${PIPESTATUS[0]} == 0 ]]
