"""The proofs of hw/rtl can fail: each of these mutations of a module is found by one.

A mutation counts as found only if the solver shows a course of events from the start that goes wrong, and not if the
induction fails, which could be for other reasons.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import sys
import tempfile

from prove import PROOFS, Disproved, Proof, prove
from rtl_tools import RTL, ToolFailed


@dataclasses.dataclass(frozen=True)
class Mutation:
    """In the module's file, `old`, which is there once, becomes `new`."""

    module: str
    old: str
    new: str
    proof: Proof


def of(module, proof, *changes):
    return [Mutation(module, old, new, proof) for old, new in changes]


def fifo(module, depth):
    return next(proof for proof in PROOFS[module] if proof.parameters["DEPTH"] == depth)


def delay(stages, ring):
    return next(proof for proof in PROOFS["delay_line"]
                if proof.parameters["STAGES"] == stages and proof.parameters["RING"] == ring)


def exit_of(places):
    return next(proof for proof in PROOFS["stream_exit"] if proof.parameters["PLACES"] == places)


def memory(latency):
    return next(proof for proof in PROOFS["ram_1r1w"] if proof.parameters["LATENCY"] == latency)


MUTATIONS = [
    *of("delay_line", delay(4, ring=1),
        ("localparam int Rows = STAGES - 1;", "localparam int Rows = STAGES;"),
        ("(oldest_q == IndexWidth'(Rows - 1))", "(oldest_q == IndexWidth'(Rows - 2))"),
        ("oldest_q + 1'b1", "oldest_q"),
        ("if (en_i) begin\n      data_o         <=", "begin\n      data_o         <="),
        ("data_o         <= ring[oldest_q]", "data_o         <= data_i")),
    *of("delay_line", delay(4, ring=0),
        ("if (en_i) begin\n      shift_q", "begin\n      shift_q"),
        ("localparam int Bits = (STAGES - 1) * WIDTH;", "localparam int Bits = STAGES * WIDTH;"),
        ("shift = {shift_q, data_i}", "shift = {shift_q, ~data_i}")),
    *of("delay_line", delay(1, ring=0),
        ("data_o <= data_i", "data_o <= ~data_i"),
        ("if (en_i) data_o", "data_o")),
    *of("history", PROOFS["history"][0],
        ("if (we_i) words", "words"),
        ("words[waddr_i] <=", "words[raddr_i] <="),
        ("rdata_o = words[raddr_i]", "rdata_o = words[waddr_i]"),
        ("rdata_o = words", "rdata_o = (we_i && waddr_i == raddr_i) ? wdata_i : words")),
    *of("ram_1r1w", memory(1),
        ("if (en_i & take[0]) word_q[0]", "if (en_i) word_q[0]"),
        ("if (en_i & take[0]) word_q[0]", "if (take[0]) word_q[0]")),
    *of("ram_1r1w", memory(2),
        ("word_q[0] <= mem[raddr]", "word_q[0] <= (we && waddr == raddr) ? wdata : mem[raddr]"),
        ("if (we) mem[waddr]", "if (we & ~re) mem[waddr]"),
        ("taken_q <= take[Registers-2:0]", "taken_q <= '0"),
        ("if (en_i) taken_q", "taken_q"),
        ("if (en_i & take[i])", "if (take[i])"),
        ("localparam int Registers = LATENCY - INPUT_REGISTER;", "localparam int Registers = 1;")),
    *of("ram_1r1w", memory(3),
        ("if (we_i) waddr <=", "if (re_i) waddr <="),
        ("localparam int Registers = LATENCY - INPUT_REGISTER;", "localparam int Registers = LATENCY;"),
        ("      if (en_i) re <= re_i;", "      re <= re_i;"),
        ("      if (en_i) re <= re_i;", "      re <= 1'b1;"),
        ("if (en_i & re_i) raddr", "if (re_i) raddr"),
        ("      we <= we_i;", "      if (en_i) we <= we_i;")),
    *of("ram_nr1w", PROOFS["ram_nr1w"][0],
        ("raddr_i[i*AddressWidth+:AddressWidth]", "raddr_i[0+:AddressWidth]"),
        ("re_i[i]", "re_i[0]"),
        ("      .en_i,", "      .en_i (1'b1),"),
        ("rdata_o[i*WIDTH+:WIDTH]", "rdata_o[(READS-1-i)*WIDTH+:WIDTH]")),
    *of("stream_exit", exit_of(4),
        ("credits_q  <= CreditWidth'(PLACES)", "credits_q  <= CreditWidth'(PLACES - 1)"),
        ("returned_q <= return_i", "returned_q <= return_i | push_i"),
        ("left_q     <= valid_o & ready_i", "left_q     <= valid_o"),
        ("(returned_q & left_q) ? credits_q + 1'b1", "(returned_q & left_q) ? credits_q"),
        ("(returned_q | left_q) ? credits_q : ", ""),
        ("returned_q | left_q | (credits_q > 1)", "(credits_q > 1)"),
        ("returned_q | left_q | (credits_q > 1)", "returned_q | left_q | (credits_q != '0)"),
        ("returned_q | left_q | (credits_q != '0)", "1'b1"),
        (".DEPTH(PLACES)", ".DEPTH(PLACES - 1)")),
    *of("stream_fifo_small", fifo("stream_fifo_small", 3),
        ("push = valid_i & ready_o", "push = valid_i"),
        ("pop  = valid_o & ready_i", "pop  = ready_i"),
        ("else if (push != pop) begin\n      level_o", "else if (push) begin\n      level_o"),
        ("LevelWidth'(DEPTH - 1)", "LevelWidth'(DEPTH)"),
        ("LevelWidth'(DEPTH - 1)", "LevelWidth'(DEPTH - 2)"),
        ("push | (level_o != LevelWidth'(1))", "push | (level_o != LevelWidth'(2))"),
        ("localparam int Rows = DEPTH - 1;", "localparam int Rows = DEPTH - 2;"),
        ("index + 1'b1", "index"),
        ("straight   = push & ~stored_q & (pop", "straight   = push & (pop"),
        ("from_store = pop & stored_q", "from_store = stored_q"),
        ("level_o > LevelWidth'(2)", "level_o > LevelWidth'(1)"),
        ("if (to_store) write_q", "if (push) write_q"),
        ("if (from_store) read_q", "if (pop) read_q"),
        ("      read_q   <= '0;\n", "")),
    *of("stream_fifo_small", fifo("stream_fifo_small", 1), ("if (push) data_o <= data_i", "data_o <= data_i")),
    *of("stream_fifo_large", fifo("stream_fifo_large", 5),
        ("push  = valid_i & ready_o", "push  = valid_i"),
        ("AheadDepth = MemoryLatency + 2;", "AheadDepth = MemoryLatency + 1;"),
        (" & (ahead_q != AheadWidth'(AheadDepth))", ""),
        ("fetch = (stored_q != '0) &", "fetch ="),
        ("address + 1'b1", "address"),
        ("LevelWidth'(DEPTH - 1)", "LevelWidth'(DEPTH)"),
        ("if (push != fetch) stored_q", "if (push) stored_q"),
        ("if (fetch != pop) ahead_q", "if (fetch) ahead_q"),
        ("{fetching_q[MemoryLatency-2:0], fetch}", "{fetching_q[MemoryLatency-2:0], push}"),
        ("localparam int MemoryLatency = 2;", "localparam int MemoryLatency = 3;"),
        (".raddr_i (read_q)", ".raddr_i (write_q)")),
    *of("stream_fifo", fifo("stream_fifo", 3),
        ("stream_fifo_small #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE(\"registers\"))",
         "stream_fifo_small #(.WIDTH(WIDTH), .DEPTH(DEPTH - 1), .STYLE(\"registers\"))")),
    *of("stream_register", PROOFS["stream_register"][0], (".DEPTH (2)", ".DEPTH (1)")),
]


def complaint(mutation):
    """Nothing if the mutation is found."""
    with tempfile.TemporaryDirectory() as folder:
        rtl = pathlib.Path(folder) / "rtl"
        shutil.copytree(RTL, rtl)
        file = rtl / f"{mutation.module}.sv"
        text = file.read_text(encoding="utf-8")
        title = f"{mutation.module}: {mutation.old!r} -> {mutation.new!r}"
        if text.count(mutation.old) != 1:
            return f"{title}: not there once"
        file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        try:
            prove(mutation.proof, rtl, only_first=True)
        except Disproved:
            return ""
        except ToolFailed as failure:
            return f"{title}: no proof could be made\n{failure}"
        return f"{title}: NOT found by {mutation.proof.name}"


def main():
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        complaints = [text for text in pool.map(complaint, MUTATIONS) if text]
    missing = {file.stem for file in RTL.glob("*.sv")} - {mutation.module for mutation in MUTATIONS}
    if missing:
        complaints.append(f"no mutation of {sorted(missing)}")
    print("\n".join(complaints), file=sys.stderr)
    print(f"{len(MUTATIONS)} mutations, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
