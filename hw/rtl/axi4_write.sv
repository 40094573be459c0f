// Writes consecutive words to a memory: from a stream, to an address and a number of beats.
//
// A request is taken where req_valid_i and req_ready_o are high at a rising clock edge. The next words of
// the stream are its words; they may come before the request. Bursts have consecutive addresses and are
// as long as they may be: BURST beats, or up to the next boundary, or up to the end of the request. The
// address of a burst is offered only when all its words are in the FIFO: a burst that was begun does not
// wait for who gives the words.
//
// When all is written and all responses have come, done_o is high for one cycle; a request of 0 beats is
// done at once. From that cycle on, and not before, the next request is taken. A response that is an
// error shows at error_o, a cycle later and for one cycle, and before done_o.
//
// Parameters:
//   DATA_WIDTH   bits in a word: 8, 16, and so on to 1024
//   ADDR_WIDTH   bits of an address, which counts bytes. The bits that choose a byte in a word are not
//                looked at
//   BURST        most beats of a burst, 1 to 256
//   OUTSTANDING  most bursts without a response, 1 or more
//   PLACES       of the FIFO, BURST or more
//   BOUNDARY     bytes, a power of two: no burst crosses a multiple of it. AXI4 asks for 4096
//
// Rate: a beat in every cycle, if memory takes it, PLACES is BURST + 6 or more, and
// (OUTSTANDING - 1) * BURST is at least the cycles from aw_valid_o to the response, and 5 more. BURST 1
// reaches half of that.
//
// Timing: a word that comes in cycle t, and makes a burst complete, lets its address be offered in t + 3;
// the burst's first word is offered a cycle after its address at the earliest. done_o follows the last
// response two cycles later, and a request of 0 beats likewise. All outputs come from registers or are
// constant.
//
// rst_ni is synchronous. While it is low, req_valid_i, valid_i and b_valid_i must be low.
module axi4_write #(
  parameter int DATA_WIDTH = 512,
  parameter int ADDR_WIDTH = 64,
  parameter int BURST = 16,
  parameter int OUTSTANDING = 16,
  parameter int PLACES = 2 * BURST,
  parameter int BOUNDARY = 4096
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,

  input  logic                    req_valid_i,
  output logic                    req_ready_o,
  input  logic [ADDR_WIDTH-1:0]   req_addr_i,
  input  logic [31:0]             req_beats_i,

  input  logic                    valid_i,
  output logic                    ready_o,
  input  logic [DATA_WIDTH-1:0]   data_i,

  output logic                    aw_valid_o,
  input  logic                    aw_ready_i,
  output logic [ADDR_WIDTH-1:0]   aw_addr_o,
  output logic [7:0]              aw_len_o,
  output logic [2:0]              aw_size_o,
  output logic [1:0]              aw_burst_o,

  output logic                    w_valid_o,
  input  logic                    w_ready_i,
  output logic [DATA_WIDTH-1:0]   w_data_o,
  output logic [DATA_WIDTH/8-1:0] w_strb_o,
  output logic                    w_last_o,

  input  logic                    b_valid_i,
  output logic                    b_ready_o,
  input  logic [1:0]              b_resp_i,

  output logic                    done_o,
  output logic                    error_o
);

  localparam int PlaceWidth = $clog2(PLACES + 1);
  localparam int WaitingWidth = (PlaceWidth > 9) ? PlaceWidth : 9;
  localparam int BurstsWidth = $clog2(OUTSTANDING + 1);

