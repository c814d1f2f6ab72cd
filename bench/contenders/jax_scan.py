"""JAX: the network as one jitted function around `lax.scan`."""
import jax
import jaxlib

import networks


class JaxScan:
    versions = {"jax": jax.__version__, "jaxlib": jaxlib.__version__}

    def __init__(self, job):
        options = job["options"]
        modes = networks.load(job["network"], "jax").modes(options.get("spike", "fgi"), options.get("unroll", 1))
        self.modes = {mode: jax.jit(function) for mode, function in modes.items()}

    def load(self, arrays, file):
        self.arguments = [jax.device_put(a) for a in arrays]

    def run(self, mode):
        return self.modes[mode](*self.arguments)

    def peak_bytes(self, mode):
        """XLA's own figure: what it plans for a call besides the arguments."""
        plan = self.modes[mode].lower(*self.arguments).compile().memory_analysis()
        return plan.temp_size_in_bytes + plan.output_size_in_bytes

    def wait(self, results):
        jax.block_until_ready(results)


def make(job):
    return JaxScan(job)
