#!/usr/bin/env bash
# Builds with instrumentation into build-PRESET and runs every test so.
#   scripts/instrumented.sh sanitize|threads|coverage [LIT-OPTION...]
# coverage ends with the share of lines of lib/ that ran, by folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1-}
case $preset in
sanitize | threads | coverage) shift ;;
*)
  echo "instrumented.sh: expected sanitize, threads or coverage, found '$preset'" >&2
  exit 1
  ;;
esac
source scripts/packages.sh
install_missing llvm-22 "${test_packages[@]}"
scripts/build.sh --preset="$preset"

build=build-$preset
export UBSAN_OPTIONS=print_stacktrace=1
if [[ $preset == threads ]]; then
  # OpenMP's run time is not instrumented; Archer tells the sanitizer what its barriers order.
  install_missing libomp-dev
  OMP_TOOL_LIBRARIES=$(dirname "$(readlink -f "$(ldconfig -p | awk '/libomp\.so\.5/ { print $NF; exit }')")")/libarcher.so
  export OMP_TOOL_LIBRARIES TSAN_OPTIONS=ignore_noninstrumented_modules=1
fi
# Several processes add to one of eight files.
export LLVM_PROFILE_FILE=$PWD/$build/profiles/%8m.profraw
rm -rf "$build/profiles"
scripts/run-lit.sh "$build/test" "$@"
[[ $preset == coverage ]] || exit 0

llvm=$(llvm-config-22 --prefix)/bin
"$llvm/llvm-profdata" merge -o "$build/coverage.profdata" "$build"/profiles/*.profraw
programs=()
while read -r file; do
  if [[ $(head -c 4 "$file" | tail -c 3) == ELF ]]; then programs+=(-object "$file"); fi
done < <(find "$build/bin" "$build/lib" "$build/unittests" "$build/test/CAPI" \
  -name Output -prune -o -type f -perm -u+x -print)
"$llvm/llvm-cov" export -summary-only -instr-profile "$build/coverage.profdata" "${programs[@]}" |
  python3 scripts/coverage-table.py "$PWD/lib/"
