"""Prints the page of derivative rules: which op has one, where it stands, what it says.

    python3 scripts/docs-rules.py LLVM-PREFIX

Read from the C++ that registers rules, in lib/Dialect/*/Rules: external models
whose struct implements ReverseDifferentiableOpInterface or its forward twin,
through whatever helper template they are attached, and fallback rules. Names of
ops are TableGen's.
"""
import glob
import json
import os
import re
import subprocess
import sys
import textwrap

# By dialect, where its ops are.
OPS = {
    "ad": "include/snn/Dialect/AD/IR/ADOps.td",
    "arith": "mlir/Dialect/Arith/IR/ArithOps.td",
    "func": "mlir/Dialect/Func/IR/FuncOps.td",
    "linalg": "mlir/Dialect/Linalg/IR/LinalgOps.td",
    "math": "mlir/Dialect/Math/IR/MathOps.td",
    "scf": "mlir/Dialect/SCF/IR/SCFOps.td",
    "snn": "include/snn/Dialect/SNN/IR/SNNOps.td",
    "tensor": "mlir/Dialect/Tensor/IR/TensorOps.td",
}
STRUCTURED = "mlir/Dialect/Linalg/IR/LinalgStructuredOps.td"
HEAD = """<!-- Generated from lib/Dialect/*/Rules by scripts/docs.sh: change it there. -->

# Derivative rules

For which ops reverse mode (`ad.vjp`) and forward mode (`ad.jvp`) are there. An op
that a derivative flows through and that has no rule is an error which names it.
What carries no derivative (integers, comparisons, conversions from and to
integers) needs none; `ad.stop_gradient` cuts it in both modes.

[RationaleAD](RationaleAD.md) has the conventions at kinks and the three ways to
give an op of another dialect a rule. The last column is what the rule's source
says: z is a result, x, y, ... are operands in order, dz is what the result
receives (ct where z is the value) and dx what goes to x; a `0` stands for an
operand in which the op is flat. In forward mode the same factors meet the
tangents of the operands.
"""


def records(prefix, source):
    path = source if source.startswith("include/") else f"{prefix}/include/{source}"
    command = [f"{prefix}/bin/llvm-tblgen", "--dump-json", "-Iinclude", f"-I{prefix}/include", path]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def mnemonics(prefix, dialect, source):
    """Names of the ops of `dialect` by C++ class."""
    all_records = records(prefix, source)
    names = {}
    for record in all_records["!instanceof"]["Op"]:
        op = all_records[record]
        if all_records[op["opDialect"]["def"]]["name"] == dialect:
            names[record.split("_", 1)[-1] if "_" in record else record] = f"{dialect}.{op['opName']}"
    return names


def arguments(text, begin):
    """The template arguments of the list that opens before `begin`, and where it ends."""
    depth, item, items = 1, "", []
    for place in range(begin, len(text)):
        character = text[place]
        depth += {"<": 1, ">": -1}.get(character, 0)
        if depth == 0:
            return [part.strip() for part in items + [item] if part.strip()], place + 1
        if character == "," and depth == 1:
            items.append(item)
            item = ""
        else:
            item += character
    return [], len(text)


def without_comments(text):
    return re.sub(r"//.*", "", text)


MODEL = re.compile(r"(Forward|Reverse)DifferentiableOpInterface::ExternalModel<\s*(\w+)")
TEMPLATE = r"template <[^;{}]*?>\s*"
FUNCTION_TEMPLATE = re.compile(TEMPLATE + r"(?:static )?void (\w+)\([^)]*\) \{(.*?)\n?\}\n", re.S)
COMMENTED = re.compile(
    rf"((?:^///.*\n)+)(?:{TEMPLATE})?(?:static (?:Term|LogicalResult) (\w+)\(|struct (\w+)\s*:)", re.M)


class Sources:
    """What the rule files say, `files` by name."""

    def __init__(self, files):
        self.files = files
        whole = "\n".join(files.values())
        modes = MODEL.findall(whole)
        self.models = {model for _, model in modes}
        self.forward = {model for mode, model in modes if mode == "Forward"}
        self.find_helpers(FUNCTION_TEMPLATE.findall(without_comments(whole)))
        self.find_comments(whole)
        # The pass that a rule says to run instead, by its error.
        self.passes = {}
        for model, body in re.findall(r"^struct (\w+)\s*:(.*?)^};", whole, re.M | re.S):
            first = re.search(r"run ([\w-]+) first", re.sub(r'"\s*"', "", body))
            if first:
                self.passes[model] = first[1]

    def find_helpers(self, bodies):
        """A helper is a template that attaches a model or calls one that does; with the models that it attaches."""
        self.helpers = {}
        while True:
            more = {
                name: self.attached_by(body)
                for name, body in bodies
                if name not in self.helpers and self.attaches(body)
            }
            if not more:
                return
            self.helpers.update(more)

    def find_comments(self, whole):
        """The first paragraph in front of a function of a rule or of a model."""
        self.comments = {}
        for comment, function, struct in COMMENTED.findall(whole):
            if function or struct in self.models:
                paragraph = re.sub(r"^/// ?", "", comment, flags=re.M).split("\n\n")[0]
                self.comments[function or struct] = re.sub(r"; see \w+\b", "", " ".join(paragraph.split()))

    def attached_by(self, body):
        """The models that the body of a helper names, and those of the helpers that it calls."""
        named = [model for model in sorted(self.models) if model in re.findall(r"\w+", body)]
        return named + [m for helper, of in self.helpers.items() if re.search(rf"\b{helper}<", body) for m in of]

    def attaches(self, body):
        calls = any(re.search(rf"\b{helper}<", body) for helper in self.helpers)
        return calls or ("attachInterface<" in body and any(re.search(rf"\b{model}\b", body) for model in self.models))

    def registrations(self, text):
        """Pairs of C++ class names and what they are attached with."""
        text = without_comments(text)
        names = "|".join(["attachInterface", *sorted(self.helpers)])
        for match in re.finditer(rf"\b([\w:]*?)(?:::)?({names})<", text):
            owner, name = match[1], match[2]
            items, end = arguments(text, match.end())
            if name != "attachInterface":
                yield [*items, *self.helpers[name]]
            elif any(model in " ".join(items) for model in self.models):
                yield [owner, *items]


