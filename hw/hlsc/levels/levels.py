"""The LUT levels of a netlist: how many stand between two registers, RAMs, DSPs or ports.

- A LUT is a level, an inverter none: it goes into what reads it.
- A carry chain is a level for each started 16 bits that the path runs along it. The LUT in front
  of a bit belongs to the chain (slices.py).
- MUXF7, MUXF8 and MUXF9 are none, because they stand in the slice of the LUTs whose outputs they
  choose from. A signal from elsewhere reaches them through a LUT, which is a level.
- From the read address of a LUTRAM, and from the length of a shift register, to the output is one.
"""

import functools
from typing import NamedTuple

import cells
import slices
from cells import Kind
from graph import Graph, LoopError, path_to
from netlist import NetlistError, Pin

CARRY_BITS_PER_LEVEL = 16


class Step(NamedTuple):
    """A path goes through a cell, or from one cell of a chain to another, and adds levels."""
    cell: str
    last: str  # the cell that it leaves
    enters: str  # the pin
    leaves: str
    levels: int
    net: int  # that it goes on through


class Path(NamedTuple):
    levels: int
    start: Pin
    net: int  # from the start
    steps: list
    end: Pin


class _Builder:
    """Turns the netlist into a graph: its nodes are the nets, and further ones inside chains."""

    def __init__(self, netlist):
        self.netlist = netlist
        self.graph = Graph()
        self.bits = slices.carry_bits(netlist)
        self._chain_nodes = {}
        # Beyond all nets.
        self._next_node = max([*netlist.drivers, *netlist.readers], default=0) + 1

    def build(self):
        for nets in self.netlist.inputs.values():
            self._starts(nets)
        for cell in self.netlist.cells.values():
            self._cell(cell)
        for bit in self.bits:
            self._carry(bit)
        return self.graph

    def _starts(self, nets):
        for net in nets:
            if net is not None:
                self.graph.add_start(net)

    def _cell(self, cell):
        if cell.kind in cells.SEQUENTIAL:
            for nets in cell.outputs.values():
                self._starts(nets)
        if cell.kind is Kind.LUT:
            self._through(cell, cell.inputs, 1)
        elif cell.kind is Kind.INVERTER:
            self._through(cell, cell.inputs, 0)
        elif cell.kind is Kind.MUX:
            for port in cell.inputs:
                self._through(cell, [port], self._weight_of_mux_input(cell, port))
        elif cell.kind in (Kind.LUTRAM, Kind.SHIFT):
            for port in cell.outputs:
                self._through(cell, cells.read_address(port, tuple(cell.inputs)), 1, [port])

    def _through(self, cell, inputs, weight, outputs=None):
        for port in inputs:
            for index, net in enumerate(cell.inputs[port]):
                if net is None:
                    continue
                enters = _pin(port, index, cell.inputs[port])
                for target in outputs or cell.outputs:
                    for place, out in enumerate(cell.outputs[target]):
                        if out is not None:
                            leaves = _pin(target, place, cell.outputs[target])
                            self.graph.add_arc(net, out, weight, (cell.name, enters, leaves))

    def _weight_of_mux_input(self, cell, port):
        if port == "S" or cell.inputs[port][0] is None:
            return 0
        driver = self.netlist.drivers.get(cell.inputs[port][0])
        if driver is None or not driver.cell:
            return 1
        return 0 if self.netlist.cells[driver.cell].kind in (Kind.LUT, Kind.MUX) else 1

    def _carry(self, bit):
        """A node of a chain stands for a bit and for how many bits of the current level a path has
        run along: the levels then are the weights of plain arcs."""
        inside = self._nodes(bit)
        name = bit.cell
        own = slices.from_own_lut(self.netlist, bit)
        for pin, net in [("S", bit.select), ("DI", bit.data)]:
            if net is None:
                continue
            # The LUT's level is the chain's first.
            weight = 0 if net in own else 1
            enters = f"{pin}[{bit.index}]"
            self.graph.add_arc(net, inside[0], weight, (name, enters, None))
            if pin == "S" and bit.sum is not None:
                self.graph.add_arc(net, bit.sum, weight, (name, enters, f"O[{bit.index}]"))
        for net in bit.entries:
            self.graph.add_arc(net, inside[0], 1, (name, "CI", None))
            if bit.sum is not None:
                self.graph.add_arc(net, bit.sum, 1, (name, "CI", f"O[{bit.index}]"))
        if bit.carry is not None:
            for node in inside:
                self.graph.add_arc(node, bit.carry, 0, (name, None, f"CO[{bit.index}]"))
        if bit.previous is None:
            return
        for before, node in enumerate(self._nodes_at(bit.previous)):
            after = (before + 1) % CARRY_BITS_PER_LEVEL
            weight = 1 if after == 0 else 0
            self.graph.add_arc(node, inside[after], weight, (name, None, None))
            if bit.sum is not None:
                self.graph.add_arc(node, bit.sum, weight, (name, None, f"O[{bit.index}]"))

    def _nodes(self, bit):
        return self._nodes_at((bit.cell, bit.index))

    def _nodes_at(self, place):
        if place not in self._chain_nodes:
            first = self._next_node
            self._next_node += CARRY_BITS_PER_LEVEL
            self._chain_nodes[place] = range(first, self._next_node)
        return self._chain_nodes[place]


