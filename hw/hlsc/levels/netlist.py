"""The netlist of one flat module, as `write_json` of yosys writes it.

A net is a number and has one driver; constants are no nets. Where a net has several names, the one
that a person wrote is kept.
"""

import json
from typing import NamedTuple

import cells


class NetlistError(Exception):
    """The netlist is not what it should be; the text says what, where and what to do."""


class Pin(NamedTuple):
    """One bit of a port of a cell; of a port of the module if `cell` is empty."""
    cell: str
    port: str
    index: int
    width: int  # of the port

    def bit(self):
        return self.port if self.width == 1 else f"{self.port}[{self.index}]"

    def __str__(self):
        return f"{self.cell}.{self.bit()}" if self.cell else self.bit()


class Cell(NamedTuple):
    name: str
    type: str
    kind: cells.Kind
    source: str  # file:line, or empty
    inputs: dict  # port -> list of nets, None for a constant
    outputs: dict  # likewise
    parameters: dict  # as yosys writes them: numbers are texts of binary digits


class Net(NamedTuple):
    name: str
    source: str  # file:line, or empty


def _nets(bits):
    """Constants are written as texts."""
    return [bit if isinstance(bit, int) else None for bit in bits]


def _pins(cell, ports):
    for port, nets in ports.items():
        for index, net in enumerate(nets):
            if net is not None:
                yield Pin(cell, port, index, len(nets)), net


class Netlist:
    """The cells of one module, by name, and what drives and reads each net."""

    def __init__(self, top, module):
        self.top = top
        self.cells = {name: _cell(name, cell) for name, cell in module.get("cells", {}).items()}
        ports = module.get("ports", {})
        self.inputs = {name: _nets(port["bits"]) for name, port in ports.items()
                       if port["direction"] == "input"}
        self.outputs = {name: _nets(port["bits"]) for name, port in ports.items()
                        if port["direction"] == "output"}
        self.drivers = {}  # net -> Pin
        self.readers = {}  # net -> list of Pin
        self._connect()
        self._names = _names(module.get("netnames", {}))

    def _connect(self):
        driving = [("", self.inputs)]
        reading = [("", self.outputs)]
        for cell in self.cells.values():
            driving.append((cell.name, cell.outputs))
            reading.append((cell.name, cell.inputs))
        for name, ports in driving:
            for pin, net in _pins(name, ports):
                if net in self.drivers:
                    raise NetlistError(f"{self.top}: {self.drivers[net]} and {pin} drive one net;"
                                       " give it a single driver")
                self.drivers[net] = pin
        for name, ports in reading:
            for pin, net in _pins(name, ports):
                self.readers.setdefault(net, []).append(pin)

    def net(self, number):
        return self._names.get(number, Net(f"net {number}", ""))

    def of_kind(self, *kinds):
        return [cell for cell in self.cells.values() if cell.kind in kinds]


def _source(entry):
    """The first place in the design: yosys joins places by bars and adds its own libraries'."""
    places = entry.get("attributes", {}).get("src", "").split("|")
    return next((place for place in places if "/share/yosys/" not in place), "")


def _cell(name, cell):
    kind = cells.kind(cell["type"])
    source = _source(cell)
    if kind is None:
        raise NetlistError(f"{source or name}: a cell of type {cell['type']}, and no rule says"
                           " whether paths lead through it; describe the hardware without it, or"
                           " add it to cells.py")
    directions = cell["port_directions"]
    ports = {port: _nets(bits) for port, bits in cell["connections"].items()}
    return Cell(name, cell["type"], kind, source,
                {port: nets for port, nets in ports.items() if directions[port] == "input"},
                {port: nets for port, nets in ports.items() if directions[port] == "output"},
                cell.get("parameters", {}))


def _names(netnames):
    """For each net its best name: one from the source, then one that is short."""
    best = {}
    for name, entry in netnames.items():
        generated = bool(entry.get("hide_name", 0)) or "$" in name
        rank = (generated, name.count("."), len(name), name)
        source = _source(entry)
        for index, net in enumerate(_nets(entry["bits"])):
            if net is not None and (net not in best or rank < best[net][0]):
                bit = f"{name}[{index}]" if len(entry["bits"]) > 1 else name
                best[net] = rank, Net(bit, source)
    return {number: net for number, (_, net) in best.items()}


def read(path, top):
    """The module `top` of the file."""
    with open(path, encoding="utf-8") as file:
        modules = json.load(file)["modules"]
    if top not in modules:
        raise NetlistError(f"{path}: no module {top}; it has {', '.join(sorted(modules))}")
    return Netlist(top, modules[top])
