// Proof of axi4_write by induction: bursts are offered with their words behind them, their last words say
// so, and what is done is done. That the words keep their order is the FIFO's proof.
wire                  f_valid = aw_valid_o;
wire                  f_ready = aw_ready_i;
wire [ADDR_WIDTH-1:0] f_addr = aw_addr_o;
wire [7:0]            f_len = aw_len_o;
wire [2:0]            f_size = aw_size_o;
wire [1:0]            f_burst = aw_burst_o;
wire                  f_answered = b_valid_i & b_ready_o;
`include "formal/axi4_contract.svh"

wire f_in = valid_i & ready_o;
wire f_out = w_valid_o & w_ready_i;
always @* if (!rst_ni) assume (!valid_i);
// The memory answers what it has accepted, and nothing else.
always @* if (b_valid_i) assume (rst_ni && f_accepted != 0);

// Words that came and belong to no burst yet.
reg [15:0]  f_unbound;
wire [15:0] f_unbound_now = f_unbound - (f_offer ? f_beats : 0);
always @(posedge clk_i) f_unbound <= rst_ni ? f_unbound_now + f_in : 0;

// Words of bursts that were offered, which memory did not accept yet.
reg [15:0]  f_bound;
wire [15:0] f_bound_now = f_bound + (f_offer ? f_beats : 0);
always @(posedge clk_i) f_bound <= rst_ni ? f_bound_now - f_out : 0;

reg                  f_w_waiting, f_w_waiting_last;
reg [DATA_WIDTH-1:0] f_w_waiting_data;
always @(posedge clk_i) begin
  f_w_waiting <= rst_ni & w_valid_o & ~w_ready_i;
  f_w_waiting_last <= w_last_o;
  f_w_waiting_data <= w_data_o;
end

// What came out of the FIFO last.
reg [DATA_WIDTH-1:0] f_left_fifo;
always @(posedge clk_i) if (advance) f_left_fifo <= word;

// One burst is picked freely. When it is offered, the words of the bursts ahead of it are counted; then
// come as many as it has, and the last of them says so.
(* anyseq *) wire f_pick;
reg               f_tracking;
reg [15:0]        f_ahead, f_rest;
always @(posedge clk_i)
  if (!rst_ni) begin
    f_tracking <= 1'b0;
  end else if (!f_tracking) begin
    // Its first word may be accepted with its address.
    f_tracking <= f_offer & f_pick & (f_bound != 0 || !f_out || f_beats != 1);
    f_ahead <= f_bound - (f_out && f_bound != 0);
    f_rest <= f_beats - (f_out && f_bound == 0);
  end else if (f_out) begin
    if (f_ahead != 0) f_ahead <= f_ahead - 1;
    else f_rest <= f_rest - 1;
    if (f_ahead == 0 && f_rest == 1) f_tracking <= 1'b0;
  end
wire [15:0] f_behind = f_ahead + f_rest;
// Where the bursts end that were not accepted as a whole.
wire [15:0] f_work_end = w_valid_o + work_left_q + 16'd1;
wire [15:0] f_next_end = f_work_end + next_len_q + 16'd1;

// From the request to done_o.
reg f_busy;
always @(posedge clk_i) f_busy <= rst_ni & (f_take | (f_busy & ~done_o));

// Cycles in which an address could have been offered, or the end, and was not.
reg [2:0] f_idle, f_done_idle;
always @(posedge clk_i) begin
  if (rst_ni && burst_valid && !f_valid && f_bursts < OUTSTANDING && !next_valid_q
      && f_unbound_now >= burst_beats)
    f_idle <= f_idle + 1;
  else f_idle <= 0;
  f_done_idle <= (rst_ni && f_busy && !done_o && bursts_idle && f_bursts == 0) ? f_done_idle + 1 : 0;
end

reg f_error;
always @(posedge clk_i) f_error <= rst_ni & f_answered & b_resp_i[1];

always @* if (f_started) begin
  // The words of a burst are there before its address.
  if (f_offer) assert (f_beats <= f_unbound);
  assert (waiting_q + came_q == f_unbound_now);
  assert (f_unbound <= PLACES && f_bound <= PLACES + 1);
  assert (f_unbound_now + f_bound_now == level + w_valid_o);
  assert (f_bound_now == w_valid_o + (work_valid_q ? work_left_q + 16'd1 : 0)
                         + (next_valid_q ? next_len_q + 16'd1 : 0));
  if (next_valid_q) assert (work_valid_q);
  if (f_w_waiting) assert (w_valid_o && w_last_o == f_w_waiting_last && w_data_o == f_w_waiting_data);
  if (w_valid_o) assert (w_data_o == f_left_fifo);
  if (f_tracking) begin
    assert (1 <= f_rest && f_rest <= BURST && f_ahead <= PLACES + 1 && f_behind <= f_bound_now);
    if (w_valid_o && f_ahead == 0) assert (w_last_o == (f_rest == 1));
    // Only its last word is left, or it is at work, or it is the next.
    assert ((w_valid_o && f_behind == 1)
            || (work_valid_q && f_behind == f_work_end && f_ahead <= w_valid_o)
            || (next_valid_q && f_behind == f_next_end && f_ahead == f_work_end));
  end
  assert (w_strb_o == {f_bytes{1'b1}});
  assert (b_ready_o);
  assert (req_ready_o == (!f_busy || done_o));
  if (done_o) assert (f_busy && bursts_idle && f_bursts == 0);
  if (!f_busy) assert (bursts_idle && f_bursts == 0);
  assert (error_o == f_error);
  assert (f_idle <= 2);
  assert (f_done_idle <= 1);
end

always @* if (f_started && rst_ni) begin
  cover (f_take && f_unbound == PLACES && req_beats_i != 0);
  // Words of a burst before its address was accepted.
  cover (f_waiting && f_out && f_bursts == 1);
  cover (f_answered && f_offer && f_out);
  cover (done_o && f_take && req_beats_i == 0);
  cover (f_tracking && f_out && f_ahead == 0 && f_rest == BURST);
end

`ifdef WHOLE
always @(posedge clk_i)
  if (!rst_ni) begin
    f_came <= 0;
    f_went <= 0;
  end else begin
    f_came <= f_came + f_in;
    f_went <= f_went + f_out;
    if (f_in && f_came == f_nth) f_word <= data_i;
  end

always @* if (f_started) begin
  if (w_valid_o && f_went == f_nth) assert (w_data_o == f_word);
  if (done_o) assert (f_left_now == 0);
end
`endif
