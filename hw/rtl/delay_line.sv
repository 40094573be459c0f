// Rigid delay: what goes in comes out STAGES cycles later, in every cycle, without reset.
//
// For a value that only waits while the pipeline beside it works. The word in each of the first
// STAGES cycles after start is arbitrary, so a flag that says which words count needs registers of
// its own, with a reset.
//
// Parameters:
//   WIDTH   bits in a word
//   STAGES  cycles of delay, 1 or more
//   RING    1: a ring memory with one write and one read a cycle, which costs a simulator the same
//           whatever the number of stages. 0: a shift register, which maps to SRL cells. Both end in
//           a register, and both are the same to the outside (proved). The default suits the tool
//           that reads this file.
//
// Timing: data_o in cycle t + STAGES is data_i in cycle t. data_o comes straight from a register. While
// en_i is low, time stands still: such cycles do not count, and data_o stays. A pipeline that never
// stops ties it to 1'b1.
module delay_line #(
  parameter int WIDTH = 8,
  parameter int STAGES = 3,
`ifdef VERILATOR
  parameter int RING = 1
`else
  parameter int RING = 0
`endif
) (
  input  logic             clk_i,
  input  logic             en_i,
  input  logic [WIDTH-1:0] data_i,
  output logic [WIDTH-1:0] data_o
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("delay_line: WIDTH must be 1 or more");
  if (STAGES < 1) $error("delay_line: STAGES must be 1 or more");
`endif

  if (STAGES == 1) begin : gen_register

    always_ff @(posedge clk_i) if (en_i) data_o <= data_i;

  end

  if (STAGES > 1 && RING != 0) begin : gen_ring

    localparam int Rows = STAGES - 1;
    localparam int IndexWidth = (Rows > 1) ? $clog2(Rows) : 1;

    logic [WIDTH-1:0]      ring [Rows];
    logic [IndexWidth-1:0] oldest_q;

    // Any start inside the ring will do.
    initial oldest_q = '0;

    always_ff @(posedge clk_i) if (en_i) begin
      data_o         <= ring[oldest_q];
      ring[oldest_q] <= data_i;
      oldest_q       <= (oldest_q == IndexWidth'(Rows - 1)) ? '0 : oldest_q + 1'b1;
    end

  end

  if (STAGES > 1 && RING == 0) begin : gen_shift

    localparam int Bits = (STAGES - 1) * WIDTH;

    (* shreg_extract = "yes" *) logic [Bits-1:0] shift_q;
    logic [Bits+WIDTH-1:0] shift;

    assign shift = {shift_q, data_i};

    always_ff @(posedge clk_i) if (en_i) begin
      shift_q <= shift[Bits-1:0];
      data_o  <= shift[Bits+:WIDTH];
    end

  end

`ifdef FORMAL
`include "formal/delay_line.svh"
`endif

endmodule
