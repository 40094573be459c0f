#!/usr/bin/env python3
"""Packets per second and memory of `espial replay`, beside tshark's on the same file: replay.py ESPIAL [CAPTURE...]

Without captures, traffic is generated. CPU seconds are compared, since they depend less on what else the machine does;
each figure is the best of three runs. The ratio of the last column is tshark's time over Espial's: 5 means 5 times as
fast. Nothing here fails for being slow.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

RUNS = 3
GENERATOR = pathlib.Path(__file__).resolve().parent.parent / "tests" / "captures" / "generate_traffic.py"
# name, packets, pairs of hosts, and how the traffic is mixed
TRAFFIC = [
    ("1 M packets, 20,000 pairs", 1_000_000, 20_000, []),
    # tshark's analysis of TCP grows with the segments of a session, which would be measured instead.
    ("1 M packets, 10 pairs, no TCP", 1_000_000, 10, ["--tcp", "0"]),
]


def run(command):
    """Runs a command: its CPU seconds and its peak memory in MiB."""
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"replay.py: {' '.join(map(str, command))}: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(command):
    results = [run(command) for _ in range(RUNS)]
    return min(seconds for seconds, _ in results), max(memory for _, memory in results)


def packets_of(espial, capture, folder):
    statistics = pathlib.Path(folder) / "statistics.json"
    run([espial, "replay", capture, "--format", "json", "--stats-json", statistics])
    return json.loads(statistics.read_text())["packets"]


def measure(espial, tshark, name, capture, folder):
    packets = packets_of(espial, capture, folder)
    ours, our_memory = best([espial, "replay", capture, "--format", "json"])
    line = f"{name:<28}{packets:>10}{packets / ours:>12,.0f}{our_memory:>9.0f}"
    if tshark:
        theirs, their_memory = best([tshark, "-q", "-z", "conv,ip", "-r", capture])
        line += f"{packets / theirs:>14,.0f}{their_memory:>9.0f}{theirs / ours:>8.1f}"
    print(line, flush=True)


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    espial, captures = arguments[0], arguments[1:]
    tshark = shutil.which("tshark")
    print(f"{'':<28}{'':>10}{'espial replay -d native':>21}{'tshark -z conv,ip':>23}")
    print(f"{'traffic':<28}{'packets':>10}{'packets/s':>12}{'MiB':>9}{'packets/s':>14}{'MiB':>9}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for capture in captures:
            measure(espial, tshark, pathlib.Path(capture).name, capture, folder)
        if not captures:
            for name, packets, pairs, options in TRAFFIC:
                capture = pathlib.Path(folder) / "traffic.pcap"
                subprocess.run([sys.executable, GENERATOR, "--packets", str(packets), "--sessions", str(pairs), *options,
                                capture], check=True)
                measure(espial, tshark, name, capture, folder)
    if not tshark:
        print("tshark is not installed: nothing to compare with")


if __name__ == "__main__":
    main(sys.argv[1:])
