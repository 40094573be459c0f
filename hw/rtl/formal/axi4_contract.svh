// What axi4_read and axi4_write promise of their bursts, for the proofs: included where f_valid, f_ready,
// f_addr, f_len, f_size and f_burst are the channel of addresses, and f_answered says that a burst ends
// with this cycle.
//
// A burst counts from the cycle in which it is offered first: f_offer. f_bursts counts those that have
// not ended, with that one.
//
// That the bursts are those of the requests is axi4_bursts' proof; here, they are passed on as they are.
// With WHOLE, it is proved here once more, of the whole adapter and for some cycles; then f_left is what
// no burst has asked for yet, and one word of the stream is picked freely.
localparam int f_bytes = DATA_WIDTH / 8;

reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);
always @* if (!rst_ni) assume (!req_valid_i);

wire       f_take = req_valid_i & req_ready_o;
wire [8:0] f_beats = f_len + 9'd1;

reg                  f_waiting;
reg [ADDR_WIDTH-1:0] f_waiting_addr;
reg [7:0]            f_waiting_len;
always @(posedge clk_i) begin
  f_waiting <= rst_ni & f_valid & ~f_ready;
  f_waiting_addr <= f_addr;
  f_waiting_len <= f_len;
end
wire f_offer = f_valid & ~f_waiting;

// Bursts whose address was accepted, and which have not ended.
reg [7:0] f_accepted;
always @(posedge clk_i) f_accepted <= rst_ni ? f_accepted + (f_valid & f_ready) - f_answered : 0;
wire [7:0] f_bursts = f_accepted + f_valid;

// The burst as axi4_bursts gave it.
reg [ADDR_WIDTH-1:0] f_given_addr;
reg [8:0]            f_given_beats;
always @(posedge clk_i) if (issue) begin
  f_given_addr <= burst_addr;
  f_given_beats <= burst_beats;
end

// Behind the burst.
wire [31:0] f_end = f_addr % BOUNDARY + f_beats * f_bytes;

always @* if (f_started) begin
  // What is offered stays until it is taken.
  if (f_waiting) assert (f_valid && f_addr == f_waiting_addr && f_len == f_waiting_len);
  if (f_valid) begin
    assert (f_size == $clog2(f_bytes) && f_burst == 2'b01);
    assert (f_addr == f_given_addr && f_beats == f_given_beats);
    assert (f_addr % f_bytes == 0);
    assert (f_beats <= BURST && f_end <= BOUNDARY);
  end
  assert (f_accepted <= OUTSTANDING && f_bursts <= OUTSTANDING);
  assert (bursts_q == f_bursts);
end

always @* if (f_started && rst_ni) begin
  cover (f_waiting && f_ready && f_beats == BURST);
  cover (f_bursts == OUTSTANDING);
  cover (f_take && req_beats_i == 0);
end

`ifdef WHOLE
reg [ADDR_WIDTH-1:0] f_next;
reg [31:0]           f_left;
wire [31:0]          f_left_now = f_left - (f_offer ? f_beats : 0);
always @(posedge clk_i)
  if (!rst_ni) begin
    f_left <= 0;
  end else if (f_take) begin
    f_next <= req_addr_i / f_bytes * f_bytes;
    f_left <= req_beats_i;
  end else begin
    f_next <= f_offer ? f_next + f_beats * f_bytes : f_next;
    f_left <= f_left_now;
  end

always @* if (f_started) begin
  // The words of the request, in order, and in as few bursts as there may be.
  if (f_offer) begin
    assert (f_addr == f_next);
    assert (f_beats <= f_left);
    assert (f_beats == BURST || f_beats == f_left || f_end == BOUNDARY);
  end
  if (f_take) assert (f_left_now == 0);
end

(* anyconst *) wire [3:0] f_nth;
reg [4:0]                 f_came, f_went;
reg [DATA_WIDTH-1:0]      f_word;
`endif
