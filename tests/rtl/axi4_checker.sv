// Watches a port of AXI4 in simulation: every cycle keeps the rules of AXI4 (ARM IHI 0022), and some of
// ours: bursts are INCR, of whole and aligned words, all strobes are high, there are no IDs, and answers
// come in order. What breaks a rule is an assertion that fails.
//
// Parameters:
//   DATA_WIDTH, ADDR_WIDTH  of the port
//   BURST                   most beats of a burst
//   BOUNDARY                bytes: no burst crosses a multiple of it
//
// Up to 256 bursts of each direction may be on the way. rst_ni is synchronous.
module axi4_checker #(
  parameter int DATA_WIDTH = 64,
  parameter int ADDR_WIDTH = 64,
  parameter int BURST = 256,
  parameter int BOUNDARY = 4096
) (
  input logic                    clk_i,
  input logic                    rst_ni,

  input logic                    aw_valid_i,
  input logic                    aw_ready_i,
  input logic [ADDR_WIDTH-1:0]   aw_addr_i,
  input logic [7:0]              aw_len_i,
  input logic [2:0]              aw_size_i,
  input logic [1:0]              aw_burst_i,

  input logic                    w_valid_i,
  input logic                    w_ready_i,
  input logic [DATA_WIDTH-1:0]   w_data_i,
  input logic [DATA_WIDTH/8-1:0] w_strb_i,
  input logic                    w_last_i,

  input logic                    b_valid_i,
  input logic                    b_ready_i,
  input logic [1:0]              b_resp_i,

  input logic                    ar_valid_i,
  input logic                    ar_ready_i,
  input logic [ADDR_WIDTH-1:0]   ar_addr_i,
  input logic [7:0]              ar_len_i,
  input logic [2:0]              ar_size_i,
  input logic [1:0]              ar_burst_i,

  input logic                    r_valid_i,
  input logic                    r_ready_i,
  input logic [DATA_WIDTH-1:0]   r_data_i,
  input logic [1:0]              r_resp_i,
  input logic                    r_last_i
);

  localparam int Bytes = DATA_WIDTH / 8;
  localparam int AddressBits = ADDR_WIDTH + 13;
  localparam int WordBits = DATA_WIDTH + Bytes + 1;
  localparam int AnswerBits = DATA_WIDTH + 3;

  // A burst of whole words that keeps to its side of the boundary.
  function automatic logic fits(input logic [31:0] address, input logic [7:0] len,
                                input logic [2:0] size, input logic [1:0] burst);
    fits = (burst == 2'b01) && (32'(size) == $clog2(Bytes)) && (32'(len) < BURST)
           && (address % Bytes == 0)
           && (address % BOUNDARY + (32'(len) + 1) * Bytes <= BOUNDARY);
  endfunction

  // What was offered in the cycle before, and not taken. After a reset, nothing is offered.
  logic                   after_reset_q, known_q;
  logic                   aw_held_q, w_held_q, b_held_q, ar_held_q, r_held_q;
  logic [AddressBits-1:0] aw_q, ar_q, aw, ar;
  logic [WordBits-1:0]    w_q, w;
  logic [1:0]             b_q;
  logic [AnswerBits-1:0]  r_q, r;

  assign aw = {aw_addr_i, aw_len_i, aw_size_i, aw_burst_i};
  assign ar = {ar_addr_i, ar_len_i, ar_size_i, ar_burst_i};
  assign w  = {w_data_i, w_strb_i, w_last_i};
  assign r  = {r_data_i, r_resp_i, r_last_i};

  initial known_q = 1'b0;

  always_ff @(posedge clk_i) begin
    known_q       <= known_q | ~rst_ni;
    after_reset_q <= ~rst_ni;
    aw_held_q     <= rst_ni & aw_valid_i & ~aw_ready_i;
    w_held_q      <= rst_ni & w_valid_i & ~w_ready_i;
    b_held_q      <= rst_ni & b_valid_i & ~b_ready_i;
    ar_held_q     <= rst_ni & ar_valid_i & ~ar_ready_i;
    r_held_q      <= rst_ni & r_valid_i & ~r_ready_i;
    {aw_q, w_q, b_q, ar_q, r_q} <= {aw, w, b_resp_i, ar, r};
  end

  always @(posedge clk_i) if (known_q & rst_ni) begin
    if (after_reset_q) assert (~(aw_valid_i | w_valid_i | b_valid_i | ar_valid_i | r_valid_i));
    if (aw_held_q) assert (aw_valid_i && aw == aw_q);
    if (w_held_q) assert (w_valid_i && w == w_q);
    if (b_held_q) assert (b_valid_i && b_resp_i == b_q);
    if (ar_held_q) assert (ar_valid_i && ar == ar_q);
    if (r_held_q) assert (r_valid_i && r == r_q);
    if (aw_valid_i) assert (fits(32'(aw_addr_i), aw_len_i, aw_size_i, aw_burst_i));
    if (ar_valid_i) assert (fits(32'(ar_addr_i), ar_len_i, ar_size_i, ar_burst_i));
    if (w_valid_i) assert (w_strb_i == '1);
  end

  // Reading: the beats of a burst follow its address, and the last one says so.
  logic [7:0] ar_len [256];
  logic [7:0] ar_next_q, r_next_q, r_beat_q;
  logic [8:0] reading_q;
  logic       ar_passes, r_passes, r_ends;

  assign ar_passes = ar_valid_i & ar_ready_i;
  assign r_passes  = r_valid_i & r_ready_i;
  assign r_ends    = r_passes & r_last_i;

  always_ff @(posedge clk_i) if (ar_passes) ar_len[ar_next_q] <= ar_len_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ar_next_q <= '0;
      r_next_q  <= '0;
      r_beat_q  <= '0;
      reading_q <= '0;
    end else begin
      ar_next_q <= ar_next_q + 8'(ar_passes);
      r_next_q  <= r_next_q + 8'(r_ends);
      if (r_passes) r_beat_q <= r_last_i ? '0 : r_beat_q + 1'b1;
      reading_q <= reading_q + 9'(ar_passes) - 9'(r_ends);
    end
  end

  always @(posedge clk_i) if (known_q & rst_ni) begin
    if (ar_passes) assert (reading_q < 256);
    if (r_valid_i) begin
      assert (reading_q != '0);
      assert (r_last_i == (r_beat_q == ar_len[r_next_q]));
    end
  end

  // Writing: addresses and words are counted apart, and whichever comes later has to fit the other.
  // A response follows both.
  logic [7:0] aw_len [256];
  logic [7:0] w_len [256];
  logic [7:0] aw_next_q, w_next_q, w_beat_q;
  logic [8:0] addresses_q, bursts_q;  // Without a response.
  logic       aw_passes, w_passes, w_ends, b_passes;

  assign aw_passes = aw_valid_i & aw_ready_i;
  assign w_passes  = w_valid_i & w_ready_i;
  assign w_ends    = w_passes & w_last_i;
  assign b_passes  = b_valid_i & b_ready_i;

  always_ff @(posedge clk_i) begin
    if (aw_passes) aw_len[aw_next_q] <= aw_len_i;
    if (w_ends) w_len[w_next_q] <= w_beat_q;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      aw_next_q   <= '0;
      w_next_q    <= '0;
      w_beat_q    <= '0;
      addresses_q <= '0;
      bursts_q    <= '0;
    end else begin
      aw_next_q <= aw_next_q + 8'(aw_passes);
      w_next_q  <= w_next_q + 8'(w_ends);
      if (w_passes) w_beat_q <= w_last_i ? '0 : w_beat_q + 1'b1;
      addresses_q <= addresses_q + 9'(aw_passes) - 9'(b_passes);
      bursts_q    <= bursts_q + 9'(w_ends) - 9'(b_passes);
    end
  end

  always @(posedge clk_i) if (known_q & rst_ni) begin
    if (aw_passes) assert (addresses_q < 256);
    if (w_passes) assert (bursts_q < 256);
    // The address came first, or comes now, ...
    if (w_valid_i && addresses_q > bursts_q) assert (w_last_i == (w_beat_q == aw_len[w_next_q]));
    if (w_valid_i && addresses_q == bursts_q && aw_valid_i) assert (w_last_i == (w_beat_q == aw_len_i));
    // ... or comes later, when the burst is over, or has begun.
    if (aw_valid_i && addresses_q < bursts_q) assert (aw_len_i == w_len[aw_next_q]);
    if (aw_valid_i && addresses_q == bursts_q && w_beat_q != '0) assert (aw_len_i >= w_beat_q);
    if (b_valid_i) assert (addresses_q != '0 && bursts_q != '0);
  end

endmodule
