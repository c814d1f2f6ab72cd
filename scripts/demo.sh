#!/usr/bin/env bash
# Shows the FGI paper's network, what the compiler makes of it, and trains it on
# Fashion-MNIST with two surrogates. Pictures go to build/demo. Safe to run again.
#   EPOCHS=1 scripts/demo.sh    a shorter one; SKIP_BUILD=1 takes what is built in BUILD
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
epochs=${EPOCHS:-3}

install_missing dataset-fashion-mnist gnuplot-nox python3
[[ -n ${SKIP_BUILD:-} ]] || scripts/build.sh

build=${BUILD:-build}
demo=$build/demo network=examples/alif/alif.mlir
mkdir -p "$demo"
heading() { printf '\n== %s\n\n' "$1"; }

heading "The spike of $network: value step(v), derivative g'(v), both plain arithmetic"
sed -n "/^\/\/ g'(v)/,/^}/p; /^\/\/ Forward gradient injection/,/^}/p" "$network"

heading "What each stage makes of the training step (28 steps, batch 128)"
python3 scripts/show-stages.py "$build/bin/snn-opt" "$network" measured_loss 6

train() { # NAME TITLE
  heading "Training with the surrogate $2"
  sed -e "s|\"alif.mlir\"|\"$PWD/examples/alif/$1.mlir\"|" -e "s|\"alif\.|\"$1.|" \
    -e "s|\"epochs\": [0-9]*|\"epochs\": $epochs|" examples/alif/train.json >"$demo/$1.json"
  "$build/bin/snn-run" train "$demo/$1.json"
  python3 scripts/demo-tables.py metrics "$demo/$1.metrics.jsonl" "$demo/$1"
}
train alif "exp(-v^2/2), the paper's"
train alif-narrow "0.3 exp(-v^2/(2*0.25)), two constants changed"

heading "Results"
# The network as trained, on the first batch of the test set.
"$build/bin/snn-run" call examples/alif/alif-narrow.mlir --entry=spikes \
  --in="$demo/alif-narrow.trained.npz" --out="$demo/alif-narrow.spikes.npz"
python3 scripts/demo-tables.py raster "$demo/alif-narrow.trained.npz" "$demo/alif-narrow.spikes.npz" \
  "$demo/alif-narrow" 0
(cd "$demo" && gnuplot "$OLDPWD/scripts/demo-pictures.gp")
for name in alif alif-narrow; do
  awk -v name="$name" '{ text = text sprintf("  %.1f %%", $3) }
    END { printf "%-12s test accuracy after each epoch:%s\n", name, text }' "$demo/$name.epochs"
done
echo "pictures:"
ls "$demo"/*.png | sed 's/^/  /'
