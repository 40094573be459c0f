// Cuts a transfer of consecutive words into the bursts of AXI4: what axi4_read and axi4_write ask for.
//
// A request is taken where req_valid_i and req_ready_o are high at a rising clock edge, and likewise a
// burst where valid_o and ready_i are; what is offered stays until it is taken. A burst is as long as it
// may be: BURST beats, or up to the next boundary, or up to the end of the request. A request of 0 beats
// has no bursts. The next request is taken after the last burst of the one before.
//
// Parameters:
//   DATA_WIDTH  bits in a word: 8, 16, and so on to 1024
//   ADDR_WIDTH  bits of an address, which counts bytes. The bits that choose a byte in a word are not
//               looked at; behind the last word comes the first
//   BURST       most beats of a burst, 1 to 256
//   BOUNDARY    bytes, a power of two: no burst crosses a multiple of it. AXI4 asks for 4096; less is
//               for proofs
//
// Timing: a request is followed by its first burst two cycles later, a burst by the next one two cycles
// after it was taken. All outputs come from registers.
//
// rst_ni is synchronous. While it is low, req_valid_i must be low.
module axi4_bursts #(
  parameter int DATA_WIDTH = 512,
  parameter int ADDR_WIDTH = 64,
  parameter int BURST = 16,
  parameter int BOUNDARY = 4096
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  req_valid_i,
  output logic                  req_ready_o,
  input  logic [ADDR_WIDTH-1:0] req_addr_i,
  input  logic [31:0]           req_beats_i,

  output logic                  valid_o,
  input  logic                  ready_i,
  output logic [ADDR_WIDTH-1:0] addr_o,
  output logic [8:0]            beats_o
);

  localparam int ByteBits = $clog2(DATA_WIDTH / 8);
  localparam int WordWidth = ADDR_WIDTH - ByteBits;
  localparam int BoundaryWords = BOUNDARY / (DATA_WIDTH / 8);
  localparam int Most = (BURST < BoundaryWords) ? BURST : BoundaryWords;
  localparam int PositionWidth = $clog2(BoundaryWords);

`ifndef __ICARUS__
  if (DATA_WIDTH < 8 || DATA_WIDTH > 1024 || 2 ** $clog2(DATA_WIDTH) != DATA_WIDTH)
    $error("axi4_bursts: DATA_WIDTH must be a power of two from 8 to 1024");
  if (BURST < 1 || BURST > 256) $error("axi4_bursts: BURST must be 1 to 256");
  if (2 ** $clog2(BOUNDARY) != BOUNDARY || BOUNDARY > 4096 || BoundaryWords < 2)
    $error("axi4_bursts: BOUNDARY must be a power of two, at least two words and at most 4096");
  if (ADDR_WIDTH <= $clog2(BOUNDARY) || ADDR_WIDTH > 64)
    $error("axi4_bursts: ADDR_WIDTH must be at most 64, and enough for more than BOUNDARY");
`endif

  logic [WordWidth-1:0]   word_q;  // Where the next burst begins.
  logic [31:0]            left_q;  // Beats from there on.
  logic                   last_q;  // The burst that is offered is the last one.
  logic                   take, pass;

  logic [PositionWidth:0] to_boundary;
  logic [8:0]             room;
  logic                   is_last;

  assign take = req_valid_i & req_ready_o;
  assign pass = valid_o & ready_i;

  assign to_boundary = (PositionWidth + 1)'(BoundaryWords) - {1'b0, word_q[PositionWidth-1:0]};
  assign room        = (to_boundary < (PositionWidth + 1)'(Most)) ? 9'(to_boundary) : 9'(Most);
  assign is_last     = (left_q[31:9] == '0) & (left_q[8:0] <= room);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_ready_o <= 1'b1;
      valid_o     <= 1'b0;
    end else begin
      if (take) req_ready_o <= req_beats_i == '0;
      else if (pass & last_q) req_ready_o <= 1'b1;
      valid_o <= valid_o ? ~ready_i : ~req_ready_o;
    end
  end

  always_ff @(posedge clk_i) begin
    if (take) begin
      word_q <= WordWidth'(req_addr_i >> ByteBits);
      left_q <= req_beats_i;
    end else if (pass) begin
      word_q <= word_q + WordWidth'(beats_o);
      left_q <= left_q - 32'(beats_o);
    end
    if (!valid_o) begin
      beats_o <= is_last ? left_q[8:0] : room;
      last_q  <= is_last;
    end
  end

  assign addr_o = ADDR_WIDTH'(word_q) << ByteBits;

`ifdef FORMAL
`include "formal/axi4_bursts.svh"
`endif

endmodule
