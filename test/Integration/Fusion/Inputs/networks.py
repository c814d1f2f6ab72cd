"""networks.py PREFIX SEED COUNT [wrong]: random networks give fused what they give unfused.

Each network has layers of neurons that nobody designed: one to three states, random couplings, resets and surrogates,
with or without recurrence, delays between layers and parameters per neuron. Every pass that fuses, tiles, hoists or
recomputes may change the order of sums alone. So "exact" networks have weights, inputs and slopes that are small
multiples of a quarter or of one, whose sums no order rounds: results and gradients have to be the same numbers.
"Rounded" networks have any weights and smooth surrogates, in f64, where no order of sums moves a potential across its
threshold: results agree to 1e-9. With "wrong" the last number of one result is moved, which has to be found.
"""
import subprocess
import sys

import numpy as np

UNFUSED = ("snn-cpu-pipeline{fuse-time=false fuse-step=false spikes=off hoist-synapses=false checkpoint=none "
           "tape=save-all contract=off}")
VARIANTS = [("snn-cpu-pipeline", 1), ("snn-cpu-pipeline", 2), ("snn-cpu-pipeline{tile-rows=1}", 2),
            ("snn-cpu-pipeline{tile-rows=3}", 3), ("snn-cpu-pipeline{checkpoint=2}", 2),
            ("snn-cpu-pipeline{checkpoint=sqrt tile-rows=4}", 1), ("snn-cpu-pipeline{spikes=off}", 2),
            ("snn-cpu-pipeline{fuse-time=false}", 2), ("snn-cpu-pipeline{fuse-step=false}", 1),
            ("snn-cpu-pipeline{hoist-synapses=false}", 2), ("snn-cpu-pipeline{tape=save-all}", 1),
            ("snn-cpu-pipeline{fuse-step=false fuse-time=false spikes=off}", 3)]