def rule_files():
    names = glob.glob("lib/Dialect/*/Rules/*.cpp") + glob.glob("lib/Dialect/*/Rules/*.h")
    names += glob.glob("include/snn/Dialect/AD/Rules/*.h")
    return {name: open(name).read() for name in sorted(names)}


def status(sources, models):
    """If there is a rule among `models`, and after which pass."""
    passes = [sources.passes[model] for model in models if model in sources.passes]
    return f"after `{passes[0]}`" if passes else "yes" if models else "no"


def derivative(sources, items):
    """The status in reverse mode and in forward mode, and what the source says of the rules among `items`."""
    names = [name for item in items for name in re.findall(r"\w+", item)]
    forward = [name for name in names if name in sources.forward]
    reverse = [name for name in names if name in sources.models and name not in sources.forward]
    modes = status(sources, reverse), status(sources, forward)
    if "kZeroDerivative" in names and not any(name in sources.comments for name in names if name not in sources.models):
        return "zero", "zero", "Flat, and taken as flat at its jumps."
    said = []
    for name in names:
        if name == "kZeroDerivative":
            said.append("`0`")
        elif name not in sources.models and sources.comments.get(name, "") not in ["", *said]:
            said.append(sources.comments[name])
    if not said:
        said = [sources.comments[model] for model in reverse if model in sources.comments]
    said += [f"Forward: {sources.comments[model]}" for model in dict.fromkeys(forward)
             if model in sources.comments and model not in sources.passes]
    return *modes, " ".join(said)


def mnemonic(name, item, classes):
    """The op whose C++ class is `item` where file `name` says so; None for what is no op."""
    space, _, short = item.rpartition("::")
    used = "snn" if "/SNN/" in name else os.path.basename(name).lower()
    for dialect in [space] if space else [dialect for dialect in OPS if used.startswith(dialect)]:
        if short in classes.get(dialect, {}):
            return dialect, classes[dialect][short]
    if short.endswith("Op"):
        sys.exit(f"docs-rules.py: expected an op of {', '.join(OPS)} in the rules that {name} registers, found {item}")
    return None


def table(sources, classes):
    """For each dialect, by op: file, status in reverse and in forward mode, what the source says."""
    rows = {dialect: {} for dialect in OPS}
    for name, text in sources.files.items():
        if not name.endswith(".cpp"):
            continue
        for items in sources.registrations(text):
            for item in items:
                op = mnemonic(name, item, classes)
                if op:
                    others = [other for other in items if other != item]
                    rows[op[0]][op[1]] = (name, *derivative(sources, others))
    return rows


def main():
    prefix = sys.argv[1]
    classes = {dialect: mnemonics(prefix, dialect, source) for dialect, source in OPS.items()}
    sources = Sources(rule_files())
    rows = table(sources, classes)
    structured = sorted(mnemonics(prefix, "linalg", STRUCTURED).values())
    fallbacks = [name for name, text in sources.files.items() if name.endswith(".cpp") and "->addFallbackRule(" in text]
    if fallbacks != ["lib/Dialect/AD/Rules/Linalg.cpp"]:
        sys.exit(f"docs-rules.py: expected the one fallback rule in lib/Dialect/AD/Rules/Linalg.cpp, found {fallbacks}")
    print(HEAD, end="")
    for dialect, ops in sorted(rows.items()):
        print(f"\n## `{dialect}`\n\n| op | reverse | forward | rule | what it says |\n|---|---|---|---|---|")
        for op, (name, reverse, forward, text) in sorted(ops.items()):
            text = text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")
            print(f"| `{op}` | {reverse} | {forward} | [{os.path.basename(name)}](../{name}) | {text} |")
        if dialect == "linalg":
            forward = "yes" if "buildStructuredJVP" in sources.files[fallbacks[0]] else "no"
            print(f"| structured ops on tensors | yes | {forward} | [Linalg.cpp](../{fallbacks[0]}) "
                  "| By maps and body, whose ops need rules; named or generic, those of releases to come too. |")
            listed = f"The {len(structured)} structured ops of MLIR 22: `{'`, `'.join(structured)}`."
            print("\n" + textwrap.fill(listed, 100, break_on_hyphens=False))


main()
