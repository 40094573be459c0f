// Proof of wire_ingress by induction: one beat is picked freely. If its frame is passed on, the beats
// ahead of it are counted, and after just so many it must come out; and all frames are accounted for.
//
// The memory has a proof of its own. Here it may be cut off; then what it reads is assumed to be what its
// specification says (with the memory in place, that is asserted).

reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);

localparam int f_latency = 3;
localparam int f_width = CountWidth + 2;

wire [BeatWidth-1:0] f_in = {last_i, user_i, keep_i, data_i};
wire [BeatWidth-1:0] f_out = {last_o, user_o, keep_o, data_o};
wire                 f_pop = valid_o & ready_i;

// The frame underway: whether it had begun before the reset ended, and if not, its beats so far, and
// whether one of them met DEPTH beats inside.
reg               f_underway = 1'b0;
reg               f_partial;
reg [f_width-1:0] f_own;
reg               f_crowded;
reg [f_width-1:0] f_inside;  // Beats of whole frames.
wire f_beat = valid_i & ~f_partial;
wire f_ends = f_beat & last_i;
wire f_crowded_now = f_crowded | (f_inside + f_own >= DEPTH);
wire f_passes = f_ends & commit;

always @(posedge clk_i) if (valid_i) f_underway <= ~last_i;
always @(posedge clk_i)
  if (!rst_ni) begin
    f_partial <= valid_i ? ~last_i : f_underway;
    f_own <= 0;
    f_crowded <= 1'b0;
    f_inside <= 0;
  end else begin
    if (valid_i & last_i) f_partial <= 1'b0;
    if (f_beat) begin
      f_own <= last_i ? 0 : (f_own < 2 * DEPTH) ? f_own + 1 : f_own;
      f_crowded <= f_crowded_now & ~last_i;
    end
    f_inside <= f_inside + (f_passes ? f_own + 1 : 0) - f_pop;
  end

// All frames, by what became of them.
reg [31:0] f_dropped, f_errors;
reg [5:0]  f_arrived, f_passed;  // Modulo 64, to spare the solver.
always @(posedge clk_i)
  if (!rst_ni) begin
    f_arrived <= 0;
    f_dropped <= 0;
    f_errors <= 0;
    f_passed <= 0;
  end else begin
    f_arrived <= f_arrived + f_ends;
    f_dropped <= f_dropped + (f_ends & ~error_i & ~commit);
    f_errors <= f_errors + (f_ends & error_i);
    f_passed <= f_passed + (f_pop & last_o);
  end

// The picked beat: while its frame is underway, and when the frame is to come out.
(* anyseq *) wire f_pick;
reg                 f_candidate, f_tracking;
reg [BeatWidth-1:0] f_word;
reg [f_width-1:0]   f_ahead, f_at_first;
reg [1:0]           f_age;
wire f_picks = f_beat & f_pick & ~f_candidate & ~f_tracking;

always @(posedge clk_i)
  if (!rst_ni) begin
    f_candidate <= 1'b0;
    f_tracking <= 1'b0;
  end else begin
    f_candidate <= (f_candidate | f_picks) & ~f_ends;
    f_tracking <= ((f_candidate | f_picks) & f_passes) | (f_tracking & ~(f_pop && f_ahead == 0));
    if (f_picks) begin
      f_word <= f_in;
      f_ahead <= f_inside + f_own - f_pop;
      f_at_first <= f_own;
    end else begin
      f_ahead <= f_ahead - f_pop;
    end
    f_age <= !f_tracking ? 1 : (f_age < f_latency) ? f_age + 1 : f_age;
  end

reg                 f_waiting;
reg [BeatWidth-1:0] f_waiting_word;
always @(posedge clk_i) begin
  f_waiting <= rst_ni & valid_o & ~ready_i;
  f_waiting_word <= f_out;
end

// What the ports show.
always @* if (f_started) begin
  assert (f_inside <= DEPTH + 2);
  assert (!valid_o || f_inside != 0);
  // What is offered stays until it is taken.
  if (f_waiting) assert (valid_o && f_out == f_waiting_word);
  // A frame is passed on, unless it has an error or met a full buffer.
  if (rst_ni && f_ends) assert (error_i ? !commit : commit || f_crowded_now);
  assert (dropped_o == f_dropped);
  assert (errors_o == f_errors);
  // Beats come out in order, and as soon as they should.
  if (f_tracking) begin
    assert (f_ahead < f_inside);
    assert (1 <= f_age && f_age <= f_latency);
    if (f_ahead == 0) begin
      assert (valid_o == (f_age == f_latency));
      if (valid_o) assert (f_out == f_word);
    end
  end
