// Proof of call_control by induction: what a call asks for and hands out is counted once more, here from
// what happens at the ports, and the end comes just when all of it is over. Neither start_i nor written_i
// is bound to anything, so written_i may be tied to ones; count_i stays.
reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);

// A call goes on from the cycle after f_begins to done_o, with that cycle.
reg         f_call;
wire        f_begins = rst_ni & start_i & ~f_call;
reg  [31:0] f_count;
always @(posedge clk_i) begin
  f_call <= f_begins | (rst_ni & f_call & ~done_o);
  if (f_begins) f_count <= count_i;
end
always @* if (f_call) assume (count_i == f_count);

// What happened in this call, before this cycle.
reg [31:0]         f_taken;
reg [MEMORIES-1:0] f_asked;
reg [WRITERS-1:0]  f_reported;
always @(posedge clk_i)
  if (f_begins) begin
    f_taken <= 0;
    f_asked <= 0;
    f_reported <= 0;
  end else begin
    f_taken <= f_taken + (token_valid_o & token_ready_i);
    f_asked <= f_asked | (req_valid_o & req_ready_i);
    f_reported <= f_reported | written_i;
  end

wire [STREAMS-1:0] f_all_moved;
for (genvar stream = 0; stream < STREAMS; stream++) begin : gen_f_stream
  reg [31:0] f_moved;
  always @(posedge clk_i)
    if (f_begins) f_moved <= 0;
    else f_moved <= f_moved + moved_i[stream];

  assign f_all_moved[stream] = f_moved == f_count;
  always @* begin
    // A call moves no more than its elements. What moves outside a call is free, and does not count.
    if (f_call && f_all_moved[stream]) assume (!moved_i[stream]);
    if (f_started && f_call) begin
      assert (f_moved <= f_count);
      assert (gen_stream[stream].left_q == f_count - f_moved);
    end
  end
end

wire f_over = f_taken == f_count && (&f_asked) && (&f_reported) && (&f_all_moved);

// What was offered and not taken; and whether all was over in the cycle before.
reg                f_waiting, f_due;
reg [31:0]         f_waiting_token;
reg [MEMORIES-1:0] f_req_waiting;
always @(posedge clk_i) begin
  f_waiting <= rst_ni & token_valid_o & ~token_ready_i;
  f_waiting_token <= token_o;
  f_req_waiting <= {MEMORIES{rst_ni}} & req_valid_o & ~req_ready_i;
  f_due <= rst_ni & f_call & f_over & ~done_o;
end

always @* if (f_started) begin
  // Tokens are the numbers from 0 to the last, and a request goes once to each memory. Both are offered
  // as soon as there is a call, and until they are taken.
  assert (token_valid_o == (f_call && f_taken != f_count));
  if (token_valid_o) assert (token_o == f_taken && f_taken < f_count);
  if (f_waiting) assert (token_valid_o && token_o == f_waiting_token);
  assert (req_valid_o == ({MEMORIES{f_call}} & ~f_asked));
  assert ((f_req_waiting & ~req_valid_o) == 0);
  // The end: once, when all is over, and then at once.
  assert (done_o == f_due);
  if (done_o) assert (f_call && f_over);
  assert (idle_o == (!f_call || done_o));
  // The state that does not show.
  if (f_call) assert (f_taken <= f_count && written_q == f_reported);
end

// Since when a call was over.
reg f_ended;
always @(posedge clk_i) f_ended <= rst_ni & done_o;

// What came last, in the cycle before f_over.
reg       f_last_taken, f_last_asked, f_last_moved;
reg [2:0] f_last_reported;
always @(posedge clk_i) begin
  f_last_taken <= token_valid_o & token_ready_i;
  f_last_asked <= (req_valid_o & req_ready_i) != 0;
  f_last_moved <= moved_i != 0;
  f_last_reported <= {f_last_reported[1:0], (written_i & ~f_reported) != 0};
end
wire f_end = f_call & f_over & ~done_o;

always @* if (f_started && rst_ni) begin
  cover (f_end && f_count == 3 && f_last_moved && !f_last_taken && !f_last_reported[0]);
  cover (f_end && f_count == 2 && f_last_taken && !f_last_moved && !f_last_reported[0]);
  cover (f_end && f_count == 2 && f_last_reported[0] && !f_last_moved);
  cover (f_end && f_last_asked && !f_last_taken && !f_last_moved && !f_last_reported[0]);
  cover (done_o && f_count == 0 && !f_last_reported[2]);
  // The next call begins in the cycle after done_o, and it is another one.
  cover (f_ended && f_begins && f_count == 1 && count_i == 2);
  cover (f_waiting && f_req_waiting != 0 && token_ready_i && f_count > 1000);
end
