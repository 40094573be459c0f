"""Each tool reads every module without a word, over several sets of parameters, and refuses what is no parameter.

usage: lint.py (verilator | yosys | iverilog)
"""

import itertools
import sys

from rtl_tools import RTL, ToolFailed, described, elaborate, quoted, run, sources, yosys


def sets(**values):
    """All combinations."""
    return [dict(zip(values, combination)) for combination in itertools.product(*values.values())]


# The defaults of each module, and these.
ACCEPTED = {
    # One after the other, each has to fit those before it.
    "axi4_bursts": sets(DATA_WIDTH=[8, 32, 1024], BURST=[1, 16, 256], ADDR_WIDTH=[13, 64]) + sets(BOUNDARY=[128]),
    "axi4_read": sets(DATA_WIDTH=[8, 1024], PLACES=[16, 600], OUTSTANDING=[1, 16], ADDR_WIDTH=[13])
    + sets(BURST=[1, 256]),
    "axi4_write": sets(DATA_WIDTH=[8, 1024], PLACES=[16, 600], OUTSTANDING=[1, 16], ADDR_WIDTH=[13])
    + sets(BURST=[1, 256]),
    "call_control": sets(MEMORIES=[1, 7], STREAMS=[1, 3], WRITERS=[1, 2]),
    "call_registers": sets(WORDS=[1, 12]) + sets(WORDS=[4], ADDR_WIDTH=[5, 12])
    + sets(ADDR_WIDTH=[8], WORDS=[32], WRITABLE=[11]),
    "delay_line": sets(WIDTH=[1, 65], STAGES=[1, 2, 3, 4, 33], RING=[0, 1]),
    "history": sets(WIDTH=[1, 65], DEPTH=[2, 4, 128]),
    "ram_1r1w": sets(WIDTH=[1, 72], DEPTH=[1, 2, 11, 4096], LATENCY=[1, 2, 3, 4, 8], STYLE=["block"])
    + sets(STYLE=["ultra", "distributed"]),
    "ram_nr1w": sets(READS=[1, 2, 5], DEPTH=[1, 300]) + sets(STYLE=["ultra"]),
    "stream_cdc": sets(WIDTH=[1, 65], DEPTH=[4, 8, 64]),
    "stream_exit": sets(WIDTH=[1, 65], PLACES=[2, 3, 4, 20]),
    "stream_fifo": sets(WIDTH=[1, 65], DEPTH=[1, 2, 3, 4, 5, 8, 511, 512])
    + sets(DEPTH=[1, 7], STYLE=["registers", "distributed", "block", "ultra"]),
    "stream_fifo_large": sets(DEPTH=[1, 2, 5, 600]),
    "stream_fifo_small": sets(DEPTH=[1, 2, 3, 16]),
    "stream_register": sets(WIDTH=[1, 65]),
    "wire_ingress": sets(DATA_WIDTH=[8, 512], USER_WIDTH=[1, 80], DEPTH=[2, 4, 1024]),
}

# Icarus 11 does not know errors of elaboration.
REFUSED = {
    "axi4_bursts": sets(DATA_WIDTH=[4, 48, 2048]) + sets(ADDR_WIDTH=[12, 65]) + sets(BURST=[0, 257])
    + sets(BOUNDARY=[64, 192, 8192]),
    "axi4_read": sets(PLACES=[15]) + sets(OUTSTANDING=[0]) + sets(BURST=[0]),
    "axi4_write": sets(PLACES=[15]) + sets(OUTSTANDING=[0]) + sets(BURST=[0]),
    "call_control": sets(MEMORIES=[0]) + sets(STREAMS=[0]) + sets(WRITERS=[0]),
    "call_registers": sets(WORDS=[13]) + sets(ADDR_WIDTH=[4, 17]),
    "delay_line": sets(STAGES=[0]) + sets(WIDTH=[0]),
    "history": sets(DEPTH=[0, 1, 12]) + sets(WIDTH=[0]),
    "ram_1r1w": sets(DEPTH=[0]) + sets(LATENCY=[9]) + sets(STYLE=["bram"]),
    "ram_nr1w": sets(READS=[0]) + sets(LATENCY=[9]),
    "stream_cdc": sets(DEPTH=[0, 2, 12]) + sets(WIDTH=[0]),
    "stream_exit": sets(PLACES=[1]) + sets(WIDTH=[0]),
    "stream_fifo": sets(DEPTH=[0]) + sets(STYLE=["lutram"]) + sets(WIDTH=[0]),
    "stream_fifo_large": sets(DEPTH=[0]) + sets(STYLE=["registers"]),
    "stream_fifo_small": sets(DEPTH=[0]) + sets(STYLE=["block"]),
    "stream_register": sets(WIDTH=[0]),
    "wire_ingress": sets(DATA_WIDTH=[0, 12]) + sets(USER_WIDTH=[0]) + sets(DEPTH=[0, 1, 12]),
}


def with_verilator(top, parameters):
    changes = [f"-G{name}={quoted(value)}" for name, value in parameters.items()]
    return run("verilator", "--lint-only", "-Wall", "--top-module", top, *changes, *map(str, sources()))


def with_iverilog(top, parameters):
    changes = [f"-P{top}.{name}={quoted(value)}" for name, value in parameters.items()]
    return run("iverilog", "-g2012", "-Wall", "-o", "/dev/null", "-s", top, *changes, *map(str, sources()))


def with_yosys(top, parameters):
    return yosys(elaborate(top, parameters, sources()) + "check -assert")


TOOLS = {"verilator": with_verilator, "yosys": with_yosys, "iverilog": with_iverilog}


def complaint_about_accepted(tool, top, parameters):
    """What the tool says, which should be nothing."""
    try:
        said = tool(top, parameters)
    except ToolFailed as failure:
        said = str(failure)
    return f"{described(top, parameters)}:\n{said}" if said else ""


def complaint_about_refused(tool, top, parameters):
    """Nothing if the tool refuses this by the module's own check, and not by what follows from it."""
    try:
        tool(top, parameters)
    except ToolFailed as failure:
        return "" if " must be " in str(failure) else str(failure)
    return f"{described(top, parameters)} was not refused"


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in TOOLS:
        print(__doc__, file=sys.stderr)
        return 2
    tool = TOOLS[sys.argv[1]]
    complaints = []
    if (others := {file.stem for file in sources()} ^ set(ACCEPTED)):
        complaints.append(f"parameters to try are missing for, or are there without, a file in {RTL}: {others}")
    for top, accepted in ACCEPTED.items():
        complaints += [complaint_about_accepted(tool, top, parameters) for parameters in [{}, *accepted]]
    if tool is not with_iverilog:
        for top, refused in REFUSED.items():
            complaints += [complaint_about_refused(tool, top, parameters) for parameters in refused]
    complaints = [complaint for complaint in complaints if complaint]
    print("\n".join(complaints), file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
