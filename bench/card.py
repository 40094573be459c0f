#!/usr/bin/env python3
"""Prints all figures of the verilated card, each beside what is asked of it: card.py BUILD [PART...]

BUILD is a build folder, such as build/release, with the program card_bench. In some minutes this runs it, replays a
million packets, simulates the same card with Icarus Verilog, and builds the card once more in a scratch folder. Speeds
are by CPU seconds, since these depend less on what else the machine does. The status is 1 if a result is wrong, never
because something is slow. PART is one of card, fifos, replay, icarus and building; all of them if none is named.
"""

import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "card"))
import yardstick

GENERATOR = pathlib.Path(__file__).resolve().parents[1] / "tests" / "captures" / "generate_traffic.py"
PACKETS = 1_000_000
SESSIONS = 20_000
YARDSTICK_PACKETS = 4_000  # about 20 s


def line(what, value, unit, asked="", met=None):
    """As card_bench prints its figures."""
    verdict = "" if met is None else "met" if met else "NOT MET"
    print(f"  {what:<50}{value:>12} {unit:<20}{asked:<12}{verdict}".rstrip(), flush=True)


def at_least(what, value, unit, asked):
    line(what, f"{value:.0f}", unit, f">= {asked}", value >= asked)


def at_most(what, value, unit, asked):
    line(what, f"{value:.0f}", unit, f"<= {asked}", value <= asked)


def title(text):
    print(f"\n{text}", flush=True)


def run(command, **options):
    """Runs a command: its seconds on the clock, and those of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
                            **options)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode != 0:
        raise yardstick.Wrong(f"{command if isinstance(command, str) else shlex.join(map(str, command))}: "
                    f"status {result.returncode}: {result.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def card(build):
    """The figures of card_bench, and its cycles a CPU second."""
    speed = None
    with subprocess.Popen([build / "bin" / "card_bench"], text=True, stdout=subprocess.PIPE) as process:
        for text in process.stdout:
            print(text, end="", flush=True)
            found = re.search(r"(\d+) cycles/CPU s", text)
            speed = int(found[1]) if found else speed
    if process.returncode != 0 or speed is None:
        raise yardstick.Wrong(f"card_bench ends with status {process.returncode}")
    return speed


def fifos(build):
    title("Input FIFOs")
    network = json.loads((build / "sim" / "card_session_table.hlsc" / "session_table.json").read_text(encoding="utf-8"))
    depths = {stream["name"]: stream.get("depth") for stream in network["streams"]}
    for name in ("wire_requests", "host_requests"):
        at_most(name, depths[name], "places", 64)


def replay(build, folder):
    title(f"`espial replay -d sim`, {PACKETS} packets of {SESSIONS} pairs of hosts, capture to listing")
    capture = folder / "traffic.pcap"
    run([sys.executable, "-B", GENERATOR, "--packets", str(PACKETS), "--sessions", str(SESSIONS), capture])
    for what, options in (("by the host", []), ("by the line: --wire", ["--wire"])):
        statistics = folder / "statistics.json"
        _, seconds = run([build / "bin" / "espial", "replay", "-d", "sim", *options, capture,
                          "--stats-json", statistics])
        counters = json.loads(statistics.read_text(encoding="utf-8"))
        if counters["packets"] != PACKETS or counters["counted"] + counters["refused"] != PACKETS:
            raise yardstick.Wrong(f"replay {what}: {counters}")
        at_least(what, PACKETS / seconds, "packets/CPU s", 350_000)


def icarus(build, folder, speed):
    title("The same card under Icarus Verilog")
    if not shutil.which("iverilog"):
        line("iverilog is not installed", "-", "")
        return
    cycles = yardstick.measure(build, folder, YARDSTICK_PACKETS)
    line("one packet a cycle", f"{cycles:.0f}", "cycles/CPU s")
    if speed:
        line("verilated, as above", f"{speed / cycles:.0f}", "times as fast")


def building(build, folder):
    """What the build does for the card, done once more in another folder, without a compiler cache.

    One step follows the other on one core: on an idle machine the clock shows the processor's seconds.
    """
    title("Building the verilated card: hlsc, Verilator, and Clang for what Verilator makes")
    outputs = ["sim/card_load.hlsc/load.sv", "sim/card_store.hlsc/store.sv",
               "sim/card_session_table.hlsc/session_table.sv", "sim/card.verilated/Vcard__ALL.a"]
    seconds = []
    for output in outputs:
        command = subprocess.run(["ninja", "-C", build, "-t", "commands", "-s", output], text=True, check=True,
                                 stdout=subprocess.PIPE).stdout
        command = command.partition("\n")[2] if command.startswith("ninja: ") else command
        (folder / output).parent.mkdir(parents=True, exist_ok=True)
        seconds.append(run(command.replace(str(build / "sim"), str(folder / "sim")), shell=True,
                           env={**os.environ, "OBJCACHE": ""}))
    at_most("from the kernels' C++ to a library", sum(cpu for _, cpu in seconds), "CPU s", 180)
    line("  of it hlsc", f"{sum(cpu for _, cpu in seconds[:3]):.0f}", "CPU s")
    line("  by the clock, beside what else ran", f"{sum(wall for wall, _ in seconds):.0f}", "s")


PARTS = ("card", "fifos", "replay", "icarus", "building")


def main(arguments):
    if not arguments or not set(arguments[1:]) <= set(PARTS):
        sys.exit(__doc__)
    build, parts = pathlib.Path(arguments[0]).resolve(), arguments[1:] or PARTS
    speed = card(build) if "card" in parts else None
    if "fifos" in parts:
        fifos(build)
    with tempfile.TemporaryDirectory() as folder:
        if "replay" in parts:
            replay(build, pathlib.Path(folder))
        if "icarus" in parts:
            icarus(build, pathlib.Path(folder), speed)
        if "building" in parts:
            building(build, pathlib.Path(folder))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except yardstick.Wrong as error:
        sys.exit(f"card.py: {error}")
