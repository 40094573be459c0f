// FIFO of registers or LUTRAM: what stream_fifo uses up to some hundred places.
//
// The oldest word stands in the output register, the others in a store behind it. A word that finds
// both empty, or empty in this cycle, goes to the output register directly.
//
// Parameters:
//   WIDTH  bits in a word
//   DEPTH  places, the output register among them, 1 or more
//   STYLE  of the store: "registers" or "distributed" (LUTRAM)
//
// Ports and timing: as stream_fifo.
module stream_fifo_small #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 4,
  parameter STYLE = "registers",
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

`ifndef __ICARUS__
  if (WIDTH < 1) $error("stream_fifo_small: WIDTH must be 1 or more");
  if (DEPTH < 1) $error("stream_fifo_small: DEPTH must be 1 or more");
  // verilator lint_off WIDTH
  if (STYLE != "registers" && STYLE != "distributed")
    $error("stream_fifo_small: STYLE must be registers or distributed");
  // verilator lint_on WIDTH
`endif

  logic push, pop;

  assign push = valid_i & ready_o;
  assign pop  = valid_o & ready_i;

  // What the level says is decided a cycle ahead, so that flags come straight from registers.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      level_o <= '0;
      valid_o <= 1'b0;
      ready_o <= 1'b1;
    end else if (push != pop) begin
      level_o <= push ? level_o + 1'b1 : level_o - 1'b1;
      valid_o <= push | (level_o != LevelWidth'(1));
      ready_o <= pop | (level_o != LevelWidth'(DEPTH - 1));
    end
  end

  if (DEPTH == 1) begin : gen_single

    always_ff @(posedge clk_i) if (push) data_o <= data_i;

  end else begin : gen_store

    localparam int Rows = DEPTH - 1;
    localparam int IndexWidth = (Rows > 1) ? $clog2(Rows) : 1;

    (* ram_style = STYLE *) logic [WIDTH-1:0] store [Rows];
    logic [IndexWidth-1:0] write_q, read_q;
    logic                  stored_q;  // The store has a word, and so has the output register.

    function automatic logic [IndexWidth-1:0] next(input logic [IndexWidth-1:0] index);
      next = (index == IndexWidth'(Rows - 1)) ? '0 : index + 1'b1;
    endfunction

    logic straight, to_store, from_store;

    assign straight   = push & ~stored_q & (pop | ~valid_o);
    assign to_store   = push & ~straight;
    assign from_store = pop & stored_q;

    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        stored_q <= 1'b0;
        write_q  <= '0;
        read_q   <= '0;
      end else begin
        if (push != pop) stored_q <= push ? (level_o != '0) : (level_o > LevelWidth'(2));
        if (to_store) write_q <= next(write_q);
        if (from_store) read_q <= next(read_q);
      end
    end

    always_ff @(posedge clk_i) begin
      if (to_store) store[write_q] <= data_i;
      if (from_store) data_o <= store[read_q];
      else if (straight) data_o <= data_i;
    end

  end

`ifdef FORMAL
`include "formal/stream_fifo_small.svh"
`endif

endmodule
