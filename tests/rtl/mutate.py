"""The proofs of hw/rtl can fail: each of these mutations of a module is found by one.

usage: mutate.py [--slice I/N]

With --slice, only every N-th mutation is made, from the I-th on.

A mutation counts as found only if the solver shows a course of events from the start that goes wrong, and not if the
induction fails, which could be for other reasons.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import re
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
    *of("axi4_bursts", PROOFS["axi4_bursts"][0],
        ("? BURST : BoundaryWords", "? BoundaryWords : BURST"),
        ("word_q[PositionWidth-1:0]};", "left_q[PositionWidth-1:0]};"),
        ("(left_q[31:9] == '0) &", ""),
        ("(left_q[8:0] <= room)", "(left_q[8:0] < room)"),
        ("req_ready_o <= req_beats_i == '0", "req_ready_o <= 1'b0"),
        ("else if (pass & last_q) req_ready_o", "else if (pass) req_ready_o"),
        ("valid_o ? ~ready_i : ~req_ready_o", "~req_ready_o"),
        ("req_addr_i >> ByteBits", "req_addr_i"),
        ("word_q + WordWidth'(beats_o)", "word_q"),
        ("left_q - 32'(beats_o)", "left_q - 32'd1"),
        ("<< ByteBits;", "<< (ByteBits + 1);")),
    *of("axi4_read", PROOFS["axi4_read"][1],
        ("(~ar_valid_o | ar_ready_i)", "1'b1"),
        ("(credits_q >= CreditWidth'(burst_beats))", "(credits_q != '0)"),
        ("(credits_q >= CreditWidth'(burst_beats))", "(credits_q > CreditWidth'(burst_beats))"),
        ("else if (ar_ready_i) ar_valid_o", "else ar_valid_o"),
        ("left_q    <= valid_o & ready_i", "left_q    <= valid_o"),
        ("credits_q + CreditWidth'(left_q)", "credits_q"),
        ("arrive & r_last_i;", "arrive;"),
        ("arrive & r_resp_i[1]", "r_resp_i[1]"),
        ("burst_beats - 1'b1", "burst_beats"),
        ("ar_burst_o = 2'b01", "ar_burst_o = 2'b10"),
        (".DEPTH(PLACES)", ".DEPTH(PLACES - 1)")),
    *of("axi4_read", PROOFS["axi4_read"][2], (" & (bursts_q != BurstsWidth'(OUTSTANDING))", "")),
    # The whole.
    *of("axi4_read", PROOFS["axi4_read"][0],
        (".data_i(r_data_i)", ".data_i(~r_data_i)"),
        (".BURST      (BURST)", ".BURST      (1)"),
        (".req_beats_i,", ".req_beats_i(req_beats_i >> 1),")),
    *of("axi4_write", PROOFS["axi4_write"][1],
        ("(~aw_valid_o | aw_ready_i)", "1'b1"),
        ("(waiting_q >= WaitingWidth'(burst_beats))", "(waiting_q != '0)"),
        ("(waiting_q >= WaitingWidth'(burst_beats))", "(waiting_q >= WaitingWidth'(BURST))"),
        (".req_valid_i(req_valid_i & req_ready_o)", ".req_valid_i(req_valid_i)"),
        ("came_q    <= valid_i & ready_o", "came_q    <= valid_i"),
        ("if (issue != b_valid_i) bursts_q", "if (issue) bursts_q"),
        ("req_ready_o <= bursts_idle & (bursts_q == '0)", "req_ready_o <= bursts_idle"),
        ("done_o  <= ~req_ready_o & bursts_idle & (bursts_q == '0)", "done_o  <= ~req_ready_o & bursts_idle"),
        ("done_o  <= ~req_ready_o & ", "done_o  <= "),
        ("work_valid_q <= next_valid_q | issue", "work_valid_q <= next_valid_q"),
        ("next_valid_q ? next_len_q : burst_len", "burst_len"),
        ("else if (advance) work_left_q", "else if (word_valid) work_left_q"),
        ("work_left_q == '0", "work_left_q == 8'd1"),
        (".ready_i(work_valid_q & (~w_valid_o | w_ready_i))", ".ready_i(~w_valid_o | w_ready_i)"),
        ("word_valid & work_valid_q & (~w_valid_o | w_ready_i)", "word_valid & work_valid_q"),
        ("w_last_o <= last", "w_last_o <= 1'b1"),
        ("w_data_o <= word", "w_data_o <= data_i"),
        ("b_valid_i & b_resp_i[1]", "b_resp_i[1]")),
    *of("axi4_write", PROOFS["axi4_write"][2], (" & (bursts_q != BurstsWidth'(OUTSTANDING))", "")),
    *of("axi4_write", PROOFS["axi4_write"][3], ("burst_valid & place &", "burst_valid &")),
    # The whole.
    *of("axi4_write", PROOFS["axi4_write"][0],
        (".ready_o, .data_i, .valid_o(word_valid)", ".ready_o, .data_i(~data_i), .valid_o(word_valid)"),
        (".req_beats_i, .valid_o", ".req_beats_i(req_beats_i + 1'b1), .valid_o")),
    *of("call_control", PROOFS["call_control"][0],
        ("idle_o & start_i & ~done_o", "idle_o & start_i"),
        ("req_valid_o   <= '1", "req_valid_o   <= MEMORIES'(1)"),
        ("req_valid_o & ~req_ready_i", "'0"),
        ("token_valid_o <= count_i != '0", "token_valid_o <= 1'b1"),
        ("if (token_valid_o & token_ready_i)", "if (token_valid_o)"),
        ("token_o + 1'b1 != count_i", "token_o != count_i"),
        ("written_q | written_i;", "written_i;"),
        ("(&written_q)", "(|written_q)"),
        ("(&complete)", "(|complete)"),
        (" & (req_valid_o == '0)", ""),
        (" & ~token_valid_o", ""),
        ("else if (moved_i[stream])", "else if (moved_i[0])"),
        ("      done_o      <= 1'b0;\n", "")),
    # What only a second call shows.
    *of("call_control", PROOFS["call_control"][1],
        ("      token_o       <= '0;\n      written_q     <= '0;\n    end else begin",
         "      written_q     <= '0;\n    end else begin"),
        ("      written_q     <= '0;\n    end else begin", "    end else begin"),
        ("if (begins) left_q", "if (start_i) left_q"),
        ("(~idle_o & ", "(")),
    *of("call_registers", PROOFS["call_registers"][0],
        ("~aw_ready_o & ~w_ready_o & ~b_valid_o", "~aw_ready_o & ~w_ready_o"),
        ("~aw_ready_o & ~w_ready_o & ~b_valid_o", "~aw_ready_o & ~b_valid_o"),
        ("(b_valid_o & ~b_ready_i)", "(b_valid_o & b_ready_i)"),
        ("ar_ready_o ? ar_valid_i : ~r_ready_i", "ar_valid_i"),
        ("if (w_ready_o) begin", "begin"),
        ("write & write_strb_q[0]", "write"),
        ("control_written & write_data_q[0]", "control_written"),
        ("start_o <= restart_q", "start_o <= 1'b0"),
        ("done_i | (done_q & ~control_read)", "done_i & ~control_read | done_q & ~control_read"),
        ("(ready_q & ~control_read)", "ready_q"),
        ("restart_q <= write_data_q[7]", "restart_q <= write_data_q[6]"),
        ("({ready_i, done_i} & enable_q)", "{ready_i, done_i}"),
        ("(status_q ^ (", "(status_q & ~("),
        ("global_enable_q & (status_q", "(status_q"),
        ("if (WRITABLE[i])", "if (1)"),
        ("written & write_strb_q[j]", "written"),
        ("(write_index_q == IndexWidth'(Arguments + i))", "(write_index_q == IndexWidth'(Arguments))"),
        ("done_q, start_o}", "start_o, done_q}"),
        ("if (ar_ready_o) r_data_o", "r_data_o")),
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
    *of("stream_cdc", fifo("stream_cdc", 4),
        ("gray = count ^ (count >> 1)", "gray = count"),
        ("push       = valid_i & ready_o", "push       = valid_i"),
        ("  assign fetch     = (read_gray_q != write_sync_q) &", "  assign fetch     ="),
        ("(~valid_o | ready_i)", "1'b1"),
        ("~read_sync_q[CountWidth-1-:2], read", "~read_sync_q[CountWidth-1], read_sync_q[CountWidth-2], read"),
        ("gray(write_next) != {", "write_gray_q != {"),
        ("{~read_sync_q[CountWidth-1-:2], read_sync_q[CountWidth-3:0]}", "read_sync_q"),
        ("      read_gray_q  <= gray(read_next)", "      read_gray_q  <= gray(read_next + 1'b1)"),
        ("if (push) store", "store"),
        ("if (fetch) data_o", "data_o"),
        ("store[read_q[AddressWidth-1:0]]", "store[read_next[AddressWidth-1:0]]"),
        ("fetch | (valid_o & ~ready_i)", "fetch"),
        ("      read_sync_q  <= '0;\n", ""),
        ("      write_meta_q <= '0;\n", "")),
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
    *of("wire_ingress", PROOFS["wire_ingress"][1],
        ("CountWidth'(DEPTH);", "CountWidth'(DEPTH - 1);"),
        ("lost_q | full;", "full;"),
        ("lost_q | full;", "lost_q;"),
        ("lost_q  <= lost & ~last_i", "lost_q  <= lost"),
        ("valid_i & last_i & ~skip_q", "valid_i & last_i"),
        ("skip_q    <= valid_i ? ~last_i : underway_q", "skip_q    <= underway_q"),
        ("skip_q    <= valid_i ? ~last_i : underway_q", "skip_q    <= 1'b0"),
        ("skip_q & ~last_i", "skip_q"),
        ("ends & ~lost & ~error_i", "ends & ~lost"),
        ("ends & ~lost & ~error_i", "ends & ~error_i"),
        ("(commit | (push & ~last_i)) ?", "push ?"),
        ("if (commit) commit_q <= write_next", "if (push) commit_q <= write_next"),
        ("if (commit) commit_q <= write_next", "if (commit) commit_q <= write_q"),
        ("if (ends & error_i)", "if (ends & error_i & ~lost)"),
        ("ends & lost & ~error_i", "ends & lost"),
        ("ends & lost & ~error_i", "valid_i & lost & ~error_i"),
        ("(read_q != commit_q)", "(read_q != write_q)"),
        ("(~fetched_q | move)", "~fetched_q"),
        ("(~fetched_q | move)", "1'b1"),
        ("fetched_q & (~valid_o | ready_i)", "fetched_q & ~valid_o"),
        ("if (move) beat_q", "if (fetched_q) beat_q"),
        ("move | (valid_o & ~ready_i)", "move"),
        ("if (valid_i) underway_q", "if (valid_i & rst_ni) underway_q")),
    # The memory's inputs.
    *of("wire_ingress", PROOFS["wire_ingress"][0],
        (".we_i    (push)", ".we_i    (valid_i)"),
        ("{last_i, user_i, keep_i, data_i}", "{last_i, user_i, data_i, keep_i}"),
        (".re_i    (fetch)", ".re_i    (move)")),
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


def chosen(arguments):
    """The mutations to make, or None if this is not how to call it."""
    if not arguments:
        return MUTATIONS
    part = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", arguments[1]) if len(arguments) == 2 else None
    if arguments[0] != "--slice" or part is None:
        return None
    first, step = int(part[1]), int(part[2])
    return MUTATIONS[first - 1::step] if first <= step <= len(MUTATIONS) else None


def main():
    mutations = chosen(sys.argv[1:])
    if mutations is None:
        print(__doc__, file=sys.stderr)
        return 2
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        complaints = [text for text in pool.map(complaint, mutations) if text]
    # Of all mutations, whichever were made.
    missing = {file.stem for file in RTL.glob("*.sv")} - {mutation.module for mutation in MUTATIONS}
    if missing:
        complaints.append(f"no mutation of {sorted(missing)}")
    print("\n".join(complaints), file=sys.stderr)
    print(f"{len(mutations)} mutations of {len(MUTATIONS)}, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
