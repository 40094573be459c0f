// Reads consecutive words from a memory: from an address and a number of beats to a stream.
//
// A request is taken where req_valid_i and req_ready_o are high at a rising clock edge; its words come
// out in order, behind those of the requests before. The next request is taken as soon as the last burst
// of this one is asked for. A request of 0 beats reads nothing. Bursts have consecutive addresses and are
// as long as they may be: BURST beats, or up to the next boundary, or up to the end of the request.
//
// A burst is asked for only when all its beats have a place in the FIFO at the output: r_ready_o is high
// whenever a word comes that was asked for. A response that is an error shows at error_o, a cycle later
// and for one cycle; the word passes on.
//
// Parameters:
//   DATA_WIDTH   bits in a word: 8, 16, and so on to 1024
//   ADDR_WIDTH   bits of an address, which counts bytes. The bits that choose a byte in a word are not
//                looked at
//   BURST        most beats of a burst, 1 to 256
//   OUTSTANDING  most bursts on the way, 1 or more
//   PLACES       of the FIFO, BURST or more
//   BOUNDARY     bytes, a power of two: no burst crosses a multiple of it. AXI4 asks for 4096
//
// Rate: a beat in every cycle, if memory gives it and both PLACES - BURST and (OUTSTANDING - 1) * BURST
// are at least the cycles from ar_valid_o to the first word, and 5 more. BURST 1 reaches half of that.
//
// Timing: ar_valid_o follows a request three cycles later; a word that comes in cycle t is at the output
// in t + 1 (in t + 4 where the FIFO is in block RAM: from 512 places on). All outputs come from registers
// or are constant.
//
// rst_ni is synchronous. While it is low, req_valid_i and r_valid_i must be low.
module axi4_read #(
  parameter int DATA_WIDTH = 512,
  parameter int ADDR_WIDTH = 64,
  parameter int BURST = 16,
  parameter int OUTSTANDING = 16,
  parameter int PLACES = OUTSTANDING * BURST,
  parameter int BOUNDARY = 4096
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  req_valid_i,
  output logic                  req_ready_o,
  input  logic [ADDR_WIDTH-1:0] req_addr_i,
  input  logic [31:0]           req_beats_i,

  output logic                  ar_valid_o,
  input  logic                  ar_ready_i,
  output logic [ADDR_WIDTH-1:0] ar_addr_o,
  output logic [7:0]            ar_len_o,
  output logic [2:0]            ar_size_o,
  output logic [1:0]            ar_burst_o,

  input  logic                  r_valid_i,
  output logic                  r_ready_o,
  input  logic [DATA_WIDTH-1:0] r_data_i,
  input  logic [1:0]            r_resp_i,
  input  logic                  r_last_i,

  output logic                  valid_o,
  input  logic                  ready_i,
  output logic [DATA_WIDTH-1:0] data_o,

  output logic                  error_o
);

  localparam int PlaceWidth = $clog2(PLACES + 1);
  localparam int CreditWidth = (PlaceWidth > 9) ? PlaceWidth : 9;
  localparam int BurstsWidth = $clog2(OUTSTANDING + 1);

`ifndef __ICARUS__
  if (OUTSTANDING < 1) $error("axi4_read: OUTSTANDING must be 1 or more");
  if (PLACES < BURST) $error("axi4_read: PLACES must be BURST or more");
`endif

  logic                   burst_valid, issue, arrive, last_arrives;
  logic [ADDR_WIDTH-1:0]  burst_addr;
  logic [8:0]             burst_beats;

  logic [CreditWidth-1:0] credits_q;  // Places that no burst has bespoken.
  logic                   left_q;     // A word has left the FIFO in the cycle before.
  logic [BurstsWidth-1:0] bursts_q;   // On the way.

  assign arrive       = r_valid_i & r_ready_o;
  assign last_arrives = arrive & r_last_i;
  assign issue        = burst_valid & (~ar_valid_o | ar_ready_i)
                        & (bursts_q != BurstsWidth'(OUTSTANDING))
                        & (credits_q >= CreditWidth'(burst_beats));

  axi4_bursts #(
    .DATA_WIDTH (DATA_WIDTH),
    .ADDR_WIDTH (ADDR_WIDTH),
    .BURST      (BURST),
    .BOUNDARY   (BOUNDARY)
  ) u_bursts (
    .clk_i, .rst_ni, .req_valid_i, .req_ready_o, .req_addr_i, .req_beats_i,
    .valid_o(burst_valid), .ready_i(issue), .addr_o(burst_addr), .beats_o(burst_beats));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ar_valid_o <= 1'b0;
      credits_q  <= CreditWidth'(PLACES);
      left_q     <= 1'b0;
      bursts_q   <= '0;
      error_o    <= 1'b0;
    end else begin
      if (issue) ar_valid_o <= 1'b1;
      else if (ar_ready_i) ar_valid_o <= 1'b0;
      left_q    <= valid_o & ready_i;
      credits_q <= credits_q + CreditWidth'(left_q) - (issue ? CreditWidth'(burst_beats) : '0);
      if (issue != last_arrives) bursts_q <= issue ? bursts_q + 1'b1 : bursts_q - 1'b1;
      error_o <= arrive & r_resp_i[1];
    end
  end

  always_ff @(posedge clk_i) if (issue) begin
    ar_addr_o <= burst_addr;
    ar_len_o  <= 8'(burst_beats - 1'b1);
  end

  assign ar_size_o  = 3'($clog2(DATA_WIDTH / 8));
  assign ar_burst_o = 2'b01;  // INCR

  logic [PlaceWidth-1:0] level;

  stream_fifo #(.WIDTH(DATA_WIDTH), .DEPTH(PLACES)) u_fifo (
    .clk_i, .rst_ni, .valid_i(r_valid_i), .ready_o(r_ready_o), .data_i(r_data_i), .valid_o, .ready_i,
    .data_o, .level_o(level));

`ifdef VERILATOR
  // Nothing comes that was not asked for.
  always_ff @(posedge clk_i) if (rst_ni) begin
    assert (r_ready_o | ~r_valid_i);
    assert ((bursts_q != '0) | ~r_valid_i);
  end
`endif

  // EXOKAY, which nobody asked for, is no error; only proofs look at the level.
  // verilator lint_off UNUSED
  logic unused;
  assign unused = r_resp_i[0] ^ (^level);
  // verilator lint_on UNUSED

`ifdef FORMAL
`include "formal/axi4_read.svh"
`endif

endmodule
