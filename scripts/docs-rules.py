"""Prints the page of derivative rules: which op has one, where it stands, what it says.

    python3 scripts/docs-rules.py LLVM-PREFIX

Read from the C++ that registers rules, in lib/Dialect/*/Rules: external models
whose struct implements ReverseDifferentiableOpInterface, through whatever helper
template they are attached, and fallback rules. Names of ops are TableGen's.
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

Reverse mode is there for the ops below; forward mode is there for none yet.
An op that a derivative flows through and that has no rule is an error which
names it. What carries no derivative (integers, comparisons, conversions from and
to integers) needs none.

[RationaleAD](RationaleAD.md) has the conventions at kinks and the three ways to
give an op of another dialect a rule. The last column is what the rule's source
says: z is a result, x, y, ... are operands in order, dz is what the result
receives (ct where z is the value) and dx what goes to x; a `0` stands for an
operand in which the op is flat.
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


class Sources:
    """What the rule files say, `files` by name."""

    def __init__(self, files):
        self.files = files
        whole = "\n".join(files.values())
        self.models = set(re.findall(r"ReverseDifferentiableOpInterface::ExternalModel<\s*(\w+)", whole))
        # A helper is a template that attaches a model, or calls one that does.
        # Its name leads to the models that it attaches by itself.
        self.helpers = {}
        bodies = re.findall(r"template <[^;{}]*?>\s*(?:static )?void (\w+)\([^)]*\) \{(.*?)\n?\}\n", without_comments(whole), re.S)
        while True:
            more = {name: [model for model in self.models if model in re.findall(r"\w+", body)]
                    for name, body in bodies if name not in self.helpers and self.attaches(body)}
            if not more:
                break
            self.helpers.update(more)
        self.comments = {}
        commented = r"((?:^///.*\n)+)(?:template <[^;{}]*?>\s*)?(?:static (?:Term|LogicalResult) (\w+)\(|struct (\w+)\s*:)"
        for comment, function, struct in re.findall(commented, whole, re.M):
            if function or struct in self.models:
                paragraph = re.sub(r"^/// ?", "", comment, flags=re.M).split("\n\n")[0]
                self.comments[function or struct] = re.sub(r"; see \w+\b", "", " ".join(paragraph.split()))
        # The pass that a rule says to run instead, by its error.
        self.passes = {}
        for model, body in re.findall(r"^struct (\w+)\s*:(.*?)^};", whole, re.M | re.S):
            first = re.search(r"run ([\w-]+) first", re.sub(r'"\s*"', "", body))
            if first:
                self.passes[model] = first[1]

    def attaches(self, body):
        calls = any(re.search(rf"\b{helper}<", body) for helper in self.helpers)
        return calls or ("attachInterface<" in body and any(re.search(rf"\b{model}\b", body) for model in self.models))

    def registrations(self, text):
        """Pairs of C++ class names and what they are attached with."""
        text = without_comments(text)
        for match in re.finditer(r"\b([\w:]*?)(?:::)?(attachInterface|" + "|".join(sorted(self.helpers) or ["-"]) + r")<", text):
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


def derivative(sources, items):
    """What the source says of the rules among `items`, and the status in reverse mode."""
    names = [name for item in items for name in re.findall(r"\w+", item)]
    if "kZeroDerivative" in names and not any(name in sources.comments for name in names):
        return "zero", "Flat, and taken as flat at its jumps."
    said = []
    for name in names:
        if name == "kZeroDerivative":
            said.append("`0`")
        elif name not in sources.models and sources.comments.get(name, "") not in ["", *said]:
            said.append(sources.comments[name])
    models = [name for name in names if name in sources.models]
    if not said:
        said = [sources.comments[model] for model in models if model in sources.comments]
    passes = [sources.passes[model] for model in models if model in sources.passes]
    return (f"after `{passes[0]}`" if passes else "yes"), " ".join(said)


def table(sources, classes):
    """Rows (op, file, status, text), by dialect."""
    rows = {dialect: {} for dialect in OPS}
    for name, text in sources.files.items():
        if not name.endswith(".cpp"):
            continue
        used = "snn" if "/SNN/" in name else os.path.basename(name).lower()
        for items in sources.registrations(text):
            for item in items:
                space, _, short = item.rpartition("::")
                places = [space] if space in OPS else [d for d in OPS if used.startswith(d)]
                for dialect in places:
                    if short in classes[dialect]:
                        others = [other for other in items if other != item]
                        rows[dialect][classes[dialect][short]] = (name, *derivative(sources, others))
    return rows


def check_nothing_missed(sources, rows):
    """Each file that has a model or attaches one gives a row."""
    found = {row[0] for ops in rows.values() for row in ops.values()}
    for name, text in sources.files.items():
        if name.endswith(".cpp") and list(sources.registrations(text)) and name not in found:
            sys.exit(f"docs-rules.py: expected ops of {', '.join(OPS)} in the rules that {name} registers, found none")


def main():
    prefix = sys.argv[1]
    classes = {dialect: mnemonics(prefix, dialect, source) for dialect, source in OPS.items()}
    if "JVPOp" in classes["ad"]:
        sys.exit("docs-rules.py: expected no forward mode, found the op ad.jvp: its rules belong into the column 'forward'")
    sources = Sources(rule_files())
    rows = table(sources, classes)
    check_nothing_missed(sources, rows)
    structured = sorted(mnemonics(prefix, "linalg", STRUCTURED).values())
    fallbacks = [name for name, text in sources.files.items() if name.endswith(".cpp") and "->addFallbackRule(" in text]
    if fallbacks != ["lib/Dialect/AD/Rules/Linalg.cpp"]:
        sys.exit(f"docs-rules.py: expected the one fallback rule in lib/Dialect/AD/Rules/Linalg.cpp, found {fallbacks}")
    print(HEAD, end="")
    for dialect, ops in sorted(rows.items()):
        print(f"\n## `{dialect}`\n\n| op | reverse | forward | rule | what it says |\n|---|---|---|---|---|")
        for op, (name, status, text) in sorted(ops.items()):
            text = text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")
            print(f"| `{op}` | {status} | no | [{os.path.basename(name)}](../{name}) | {text} |")
        if dialect == "linalg":
            print(f"| structured ops on tensors | yes | no | [Linalg.cpp](../{fallbacks[0]}) "
                  "| By maps and body, whose ops need rules; named or generic, those of releases to come too. |")
            listed = f"The {len(structured)} structured ops of MLIR 22: " + ", ".join(f"`{op}`" for op in structured) + "."
            print("\n" + textwrap.fill(listed, 100, break_on_hyphens=False))


main()
