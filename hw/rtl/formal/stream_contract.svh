// What a FIFO promises at its ports, for the proofs: included in a module with the ports of
// stream_fifo, DEPTH, and f_latency, the cycles that a word takes to fall through.
//
// f_level counts the words inside. The order is proved with one word that is picked freely: when it
// comes in, the words ahead of it are counted, and after just so many others it must come out.

reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);

wire f_push = valid_i & ready_o;
wire f_pop = valid_o & ready_i;

reg [LevelWidth:0] f_level;
always @(posedge clk_i)
  if (!rst_ni) f_level <= 0;
  else f_level <= f_level + f_push - f_pop;

(* anyseq *) wire f_pick;
reg                  f_tracking;
reg [WIDTH-1:0]      f_word;
reg [LevelWidth-1:0] f_ahead, f_at_first;
reg [2:0]            f_age;

always @(posedge clk_i)
  if (!rst_ni) begin
    f_tracking <= 1'b0;
  end else if (!f_tracking) begin
    f_tracking <= f_push & f_pick;
    f_word <= data_i;
    f_ahead <= f_level - f_pop;
    f_at_first <= f_level - f_pop;
    f_age <= 1;
  end else begin
    f_tracking <= ~(f_pop && f_ahead == 0);
    f_ahead <= f_ahead - f_pop;
    if (f_age < f_latency) f_age <= f_age + 1;
  end

reg             f_waiting;
reg [WIDTH-1:0] f_waiting_word;
always @(posedge clk_i) begin
  f_waiting <= rst_ni & valid_o & ~ready_i;
  f_waiting_word <= data_o;
end

always @* if (f_started) begin
  // Nothing appears from nowhere, nothing is lost.
  assert (f_level <= DEPTH);
  assert (level_o == f_level);
  assert (ready_o == (f_level != DEPTH));
  assert (!valid_o || f_level != 0);
  // What is offered stays until it is taken.
  if (f_waiting) assert (valid_o && data_o == f_waiting_word);
  // Words come out in order, and as soon as they should.
  if (f_tracking) begin
    assert (f_ahead < f_level);
    assert (1 <= f_age && f_age <= f_latency);
    if (f_ahead == 0) assert (valid_o == (f_age == f_latency));
  end
end

// None of this holds only because nothing happens.
always @* if (f_started && rst_ni) begin
  cover (f_level == DEPTH && f_push == f_pop && f_tracking);
  cover (f_tracking && f_pop && f_ahead == 0 && f_at_first == DEPTH - 1);
end
