"""What shares a slice: the bits of a carry chain, and the LUTs in front of them.

A slice has a LUT before each bit of its carry chain. What this LUT computes reaches the chain
without leaving the slice, so the two count as one.
"""

from typing import NamedTuple, Optional

from cells import CARRY_BITS, Kind

LUT_INPUTS = 6
SHARED_INPUTS = 5  # of the two functions of one LUT


class CarryBit(NamedTuple):
    """One bit of a chain, with the nets at its pins; None where there is a constant or nothing."""
    cell: str
    index: int
    previous: Optional[tuple]  # cell and index of the bit below, if there is one
    entries: list  # nets that come in below from outside the chain
    select: Optional[int]  # S
    data: Optional[int]  # DI
    sum: Optional[int]  # O
    carry: Optional[int]  # CO


def _net(ports, port, index=0):
    nets = ports.get(port, [])
    return nets[index] if index < len(nets) else None


def carry_bits(netlist):
    """All bits of all chains. CO at the top of a cell goes on in the cell whose CI it drives."""
    result = []
    for cell in netlist.of_kind(Kind.CARRY):
        below, pins = None, ["CYINIT", "CI"]
        driver = netlist.drivers.get(_net(cell.inputs, "CI"))
        if driver is not None and driver.cell and driver.port == "CO":
            joined = netlist.cells[driver.cell]
            if joined.kind is Kind.CARRY and driver.index == CARRY_BITS[joined.type] - 1:
                below, pins = (joined.name, driver.index), ["CYINIT"]
        for index in range(CARRY_BITS[cell.type]):
            nets = [_net(cell.inputs, pin) for pin in pins]
            result.append(CarryBit(
                cell.name, index, below, [net for net in nets if net is not None],
                _net(cell.inputs, "S", index), _net(cell.inputs, "DI", index),
                _net(cell.outputs, "O", index), _net(cell.outputs, "CO", index)))
            below, pins = (cell.name, index), ["CI_TOP"] if index == 3 else []
    return result


def _lut(netlist, net):
    """The LUT that drives the net, if one does."""
    driver = netlist.drivers.get(net)
    cell = netlist.cells[driver.cell] if driver is not None and driver.cell else None
    return cell if cell is not None and cell.kind is Kind.LUT else None


def _inputs(cell):
    return {net for nets in cell.inputs.values() for net in nets if net is not None}


def _readers(netlist, net, bit):
    """The readers of a net other than S and DI of the bit: those in chains, and all others."""
    others = [pin for pin in netlist.readers[net]
              if not (pin.cell == bit.cell and pin.index == bit.index and pin.port in ("S", "DI"))]
    chained = [pin for pin in others
               if pin.cell and netlist.cells[pin.cell].kind is Kind.CARRY]
    return chained, others


def from_own_lut(netlist, bit):
    """Those of the nets at S and DI that the LUT in front of the bit computes.

    It has six inputs for S, and that may leave the slice as well. Or it has five that S and DI
    share, and then DI goes nowhere else. A DI from outside enters the slice past the LUT.
    """
    own = set()
    select, data = _lut(netlist, bit.select), _lut(netlist, bit.data)
    if select is not None and not _readers(netlist, bit.select, bit)[0]:
        own.add(bit.select)
    if data is not None and data is not select and not _readers(netlist, bit.data, bit)[1]:
        # A signal for S from outside passes through the LUT.
        used = _inputs(select) if bit.select in own else {bit.select} - {None}
        if len(used | _inputs(data)) <= SHARED_INPUTS:
            own.add(bit.data)
    return own
