"""The card under Icarus Verilog: how many cycles a CPU second it simulates.

Icarus would take minutes for the sweeps of the card's memories after reset, so they are shortened: each sweep writes
its first rows by itself, the others are written for it, and its counter is set near the end. What a driver writes by
commands, the words of the hashes, is drawn at random.
"""

import os
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
MEMORY = re.compile(r"ram_1r1w #\(\.WIDTH\((\d+)\), \.DEPTH\((\d+)\)[^;]*?\) (u_\w+) \(")
SWEPT = re.compile(r"^  logic (?:\[\d+:0\] )?swept;$", re.MULTILINE)
LARGE = 1024  # rows: smaller memories are swept by themselves
LEFT = 64  # rows that a sweep still does itself: some more than its pipeline is long


class Wrong(Exception):
    """A program failed, or a result is wrong."""


def finish_sweep(process, text):
    """Statements that bring a process' sweep near its end; none if it has no sweep, or a short one.

    A sweep writes the same to every row, or the row's number: either way rows are as far apart as the first two are.
    """
    memories = [(f"dut.u_table.u_{process}.{name}.mem", int(rows)) for _, rows, name in MEMORY.findall(text)
                if int(rows) >= LARGE]
    if not memories or not SWEPT.search(text):
        return []
    statements = [f"for (i = 2; i < {rows}; i = i + 1) {memory}[i] = {memory}[i-1] + ({memory}[1] - {memory}[0]);"
                  for memory, rows in memories]
    most = max(rows for _, rows in memories)
    return [*statements, f"dut.u_table.u_{process}.swept = {most - LEFT};"]


def draw_hashes(process, text):
    """Statements that fill the hash tables of a process."""
    statements = []
    for width, rows, name in MEMORY.findall(text):
        if int(rows) == 16:  # by a nibble
            words = ", ".join(["$urandom"] * -(-int(width) // 32))
            memory = f"dut.u_table.u_{process}.{name}.mem"
            statements.append(f"for (i = 0; i < {rows}; i = i + 1) {memory}[i] = {{{words}}};")
    return statements


def task(name, statements):
    return "\n".join([f"task {name};", "  integer i;", "  begin", *(f"    {line}" for line in statements), "  end",
                      "endtask", ""])


def prepared(modules):
    """The text of prepared.svh. modules: the text of each process' module, by its name."""
    sweeps = [line for name, text in modules.items() for line in finish_sweep(name, text)]
    hashes = [line for name in ("hash", "map_ports") for line in draw_hashes(name, modules[name])]
    return task("finish_sweeps", sweeps) + task("draw_hashes", hashes)


def cpu_seconds(process):
    """What a child process has used so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(build, folder, packets):
    """Cycles a CPU second, with a packet in each. \\throws Wrong"""
    sim = pathlib.Path(build) / "sim"
    table = sim / "card_session_table.hlsc"
    modules = {file.stem: file.read_text(encoding="utf-8") for file in sorted(table.glob("*.sv"))}
    folder = pathlib.Path(folder)
    (folder / "prepared.svh").write_text(prepared(modules), encoding="utf-8")
    files = [HERE / "yardstick.sv", SOURCE / "sim" / "card.sv", *sorted(sim.glob("card_*.hlsc/*.sv")),
             *sorted((SOURCE / "hw" / "rtl").glob("*.sv"))]
    made = subprocess.run(["iverilog", "-g2012", "-I", folder, "-s", "yardstick", "-o", folder / "card.vvp", *files],
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if made.returncode != 0:
        raise Wrong(f"iverilog: {made.stdout}")
    with subprocess.Popen(["vvp", "-n", folder / "card.vvp", f"+packets={packets}"], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        said = process.stdout.readline()
        start = cpu_seconds(process)
        said += process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    ended = re.fullmatch(r"begin\nend (\d+) cycles\n", said)
    if process.returncode != 0 or not ended:
        raise Wrong(f"vvp: {said}")
    return int(ended[1]) / (usage.ru_utime + usage.ru_stime - start)
