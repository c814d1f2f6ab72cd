"""Checks the examples in TableGen descriptions.

td-examples.py SNN-OPT FOLDER   every .td file in it

Every op has an `mlir` block that parses and prints as something that parses. A
pass has one of
  - a block behind `Before` and one behind `After`: the pass makes the second of
    the first, up to `--canonicalize --cse` of both. Functions that After leaves
    out are as they were. Options of the pass stand in backquotes between
    `Before` and its colon.
  - a block behind `Example` and a block of text: what the pass prints;
  - a block behind `Example` alone: the pass runs and changes it.
An attribute has `Example: `#snn...``, which parses.
"""
import pathlib
import re
import subprocess
import sys

tool, folder = sys.argv[1:]
CLEAN = ["--canonicalize", "--cse"]
failures, checked = [], 0


class Wrong(Exception):
    pass


def run(text, passes=()):
    done = subprocess.run([tool, "-", "--allow-unregistered-dialect", *passes], input=text, text=True, capture_output=True)
    if done.returncode:
        raise Wrong(f"snn-opt {' '.join(passes)}:\n{done.stderr}")
    return done.stdout


def definitions(text):
    """(name, what it is defined as, description) of each `def`."""
    for match in re.finditer(r"^def (\w+)\s*:\s*(.*?)(?=^(?:def|class|//===|#endif)|\Z)", text, re.M | re.S):
        description = re.search(r"let description = \[\{(.*?)\}\];", match[2], re.S)
        yield match[1], match[2], description[1] if description else ""


def blocks(description):
    """(text between the block before and this one, language, code) of each fenced block."""
    end = 0
    for match in re.finditer(r"^ *```(\w*)\n(.*?)^ *```", description, re.M | re.S):
        yield description[end:match.start()], match[1], match[2]
        end = match.end()


def without_constants(text):
    """`text` with its constants where they are used: their order is nobody's business."""
    lines, values = [], {}
    for line in text.splitlines():
        constant = re.match(r" *(%\w+) = arith\.constant (.*)$", line)
        if constant:
            values[constant[1]] = f"<{constant[2]}>"
        else:
            lines.append(re.sub(r"%\w+", lambda m: values.get(m[0], m[0]), line))
    return "".join(line + "\n" for line in lines if line)


def functions(module):
    """The functions of a printed module by name, with the names of its attribute aliases written out."""
    aliases = dict(re.findall(r"^(#\w+) = (.*)$", module, re.M))
    module = re.sub(r"#\w+", lambda m: aliases.get(m[0], m[0]), module)
    module = re.sub(r'"<stdin>:\d+:\d+: ', '"', module)  # where an example stands
    found = re.findall(r"^  func\.func[^@]*@(\w+).*?(?=^  func\.func|^\}|\Z)", module, re.M | re.S)
    texts = re.split(r"(?m)^(?=  func\.func)", re.sub(r"(?m)^\}.*", "", module))[1:]
    return dict(zip(found, map(without_constants, texts)))


def check_pass(name, prose, before, after):
    options = " ".join(re.findall(r"`([\w-]+=[^`]*)`", prose[prose.rindex("Before"):]))
    flag = f"--{name}={options}" if options else f"--{name}"
    was = functions(run(before, CLEAN))
    got = functions(run(run(before, [flag]), CLEAN))
    want = functions(run(after, CLEAN))
    for function in sorted({*got, *want}):
        expected = want.get(function, was.get(function))
        if got.get(function) != expected:
            raise Wrong(f"{flag} gives\n{got.get(function)}instead of\n{expected}")


def check_printed(name, code, text):
    got = run(code, [f"--{name}", "-o", "/dev/null"])
    indent = len(text) - len(text.lstrip(" "))
    want = "".join(line[indent:] + "\n" for line in text.splitlines())
    if got.strip() != want.strip():
        raise Wrong(f"--{name} prints\n{got}instead of\n{want}")


def check_definition(kind, description):
    found = list(blocks(description))
    examples = [code for _, language, code in found if language == "mlir"]
    for code in examples:
        run(run(code))
    if "Surrogate<" in kind:
        examples = re.findall(r"Example: `(#[^`]*)`", description)
        for example in examples:
            run(f"module attributes {{test.example = {example}}} {{}}")
    if not examples:
        raise Wrong("no example")
    name = re.match(r"Pass<\"([\w-]+)\"", kind)
    if not name:
        return
    first, second = found[0], found[1] if len(found) > 1 else ("", "", "")
    if "Before" in first[0] and "After" in second[0]:
        check_pass(name[1], first[0], first[2], second[2])
    elif second[1] == "" and second[2]:
        check_printed(name[1], first[2], second[2])
    elif run(first[2], [f"--{name[1]}"]) == run(first[2]):
        raise Wrong(f"--{name[1]} changes nothing")


DESCRIBED = r"(AD_Op|SNN_Op|SNN_Neuron|SNN_SpikingNeuron|Pass|SNN_Surrogate|SNN_PeakedSurrogate)<|SNN_Surrogate"
for file in sorted(pathlib.Path(folder).rglob("*.td")):
    for name, kind, description in definitions(file.read_text()):
        if not re.match(DESCRIBED, kind):
            continue
        checked += 1
        try:
            check_definition(kind, description)
        except Wrong as wrong:
            failures.append(name)
            print(f"{file.name}: {name}: {wrong}\n")
print(f"{checked} definitions, {len(failures)} with an example that fails: {' '.join(failures)}")
sys.exit(bool(failures) or not checked)
