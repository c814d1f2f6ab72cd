"""Writes examples/alif/train.json with the initial values and the order of batches of first-losses.npz.

configure.py SOURCE-ROOT CONFIG.json NETWORK
"""
import json
import sys

source, target, network = sys.argv[1:]
with open(source + "/examples/alif/train.json") as file:
    config = json.load(file)
values = source + "/test/Integration/Goldens/first-losses/first-losses.npz"
for number, parameter in enumerate(config["params"]):
    config["params"][number] = {"name": parameter["name"], "init": "npz", "file": values, "array": f"arg{number}"}
config["module"] = f"{source}/examples/alif/{network}.mlir"
config["data"]["shuffle"] = False
config["metrics"] = {"file": network + ".jsonl"}
del config["checkpoint"], config["export"], config["data"]["test"]
with open(target, "w") as file:
    json.dump(config, file)
