// Proof of axi4_read by induction: whatever comes has its place, and all places are used. The words come
// out as they came in: that is the FIFO's proof.
wire                  f_valid = ar_valid_o;
wire                  f_ready = ar_ready_i;
wire [ADDR_WIDTH-1:0] f_addr = ar_addr_o;
wire [7:0]            f_len = ar_len_o;
wire [2:0]            f_size = ar_size_o;
wire [1:0]            f_burst = ar_burst_o;
wire                  f_in = r_valid_i & r_ready_o;
wire                  f_answered = f_in & r_last_i;
`include "formal/axi4_contract.svh"

// Words that were asked for with an address that was accepted, and did not come.
reg [15:0] f_owed;
always @(posedge clk_i) f_owed <= rst_ni ? f_owed + ((f_valid & f_ready) ? f_beats : 0) - f_in : 0;
// The memory gives nothing else.
always @* if (r_valid_i) assume (rst_ni && f_owed != 0 && f_accepted != 0);
// Words that have a place, or will need one.
wire [15:0] f_places = f_owed + (f_valid ? f_beats : 0) + level;

// Cycles in which a burst could have been asked for, and was not.
reg [2:0] f_idle;
always @(posedge clk_i)
  if (rst_ni && burst_valid && !f_valid && f_bursts < OUTSTANDING && f_places + burst_beats <= PLACES)
    f_idle <= f_idle + 1;
  else f_idle <= 0;

reg f_error;
always @(posedge clk_i) f_error <= rst_ni & f_in & r_resp_i[1];

always @* if (f_started) begin
  assert (f_owed <= PLACES && f_places <= PLACES);
  if (rst_ni && r_valid_i) assert (r_ready_o);
  assert (credits_q + left_q + f_places == PLACES);
  assert (f_idle <= 2);
  assert (error_o == f_error);
end

always @* if (f_started && rst_ni) begin
  cover (level == PLACES && valid_o && ready_i);
  cover (f_answered && f_offer && valid_o && ready_i);
  // The next request is taken while words of the last one are on their way.
  cover (f_take && f_owed != 0 && req_beats_i != 0);
end

`ifdef WHOLE
always @(posedge clk_i)
  if (!rst_ni) begin
    f_came <= 0;
    f_went <= 0;
  end else begin
    f_came <= f_came + f_in;
    f_went <= f_went + (valid_o & ready_i);
    if (f_in && f_came == f_nth) f_word <= r_data_i;
  end

always @* if (f_started) begin
  assert (valid_o == (f_went != f_came));
  if (valid_o && f_went == f_nth) assert (data_o == f_word);
end
`endif
