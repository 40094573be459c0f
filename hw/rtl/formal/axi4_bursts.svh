// Proof of axi4_bursts by induction: the bursts of a request are its words, in order and without a gap,
// and each is as long as it may be.
localparam int f_bytes = DATA_WIDTH / 8;

reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);

reg [ADDR_WIDTH-1:0] f_next;
reg [31:0]           f_left;
always @(posedge clk_i)
  if (!rst_ni) begin
    f_left <= 0;
  end else if (req_valid_i && req_ready_o) begin
    f_next <= req_addr_i / f_bytes * f_bytes;
    f_left <= req_beats_i;
  end else if (valid_o && ready_i) begin
    f_next <= f_next + beats_o * f_bytes;
    f_left <= f_left - beats_o;
  end

reg       f_waiting, f_late;
reg [8:0] f_waiting_beats;
always @(posedge clk_i) begin
  f_waiting <= rst_ni & valid_o & ~ready_i;
  f_waiting_beats <= beats_o;
  f_late <= rst_ni & ~valid_o & (f_left != 0);
end

// Behind the burst.
wire [31:0] f_end = addr_o % BOUNDARY + beats_o * f_bytes;

always @* if (f_started) begin
  assert (req_ready_o == (f_left == 0));
  // What is offered stays until it is taken, and is offered soon.
  if (f_waiting) assert (valid_o && beats_o == f_waiting_beats);
  if (f_late) assert (valid_o);
  if (valid_o) begin
    assert (addr_o == f_next);
    assert (1 <= beats_o && beats_o <= BURST && beats_o <= f_left);
    assert (f_end <= BOUNDARY);
    assert (beats_o == BURST || beats_o == f_left || f_end == BOUNDARY);
    assert (last_q == (beats_o == f_left));
  end
  // Where it is in the request.
  if (f_left != 0) begin
    assert (left_q == f_left);
    assert (addr_o == f_next);
  end
end

// None of this holds only because nothing happens.
always @* if (f_started && rst_ni) begin
  cover (f_waiting && ready_i && beats_o == BURST && beats_o < f_left && f_end < BOUNDARY);
  cover (valid_o && beats_o < BURST && beats_o < f_left);
  cover (valid_o && beats_o == f_left && beats_o < BURST && f_end < BOUNDARY);
  cover (valid_o && f_left > 1000);
  cover (req_valid_i && req_ready_o && req_beats_i == 0);
end
