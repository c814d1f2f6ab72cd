#!/usr/bin/env python3
"""Writes the tables that the demo's pictures are drawn from.

demo-tables.py metrics METRICS.jsonl FOLDER/NAME
    NAME.steps (epoch, loss, accuracy, firing rate) and NAME.epochs (epoch,
    test loss, test accuracy, test firing rate), with epochs as fractions
demo-tables.py raster TRAINED.npz SPIKES.npz FOLDER/NAME SAMPLE
    NAME.spikes (time, neuron) and NAME.image (time, pixel, brightness)
"""
import json
import struct
import sys
import zipfile


def read_array(path, name):
    """Shape and values of a float32 array of an npz."""
    data = zipfile.ZipFile(path).read(name + ".npy")
    start = 10 + struct.unpack("<H", data[8:10])[0]
    header = data[10:start].decode()
    shape = eval(header.split("'shape':")[1].split(")")[0] + ")")
    return shape, [value for (value,) in struct.iter_unpack("<f", data[start:])]


def metrics(source, target):
    with open(source) as file:
        lines = [json.loads(line) for line in file]
    epochs = [line for line in lines if line["kind"] == "epoch"]
    per_epoch = epochs[0]["step"]
    with open(target + ".steps", "w") as out:
        for line in lines:
            if line["kind"] == "step":
                print(line["step"] / per_epoch, line["loss"], 100 * line["accuracy"], 100 * line["firing_rate"], file=out)
    with open(target + ".epochs", "w") as out:
        for line in epochs:
            print(line["epoch"], line["test_loss"], 100 * line["test_accuracy"], 100 * line["test_firing_rate"], file=out)


def raster(trained, spikes, target, sample):
    (steps, batch, neurons), values = read_array(spikes, "res0")
    with open(target + ".spikes", "w") as out:
        for t in range(steps):
            for neuron in range(neurons):
                if values[(t * batch + sample) * neurons + neuron] > 0:
                    print(t, neuron, file=out)
    (steps, batch, pixels), values = read_array(trained, "arg6")
    with open(target + ".image", "w") as out:
        for t in range(steps):
            for pixel in range(pixels):
                print(t, pixel, values[(t * batch + sample) * pixels + pixel], file=out)
            print(file=out)


if sys.argv[1] == "metrics":
    metrics(*sys.argv[2:])
else:
    raster(*sys.argv[2:5], int(sys.argv[5]))
