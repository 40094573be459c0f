"""What the tests of hw/hlsc/levels share: the modules under test, and netlists written by hand."""

import pathlib
import sys

LEVELS = pathlib.Path(__file__).resolve().parents[2] / "hw" / "hlsc" / "levels"
sys.path.insert(0, str(LEVELS))

from levels import Levels  # noqa: E402
from netlist import Netlist  # noqa: E402


class Design:
    """A module in the form that yosys writes, put together cell by cell. Nets have names."""

    def __init__(self):
        self._nets = {"0": "0", "1": "1"}
        self._cells = {}
        self._ports = {}

    def _bits(self, names):
        return [self._nets.setdefault(name, len(self._nets)) for name in names.split()]

    def port(self, direction, name, nets=None):
        self._ports[name] = {"direction": direction, "bits": self._bits(nets or name)}
        return self

    def cell(self, cell_type, name, inputs, outputs, source=""):
        """Inputs and outputs: port -> names of nets, lowest bit first, with blanks between."""
        directions = {port: "input" for port in inputs} | {port: "output" for port in outputs}
        connections = {port: self._bits(nets) for port, nets in (inputs | outputs).items()}
        self._cells[name] = {"type": cell_type, "port_directions": directions,
                             "connections": connections, "attributes": {"src": source}}
        return self

    def register(self, name, data="0"):
        """Its output net has its name."""
        return self.cell("FDRE", f"register {name}", {"C": "clock", "D": data}, {"Q": name})

    def registers(self, *names):
        for name in names:
            self.register(name)
        return self

    def lut(self, out, inputs):
        """The cell has the name of the net that it drives."""
        pins = {f"I{index}": net for index, net in enumerate(inputs.split())}
        return self.cell(f"LUT{len(pins)}", f"lut {out}", pins, {"O": out})

    def carry(self, name, first=None, select="0 0 0 0", data="0 0 0 0", below=None):
        """Its outputs are the nets NAME.o0 to NAME.o3 and NAME.c0 to NAME.c3."""
        outputs = {port: " ".join(f"{name}.{letter}{index}" for index in range(4))
                   for port, letter in (("O", "o"), ("CO", "c"))}
        inputs = {"CI": f"{below}.c3" if below else "0", "CYINIT": first or "0",
                  "DI": data, "S": select}
        return self.cell("CARRY4", name, inputs, outputs)

    def chain(self, name, cells, **lowest):
        """A carry chain NAME0, NAME1, ...; its lowest cell has the inputs that are given."""
        self.carry(f"{name}0", **lowest)
        for index in range(1, cells):
            self.carry(f"{name}{index}", below=f"{name}{index - 1}")
        return self

    def module(self):
        names = {name: {"bits": [net]} for name, net in self._nets.items()
                 if isinstance(net, int)}
        return {"ports": self._ports, "cells": self._cells, "netnames": names}

    def netlist(self):
        return Netlist("design", self.module())

    def levels(self):
        return Levels(self.netlist())

    def levels_to(self, register):
        """Of the path to the register; None if there is none."""
        found = {pin.cell: levels for pin, levels in self.levels().ends.items() if pin.port == "D"}
        return found.get(f"register {register}")