class Network:
    """The text of a random network and arguments for it."""

    def __init__(self, rng, exact):
        self.rng, self.exact = rng, exact
        self.lines, self.arguments, self.count = [], [], 0
        self.element = "f32" if exact and rng.random() < 0.5 else "f64"
        # Gradients of exact networks gain bits with each step.
        self.steps = int(rng.integers(1, {"f32": 3, "f64": 5}[self.element] if exact else 20))
        self.batch = int(rng.choice([1, 2, 3, 7, 16, 17, 33, 48]))
        self.dynamic = rng.random() < 0.3
        self.write()

    # Numbers ----------------------------------------------------------------

    def weights(self, *shape):
        if not self.exact:
            return self.rng.normal(size=shape) * self.gain / np.sqrt(shape[0])
        values = self.rng.integers(-1, 2, size=shape) if self.element == "f32" else self.rng.integers(-2, 3, shape) / 2
        return values * (self.rng.random(shape) < self.density)

    def coefficient(self):
        if not self.exact:
            return self.rng.uniform(-0.9, 0.9)
        return self.rng.choice([-1, 0, 1] if self.element == "f32" else [-0.5, 0, 0.25, 0.5, 1])

    # Text -------------------------------------------------------------------

    def shaped(self, *sizes):
        return f"tensor<{'x'.join(map(str, sizes))}x{self.element}>"

    def rows(self, columns, element=None):
        return f"tensor<{'?' if self.dynamic else self.batch}x{columns}x{element or self.element}>"

    def emit(self, text):
        self.count += 1
        name = f"%v{self.count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def splat(self, value, columns):
        if not self.dynamic:
            return self.emit(f"arith.constant dense<{float(value)!r}> : {self.rows(columns)}")
        scalar = self.emit(f"arith.constant {float(value)!r} : {self.element}")
        return self.emit(f"tensor.splat {scalar}[%batch] : {self.rows(columns)}")

    def binary(self, op, left, right, columns):
        return self.emit(f"arith.{op} {left}, {right} : {self.rows(columns)}")

    def scaled(self, value, factor, columns):
        return self.binary("mulf", value, self.splat(factor, columns), columns)

    def stop(self, value, columns):
        return self.emit(f"ad.stop_gradient {value} : {self.rows(columns)}")

    def parameter(self, values):
        name = f"%p{len(self.arguments)}"
        self.arguments.append((name, self.shaped(*values.shape), values))
        return name

    def product(self, value, inputs, weights, columns, onto):
        return self.emit(f"linalg.matmul ins({value}, {weights} : {self.rows(inputs)}, {self.shaped(inputs, columns)}) "
                         f"outs({onto} : {self.rows(columns)}) -> {self.rows(columns)}")

    # Neurons ----------------------------------------------------------------

    def slope(self, kind, v, columns):
        """g'(v): steps of a half or a quarter for exact networks, a bell or a hill otherwise."""
        if kind == "box":
            size = self.emit(f"math.absf {v} : {self.rows(columns)}")
            inside = self.emit(f"arith.cmpf olt, {size}, {self.splat(2, columns)} : {self.rows(columns)}")
            return self.emit(f"arith.select {inside}, {self.splat(1 if self.element == 'f32' else 0.5, columns)}, "
                             f"{self.splat(0, columns)} : {self.rows(columns, 'i1')}, {self.rows(columns)}")
        if kind == "stairs":
            size = self.emit(f"math.absf {v} : {self.rows(columns)}")
            hill = self.binary("subf", self.splat(2, columns), size, columns)
            low = self.binary("maximumf", hill, self.splat(0, columns), columns)
            return self.emit(f"math.floor {low} : {self.rows(columns)}")
        square = self.binary("mulf", v, v, columns)
        if kind == "bell":
            return self.emit(f"math.exp {self.scaled(square, -0.7, columns)} : {self.rows(columns)}")
        one = self.splat(1, columns)
        return self.binary("divf", one, self.binary("addf", one, square, columns), columns)

    def spike(self, v, kind, predicate, columns):
        slope = self.stop(self.slope(kind, v, columns), columns)
        h = self.binary("mulf", v, slope, columns)
        nothing = self.binary("subf", h, self.stop(h, columns), columns)
        above = self.emit(f"arith.cmpf {predicate}, {v}, {self.splat(0, columns)} : {self.rows(columns)}")
        fired = self.emit(f"arith.uitofp {above} : {self.rows(columns, 'i1')} to {self.rows(columns)}")
        return self.binary("addf", nothing, self.stop(fired, columns), columns)

    def neurons(self, layer, current, states, fired):
        """The next states and spikes of a layer."""
        columns, choice = layer["neurons"], layer
        following = []
        for i, state in enumerate(states):
            if i == 0 and choice["decay"]:
                spread = self.emit(f"linalg.broadcast ins({choice['decay']} : {self.shaped(columns)}) "
                                   f"outs({self.splat(0, columns)} : {self.rows(columns)}) dimensions = [0]")
                kept = self.binary("mulf", state, spread, columns)
            else:
                kept = self.scaled(state, choice["keep"][i], columns)
            other = self.scaled(states[(i + 1) % len(states)], choice["couple"][i], columns)
            total = self.binary("addf", kept, other, columns)
            source = current if i == 0 else self.scaled(fired, choice["charge"][i], columns)
            following.append(self.binary("addf", total, source, columns))
        v = self.binary("subf", following[0], self.splat(choice["threshold"], columns), columns)
        z = self.spike(v, choice["surrogate"], choice["predicate"], columns)
        if choice["reset"] == "soft":
            drop = self.scaled(z, choice["threshold"], columns)
            following[0] = self.binary("subf", following[0], drop, columns)
        elif choice["reset"] == "hard":
            # Not detached it would multiply gradients by potentials at each step.
            left = self.binary("subf", self.splat(1, columns), self.stop(z, columns), columns)
            following[0] = self.binary("mulf", following[0], left, columns)
        return following, z

    def design(self, inputs):
        """What a layer is like, and its parameters."""
        rng = self.rng
        neurons, states = int(rng.choice([1, 5, 8, 16, 31, 40, 64])), int(rng.integers(1, 4))
        layer = {"inputs": inputs, "neurons": neurons, "states": states,
                 "keep": [self.coefficient() for _ in range(states)],
                 "couple": [self.coefficient() for _ in range(states)],
                 "charge": [self.coefficient() for _ in range(states)],
                 "threshold": rng.choice([1, 2]) if self.exact else rng.uniform(0.1, 1),
                 "surrogate": rng.choice(["box", "stairs"] if self.exact else ["bell", "hill"]),
                 "predicate": rng.choice(["ogt", "oge"]), "reset": rng.choice(["none", "soft", "hard"]),
                 "delayed": rng.random() < 0.3, "weights": self.parameter(self.weights(inputs, neurons)),
                 "recurrent": None, "decay": None}
        if rng.random() < 0.6:
            layer["recurrent"] = self.parameter(self.weights(neurons, neurons))
        if rng.random() < 0.4:
            layer["decay"] = self.parameter(np.array([self.coefficient() for _ in range(neurons)]))
        return layer

    # The program ------------------------------------------------------------

    def write(self):
        rng = self.rng
        self.gain, self.density = rng.choice([1, 2, 4]), rng.choice([0.2, 0.5, 1])
        inputs = int(rng.choice([1, 3, 16, 40, 150]))
        self.kind = rng.choice(["i1", "snn.spikes", "float"])
        self.layers = []
        for _ in range(rng.integers(1, 4)):
            self.layers.append(self.design(self.layers[-1]["neurons"] if self.layers else inputs))
        outputs = int(rng.choice([1, 3, 10]))
        readout = self.parameter(self.weights(self.layers[-1]["neurons"], outputs))
        steps, batch = ("?", "?") if self.dynamic else (self.steps, self.batch)
        self.sequence = f"tensor<{steps}x{batch}x{inputs}x{'i1' if self.kind == 'i1' else self.element}>"
        ends = self.loop(inputs, outputs, readout)
        self.finish(ends, outputs)

    def inputs(self, shape):
        spikes = self.rng.random(shape) < self.rng.choice([0.05, 0.3, 0.8])
        if self.kind != "float":
            return spikes
        return self.rng.integers(-1, 3, shape) * spikes if self.exact else self.rng.normal(size=shape) * spikes

    def input_of_step(self, inputs):
        element = "i1" if self.kind == "i1" else self.element
        batch = "%batch" if self.dynamic else self.batch
        x = self.emit(f"tensor.extract_slice %x[%t, 0, 0] [1, {batch}, {inputs}] [1, 1, 1] : {self.sequence} to "
                      f"{self.rows(inputs, element)}")
        if self.kind == "i1":
            x = self.emit(f"arith.uitofp {x} : {self.rows(inputs, 'i1')} to {self.rows(inputs)}")
        return x

    def loop(self, inputs, outputs, readout):
        self.lines += ["  %c0 = arith.constant 0 : index", "  %c1 = arith.constant 1 : index",
                       f"  %steps = tensor.dim %x, %c0 : {self.sequence}",
                       f"  %batch = tensor.dim %x, %c1 : {self.sequence}"]
        carried = []  # initial value, type, name
        for number, layer in enumerate(self.layers):
            rest = self.splat(0, layer["neurons"])
            carried += [(rest, self.rows(layer["neurons"]), f"%s{number}_{i}") for i in range(layer["states"] + 1)]
        carried.append((self.splat(0, outputs), self.rows(outputs), "%o"))
        types = ", ".join(kind for _, kind, _ in carried)
        starts = ", ".join(f"{name} = {start}" for start, _, name in carried)
        self.lines.append(f"  %end:{len(carried)} = scf.for %t = %c0 to %steps step %c1 iter_args({starts}) "
                          f"-> ({types}) {{")
        below, following = self.input_of_step(inputs), []
        for number, layer in enumerate(self.layers):
            states = [f"%s{number}_{i}" for i in range(layer["states"])]
            fired = f"%s{number}_{layer['states']}"
            onto = self.splat(0, layer["neurons"])
            current = self.product(below, layer["inputs"], layer["weights"], layer["neurons"], onto)
            if layer["recurrent"]:
                current = self.product(fired, layer["neurons"], layer["recurrent"], layer["neurons"], current)
            new, z = self.neurons(layer, current, states, fired)
            following += new + [z]
            below = fired if layer["delayed"] else z
        kept = self.scaled("%o", 0.5, outputs)
        following.append(self.product(below, self.layers[-1]["neurons"], readout, outputs, kept))
        self.lines += [f"    scf.yield {', '.join(following)} : {types}", "  }"]
        return [(f"%end#{i}", kind) for i, (_, kind, _) in enumerate(carried)]

    def finish(self, ends, outputs):
        """A sum of squares of the readout, for some networks of its distance from the sum over the batch."""
        o, kind = ends[-1]
        if self.rng.random() < 0.3:
            row = self.emit(f"arith.constant dense<0.0> : {self.shaped(outputs)}")
            total = self.emit(f"linalg.reduce {{ arith.addf }} ins({o} : {kind}) outs({row} : {self.shaped(outputs)}) "
                              "dimensions = [0]")
            spread = self.emit(f"linalg.broadcast ins({total} : {self.shaped(outputs)}) outs({o} : {kind}) "
                               "dimensions = [0]")
            o = self.binary("subf", o, spread, outputs)
        square = self.binary("mulf", o, o, outputs)
        scalar = f"tensor<{self.element}>"
        start = self.emit(f"arith.constant dense<0.0> : {scalar}")
        loss = self.emit(f"linalg.reduce {{ arith.addf }} ins({square} : {kind}) outs({start} : {scalar}) "
                         "dimensions = [0, 1]")
        value = self.emit(f"tensor.extract {loss}[] : {scalar}")
        self.results = [(value, self.element), ends[-1], ends[-2]]

    def text(self):
        attribute = " {snn.spikes}" if self.kind == "snn.spikes" else ""
        arguments = ", ".join([f"%x: {self.sequence}{attribute}"] + [f"{n}: {t}" for n, t, _ in self.arguments])
        types = ", ".join(kind for _, kind in self.results)
        body = "\n".join(self.lines)
        return (f"func.func @net({arguments}) -> ({types}) {{\n{body}\n"
                f"  return {', '.join(name for name, _ in self.results)} : {types}\n}}\n")

    def arrays(self):
        number = {"f32": np.float32, "f64": np.float64}[self.element]
        x = self.inputs((self.steps, self.batch, self.layers[0]["inputs"]))
        arrays = {"arg0": np.asarray(x, bool if self.kind == "i1" else number)}
        for i, (_, _, values) in enumerate(self.arguments):
            arrays[f"arg{i + 1}"] = np.asarray(values, number)
        for i, columns in [(1, self.results[1][1]), (2, self.results[2][1])]:
            width = int(columns.split("x")[1])
            arrays[f"cot{i}"] = np.asarray(self.rng.integers(-1, 2, (self.batch, width)), number)
        return arrays

    def wrt(self):
        floats = [] if self.kind != "float" else [0]
        return floats + list(range(1, len(self.arguments) + 1))


