// FIFO in block RAM or UltraRAM: what stream_fifo uses from some hundred places on.
//
// A memory takes some cycles to read. So the oldest words are fetched ahead into a small FIFO at the
// output, deep enough to bridge these cycles: a word passes in every cycle.
//
// Parameters:
//   WIDTH  bits in a word
//   DEPTH  places, 1 or more
//   STYLE  of the memory: "block" or "ultra"
//
// Ports and timing: as stream_fifo.
module stream_fifo_large #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 512,
  parameter STYLE = "block",
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
  if (WIDTH < 1) $error("stream_fifo_large: WIDTH must be 1 or more");
  if (DEPTH < 1) $error("stream_fifo_large: DEPTH must be 1 or more");
  // verilator lint_off WIDTH
  if (STYLE != "block" && STYLE != "ultra")
    $error("stream_fifo_large: STYLE must be block or ultra");
  // verilator lint_on WIDTH
`endif

  localparam int MemoryLatency = 2;
  // A place at the output that becomes free is filled after a cycle to see it, the memory's latency,
  // and a cycle to write it.
  localparam int AheadDepth = MemoryLatency + 2;
  localparam int AheadWidth = $clog2(AheadDepth + 1);
  localparam int AddressWidth = (DEPTH > 1) ? $clog2(DEPTH) : 1;

  logic push, pop, fetch;

  logic [AddressWidth-1:0]  write_q, read_q;
  logic [LevelWidth-1:0]    stored_q;    // Words in the memory that nobody asked for yet.
  logic [AheadWidth-1:0]    ahead_q;     // Words at the output or on their way there.
  logic [MemoryLatency-1:0] fetching_q;  // Bit i: a word was asked for i + 1 cycles ago.

  assign push  = valid_i & ready_o;
  assign pop   = valid_o & ready_i;
  assign fetch = (stored_q != '0) & (ahead_q != AheadWidth'(AheadDepth));

  function automatic logic [AddressWidth-1:0] next(input logic [AddressWidth-1:0] address);
    next = (address == AddressWidth'(DEPTH - 1)) ? '0 : address + 1'b1;
  endfunction

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      level_o    <= '0;
      ready_o    <= 1'b1;
      write_q    <= '0;
      read_q     <= '0;
      stored_q   <= '0;
      ahead_q    <= '0;
      fetching_q <= '0;
    end else begin
      if (push != pop) level_o <= push ? level_o + 1'b1 : level_o - 1'b1;
      if (push != pop) ready_o <= pop | (level_o != LevelWidth'(DEPTH - 1));
      if (push) write_q <= next(write_q);
      if (fetch) read_q <= next(read_q);
      if (push != fetch) stored_q <= push ? stored_q + 1'b1 : stored_q - 1'b1;
      if (fetch != pop) ahead_q <= fetch ? ahead_q + 1'b1 : ahead_q - 1'b1;
      fetching_q <= {fetching_q[MemoryLatency-2:0], fetch};
    end
  end

  logic [WIDTH-1:0] fetched;

  ram_1r1w #(
    .WIDTH   (WIDTH),
    .DEPTH   (DEPTH),
    .LATENCY (MemoryLatency),
    .STYLE   (STYLE)
  ) u_memory (
    .clk_i,
    .en_i    (1'b1),
    .re_i    (fetch),
    .raddr_i (read_q),
    .rdata_o (fetched),
    .we_i    (push),
    .waddr_i (write_q),
    .wdata_i (data_i)
  );

  // There always is a place, which `ahead_q` has counted.
  logic                  ahead_ready_unused;
  logic [AheadWidth-1:0] ahead_level_unused;

  stream_fifo_small #(
    .WIDTH (WIDTH),
    .DEPTH (AheadDepth),
    .STYLE ("distributed")
  ) u_ahead (
    .clk_i,
    .rst_ni,
    .valid_i (fetching_q[MemoryLatency-1]),
    .ready_o (ahead_ready_unused),
    .data_i  (fetched),
    .valid_o,
    .ready_i,
    .data_o,
    .level_o (ahead_level_unused)
  );

`ifdef FORMAL
`include "formal/stream_fifo_large.svh"
`endif

endmodule