end

// Where the beats stand.
reg [BeatWidth-1:0] f_memory [DEPTH];
reg [BeatWidth-1:0] f_fetched;
always @(posedge clk_i) begin
  if (push) f_memory[write_q[AddressWidth-1:0]] <= f_in;
  if (fetch) f_fetched <= f_memory[read_q[AddressWidth-1:0]];
end
`ifdef CUT_MEMORY
always @* if (f_started && fetched_q) assume (fetched == f_fetched);
`else
always @* if (f_started && fetched_q) assert (fetched == f_fetched);
`endif

wire [CountWidth-1:0]   f_whole = commit_q - read_q;
wire [CountWidth-1:0]   f_part = write_q - commit_q;
wire [CountWidth-1:0]   f_used = write_q - read_q;
wire [f_width-1:0]      f_on_the_way = {{f_width-1{1'b0}}, fetched_q} + valid_o;
wire [AddressWidth-1:0] f_place = read_q + f_ahead - f_on_the_way;

// Whole frames inside, by their last beats (with the default DEPTH, yosys would read this for seconds).
if (DEPTH <= 8) begin : f_gen_frames
  reg [5:0]              f_frames;
  reg                    f_ended_inside;  // A beat of the frame underway seems to be its last.
  reg [AddressWidth-1:0] f_distance;
  integer                f_i;
  always @* begin
    f_ended_inside = 1'b0;
    f_frames = (fetched_q & f_fetched[BeatWidth-1]) + (valid_o & last_o);
    for (f_i = 0; f_i < DEPTH; f_i = f_i + 1) begin
      f_distance = f_i - read_q[AddressWidth-1:0];
      if (f_distance < f_whole) f_frames = f_frames + f_memory[f_i][BeatWidth-1];
      else if (f_distance < f_used && f_memory[f_i][BeatWidth-1]) f_ended_inside = 1'b1;
    end
  end

  always @* if (f_started) begin
    assert (f_arrived == f_dropped[5:0] + f_errors[5:0] + f_passed + f_frames);
    assert (!f_ended_inside);
  end
end

always @* if (f_started) begin
  assert (underway_q == f_underway);
  assert (skip_q == f_partial);
  if (f_partial) assert (f_underway && f_own == 0 && !f_crowded && f_inside == 0 && !f_candidate);
  else assert (f_underway == (f_own != 0));
  assert (f_used <= DEPTH);
  assert (f_whole <= f_used);
  assert (f_part <= f_used);
  assert (f_inside == f_whole + f_on_the_way);
  assert (lost_q ? f_crowded && f_part == 0 : f_own == f_part);
  if (f_own == 0) assert (!lost_q && !f_crowded && !f_candidate);
  assert (!(f_candidate && f_tracking));
  if (f_candidate && !lost_q) begin
    assert (f_inside <= f_ahead && f_ahead < f_inside + f_own);
    assert (f_memory[f_place] == f_word);
  end
  if (f_tracking) begin
    if (f_ahead >= f_on_the_way) begin
      assert (f_memory[f_place] == f_word);
      if (f_age >= 2) assert (fetched_q);
      if (f_age == 3) assert (valid_o);
    end else if (f_ahead == valid_o) begin
      assert (f_fetched == f_word);
      assert (f_age >= 2);
      if (f_age == 3) assert (valid_o);
    end else begin
      assert (f_age == 3);
    end
  end
end

// None of this holds only because nothing happens.
always @* if (f_started && rst_ni) begin
  cover (f_tracking && f_pop && f_ahead == 0 && f_at_first == DEPTH - 1);
  cover (f_tracking && f_inside == DEPTH + 2 && f_dropped == 1);
  cover (f_tracking && f_pop && f_ahead == 0 && f_dropped == 1 && f_errors == 1 && f_passed == 1);
  cover (f_partial && valid_i && last_i);
end
