"""coverage-table.py LIB/ < SUMMARY.json: the share of lines that ran, per folder of LIB/ and file below 90 %."""
import collections
import json
import sys

root = sys.argv[1]
folders, below = collections.Counter(), []
for file in json.load(sys.stdin)["data"][0]["files"]:
    if not file["filename"].startswith(root):
        continue
    name, lines = file["filename"][len(root):], file["summary"]["lines"]
    folder = name.rpartition("/")[0]
    for key in (folder, "lib"):
        folders[key, "count"] += lines["count"]
        folders[key, "covered"] += lines["covered"]
    if lines["covered"] < 0.9 * lines["count"]:
        below.append((lines["covered"] / lines["count"], name, lines["count"] - lines["covered"]))
for key in sorted({key for key, _ in folders}):
    count, covered = folders[key, "count"], folders[key, "covered"]
    print(f"{100 * covered / count:6.1f} % of {count:6} lines  {key}")
for share, name, missed in sorted(below):
    print(f"{100 * share:6.1f} %, {missed} lines missed  {name}")
