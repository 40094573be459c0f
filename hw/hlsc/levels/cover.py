"""Covers the gates of a netlist with LUTs, so that each signal comes as early as it can.

ABC takes every signal that comes out of a carry chain or a memory for an early one, since it sees
neither. Here their levels are known: for each gate, sets of at most six signals in front of it from
which a LUT can compute it (cuts) are looked at, and the one whose latest signal is earliest becomes
its LUT (Cong and Ding, FlowMap, IEEE TCAD 13(1), 1994). Gates are not restructured, and only the
best cuts of each are kept: there may be netlists of fewer levels, but there is this one.

LUTs are not shared to save area: their number says little. What comes out has the form of a netlist
of yosys, and its levels are counted as those of any other.
"""

import itertools
import json

import cells
import trees
from cells import CARRY_BITS, Kind
from graph import LoopError
from levels import CARRY_BITS_PER_LEVEL
from slices import LUT_INPUTS, SHARED_INPUTS

WIDE_INPUTS = 7  # of two LUTs with the MUXF7 of their slice
MOST_CUTS = 16  # kept for each gate

# Of a gate the inputs; its output is Y.
GATES = {
    "$_NOT_": "A", "$_BUF_": "A", "$_AND_": "AB", "$_NAND_": "AB", "$_OR_": "AB", "$_NOR_": "AB",
    "$_XOR_": "AB", "$_XNOR_": "AB", "$_ANDNOT_": "AB", "$_ORNOT_": "AB", "$_MUX_": "ABS",
    "$_NMUX_": "ABS", "$_AOI3_": "ABC", "$_OAI3_": "ABC", "$_AOI4_": "ABCD", "$_OAI4_": "ABCD",
}


def _signals(bits):
    return [bit for bit in bits if isinstance(bit, int)]


