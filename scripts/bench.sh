#!/usr/bin/env bash
# Measures a table side by side with its peers; table, JSON and plots go to bench/results. Safe to run again.
#   scripts/bench.sh TABLE [OPTION...]     bench/README.md has the tables, `scripts/bench.sh -h` the options
#   SKIP_BUILD=1 takes what is built; SKIP_PEERS=1 sets up none (for --contenders=snn)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

packages=(gnuplot-nox) venv=${BENCH_VENV:-build/bench-venv} wanted=bench/requirements.txt
cpu_wheels=https://download.pytorch.org/whl/cpu
if [[ ${1:-} == gpu ]]; then # has no plots, and peers that run on a GPU, in an environment of their own
  PYTHONPATH=bench python3 -m harness.gpu
  packages=() venv=${BENCH_VENV:-build/bench-venv-gpu} wanted=bench/requirements-gpu.txt cpu_wheels=
fi
if [[ -z ${SKIP_PEERS:-} ]]; then
  packages+=(curl)
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
fi
install_missing "${packages[@]}"
[[ -n ${SKIP_BUILD:-} ]] || scripts/build.sh

# The peers' environment, made anew when the versions asked for change.
install() { "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"; }
if [[ -z ${SKIP_PEERS:-} ]] && ! cmp -s "$wanted" "$venv/installed.txt"; then
  echo "installing the peers into $venv (several GB where only PyPI's PyTorch can be had)"
  [[ -x $venv/bin/pip ]] || python3 -m venv "$venv"
  extra=()
  [[ -n $cpu_wheels ]] && curl --silent --fail --max-time 10 --output /dev/null "$cpu_wheels/torch/" &&
    extra=(--extra-index-url "$cpu_wheels")
  if ! install "${extra[@]}" -r "$wanted"; then
    echo "bench.sh: not all of $(tr '\n' ' ' <"$wanted")can be had; taking the newest instead" >&2
    install "${extra[@]}" $(sed 's/==.*//' "$wanted")
  fi
  cp "$wanted" "$venv/installed.txt"
fi
python=$venv/bin/python
[[ -z ${SKIP_PEERS:-} ]] || python=python3
"$python" -c 'import numpy' 2>/dev/null || python=/usr/bin/python3
exec "$python" bench/bench.py "${@:-paper}"
