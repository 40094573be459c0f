// Memory with one read and one write port, on one clock.
//
// A read of the address that is written in the same cycle returns the old word (read-first), in every
// style. There are no initial contents: a word is arbitrary until it was written, and Verilator
// randomises it where the simulation asks for that.
//
// Parameters:
//   WIDTH    bits in a word
//   DEPTH    words; an address at or beyond DEPTH must not be used
//   LATENCY  cycles from the address to the word, 1 to 8. At 2 the memory has an output register, at 3
//            also one for the inputs, as a large memory spreads over many primitives; what is left are
//            further output registers
//   STYLE    "block", "ultra" or "distributed"
//   INPUT_REGISTER  1: one of the registers is at the inputs, as above; 0: all are at the output. Where reads
//            are held up (en_i), a read in an input register may see later writes; this one does not
//
// Timing: a read in cycle t (re_i, raddr_i) has its word on rdata_o in cycle t + LATENCY, and sees the
// writes of the cycles before t. rdata_o keeps that word until the next read has its own.
//
// While en_i is low, time stands still for the reads, as it does for a pipeline that they are part of:
// none is accepted, those on their way stay where they are, and LATENCY counts the cycles with en_i
// alone. Writes go on. A read that was held up still sees the writes of the clock cycles before t; with
// an input register it may see later ones, too.
module ram_1r1w #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 16,
  parameter int LATENCY = 2,
  // Without a type: Vivado refuses a string as the value of an attribute, yosys and Icarus the word.
  parameter STYLE = "block",
  parameter int INPUT_REGISTER = (LATENCY < 3) ? 0 : 1,
  localparam int AddressWidth = (DEPTH > 1) ? $clog2(DEPTH) : 1
) (
  input  logic                    clk_i,

  input  logic                    en_i,
  input  logic                    re_i,
  input  logic [AddressWidth-1:0] raddr_i,
  output logic [WIDTH-1:0]        rdata_o,

  input  logic                    we_i,
  input  logic [AddressWidth-1:0] waddr_i,
  input  logic [WIDTH-1:0]        wdata_i
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("ram_1r1w: WIDTH must be 1 or more");
  if (DEPTH < 1) $error("ram_1r1w: DEPTH must be 1 or more");
  if (LATENCY < 1 || LATENCY > 8) $error("ram_1r1w: LATENCY must be 1 to 8");
  if (INPUT_REGISTER < 0 || INPUT_REGISTER > 1 || INPUT_REGISTER >= LATENCY)
    $error("ram_1r1w: INPUT_REGISTER must be 0, or 1 at a LATENCY of 2 or more");
  // verilator lint_off WIDTH
  if (STYLE != "block" && STYLE != "ultra" && STYLE != "distributed")
    $error("ram_1r1w: STYLE must be block, ultra or distributed");
  // verilator lint_on WIDTH
`endif

  logic                    re, we;
  logic [AddressWidth-1:0] raddr, waddr;
  logic [WIDTH-1:0]        wdata;

  if (INPUT_REGISTER == 0) begin : gen_direct_input
    assign re    = re_i;
    assign raddr = raddr_i;
    assign we    = we_i;
    assign waddr = waddr_i;
    assign wdata = wdata_i;
  end else begin : gen_input_register
    always_ff @(posedge clk_i) begin
      if (en_i) re <= re_i;
      we <= we_i;
      if (en_i & re_i) raddr <= raddr_i;
      if (we_i) waddr <= waddr_i;
      if (we_i) wdata <= wdata_i;
    end
  end

  (* ram_style = STYLE *) logic [WIDTH-1:0] mem [DEPTH];

  always_ff @(posedge clk_i) if (we) mem[waddr] <= wdata;

  // Register 0 belongs to the memory itself. A register takes only words that were asked for: the
  // output register of a primitive has an enable for that, and a simulator copies nothing when idle.
  localparam int Registers = LATENCY - INPUT_REGISTER;

  (* shreg_extract = "no", mem2reg *) logic [WIDTH-1:0] word_q [Registers];
  logic [Registers-1:0] take;

  if (Registers == 1) begin : gen_one_register
    assign take = re;
  end else begin : gen_registers
    logic [Registers-2:0] taken_q;
    always_ff @(posedge clk_i) if (en_i) taken_q <= take[Registers-2:0];
    assign take = {taken_q, re};
  end

  always_ff @(posedge clk_i) begin
    if (en_i & take[0]) word_q[0] <= mem[raddr];
    for (int i = 1; i < Registers; i++) if (en_i & take[i]) word_q[i] <= word_q[i-1];
  end

  assign rdata_o = word_q[Registers-1];

`ifdef FORMAL
`include "formal/ram_1r1w.svh"
`endif

endmodule
