#!/usr/bin/env python3
"""Joins networks that hlsc made into one module for Verilator, as model_glue.py does it for processes.

usage: network_glue.py MODEL_GLUE NAME FOLDER JSON...

To the bench each network is two processes: one with its ports, and one of its name and "_streams" whose outputs are the
streams inside. Of those valid says that an element moves, and nobody is asked for ready.
"""

import json
import pathlib
import sys
from importlib.util import module_from_spec, spec_from_file_location


def load(path):
    spec = spec_from_file_location("model_glue", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GLUE = load(sys.argv[1])


def describe(name, clock, streams):
    """As hlsc describes a process."""
    return json.dumps({"name": name, "clock_ns": clock, "ii": 1, "stages": 0, "outcomes": [], "streams": streams})


class Ports(GLUE.Process):
    pass


class Streams(GLUE.Process):
    """Those inside of the network that is instance `p<index>`."""

    def __init__(self, index, network, text):
        super().__init__(index, text)
        self.network = network

    def moves(self, name):
        return f"p{self.index}_{name}_TVALID"

    def instance(self):
        def inner(name):
            return f"p{self.network}.{name}"
        lines = []
        for stream in self.description["streams"]:
            name = stream["name"]
            lines.append(f"  assign {self.moves(name)} = {inner(name + '_TVALID')} & {inner(name + '_TREADY')};\n")
            for signal in stream["signals"]:
                port = f"{name}_{signal['name']}"
                lines.append(f"  assign p{self.index}_{port} = {inner(port)};\n")
        return "".join(lines)

    def add(self, name, width, is_input):
        if not is_input:
            super().add(name, width, is_input)

    def pins(self):
        text = super().pins()
        for stream in self.description["streams"]:
            text = text.replace(f"pin(module().p{self.index}_{stream['name']}_TREADY)", "espial::bench::Pin()")
        return text


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    name, folder = sys.argv[2], pathlib.Path(sys.argv[3])
    networks = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in sys.argv[4:]]
    ports, inside = [], []
    for index, network in enumerate(networks):
        def streams(wanted, direction=None):
            return [{"stage": 0, **({"direction": direction} if direction else {}), **stream}
                    for stream in network["streams"] if ("direction" in stream) == wanted]
        ports.append(Ports(index, describe(network["name"], network["clock_ns"], streams(True))))
        inside.append(Streams(len(networks) + index, index, describe(f"{network['name']}_streams", network["clock_ns"],
                                                                     streams(False, "out"))))
    every = [*ports, *inside]
    (folder / f"{name}.sv").write_text(GLUE.verilog(name, every), encoding="utf-8")
    (folder / f"{name}.hpp").write_text(GLUE.header(name), encoding="utf-8")
    (folder / f"{name}.cpp").write_text(GLUE.source(name, every), encoding="utf-8")


if __name__ == "__main__":
    main()