def compare(found, expected, exact, what):
    assert sorted(found) == sorted(expected), what
    for name, value in expected.items():
        assert np.isfinite(value).all(), f"{what}: {name} is not finite"
        if exact:
            same = np.array_equal(found[name], value)
        else:
            same = np.abs(found[name] - value).max(initial=0) <= 1e-9 * np.abs(value).max(initial=0)
        assert same, f"{what}: {name} differs by {np.abs(found[name] - value).max(initial=0)}"


def main():
    prefix, seed, count, wrong = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["wrong"]
    fired = []
    for number in range(seed, seed + count):
        rng = np.random.default_rng(number)
        network = Network(rng, exact=number % 3 != 0)
        program, inputs = f"{prefix}.{number}.mlir", f"{prefix}.{number}.in.npz"
        with open(program, "w") as file:
            file.write(network.text())
        np.savez(inputs, **network.arrays())

        def gradient(pipeline, threads):
            out = f"{prefix}.{number}.out.npz"
            subprocess.run(["snn-run", "grad", program, "--entry=net", f"--wrt={','.join(map(str, network.wrt()))}",
                            f"--in={inputs}", f"--out={out}", f"--pipeline={pipeline}", f"--threads={threads}"],
                           check=True)
            return dict(np.load(out))

        expected = gradient(UNFUSED, 1)
        if wrong:
            expected["grad1"].flat[-1] += 1e-6 * np.abs(expected["grad1"]).max() + 1e-6
        fired.append(expected["res2"].mean())
        for chosen in rng.choice(len(VARIANTS), 4, replace=False):
            pipeline, threads = VARIANTS[chosen]
            what = f"network {number}, {pipeline}, {threads} threads"
            compare(gradient(pipeline, threads), expected, network.exact, what)
    assert np.any(fired), "no network fires"
    print(f"{count} networks agree; {np.count_nonzero(fired)} fire, {np.mean(fired):.2f} on average")


if __name__ == "__main__":
    main()
