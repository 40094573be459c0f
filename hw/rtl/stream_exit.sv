// Exit of a rigid pipeline: a FIFO whose places are bespoken at the pipeline's entrance, so that what
// has set out always arrives.
//
// Who sets out takes a place (take_i, only while free_o is high), and later either pushes its word
// (push_i) or gives the place back (return_i), never both. A place is free again three cycles after its
// word was pushed at the earliest: with PLACES = cycles from take to push + 3, a word may set out in
// every cycle.
//
// Parameters:
//   WIDTH   bits in a word
//   PLACES  2 or more
//
// Timing: free_o comes from a register, and so do valid_o and data_o.
//
// rst_ni is synchronous. While it is low, take_i, push_i and return_i must be low.
module stream_exit #(
  parameter int WIDTH = 8,
  parameter int PLACES = 4,
  localparam int CreditWidth = $clog2(PLACES + 1)
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             take_i,
  output logic             free_o,

  input  logic             push_i,
  input  logic             return_i,
  input  logic [WIDTH-1:0] data_i,

  output logic             valid_o,
  input  logic             ready_i,
  output logic [WIDTH-1:0] data_o
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("stream_exit: WIDTH must be 1 or more");
  if (PLACES < 2) $error("stream_exit: PLACES must be 2 or more");
`endif

  logic [CreditWidth-1:0] credits_q;
  logic                   returned_q, left_q;
  logic                   ready;
  logic [CreditWidth-1:0] level;

  // What comes back counts a cycle later, so that take_i alone decides in this one.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      credits_q  <= CreditWidth'(PLACES);
      returned_q <= 1'b0;
      left_q     <= 1'b0;
      free_o     <= 1'b1;
    end else begin
      returned_q <= return_i;
      left_q     <= valid_o & ready_i;
      if (take_i) begin
        credits_q <= (returned_q & left_q) ? credits_q + 1'b1 :
                     (returned_q | left_q) ? credits_q : credits_q - 1'b1;
        free_o    <= returned_q | left_q | (credits_q > 1);
      end else begin
        credits_q <= credits_q + {{CreditWidth-1{1'b0}}, returned_q} + {{CreditWidth-1{1'b0}}, left_q};
        free_o    <= returned_q | left_q | (credits_q != '0);
      end
    end
  end

  stream_fifo #(.WIDTH(WIDTH), .DEPTH(PLACES)) u_fifo (
    .clk_i, .rst_ni, .valid_i(push_i), .ready_o(ready), .data_i, .valid_o, .ready_i, .data_o,
    .level_o(level));

`ifdef VERILATOR
  always_ff @(posedge clk_i) if (rst_ni) begin
    assert (free_o | ~take_i);
    assert (ready | ~push_i);
    assert (~(push_i & return_i));
    assert ((credits_q != '0) | ~take_i);
  end
`endif

  // Only simulation looks at these.
  // verilator lint_off UNUSED
  logic unused;
  assign unused = ready ^ (^level);
  // verilator lint_on UNUSED

`ifdef FORMAL
`include "formal/stream_exit.svh"
`endif

endmodule
