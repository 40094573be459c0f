#!/usr/bin/env python3
"""The tests of the table's processes can fail: a changed operator in what hlsc made of a process is found by one.

usage: mutate.py --build DIR [--process NAME]... [--each N] [--seed S]
       mutate.py --write MODULE OUT --settings FILE

Of each process, N operators are changed, one at a time, as the seed chooses them, and its tests in table_process_test
run on it. A mutant that no test finds is either the same where anybody looks (a value that is chosen only where it does
not count), or shows what the tests leave out: it is named, with the number of cycles in which its value was another
one, and another operator has its turn. Where none of TRIES is found, the status is 1.

--write makes a module with all mutations, each behind a switch, for the build: one model serves them all.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

from mutations import choose, with_switches

TRIES = 4  # for each that is to be found


def write(module, out, settings):
    """The module with its mutations, and beside it what they are."""
    seed, count = settings.read_text(encoding="utf-8").split()
    text = module.read_text(encoding="utf-8")
    mutations = choose(text, int(seed), int(count))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(with_switches(text, mutations), encoding="utf-8")
    described = [{"file": str(module), "line": mutation.line + 1, "change": mutation.text()} for mutation in mutations]
    out.with_suffix(".mutations.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


class Outcome(NamedTuple):
    test: str  # that failed first; none if all passed
    cycles: int  # in which the changed value was another one, up to the end of that test


def run(program, process, number):
    """What the tests of the process say of its mutant of this number; of number 0, of the process as it is."""
    done = subprocess.run([program, f"--gtest_filter=*/{process}_*", "--gtest_fail_fast", "--gtest_brief=1"],
                          env={**os.environ, "ESPIAL_MUTANT": str(number)}, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=900, check=False)
    failed = re.search(r"^\[  FAILED  \] ([^\s,]+)", done.stdout, re.MULTILINE)
    differed = re.search(r"^mutant \d+ differed in (\d+) cycles", done.stdout, re.MULTILINE)
    cycles = int(differed[1]) if differed else 0
    if done.returncode == 0:
        return Outcome("", cycles)
    return Outcome(failed[1] if failed else f"the end of the program, with status {done.returncode}", cycles)


class Check:
    """One build with its mutants."""

    def __init__(self, options):
        self.folder = options.build.resolve() / "tests" / "processes" / "table"
        self.program = options.build.resolve() / "tests" / "table_mutant_test"
        self.options = options

    def build(self):
        settings = self.folder / "mutants.settings"
        wanted = f"{self.options.seed} {TRIES * self.options.each}"
        if not settings.exists() or settings.read_text(encoding="utf-8") != wanted:
            settings.write_text(wanted, encoding="utf-8")
        done = subprocess.run(["cmake", "--build", self.options.build, "--target", "table_mutant_test", "--parallel",
                               str(self.options.jobs)],
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            sys.exit(f"the mutants cannot be built:\n{done.stdout[-4000:]}")

    def processes(self):
        """Their names, and the mutations of each."""
        for path in sorted(self.folder.glob("*_mutants.hlsc/*.mutations.json")):
            name = path.name.split(".")[0]
            if not self.options.process or name in self.options.process:
                yield name, json.loads(path.read_text(encoding="utf-8"))

    def process(self, name, mutations):
        """Whether as many are found as there should be."""
        healthy = run(self.program, name, 0)
        if healthy.test:
            print(f"{name}: without a mutation, too, this fails: {healthy.test}", flush=True)
            return False
        wanted = self.options.each
        for number, mutation in enumerate(mutations, 1):
            outcome = run(self.program, name, number)
            if outcome.test:
                said = f"found by {outcome.test}"
                wanted -= 1
            elif outcome.cycles:
                said = f"NOT FOUND: it differs in {outcome.cycles} cycles, and nothing shows it"
            else:
                said = "NOT FOUND: it never differs"
            print(f"{name}.sv:{mutation['line']}: {mutation['change']}\n  {said}", flush=True)
            if wanted == 0:
                return True
        # A small module may not have so many operators.
        missed = len(mutations) == TRIES * self.options.each or wanted == self.options.each
        if missed:
            print(f"{name}: {wanted} of {self.options.each} mutants were to be found, and none of {len(mutations)} was")
        return not missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--build", type=pathlib.Path, help="the build folder")
    parser.add_argument("--process", action="append", help="only this one (again for others)")
    parser.add_argument("--each", type=int, default=1, help="mutants of each process (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="which operators are changed (default: 1)")
    parser.add_argument("--jobs", type=int, default=1, help="of the build (default: 1)")
    parser.add_argument("--write", nargs=2, type=pathlib.Path, metavar=("MODULE", "OUT"))
    parser.add_argument("--settings", type=pathlib.Path)
    options = parser.parse_args()
    if options.write:
        write(*options.write, options.settings)
        return 0
    if options.build is None or options.each < 1:
        parser.error("--build DIR, and at least one mutant")
    check = Check(options)
    check.build()
    results = [check.process(name, mutations) for name, mutations in check.processes()]
    print(f"{len(results)} processes, {results.count(False)} whose tests find too little; again: "
          f"tests/processes/table/mutate.py --build {options.build} --each {options.each} --seed {options.seed}")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
