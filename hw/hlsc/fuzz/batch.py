"""Several kernels in one program: generated, compiled natively and through hlsc, verilated, compared."""

import json
import pathlib
import re
import shutil
import subprocess
import time
from collections import Counter
from contextlib import contextmanager
from typing import NamedTuple

from coverage import back_to_back
from generate import write
from generator.kernel import Kernel

HERE = pathlib.Path(__file__).resolve().parent
# What hlsc says of a kernel that is right and that no schedule at the clock's period can have.
REFUSALS = re.compile(r"must be computed within a cycle|so a read misses what the last|"
                      r"cannot be computed in the same cycle")


# What a module says when an assertion in it fails; modules are numbered as they were joined.
ASSERTION = re.compile(r"(%Error: .*Assertion failed in TOP\.\w+\.p(\d+)\..*)")
OUTCOMES = ("agrees", "idle", "refused", "failed")


class Verdict(NamedTuple):
    """What became of a kernel. `idle`: it agrees, and some stream of it never moved; `refused`: no schedule can have it
    at the clock's period, says hlsc."""

    seed: int
    outcome: str  # one of OUTCOMES
    text: str = ""
    description: dict = {}
    runs: list = []


class Stopwatch:
    """Seconds, by what they were spent on. Several threads may use it."""

    def __init__(self):
        self.seconds = Counter()

    @contextmanager
    def measure(self, what):
        began = time.monotonic()
        yield
        self.seconds[what] += time.monotonic() - began


class Failed(Exception):
    """A tool ended with an error; the text is what it said."""


