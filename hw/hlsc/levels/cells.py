"""What the cells of a mapped netlist are: which pins start and end paths, and what leads through.

A path starts at an output of a register, RAM, shift register or DSP, or at a port into the module;
it ends at an input of such a cell, clocks aside, or at a port out of it. Between them stand LUTs,
carry chains, the wide multiplexers behind LUTs, and the reads of LUTRAM and of shift registers
whose length is a signal, which need no clock.
"""

import enum
import functools
import re


class Kind(enum.Enum):
    LUT = "LUT"
    INVERTER = "inverter"
    MUX = "MUXF"
    CARRY = "carry"
    REGISTER = "register"
    SHIFT = "shift register"
    LUTRAM = "LUTRAM"
    BRAM = "block RAM"
    URAM = "UltraRAM"
    DSP = "DSP"


# The LUTs that each LUTRAM takes.
LUTS_OF_LUTRAM = {
    "RAM32M": 4, "RAM32M16": 8, "RAM64M": 4, "RAM64M8": 8, "RAM32X16DR8": 8, "RAM64X8SW": 8,
    "RAM32X1S": 1, "RAM64X1S": 1, "RAM128X1S": 2, "RAM256X1S": 4, "RAM512X1S": 8,
    "RAM32X1D": 2, "RAM64X1D": 2, "RAM128X1D": 4, "RAM256X1D": 8,
}

# In blocks of 36 Kbit.
SIZE_OF_BRAM = {"RAMB18E1": 0.5, "RAMB18E2": 0.5, "RAMB36E1": 1, "RAMB36E2": 1}

SEQUENTIAL = {Kind.REGISTER, Kind.SHIFT, Kind.LUTRAM, Kind.BRAM, Kind.URAM, Kind.DSP}

CARRY_BITS = {"CARRY4": 4, "CARRY8": 8}

_KINDS = [
    (r"LUT[1-6]", Kind.LUT),
    (r"INV", Kind.INVERTER),
    (r"MUXF[789]", Kind.MUX),
    (r"CARRY[48]", Kind.CARRY),
    (r"FD[RSCP]E(_1)?", Kind.REGISTER),
    (r"SRL16E|SRLC16E|SRLC32E", Kind.SHIFT),
    ("|".join(LUTS_OF_LUTRAM), Kind.LUTRAM),
    ("|".join(SIZE_OF_BRAM), Kind.BRAM),
    (r"URAM288(_BASE)?", Kind.URAM),
    (r"DSP48E[12]", Kind.DSP),
]

_CLOCK = re.compile(r"C|W?CLK|CLKARDCLK|CLKBWRCLK")

# Output port -> the input ports that choose what it reads.
_READS = [
    (re.compile(r"DO([A-H])"), r"ADDR\1"),
    (re.compile(r"DPO"), r"DPRA\\d*"),
    (re.compile(r"SPO|O|Q"), r"A\\d*"),
]


@functools.cache
def kind(cell_type):
    """The kind of a type of cells; None if it is none of those that a mapped module consists of."""
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, cell_type)), None)


def is_end(cell, port):
    """Whether a path ends at this input: the cell takes it at a clock edge. Addresses of LUTRAM and
    shift registers may be there to read only; the address of the last letter writes as well."""
    if cell.kind not in SEQUENTIAL or _CLOCK.fullmatch(port):
        return False
    if cell.kind is Kind.SHIFT:
        return re.fullmatch(r"A\d*", port) is None
    if cell.kind is Kind.LUTRAM and port.startswith("ADDR"):
        return port == max(name for name in cell.inputs if name.startswith("ADDR"))
    return not (cell.kind is Kind.LUTRAM and port.startswith("DPRA"))


@functools.cache
def read_address(output, inputs):
    """Of a LUTRAM's or shift register's inputs those that choose what this output reads."""
    for pattern, address in _READS:
        match = pattern.fullmatch(output)
        if match:
            return [port for port in inputs if re.fullmatch(match.expand(address), port)]
    return []


def computes_without_clock(dsp):
    """Whether a DSP multiplies between two clock edges: neither operand, product nor result is
    registered in it."""
    def registered(name):
        return "1" in str(dsp.parameters.get(name, 1))
    operands = registered("AREG") and registered("BREG")
    return not (operands or registered("MREG") or registered("PREG"))
