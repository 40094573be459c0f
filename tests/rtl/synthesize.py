"""What yosys makes of hw/rtl for an UltraScale+ card: the storage is the one that was asked for, and no path leads
from an input of a stream to an output.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import sys
import tempfile

from rtl_tools import ToolFailed, described, elaborate, sources, yosys

LUTRAM = "RAM[0-9]+[MXD].*"
BLOCK = "RAMB.*"
ULTRA = "URAM288"
SHIFT = "SRL.*"
ALL = (LUTRAM, BLOCK, ULTRA, SHIFT)

# Module, parameters, and the cells that hold its words, with how many of them at most.
STORAGE = [
    ("delay_line", {"WIDTH": 4, "STAGES": 12}, SHIFT, 4),
    ("history", {"WIDTH": 14, "DEPTH": 16}, LUTRAM, 4),
    ("history", {"WIDTH": 14, "DEPTH": 32}, LUTRAM, 4),
    ("history", {"WIDTH": 14, "DEPTH": 64}, LUTRAM, 4),
    ("ram_1r1w", {"WIDTH": 36, "DEPTH": 1024, "LATENCY": 2, "STYLE": "block"}, BLOCK, 1),
    ("ram_1r1w", {"WIDTH": 72, "DEPTH": 4096, "LATENCY": 4, "STYLE": "ultra"}, ULTRA, 1),
    ("ram_1r1w", {"WIDTH": 14, "DEPTH": 32, "LATENCY": 1, "STYLE": "distributed"}, LUTRAM, 4),
    ("ram_nr1w", {"READS": 2, "WIDTH": 36, "DEPTH": 1024}, BLOCK, 2),
    ("stream_fifo", {"WIDTH": 14, "DEPTH": 4}, "", 0),
    ("stream_fifo", {"WIDTH": 14, "DEPTH": 33}, LUTRAM, 4),
    ("stream_fifo", {"WIDTH": 36, "DEPTH": 1024}, f"{BLOCK}|{LUTRAM}", 1 + 6),
]

STREAMS = [
    ("stream_register", {}),
    *[("stream_fifo", {"DEPTH": depth}) for depth in (1, 2, 3, 16, 512)],
]


def cells(top, parameters):
    """The types of all cells, storage mapped, with their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        netlist = pathlib.Path(folder) / "netlist.json"
        # Shift registers are found after the storage is mapped, which takes longer.
        end = "check" if top == "delay_line" else "map_ffram"
        yosys(elaborate(top, parameters, sources())
              + f"synth_xilinx -family xcup -uram -flatten -noiopad -noclkbuf -top {top} -run begin:{end}; "
              + f"write_json {netlist}")
        module = json.loads(netlist.read_text(encoding="utf-8"))["modules"][top]
    counts = {}
    for cell in module["cells"].values():
        counts[cell["type"]] = counts.get(cell["type"], 0) + 1
    return counts


def check_storage(top, parameters, wanted, at_most):
    found = {kind: count for kind, count in cells(top, parameters).items() if re.fullmatch("|".join(ALL), kind)}
    right = all(re.fullmatch(wanted, kind) for kind in found) and bool(found) == bool(wanted)
    if right and sum(found.values()) <= at_most:
        return ""
    return f"{described(top, parameters)}: {found or 'no cells'}, not up to {at_most} of {wanted or 'none'}"


def check_paths(top, parameters):
    """Outputs come from registers: no cell that computes stands before them."""
    yosys(elaborate(top, parameters, sources())
          + "flatten; opt -full; opt_clean -purge; select -assert-any o:*; select -assert-none o:* %cie* c:* %i")
    return ""


def main():
    tasks = [(check_storage, arguments) for arguments in STORAGE] + [(check_paths, arguments) for arguments in STREAMS]
    complaints = []
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for arguments, result in [(arguments, pool.submit(task, *arguments)) for task, arguments in tasks]:
            try:
                complaints.append(result.result())
            except ToolFailed as failure:
                complaints.append(f"{described(*arguments[:2])}:\n{failure}")
    complaints = [complaint for complaint in complaints if complaint]
    print("\n".join(complaints), file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
