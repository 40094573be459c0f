"""Proves the modules of hw/rtl: by induction, with yosys-smtbmc and z3; the whole AXI4 adapters cycle by cycle.

usage: prove.py [--cycles N] [NAME...]

With --cycles, the whole adapters for so many cycles (default: 14).

What is proved stands in hw/rtl/formal. Each proof has three parts: nothing goes wrong
in the first cycles after the start; if all went well for some cycles it goes well in the next one; and the interesting
cases do occur (so that the first two do not hold for want of them).
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import sys
import tempfile

from rtl_tools import RTL, ToolFailed, described, elaborate, run, sources, yosys


@dataclasses.dataclass(frozen=True)
class Proof:
    """One module with one set of parameters."""

    top: str
    parameters: dict
    # Cycles from the start, cycles that the induction looks back (0: none, the proof is bounded), cycles in which all
    # cases must have occurred (0: they are not looked for).
    first: int = 10
    back: int = 2
    occur: int = 0
    # The memory's outputs are free, but for its specification, which is assumed.
    cut: bool = False
    # Clocks are inputs like others, and a cycle is a moment at which some of them may rise or fall.
    clocks: bool = False
    # With what is proved for some cycles only: WHOLE is defined. For that ABC's bounded model checker, which sees bits
    # and not words, goes twice as far as z3 in the same time.
    whole: bool = False

    @property
    def name(self):
        return described(self.top, self.parameters) + (" (bounded)" if not self.back else "")


def small(**parameters):
    depth = parameters["DEPTH"]
    return Proof("stream_fifo_small", {"WIDTH": 2, **parameters}, first=8, occur=2 * depth + 3 if depth < 6 else 0)


def large(depth, **how):
    return Proof("stream_fifo_large", {"WIDTH": 2, "DEPTH": depth}, **{"first": 8, "back": 5, "cut": True, **how})


def ingress(depth, **how):
    return Proof("wire_ingress", {"DATA_WIDTH": 8, "USER_WIDTH": 1, "DEPTH": depth}, **{"back": 3, "cut": True, **how})


def memory(latency, depth):
    return Proof("ram_1r1w", {"WIDTH": 2, "DEPTH": depth, "LATENCY": latency}, first=latency + 5, occur=latency + 4)


def line(stages, ring):
    return Proof("delay_line", {"WIDTH": 2, "STAGES": stages, "RING": ring}, first=8, occur=stages + 2)


def axi4(module, burst, outstanding, places, **how):
    """Words of two bytes, and a boundary after four of them."""
    parameters = {"DATA_WIDTH": 16, "BURST": burst, "BOUNDARY": 8, "ADDR_WIDTH": 5}
    return Proof(module, {**parameters, "OUTSTANDING": outstanding, "PLACES": places}, **{"first": 8, "back": 4, **how})


PROOFS = {
    "axi4_bursts": [Proof("axi4_bursts", {"DATA_WIDTH": width, "BURST": burst, "BOUNDARY": boundary, "ADDR_WIDTH": 6},
                          first=8, occur=8 if burst > 1 else 0)
                    for width, burst, boundary in ((16, 3, 16), (8, 2, 32), (8, 1, 8))],
    "axi4_read": [axi4("axi4_read", 2, 2, 5, whole=True, first=14, back=0),
                  axi4("axi4_read", 2, 2, 4, first=11, occur=16), axi4("axi4_read", 3, 1, 6)],
    "axi4_write": [axi4("axi4_write", 2, 2, 4, whole=True, first=14, back=0),
                   axi4("axi4_write", 2, 2, 4, first=10, occur=16), axi4("axi4_write", 3, 1, 6),
                   axi4("axi4_write", 1, 3, 3, first=12)],
    "call_control": [Proof("call_control", {"MEMORIES": 2, "STREAMS": 2, "WRITERS": 2}, first=6, occur=10),
                     Proof("call_control", {"MEMORIES": 1, "STREAMS": 1, "WRITERS": 1}, occur=10)],
    "call_registers": [Proof("call_registers", {"ADDR_WIDTH": 5, "WORDS": 3, "WRITABLE": 5}, first=8, occur=10)],
    "delay_line": [line(stages, ring) for stages in (1, 2, 3, 4, 6, 16) for ring in (0, 1)],
    "history": [Proof("history", {"WIDTH": 2, "DEPTH": depth}, occur=4) for depth in (2, 16)],
    "ram_1r1w": [memory(1, 3), memory(2, 4), memory(3, 3), memory(4, 1), memory(8, 4)],
    "ram_nr1w": [Proof("ram_nr1w", {"READS": 3, "WIDTH": 2, "DEPTH": 3, "LATENCY": 2}, back=0)],
    "stream_cdc": [Proof("stream_cdc", {"WIDTH": 2, "DEPTH": depth}, back=2, clocks=True, **how)
                   for depth, how in ((4, {"first": 14, "occur": 30}), (8, {"first": 8}))],
    "stream_exit": [Proof("stream_exit", {"WIDTH": 2, "PLACES": places}, first=8, occur=2 * places + 4)
                    for places in (2, 3, 4, 7)],
    "stream_fifo_small": [small(DEPTH=depth) for depth in (1, 2, 3, 4, 5, 8, 12)],
    # The whole, for some cycles; then, for all time, all that is not the memory.
    "stream_fifo_large": [large(5, cut=False, first=14, back=0), large(1), large(2), large(5, occur=14), large(8)],
    "stream_fifo": [Proof("stream_fifo", {"WIDTH": 2, "DEPTH": 3}, occur=9),
                    Proof("stream_fifo", {"WIDTH": 2, "DEPTH": 5, "STYLE": "block"}, first=8, back=5, cut=True)],
    "stream_register": [Proof("stream_register", {"WIDTH": 2}, occur=8)],
    # As stream_fifo_large.
    "wire_ingress": [ingress(2, cut=False, first=10, back=0), ingress(2, occur=20), ingress(4, first=6)],
}


class Disproved(Exception):
    """The solver found a case where the module does not keep its promise."""


def prepare(proof, rtl):
    """The commands of yosys that make one flat machine of the module and its contract."""
    options = f"-formal -I {rtl}" + (" -D CUT_MEMORY" if proof.cut else "") + (" -D WHOLE" if proof.whole else "")
    cut = "select -assert-any */u_memory; cutpoint */u_memory; " if proof.cut else ""
    return (elaborate(proof.top, proof.parameters, sources(rtl), options) + cut
            + "flatten; memory_nordff; opt_clean; memory_map; opt -fast; "
            + f"{'clk2fflogic' if proof.clocks else 'async2sync'}; dffunmap; ")


def translate(proof, rtl, target):
    """Writes the module as the solver reads it."""
    yosys(prepare(proof, rtl) + f"write_smt2 -wires {target}")


def translate_to_bits(proof, rtl, target):
    """Writes the module as an and-inverter graph. Registers without a reset value start as they like."""
    yosys(prepare(proof, rtl) + "chformal -cover -remove; delete -output; setundef -undriven -anyseq; opt -full; "
          + f"techmap; opt -fast; dffunmap; abc -g AND -fast; opt_clean; write_aiger -zinit {target}")


def check_bits(aiger, cycles):
    """The first cycle in which something goes wrong; None if all of them go well."""
    text = run("yosys-abc", "-c", f"read_aiger {aiger}; fold; strash; bmc3 -F {cycles}")
    if f"No output asserted in {cycles} frames" in text:
        return None
    if found := re.search(r"was asserted in frame (\d+)", text):
        return int(found[1])
    raise ToolFailed(f"yosys-abc says neither yes nor no\n{text}")


def solve(smt2, *question):
    """Nothing if the answer is as it should be."""
    try:
        # Without --unroll, z3 takes the definitions of some of these modules apart for ever.
        run("yosys-smtbmc", "-s", "z3", "--unroll", "--noprogress", *question, str(smt2))
    except ToolFailed as failure:
        if "Status: FAILED" not in str(failure):
            raise
        raise Disproved(str(failure)) from failure


def prove(proof, rtl=RTL, only_first=False):
    """Returns if it holds, raises Disproved if not."""
    with tempfile.TemporaryDirectory() as folder:
        if proof.whole:
            aiger = pathlib.Path(folder) / "proof.aig"
            translate_to_bits(proof, rtl, aiger)
            wrong = check_bits(aiger, proof.first)
            if wrong is not None:
                raise Disproved(f"{proof.name} goes wrong in cycle {wrong}; with z3, which names the assertion, "
                                f"see it by whole=False, first={wrong + 1}")
            return
        smt2 = pathlib.Path(folder) / "proof.smt2"
        translate(proof, rtl, smt2)
        solve(smt2, "-t", str(proof.first))
        if only_first:
            return
        if proof.back:
            solve(smt2, "-i", "-t", str(proof.back))
        if proof.occur:
            solve(smt2, "-c", "-t", str(proof.occur))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cycles", type=int, default=14, metavar="N")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    names = arguments.names or list(PROOFS)
    if unknown := set(names) - set(PROOFS):
        print(f"no proof of {sorted(unknown)}, but of {list(PROOFS)}", file=sys.stderr)
        return 2
    proofs = [dataclasses.replace(proof, first=arguments.cycles) if proof.whole else proof
              for name in names for proof in PROOFS[name]]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for proof, result in [(proof, pool.submit(prove, proof)) for proof in proofs]:
            try:
                result.result()
                print(f"proved: {proof.name}" + (f", {proof.first} cycles" if not proof.back else ""))
            except (Disproved, ToolFailed) as failure:
                failed += 1
                print(f"NOT proved: {proof.name}\n{failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
