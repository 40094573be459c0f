// Between a MAC and a stream: takes what comes from the wire, which cannot be held up, and passes whole
// frames on, or drops whole frames for which it has no room.
//
// A beat comes in every cycle with valid_i high; last_i ends a frame. A frame that was passed on in part
// could not be taken back, so it waits until it is complete, and known to be good. It is passed on if
// each of its beats found a place, and error_i was low beside last_i; else nothing of it is. Each frame
// that arrived is passed on, or waits for it, or is counted in one of
//   errors_o   those with error_i high beside last_i (such as a wrong FCS), whether there was room or not;
//   dropped_o  others, for want of room
// (modulo 2^32). Frames keep their order, and their beats are not changed.
//
// Parameters:
//   DATA_WIDTH  bits of data in a beat, a multiple of 8
//   USER_WIDTH  bits beside them, 1 or more
//   DEPTH       beats, a power of two, 2 or more: what the buffer holds, besides two more on their way
//               out. A frame of more beats is always dropped, so it must hold the longest one that the
//               MAC delivers. As long as fewer than DEPTH beats are inside, a beat finds a place
//
// Timing: the first beat of a frame that ends in cycle t is at the output in cycle t + 3, or in the cycle
// after the beat ahead of it was taken if that is later; the others follow in the cycle after the one
// ahead was taken. So a beat passes in every cycle. A frame shows in the counters in cycle t + 1. Outputs
// come from registers.
//
// rst_ni is synchronous. While it is low, beats may come; they are ignored, and so is, uncounted, the
// rest of a frame that had begun by then.
module wire_ingress #(
  parameter int DATA_WIDTH = 512,
  parameter int USER_WIDTH = 80,
  parameter int DEPTH = 512,
  localparam int KeepWidth = DATA_WIDTH / 8
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  valid_i,
  input  logic [DATA_WIDTH-1:0] data_i,
  input  logic [KeepWidth-1:0]  keep_i,
  input  logic [USER_WIDTH-1:0] user_i,
  input  logic                  last_i,
  input  logic                  error_i,

  output logic                  valid_o,
  input  logic                  ready_i,
  output logic [DATA_WIDTH-1:0] data_o,
  output logic [KeepWidth-1:0]  keep_o,
  output logic [USER_WIDTH-1:0] user_o,
  output logic                  last_o,

  output logic [31:0]           dropped_o,
  output logic [31:0]           errors_o
);

`ifndef __ICARUS__
  if (DATA_WIDTH < 8 || DATA_WIDTH % 8 != 0) $error("wire_ingress: DATA_WIDTH must be a multiple of 8");
  if (USER_WIDTH < 1) $error("wire_ingress: USER_WIDTH must be 1 or more");
  if (DEPTH < 2 || 2 ** $clog2(DEPTH) != DEPTH)
    $error("wire_ingress: DEPTH must be a power of two, 2 or more");
`endif

  localparam int BeatWidth = DATA_WIDTH + KeepWidth + USER_WIDTH + 1;
  localparam int AddressWidth = $clog2(DEPTH);
  // The beats since the start, modulo twice the places: so full and empty differ.
  localparam int CountWidth = AddressWidth + 1;

  // Between the first and the last beat of a frame, also while rst_ni is low.
  logic underway_q;

  initial underway_q = 1'b0;

  always_ff @(posedge clk_i) if (valid_i) underway_q <= ~last_i;

  logic [CountWidth-1:0] write_q;   // The next place.
  logic [CountWidth-1:0] commit_q;  // The place after the last whole frame.
  logic [CountWidth-1:0] read_q;
  logic                  skip_q;    // The frame underway began before the start.
  logic                  lost_q;    // The frame underway has lost a beat.

  logic                  full, lost, push, ends, commit;
  logic [CountWidth-1:0] write_next;

  assign full       = (write_q - read_q) == CountWidth'(DEPTH);
  assign lost       = lost_q | full;
  assign push       = valid_i & ~skip_q & ~lost;
  assign ends       = valid_i & last_i & ~skip_q;
  assign commit     = ends & ~lost & ~error_i;
  assign write_next = write_q + 1'b1;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      write_q   <= '0;
      commit_q  <= '0;
      skip_q    <= valid_i ? ~last_i : underway_q;
      lost_q    <= 1'b0;
      dropped_o <= '0;
      errors_o  <= '0;
    end else begin
      if (valid_i) begin
        // What cannot be passed on makes room at once.
        write_q <= (commit | (push & ~last_i)) ? write_next : commit_q;
        skip_q  <= skip_q & ~last_i;
        lost_q  <= lost & ~last_i;
      end
      if (commit) commit_q <= write_next;
      if (ends & error_i) errors_o <= errors_o + 1'b1;
      if (ends & lost & ~error_i) dropped_o <= dropped_o + 1'b1;
    end
  end

  // Two steps to the output: the memory's register, then one of our own. Each takes a beat when it is
  // empty, or becomes so.
  logic                 fetch, move;
  logic                 fetched_q;
  logic [BeatWidth-1:0] fetched;
  logic [BeatWidth-1:0] beat_q;

  assign move  = fetched_q & (~valid_o | ready_i);
  assign fetch = (read_q != commit_q) & (~fetched_q | move);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_q    <= '0;
      fetched_q <= 1'b0;
      valid_o   <= 1'b0;
    end else begin
      if (fetch) read_q <= read_q + 1'b1;
      fetched_q <= fetch | (fetched_q & ~move);
      valid_o   <= move | (valid_o & ~ready_i);
    end
  end

  always_ff @(posedge clk_i) if (move) beat_q <= fetched;

  assign {last_o, user_o, keep_o, data_o} = beat_q;

  ram_1r1w #(
    .WIDTH   (BeatWidth),
    .DEPTH   (DEPTH),
    .LATENCY (1),
    .STYLE   ("block")
  ) u_memory (
    .clk_i,
    .en_i    (1'b1),
    .re_i    (fetch),
    .raddr_i (read_q[AddressWidth-1:0]),
    .rdata_o (fetched),
    .we_i    (push),
    .waddr_i (write_q[AddressWidth-1:0]),
    .wdata_i ({last_i, user_i, keep_i, data_i})
  );

`ifdef FORMAL
`include "formal/wire_ingress.svh"
`endif

endmodule
