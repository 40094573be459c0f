// Register slice: cuts every path of a stream, forwards (valid, data) and backwards (ready), and still
// passes a word in every cycle.
//
// Parameters:
//   WIDTH  bits in a word
//
// Timing: a word arrives a cycle later if nothing holds it up. Two words fit. All outputs come from
// registers. rst_ni is synchronous. While it is low, valid_i must be low.
module stream_register #(
  parameter int WIDTH = 8
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             valid_i,
  output logic             ready_o,
  input  logic [WIDTH-1:0] data_i,

  output logic             valid_o,
  input  logic             ready_i,
  output logic [WIDTH-1:0] data_o
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("stream_register: WIDTH must be 1 or more");
`endif

  logic [1:0] level_unused;

  // The word that is on its way when ready_i falls needs a second place.
  stream_fifo_small #(
    .WIDTH (WIDTH),
    .DEPTH (2),
    .STYLE ("registers")
  ) u_places (
    .level_o (level_unused),
    .*
  );

`ifdef FORMAL
`include "formal/stream_register.svh"
`endif

endmodule