def _pin(port, index, nets):
    return port if len(nets) == 1 else f"{port}[{index}]"


class Levels:
    """The longest path to each end point of the netlist."""

    def __init__(self, netlist):
        self.netlist = netlist
        try:
            self._longest = _Builder(netlist).build().longest()
        except LoopError as loop:
            raise NetlistError(_describe(netlist, loop)) from None
        self.ends = self._levels_of_ends()

    def _levels_of_ends(self):
        """Pin -> levels, for each end point that a path leads to."""
        result = {}
        for net, readers in self.netlist.readers.items():
            if net not in self._longest:
                continue
            for pin in readers:
                if not pin.cell or cells.is_end(self.netlist.cells[pin.cell], pin.port):
                    result[pin] = self._longest[net][0]
        return result

    @functools.cached_property
    def levels(self):
        return max(self.ends.values(), default=0)

    def histogram(self):
        """Number of end points for 0, 1, ... levels."""
        counts = [0] * (self.levels + 1)
        for levels in self.ends.values():
            counts[levels] += 1
        return counts

    def worst(self):
        """A longest path, or None where there is none."""
        if not self.ends:
            return None
        end = min((pin for pin, levels in self.ends.items() if levels == self.levels), key=str)
        ports = self._ports(end)
        arcs = path_to(self._longest, ports[end.port][end.index])
        net = arcs[0].source if arcs else ports[end.port][end.index]
        targets = [arc.source for arc in arcs[1:]] + [ports[end.port][end.index]]
        return Path(self.levels, self.netlist.drivers[net], net, _steps(arcs, targets), end)

    def _ports(self, pin):
        return self.netlist.cells[pin.cell].inputs if pin.cell else self.netlist.outputs


def _steps(arcs, targets):
    """One step for each cell: what goes on inside a chain is joined."""
    steps = []
    entered, levels = None, 0
    for arc, target in zip(arcs, targets):
        cell, enters, leaves = arc.what
        levels += arc.weight
        if enters is not None:
            entered = cell, enters
        if leaves is not None:
            steps.append(Step(entered[0], cell, entered[1], leaves, levels, target))
            levels = 0
    return steps


def _describe(netlist, loop):
    lines = [f"{netlist.top}: a combinational loop; put a register into it:"]
    for name in dict.fromkeys(arc.what[0] for arc in loop.arcs):
        cell = netlist.cells[name]
        out = next(net for nets in cell.outputs.values() for net in nets if net is not None)
        net = netlist.net(out)
        lines.append(f"  {cell.type} {name}, drives {net.name}  {cell.source or net.source}")
    return "\n".join(lines)