class Batch:
    """Kernels of these seeds, in a folder of their own. `tools` is what CMake wrote to hlsc_fuzz.json."""

    KIND = Kernel
    NAME = "kernel"
    # What compares them, in C++.
    HEADER = "hlsc_fuzz/batch.hpp"
    COMPARE = "espial::fuzz::compare_batch"
    OPTIMIZE = "-O1"  # natively, and what Verilator writes: compiling costs more than running
    MOST_STILL = 0  # of the streams, that never move anything

    def __init__(self, tools, seeds, folder, items, stopwatch):
        self.tools = tools
        self.seeds = list(seeds)
        self.folder = folder
        self.items = items
        self.stopwatch = stopwatch
        self._verdicts = {}
        self._warnings = []  # of Verilator: (text, seed)

    def _run(self, what, command, seconds):
        """What the command printed. It works in the batch's folder."""
        command = [str(word) for word in command]
        try:
            with self.stopwatch.measure(what):
                done = subprocess.run(command, cwd=self.folder, text=True, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{' '.join(command)}\ndid not end within {seconds} s") from error
        if done.returncode != 0:
            how = f"signal {-done.returncode}" if done.returncode < 0 else f"status {done.returncode}"
            raise Failed(f"{' '.join(command)}\nended with {how}:\n{done.stdout}")
        return done.stdout

    def judge(self):
        """A verdict on each."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for seed in self.seeds:
            write(self.KIND, seed, self.folder)
        self._compare([seed for seed in self.seeds if self._compile(seed)])
        return [self._verdicts[seed] for seed in self.seeds]

    # --- one kernel -------------------------------------------------------------------------------------------------

    def _compile(self, seed):
        """Through hlsc. Whether there is a module."""
        try:
            self._hlsc(seed)
        except Failed as error:
            outcome = "refused" if REFUSALS.search(str(error)) and "status 65" in str(error) else "failed"
            self._verdicts[seed] = Verdict(seed, outcome, str(error))
            return False
        return True

    def _hlsc(self, seed):
        name = f"{self.NAME}_{seed}"
        includes = [word for folder in (*self.tools["includes"], HERE) for word in ("-I", folder)]
        self._run("hlsc", [self.tools["hlsc"], f"{name}.cpp", "--top", name, "-o", ".", *includes], 120)

    def _modules(self, name):
        """The files that hlsc made."""
        return [f"{name}.sv"]

    # --- all that have modules --------------------------------------------------------------------------------------

    def _compare(self, seeds):
        """Builds and runs one program; if that fails, one for each, to find out whose fault it is."""
        if not seeds:
            return
        try:
            said = self._build_and_run(seeds)
        except Failed as error:
            if len(seeds) == 1:
                self._verdicts[seeds[0]] = Verdict(seeds[0], "failed", str(error))
                return
            for seed in seeds:
                self._compare([seed])
            return
        # An assertion that fails stops all modules of a program.
        failed = {seeds[int(index)]: line for line, index in ASSERTION.findall(said)}
        for seed in seeds:
            self._verdicts[seed] = Verdict(seed, "failed", failed[seed]) if seed in failed else self._verdict(seed)
        if failed:
            self._compare([seed for seed in seeds if seed not in failed])

    def _build_and_run(self, seeds):
        """What the program printed."""
        kernels = [f"{self.NAME}_{seed}" for seed in seeds]
        model = f"{self.NAME}s_from_{seeds[0]}" if len(seeds) > 1 else f"only_{kernels[0]}"
        self._compile_natively(kernels)
        self._verilate(model, kernels)
        self._link(model, seeds)
        return self._run("comparison", ["./compare", self.items, "."], 900)

    def _compile_natively(self, kernels):
        (self.folder / "native.cpp").write_text("".join(f'#include "{name}.cpp"\n' for name in kernels))
        # Undefined behaviour would make the comparison worthless: it ends the program.
        self._run("native kernels",
                  [self.tools["compiler"], "-std=c++14", self.OPTIMIZE, "-Wall", "-Wextra", "-Werror",
                   "-Wno-unknown-pragmas", "-Wno-unused-function", "-Wno-unused-variable", "-Wno-unused-but-set-variable",
                   "-fsanitize=undefined", "-fsanitize-trap=undefined", *self._system(),
                   "-I", HERE, "-c", "native.cpp", "-o", "native.o"], 600)

    def _verilate(self, model, kernels):
        self._run("joining", ["python3", "-B", *self._glue(), model, ".", *(f"{name}.json" for name in kernels)], 60)
        said = self._run("verilator",
                         [self.tools["verilator"], "--cc", *self.tools["options"], "-Wall", "-Wno-fatal", "--prefix",
                          f"V{model}_rtl", "--top-module", model, "--Mdir", "model", "-CFLAGS", self.tools["flags"],
                          f"{model}.sv", *(file for name in kernels for file in self._modules(name)),
                          *self.tools["rtl"]], 300)
        self._warnings = re.findall(rf"^%(Warning-\w+: {self.NAME}_(\d+)\w*\.sv:.*)$", said, re.MULTILINE)
        self._run("models",
                  ["make", "-s", "-C", "model", "-f", f"V{model}_rtl.mk", f"CXX={self.tools['compiler']}",
                   f"OPT_FAST={self.OPTIMIZE}", "OPT_SLOW=-O0", "OPT_GLOBAL=-O0", f"V{model}_rtl__ALL.a"], 900)

    def _link(self, model, seeds):
        subjects = ",\n      ".join(f"{{{seed}, espial::bench::native(seed_{seed}::{self.NAME}_{seed})}}"
                                    for seed in seeds)
        (self.folder / "main.cpp").write_text(
            "".join(f'#include "{self.NAME}_{seed}.hpp"\n' for seed in seeds)
            + f'#include "{model}.hpp"\n#include "{self.HEADER}"\n\n'
            f"int main(int argc, char** argv) {{\n  return {self.COMPARE}(\n      argc, argv, {model},\n"
            f"      {{{subjects}}});\n}}\n")
        self._run("program",
                  [self.tools["compiler"], "-std=c++20", "-O0", *self._system(), "-I", self.tools["tests"], "-isystem",
                   self.tools["verilated"], "-I", "model", "main.cpp", f"{model}.cpp", "native.o",
                   f"model/V{model}_rtl__ALL.a", *self.tools["libraries"], "-o", "compare"], 600)

    def _description(self, seed):
        return json.loads((self.folder / f"about_{seed}.json").read_text())

    def _glue(self):
        """What joins the modules, and its first arguments."""
        return [self.tools["glue"]]

    def _system(self):
        return [word for folder in self.tools["includes"] for word in ("-isystem", folder)]

    def _verdict(self, seed):
        description = self._description(seed)
        runs = json.loads((self.folder / f"result_{seed}.json").read_text())["runs"]
        faults = [one["report"] for one in runs if one["report"]]
        faults += [text for text, of in self._warnings if int(of) == seed]
        for one in runs:
            faults += self._faults(seed, one)
        if faults:
            return Verdict(seed, "failed", "\n".join(faults))
        still = [name for name in runs[0]["moved"] if not any(one["moved"][name] for one in runs)]
        if len(still) > self.MOST_STILL * len(runs[0]["moved"]):
            return Verdict(seed, "idle", f"{self.NAME}_{seed}: nothing moves on {', '.join(still)}")
        return Verdict(seed, "agrees", "", description, runs)

    def _faults(self, seed, run):
        """Of a run that agrees."""
        if run["stalls"] == "none" and not run["report"] and not back_to_back(run):
            yield (f"kernel_{seed}, stalls none: {run['firings']} firings and {run['stages']} stages took "
                   f"{run['cycles']} cycles, more than II=1")

    def keep(self, seed, folder):
        """Copies what there is of one."""
        folder.mkdir(parents=True, exist_ok=True)
        for pattern in (f"*_{seed}.*", f"*_{seed}_p*.*"):
            for file in self.folder.glob(pattern):
                shutil.copy(file, folder)
