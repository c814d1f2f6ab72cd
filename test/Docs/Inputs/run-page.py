"""Runs the commands of a documentation page and compares what they print.

run-page.py PAGE.md FOLDER

A fenced block that names a file (```mlir net.mlir) is written to FOLDER. A block
of `sh` runs there. A nameless block right behind it is what it prints: `...` in a
line stands for anything, a line of its own for any lines, and real numbers may
differ by `rtol=` of the block (1e-3 by default). Integers may not.
"""
import os
import pathlib
import re
import subprocess
import sys

REAL = re.compile(r"(?<![\w%.])[-+]?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+)(?!\w)")
TINY = 1e-6  # what is below is rounding


def blocks(page):
    """(line, words of the fence, text) of each fenced block, and whether it touches the one before."""
    fence, previous_end = None, None
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("```") and fence is None:
            fence, words, text, touches = number, line[3:].split(), [], previous_end == number - 1
        elif line.startswith("```"):
            yield fence, words, "".join(t + "\n" for t in text), touches
            fence, previous_end = None, number
        elif fence is not None:
            text.append(line)


def pattern_of(line):
    """A regular expression for a line, and the numbers that it must have."""
    numbers, parts = [], []
    for piece in re.split(r"(\.\.\.)", line):
        if piece == "...":
            parts.append(".*?")
            continue
        end = 0
        for match in REAL.finditer(piece):
            parts += [re.escape(piece[end:match.start()]), f"({REAL.pattern})"]
            numbers.append(float(match[0]))
            end = match.end()
        parts.append(re.escape(piece[end:]))
    # Columns move with the width of a number.
    return re.sub(r"(\\ )+", r" +", "".join(parts)), numbers


def same(want, got, rtol):
    pattern, numbers = pattern_of(want.strip())
    match = re.fullmatch(pattern, got.strip())
    found = [float(text) for text in match.groups()] if match else []
    return match and all(abs(a - b) <= max(rtol * abs(a), TINY) for a, b in zip(numbers, found))


def first_difference(want, got, rtol):
    """None, or the first wanted line that is not there and what is there instead."""
    position, skipping = 0, False
    for line in want:
        if line.strip() == "...":
            skipping = True
            continue
        while skipping and position < len(got) and not same(line, got[position], rtol):
            position += 1
        if position == len(got) or not same(line, got[position], rtol):
            return line, got[position] if position < len(got) else "(the end)"
        position, skipping = position + 1, False
    return None if skipping or position == len(got) else ("(the end)", got[position])


def run(command, folder):
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def main(page, folder):
    folder.mkdir(parents=True, exist_ok=True)
    # The page's python3 is the one that runs this, which has NumPy.
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    commands, output, failed = 0, None, False
    for number, words, text, touches in blocks(page):
        options = dict(word.split("=", 1) for word in words if "=" in word)
        names = [word for word in words[1:] if "=" not in word]
        if names:
            (folder / names[0]).write_text(text)
        elif words[:1] == ["sh"]:
            commands += 1
            status, output = run(text, folder)
            if status:
                sys.exit(f"{page.name}:{number}: exit status {status}\n{text}{output}")
            continue
        elif output is not None and touches:
            wrong = first_difference(text.splitlines(), output.rstrip().splitlines(), float(options.get("rtol", 1e-3)))
            if wrong:
                print(f"{page.name}:{number}: expected\n  {wrong[0]}\ngot\n  {wrong[1]}\nof\n{output}")
                failed = True
        output = None
    if not commands:
        sys.exit(f"{page.name}: no command")
    print(f"{page.name}: {commands} blocks of commands run")
    return failed


sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
