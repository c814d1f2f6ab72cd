"""Compares the picture of a pipeline on a page with the passes that run.

    snn-opt --PIPELINE --dump-pass-pipeline | python3 pipeline-picture.py PAGE.md

The names in the boxes of the page's Mermaid picture, in their order, have to be
those of the dump. Cleanups are in no box, and one pass is there on x86 alone.
"""
import difflib
import re
import sys

CLEANUPS = {"canonicalize", "cse"}
ON_SOME_MACHINES = {"snn-flush-subnormals"}


def shown(page):
    picture = re.search(r"^```mermaid\n(.*?)^```$", page, re.M | re.S)
    boxes = re.findall(r'\["<b>.*?</b>(.*?)"\]', picture[1]) if picture else []
    return [name for box in boxes for name in box.split("<br/>") if name]


def run(dump):
    names = re.findall(r"^ +([\w-]+)(?:\{.*\})?,?$", dump, re.M)
    return [name for name in names if name not in CLEANUPS]


def main():
    with open(sys.argv[1]) as page:
        picture = shown(page.read())
    passes = run(sys.stdin.read())
    picture = [name for name in picture if name in passes or name not in ON_SOME_MACHINES]
    if not passes or picture != passes:
        for line in difflib.unified_diff(picture, passes, "in the picture", "in the pipeline", lineterm=""):
            print(line)
        sys.exit(f"{sys.argv[1]}: the picture and the pipeline differ")
    print(f"{len(passes)} passes, as in the picture")


main()
