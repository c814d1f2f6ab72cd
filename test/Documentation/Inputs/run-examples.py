"""Runs the examples of a page: run-examples.py PAGE.md FOLDER SOURCE-ROOT

A block of MLIR is stored under the name that the words "`NAME.mlir`:" before it
give. In a console block each line after "$ " is run, in FOLDER, and has to
print the lines that follow it; "..." stands for any text.
"""
import os
import re
import subprocess
import sys

page, folder, root = sys.argv[1:]
with open(page) as file:
    text = file.read()
os.environ["PATH"] = os.path.join(root, "build", "bin") + os.pathsep + os.environ["PATH"]

blocks = re.findall(r"(?:`([\w-]+\.mlir)`:\n\n)?```(\w+)\n(.*?)```", text, re.S)
commands = 0
for name, language, body in blocks:
    if language == "mlir":
        with open(os.path.join(folder, name), "w") as file:
            file.write(body)
    if language != "console":
        continue
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, expected = part.split("\n", 1)
        done = subprocess.run(command, shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        pattern = ".*".join(re.escape(piece) for piece in expected.strip().split("..."))
        if done.returncode or not re.fullmatch(pattern, done.stdout.strip(), re.S):
            sys.exit(f"$ {command}\nexpected:\n{expected}\nfound:\n{done.stdout}")
        commands += 1
if not commands:
    sys.exit(f"{page}: no command to run")
print(f"{commands} commands")
