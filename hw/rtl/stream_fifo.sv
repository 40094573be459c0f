// FIFO between two streams.
//
// A word passes where valid and ready are both high at a rising clock edge. The first word falls
// through: data_o is the oldest word whenever valid_o is high, and keeps still until it is taken.
//
// Parameters:
//   WIDTH  bits in a word
//   DEPTH  places, 1 or more: exactly so many words fit. With two or more, a word passes in every
//          cycle (block RAM and UltraRAM: with five or more), with one in every other
//   STYLE  of the storage: "registers", "distributed" (LUTRAM), "block" (block RAM) or "ultra"
//          (UltraRAM); "auto" takes registers up to 4 places, block RAM from 512 on, LUTRAM between
//
// Timing: a word taken in cycle t is at the output in cycle t + 1, with block RAM and UltraRAM in
// t + 4, or in the cycle after the word ahead of it was taken if that is later. valid_o, data_o and
// ready_o come from registers: no path leads through.
//
// level_o counts the words inside, those that move in this cycle not yet considered: ready_o is
// level_o != DEPTH, and DEPTH - level_o places are free. A producer that works ahead, such as a rigid
// pipeline, keeps a count of credits: DEPTH at the start, one less when a word sets out, one more with
// valid_o & ready_i. It may then ignore ready_o.
//
// rst_ni is synchronous. While it is low, valid_i must be low.
module stream_fifo #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 2,
  parameter STYLE = "auto",
  localparam int LevelWidth = $clog2(DEPTH + 1)
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  valid_i,
  output logic                  ready_o,
  input  logic [WIDTH-1:0]      data_i,

  output logic                  valid_o,
  input  logic                  ready_i,
  output logic [WIDTH-1:0]      data_o,

  output logic [LevelWidth-1:0] level_o
);

  // verilator lint_off WIDTH
  localparam bit Auto        = STYLE == "auto";
  localparam bit Registers   = STYLE == "registers" || (Auto && DEPTH <= 4);
  localparam bit Block       = STYLE == "block" || (Auto && DEPTH >= 512);
  localparam bit Ultra       = STYLE == "ultra";
  localparam bit Distributed = STYLE == "distributed" || (Auto && !Registers && !Block);
  // verilator lint_on WIDTH

`ifndef __ICARUS__
  if (WIDTH < 1) $error("stream_fifo: WIDTH must be 1 or more");
  if (DEPTH < 1) $error("stream_fifo: DEPTH must be 1 or more");
  if (!Registers && !Distributed && !Block && !Ultra)
    $error("stream_fifo: STYLE must be auto, registers, distributed, block or ultra");
`endif

  if (Ultra) begin : gen_ultra
    stream_fifo_large #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE("ultra")) u_fifo (.*);
  end else if (Block) begin : gen_block
    stream_fifo_large #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE("block")) u_fifo (.*);
  end else if (Distributed) begin : gen_distributed
    stream_fifo_small #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE("distributed")) u_fifo (.*);
  end else begin : gen_registers
    stream_fifo_small #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE("registers")) u_fifo (.*);
  end

`ifdef FORMAL
`include "formal/stream_fifo.svh"
`endif

endmodule
