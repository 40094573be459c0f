// FIFO between two streams on two clocks that need not know of each other.
//
// The storage is written by one clock and read by the other. Each side counts its words, and sends its
// count to the other side in Gray code through two registers: of the bits that are caught while they
// change, at most one is wrong by a word, and then the other side sees the word, or the free place, a
// cycle later.
//
// Parameters:
//   WIDTH  bits in a word
//   DEPTH  places, a power of two, 4 or more; the output register holds one word more. With 16 or more,
//          a word passes in every cycle of the slower clock
//
// Timing: a word taken at an edge of wr_clk_i shows at the third edge of rd_clk_i after it, or at the
// fourth, if the second register had to wait; or in the cycle after the word ahead of it was taken if
// that is later. A place is free again at the third or fourth edge of wr_clk_i after its word went to
// the output register. All outputs come from registers.
//
// Constraints: the two clocks are asynchronous to each other, so nothing checks these paths by itself.
// They need, with `set_max_delay -datapath_only`, no more than a cycle of the faster clock:
//   - from write_gray_q to write_meta_q and from read_gray_q to read_meta_q. Their bits may differ
//     (`set_bus_skew`) by no more than a cycle of the clock they come from: two steps of the count must
//     not overtake each other;
//   - from the storage to data_o, which reads a word two cycles of rd_clk_i after its count could be seen.
//
// wr_rst_ni and rd_rst_ni are synchronous, each to its clock, and belong together: both must be low
// together for two rising edges of either clock at least. Which side starts first does not matter. While
// wr_rst_ni is low, valid_i must be low.
module stream_cdc #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 16
) (
  input  logic             wr_clk_i,
  input  logic             wr_rst_ni,

  input  logic             valid_i,
  output logic             ready_o,
  input  logic [WIDTH-1:0] data_i,

  input  logic             rd_clk_i,
  input  logic             rd_rst_ni,

  output logic             valid_o,
  input  logic             ready_i,
  output logic [WIDTH-1:0] data_o
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("stream_cdc: WIDTH must be 1 or more");
  if (DEPTH < 4 || 2 ** $clog2(DEPTH) != DEPTH)
    $error("stream_cdc: DEPTH must be a power of two, 4 or more");
`endif

  localparam int AddressWidth = $clog2(DEPTH);
  // The words since the start, modulo twice the places: so full and empty differ.
  localparam int CountWidth = AddressWidth + 1;

  function automatic logic [CountWidth-1:0] gray(input logic [CountWidth-1:0] count);
    gray = count ^ (count >> 1);
  endfunction

  (* ram_style = "distributed" *) logic [WIDTH-1:0] store [DEPTH];

  logic [CountWidth-1:0] write_q, write_gray_q, write_next;
  logic [CountWidth-1:0] read_q, read_gray_q, read_next;

  // What comes over to the other side.
  logic [CountWidth-1:0] write_crossing, read_crossing;
  (* async_reg = "true" *) logic [CountWidth-1:0] read_meta_q, read_sync_q;
  (* async_reg = "true" *) logic [CountWidth-1:0] write_meta_q, write_sync_q;

`ifndef FORMAL
  assign write_crossing = write_gray_q;
  assign read_crossing  = read_gray_q;
`endif

  logic push, fetch;

  assign push       = valid_i & ready_o;
  assign write_next = write_q + {{AddressWidth{1'b0}}, push};

  always_ff @(posedge wr_clk_i) begin
    if (!wr_rst_ni) begin
      write_q      <= '0;
      write_gray_q <= '0;
      read_meta_q  <= '0;
      read_sync_q  <= '0;
      ready_o      <= 1'b1;
    end else begin
      write_q      <= write_next;
      write_gray_q <= gray(write_next);
      read_meta_q  <= read_crossing;
      read_sync_q  <= read_meta_q;
      // In Gray code, counts that are DEPTH apart differ in the two highest bits.
      ready_o      <= gray(write_next) != {~read_sync_q[CountWidth-1-:2], read_sync_q[CountWidth-3:0]};
    end
  end

  always_ff @(posedge wr_clk_i) if (push) store[write_q[AddressWidth-1:0]] <= data_i;

  assign fetch     = (read_gray_q != write_sync_q) & (~valid_o | ready_i);
  assign read_next = read_q + {{AddressWidth{1'b0}}, fetch};

  always_ff @(posedge rd_clk_i) begin
    if (!rd_rst_ni) begin
      read_q       <= '0;
      read_gray_q  <= '0;
      write_meta_q <= '0;
      write_sync_q <= '0;
      valid_o      <= 1'b0;
    end else begin
      read_q       <= read_next;
      read_gray_q  <= gray(read_next);
      write_meta_q <= write_crossing;
      write_sync_q <= write_meta_q;
      valid_o      <= fetch | (valid_o & ~ready_i);
    end
  end

  always_ff @(posedge rd_clk_i) if (fetch) data_o <= store[read_q[AddressWidth-1:0]];

`ifdef FORMAL
`include "formal/stream_cdc.svh"
`endif

endmodule
