#!/usr/bin/env python3
"""Prints what hlsc makes of the processes of `session_table`: stages, memory, time, and LUT levels.

usage: figures.py [--hlsc PROGRAM] [--clock NS] [--synthesize] [PROCESS...]

Each process is compiled by itself. The path from `ingest` to `verdict` is the sum of the stages up to
the one in which each process writes on; each stream between two processes costs a cycle more. With
--synthesize, yosys maps each module to the cells of an UltraScale+ device, and the LUT levels between
registers are counted there (takes minutes). Exit status 1 if a process does not compile.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
HW = HERE.parent
TABLE = HW / "kernels" / "table"
PROCESSES = ["host_in", "wire_in", "ingest", "parse", "map_ports", "hash", "admit", "index", "free_list",
             "record_admit", "record", "readback", "verdict", "answer"]
# The way of a packet: processes, and the stream by which it leaves each.
PATH = {"ingest": "arrivals", "parse": "parsed", "map_ports": "mapped", "hash": "hashed", "admit": "admitted",
        "index": "located", "record_admit": "accesses", "record": "results", "verdict": "answers"}


def compile_process(hlsc, name, clock, folder):
    """Runs hlsc on one process. Returns its description and the seconds, or its message."""
    start = time.monotonic()
    run = subprocess.run([hlsc, TABLE / f"{name}.cpp", "--top", name, "-o", folder, "--clock", str(clock), "-I",
                          HW / "hls", "-I", HW / "include", "-I", HW / "kernels"], capture_output=True, text=True)
    seconds = time.monotonic() - start
    if run.returncode != 0:
        return None, seconds, run.stderr.strip().splitlines()[0] if run.stderr else "no message"
    return json.loads((folder / f"{name}.json").read_text()), seconds, ""


def synthesize(name, folder):
    """LUT levels of a module, as yosys maps it."""
    output = folder / f"{name}.levels.json"
    run = subprocess.run([sys.executable, "-B", HERE / "levels" / "lut_levels.py", "--json", output, "--top",
                          name, folder / f"{name}.sv", *sorted((HW / "rtl").glob("*.sv"))],
                         capture_output=True, text=True)
    if not output.exists():
        raise SystemExit(run.stderr)
    return json.loads(output.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hlsc", default="build/release/bin/hlsc")
    parser.add_argument("--clock", type=float, default=3.33)
    parser.add_argument("--synthesize", action="store_true")
    parser.add_argument("processes", nargs="*", default=PROCESSES)
    options = parser.parse_args()

    header = f"{'process':13} {'stages':>6} {'levels':>6} {'registers':>9} {'delays':>8} {'histories':>9} {'RAM bits':>10} {'s':>6}"
    print(header + ("  synthesized: levels, LUTs, registers" if options.synthesize else ""))
    failed = False
    total = 0.0
    stages = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name in options.processes:
            description, seconds, message = compile_process(options.hlsc, name, options.clock, folder)
            total += seconds
            if description is None:
                failed = True
                print(f"{name:13} {message}")
                continue
            if name in PATH:
                stages[name] = 1 + next(stream["stage"] for stream in description["streams"]
                                        if stream["name"] == PATH[name])
            ram = sum(memory["rows"] * memory["width"] for memory in description["rams"])
            line = (f"{name:13} {description['stages']:6} {max(description['levels']):6} {description['register_bits']:9} "
                    f"{description['delay_bits']:8} {description['history_bits']:9} {ram:10} {seconds:6.2f}")
            if options.synthesize:
                levels = synthesize(name, folder)
                line += f"  {levels['levels']}, {levels['luts']}, {levels['registers']}"
            print(line, flush=True)
    print(f"all compiled in {total:.2f} s")
    if all(name in stages for name in PATH):
        print(f"ingest to verdict: {sum(stages.values())} stages, and {len(PATH) - 1} streams between them")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
