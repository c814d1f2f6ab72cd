#!/usr/bin/env bash
# Writes the pages of docs/ that are generated: ops and passes from TableGen, the
# table of derivative rules from the sources. Needs no build. Safe to run again.
#   scripts/docs.sh            writes docs/Dialects, docs/Passes and docs/Rules.md
#   scripts/docs.sh --check    writes nothing; exits 1 and names each page that is stale
#   DOCS=FOLDER                takes another folder than docs
set -euo pipefail
[[ $# == 0 || ($# == 1 && $1 == --check) ]] || { echo "docs.sh: expected --check or nothing, got '$*'" >&2; exit 2; }
docs=$(realpath -m "${DOCS:-$(dirname "${BASH_SOURCE[0]}")/../docs}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
install_missing mlir-22-tools libmlir-22-dev llvm-22 llvm-22-dev python3

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
llvm=$(llvm-config-22 --prefix)
python3 scripts/docs-reference.py "$llvm" "$new"
python3 scripts/docs-rules.py "$llvm" >"$new/Rules.md"

# All that is generated, and what was once and is no longer.
pages=$( (cd "$new" && find . -name '*.md'; cd "$docs" && find . -path './Dialects/*.md' -o -path './Passes/*.md') |
  sed 's|^\./||' | sort -u)
stale=0
for page in $pages; do
  if [[ ${1:-} != --check ]]; then
    if [[ ! -f $new/$page ]]; then
      rm "$docs/$page"
    elif ! cmp -s "$new/$page" "$docs/$page"; then
      mkdir -p "$(dirname "$docs/$page")"
      cp "$new/$page" "$docs/$page"
      echo "wrote docs/$page"
    fi
  elif [[ ! -f $new/$page ]]; then
    echo "docs.sh: docs/$page is stale: nothing in the sources makes it; run scripts/docs.sh" >&2
    stale=1
  elif [[ ! -f $docs/$page ]]; then
    echo "docs.sh: docs/$page is missing; run scripts/docs.sh" >&2
    stale=1
  elif ! difference=$(diff "$docs/$page" "$new/$page"); then
    line=$(sed -nE '1s/^([0-9]+).*/\1/p' <<<"$difference")
    echo "docs.sh: docs/$page is stale from line $line on: the sources say something else; run scripts/docs.sh" >&2
    stale=1
  fi
done
exit "$stale"