class Cover:
    """The LUTs of one module, given as yosys writes it."""

    def __init__(self, module):
        self.cells = module["cells"]
        self.sources = {}  # net -> what it is computed from without a clock: nets
        self.gates = {}  # net that a gate drives -> the gate; None for a LUT made in between
        self.lookups = set()  # nets that come out of LUTRAM and shift registers
        self.chains = {}  # net that leaves a carry chain -> its cell and bit
        self.entries = {}  # cell and bit -> level, LUT of S, LUT of DI; None where there is none
        self.cuts = {}  # net of a gate -> [(level, nets)], the best one first
        self.levels = {}
        self._fresh = itertools.count(1 + max((bit for cell in self.cells.values()
                                               for bits in cell["connections"].values()
                                               for bit in _signals(bits)), default=0))
        for name, cell in self.cells.items():
            self._connect(name, cell)

    # --- what depends on what ---

    def _connect(self, name, cell):
        pins = cell["connections"]
        if cell["type"] in GATES:
            net = pins["Y"][0]
            self.gates[net] = cell
            self.sources[net] = _signals(pins[pin][0] for pin in GATES[cell["type"]])
            return
        kind = cells.kind(cell["type"])
        if kind is Kind.CARRY:
            for port in ("O", "CO"):
                for index, net in enumerate(pins.get(port, [])):
                    if isinstance(net, int):
                        self.chains[net] = name, index
                        self.sources[net] = self._before(cell, index)
        elif kind in (Kind.LUTRAM, Kind.SHIFT):
            inputs = tuple(port for port, way in cell["port_directions"].items() if way == "input")
            for port, way in cell["port_directions"].items():
                if way != "output":
                    continue
                address = [net for pin in cells.read_address(port, inputs)
                           for net in _signals(pins[pin])]
                for net in _signals(pins[port]):
                    self.lookups.add(net)
                    self.sources[net] = address

    @staticmethod
    def _before(cell, index):
        pins = cell["connections"]
        below = [bit for pin in ("S", "DI") for bit in pins.get(pin, [])[:index + 1]]
        return _signals(below + pins.get("CI", []) + pins.get("CYINIT", []))

    # --- levels ---

    def level(self, net):
        """After so many levels a signal is there. Raises LoopError if it waits for itself."""
        waiting, begun = [net], set()
        while waiting:
            at = waiting[-1]
            missing = [] if at in self.levels else [
                source for source in self.sources.get(at, ()) if source not in self.levels]
            if missing:
                if at in begun:
                    raise LoopError([])
                begun.add(at)
                waiting.extend(missing)
                continue
            if at not in self.levels:
                self.levels[at] = self._compute(at)
            waiting.pop()
        return self.levels[net]

    def _compute(self, net):
        if net in self.gates:
            self._cut(net)
            self._regroup(net)
            return self.cuts[net][0][0]
        if net in self.chains:
            return self._leaves_chain(*self.chains[net])
        if net in self.lookups:
            # With an address of constants it is as a register.
            return max((1 + self.levels[source] for source in self.sources[net]), default=0)
        return 0

    def _cut(self, net):
        choices = [[frozenset([source])] + [nets for _, nets in self.cuts.get(source, ())]
                   for source in self.sources[net]]
        found = {}
        for parts in itertools.product(*choices):
            nets = frozenset().union(*parts)
            if len(nets) <= WIDE_INPUTS and nets not in found:
                found[nets] = 1 + max((self.levels[leaf] for leaf in nets), default=-1)
        ranked = sorted(((level, nets) for nets, level in found.items()),
                        key=lambda cut: (cut[0], len(cut[1]), sorted(cut[1])))
        self.cuts[net] = ranked[:MOST_CUTS]

    def _regroup(self, net):
        """Joins what a tree of gates joins in a better order, if there is one."""
        joined = trees.leaves(net, self.gates.get)
        level = self.cuts[net][0][0]
        if joined is None or len(joined) < 3 or level <= max(self.levels[leaf] for leaf in joined):
            return
        made = []

        def new_lut(at, inputs):
            signal = next(self._fresh)
            self.gates[signal] = None
            self.levels[signal] = at
            self.cuts[signal] = [(at, inputs)]
            made.append(signal)
            return signal

        better, inputs = trees.grouped(
            joined, self.levels.__getitem__,
            lambda signal: self.cuts[signal][0][1] if signal in self.cuts else None,
            new_lut)
        if better < level:
            self.cuts[net] = [(better, inputs)] + self.cuts[net][:MOST_CUTS - 1]
        else:
            for signal in made:
                del self.gates[signal], self.levels[signal], self.cuts[signal]

    # --- carry chains: as levels.py counts them ---

    def _leaves_chain(self, name, index):
        """The latest way along the chain to this bit, from this cell down."""
        latest = passed = 0
        at = name, index
        while at is not None:
            (name, top), at = at, None
            for bit in range(top + 1):
                run = passed + top - bit
                latest = max(latest, self._entry(name, bit)[0] + run // CARRY_BITS_PER_LEVEL)
            passed += top + 1
            pins = self.cells[name]["connections"]
            for net in _signals(pins.get("CI", []) + pins.get("CYINIT", [])):
                if net in self.chains:
                    at = self.chains[net]
                else:
                    run = passed - 1
                    latest = max(latest, self.levels[net] + 1 + run // CARRY_BITS_PER_LEVEL)
        return latest

    def _entry(self, name, bit):
        if (name, bit) not in self.entries:
            pins = self.cells[name]["connections"]
            select, data = pins["S"][bit], pins["DI"][bit]
            self.entries[name, bit] = min(self._ways_in(select, data), key=lambda way: way[0])
        return self.entries[name, bit]

    def _ways_in(self, select, data):
        """The LUT in front of a bit computes S, and DI if both have five inputs at most."""
        selects = [cut for cut in self.cuts.get(select, ()) if len(cut[1]) <= LUT_INPUTS]
        for level, first in selects or [(self._outside(select), None)]:
            yield max(level, self._outside(data)), first, None
            for other, second in self.cuts.get(data, ()):
                inputs = (frozenset(_signals([select])) if first is None else first) | second
                if len(inputs) <= SHARED_INPUTS:
                    yield max(level, other), first, second

    def _outside(self, bit):
        return self.levels[bit] + 1 if isinstance(bit, int) else 0

    # --- the netlist ---

    def lut(self, net, inputs):
        """The cells that drive the net: a LUT, or two and a multiplexer that the latest input
        switches."""
        if len(inputs) <= LUT_INPUTS:
            pins = {f"I{i}": leaf for i, leaf in enumerate(sorted(inputs))}
            return {f"lut {net}": _cell(f"LUT{max(1, len(inputs))}", pins, net)}
        *others, switch = sorted(inputs, key=lambda leaf: (self.levels[leaf], leaf))
        halves = [next(self._fresh), next(self._fresh)]
        cells_made = {}
        for half in halves:
            cells_made |= self.lut(half, others)
        pins = {"I0": halves[0], "I1": halves[1], "S": switch}
        return {**cells_made, f"mux {net}": _cell("MUXF7", pins, net)}

    def cover(self, outputs):
        """All cells, with LUTs in the place of gates, as far as anything reads them; `outputs` are
        the nets of the module's ports."""
        kept = {name: json.loads(json.dumps(cell)) for name, cell in self.cells.items()
                if cell["type"] not in GATES}
        luts = {}
        wanted = list(outputs)
        for name, cell in kept.items():
            if cells.kind(cell["type"]) is Kind.CARRY:
                self._enter_chain(name, cell, luts, wanted)
            wanted += [net for port, bits in cell["connections"].items()
                       if cell["port_directions"][port] == "input" for net in _signals(bits)]
        done = set()
        while wanted:
            net = wanted.pop()
            if net in done:
                continue
            done.add(net)
            self.level(net)
            if net in self.gates:
                inputs = self.cuts[net][0][1]
                luts |= self.lut(net, inputs)
                wanted += inputs
        return {**kept, **luts}

    def _enter_chain(self, name, cell, luts, wanted):
        """Gives S and DI of each bit LUTs of their own, where the slice has them."""
        pins = cell["connections"]
        for bit in range(CARRY_BITS[cell["type"]]):
            for net in _signals([pins["S"][bit], pins["DI"][bit]]):
                self.level(net)
            for port, inputs in zip(("S", "DI"), self._entry(name, bit)[1:]):
                if inputs is None:
                    continue
                net = pins[port][bit] = next(self._fresh)
                luts |= self.lut(net, inputs)
                wanted += inputs


def _cell(kind, inputs, output):
    return {"type": kind, "connections": {**{pin: [net] for pin, net in inputs.items()},
                                          "O": [output]},
            "port_directions": {**{pin: "input" for pin in inputs}, "O": "output"}}


def covered(netlist, top):
    """The netlist, as yosys' write_json makes it, with all gates of module `top` as LUTs."""
    module = netlist["modules"][top]
    outputs = [net for port in module["ports"].values() if port["direction"] == "output"
               for net in _signals(port["bits"])]
    return {"modules": {top: {**module, "cells": Cover(module).cover(outputs)}}}