`ifndef __ICARUS__
  if (OUTSTANDING < 1) $error("axi4_write: OUTSTANDING must be 1 or more");
  if (PLACES < BURST) $error("axi4_write: PLACES must be BURST or more");
`endif

  logic                    bursts_idle, burst_valid, issue, place;
  logic [ADDR_WIDTH-1:0]   burst_addr;
  logic [8:0]              burst_beats;
  logic [7:0]              burst_len;

  logic                    came_q;     // A word has come into the FIFO in the cycle before.
  logic [WaitingWidth-1:0] waiting_q;  // Words in the FIFO that belong to no burst yet.
  logic [BurstsWidth-1:0]  bursts_q;   // Without a response.

  assign burst_len = 8'(burst_beats - 1'b1);
  assign issue     = burst_valid & place & (~aw_valid_o | aw_ready_i)
                     & (bursts_q != BurstsWidth'(OUTSTANDING))
                     & (waiting_q >= WaitingWidth'(burst_beats));

  axi4_bursts #(
    .DATA_WIDTH (DATA_WIDTH),
    .ADDR_WIDTH (ADDR_WIDTH),
    .BURST      (BURST),
    .BOUNDARY   (BOUNDARY)
  ) u_bursts (
    .clk_i, .rst_ni, .req_valid_i(req_valid_i & req_ready_o), .req_ready_o(bursts_idle), .req_addr_i,
    .req_beats_i, .valid_o(burst_valid), .ready_i(issue), .addr_o(burst_addr), .beats_o(burst_beats));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_ready_o <= 1'b1;
      aw_valid_o  <= 1'b0;
      came_q      <= 1'b0;
      waiting_q   <= '0;
      bursts_q    <= '0;
      done_o      <= 1'b0;
      error_o     <= 1'b0;
    end else begin
      if (issue) aw_valid_o <= 1'b1;
      else if (aw_ready_i) aw_valid_o <= 1'b0;
      came_q    <= valid_i & ready_o;
      waiting_q <= waiting_q + WaitingWidth'(came_q) - (issue ? WaitingWidth'(burst_beats) : '0);
      if (issue != b_valid_i) bursts_q <= issue ? bursts_q + 1'b1 : bursts_q - 1'b1;
      if (req_ready_o) req_ready_o <= ~req_valid_i;
      else req_ready_o <= bursts_idle & (bursts_q == '0);
      done_o  <= ~req_ready_o & bursts_idle & (bursts_q == '0);
      error_o <= b_valid_i & b_resp_i[1];
    end
  end

  always_ff @(posedge clk_i) if (issue) begin
    aw_addr_o <= burst_addr;
    aw_len_o  <= burst_len;
  end

  assign aw_size_o  = 3'($clog2(DATA_WIDTH / 8));
  assign aw_burst_o = 2'b01;  // INCR
  assign w_strb_o   = '1;
  assign b_ready_o  = 1'b1;

  // The bursts whose words are still to be offered: the one at work, and the next.
  logic       work_valid_q, next_valid_q;
  logic [7:0] work_left_q;  // Words behind the next one.
  logic [7:0] next_len_q;
  logic       advance, last;

  assign place     = ~next_valid_q;
  assign last      = work_left_q == '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      work_valid_q <= 1'b0;
      next_valid_q <= 1'b0;
    end else if (~work_valid_q | (advance & last)) begin
      work_valid_q <= next_valid_q | issue;
      next_valid_q <= 1'b0;
    end else if (issue) begin
      next_valid_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (~work_valid_q | (advance & last)) work_left_q <= next_valid_q ? next_len_q : burst_len;
    else if (advance) work_left_q <= work_left_q - 1'b1;
    if (issue) next_len_q <= burst_len;
  end

  logic                  word_valid;
  logic [DATA_WIDTH-1:0] word;
  logic [PlaceWidth-1:0] level;

  stream_fifo #(.WIDTH(DATA_WIDTH), .DEPTH(PLACES)) u_fifo (
    .clk_i, .rst_ni, .valid_i, .ready_o, .data_i, .valid_o(word_valid),
    .ready_i(work_valid_q & (~w_valid_o | w_ready_i)), .data_o(word), .level_o(level));

  assign advance = word_valid & work_valid_q & (~w_valid_o | w_ready_i);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      w_valid_o <= 1'b0;
    end else if (advance) begin
      w_valid_o <= 1'b1;
    end else if (w_ready_i) begin
      w_valid_o <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) if (advance) begin
    w_data_o <= word;
    w_last_o <= last;
  end

`ifdef VERILATOR
  // Nothing is answered that was not written.
  always_ff @(posedge clk_i) if (rst_ni) assert ((bursts_q != '0) | ~b_valid_i);
`endif

  // EXOKAY, which nobody asked for, is no error; only proofs look at the level.
  // verilator lint_off UNUSED
  logic unused;
  assign unused = b_resp_i[0] ^ (^level);
  // verilator lint_on UNUSED

`ifdef FORMAL
`include "formal/axi4_write.svh"
`endif

endmodule
