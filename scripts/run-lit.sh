#!/usr/bin/env bash
# Runs lit on a folder of configured tests and counts what passed and failed.
#   scripts/run-lit.sh FOLDER [LIT-OPTION...]
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
python3 "$(llvm-config-22 --prefix)/bin/lit" -sv "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
count() { sed -nE "s/^ *($1) *: *([0-9]+).*/\2/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count 'Passed|Expectedly Failed|Passed With Retry')
failed=$(count 'Failed|Unresolved|Timed Out|Unexpectedly Passed')
skipped=$(count 'Unsupported|Skipped|Excluded')
if ((passed + failed == 0)); then
  echo "run-lit.sh: no test ran" >&2
  exit 1
fi
if ((skipped)); then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$status"
