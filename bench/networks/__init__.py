"""Networks by name: NAME.py has sizes, inputs and a reference in numpy; NAME_torch.py and NAME_jax.py are the peers'
programs, written as a user of theirs would who knows the tool well."""
import importlib


def load(name, tool=None):
    return importlib.import_module(f"networks.{name}" + (f"_{tool}" if tool else ""))
