// What the last firings of a process produced, found by their numbers.
//
// A later stage writes what a firing came to; an earlier one asks for it by the number of that firing,
// of which the low bits are the address. Whether that firing was one of the last DEPTH, and already has
// written, is for the pipeline to know. A word is arbitrary until it was written.
//
// Parameters:
//   WIDTH  bits in a word
//   DEPTH  words, a power of two, 2 or more
//
// Timing: rdata_o follows raddr_i in the same cycle, and sees the writes of the cycles before: a word
// written in cycle t is there from t + 1 on. Maps to LUTRAM.
module history #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 16,
  localparam int AddressWidth = (DEPTH > 1) ? $clog2(DEPTH) : 1
) (
  input  logic                    clk_i,

  input  logic                    we_i,
  input  logic [AddressWidth-1:0] waddr_i,
  input  logic [WIDTH-1:0]        wdata_i,

  input  logic [AddressWidth-1:0] raddr_i,
  output logic [WIDTH-1:0]        rdata_o
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("history: WIDTH must be 1 or more");
  if (DEPTH < 2 || 2 ** $clog2(DEPTH) != DEPTH)
    $error("history: DEPTH must be a power of two, 2 or more");
`endif

  (* ram_style = "distributed" *) logic [WIDTH-1:0] words [DEPTH];

  always_ff @(posedge clk_i) if (we_i) words[waddr_i] <= wdata_i;

  assign rdata_o = words[raddr_i];

`ifdef FORMAL
`include "formal/history.svh"
`endif

endmodule
