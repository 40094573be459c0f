// Proof of stream_fifo_large by induction: where the picked word stands.
//
// The memory and the FIFO at the output have proofs of their own. Here the memory may be cut off; then
// what it reads is assumed to be what its specification says (with the memory in place, that is
// asserted). The FIFO at the output keeps its order, so the word must be right when it goes in there.
localparam int f_latency = MemoryLatency + 2;
`include "formal/stream_contract.svh"

reg [WIDTH-1:0] f_memory [DEPTH];
reg [WIDTH-1:0] f_asked, f_fetched;
always @(posedge clk_i) begin
  if (push) f_memory[write_q] <= data_i;
  if (fetch) f_asked <= f_memory[read_q];
  if (fetching_q[0]) f_fetched <= f_asked;
end
`ifdef CUT_MEMORY
always @* if (f_started && fetching_q[1]) assume (fetched == f_fetched);
`else
always @* if (f_started && fetching_q[1]) assert (fetched == f_fetched);
`endif

wire [AheadWidth:0] f_at_output = ahead_level_unused;
wire [AheadWidth:0] f_arrived = f_at_output + fetching_q[1];
wire [LevelWidth:0] f_write = read_q + stored_q;
wire [LevelWidth:0] f_place = read_q + f_ahead - ahead_q;

reg f_pushed;
always @(posedge clk_i) f_pushed <= rst_ni & push;

always @* if (f_started) begin
  assert (read_q < DEPTH);
  assert (write_q == ((f_write < DEPTH) ? f_write : f_write - DEPTH));
  assert (f_level == stored_q + ahead_q);
  assert (ahead_q == f_arrived + fetching_q[0]);
  assert (ahead_q <= AheadDepth);
  // A word rests in the memory only while the output has enough to bridge its way.
  if (stored_q > f_pushed) assert (ahead_q >= AheadDepth - 1);
  if (f_tracking) begin
    if (f_ahead == f_at_output && fetching_q[1]) assert (f_fetched == f_word);
    else if (f_ahead == f_arrived && fetching_q[0]) assert (f_asked == f_word);
    else if (f_ahead >= ahead_q)
      assert (f_memory[(f_place < DEPTH) ? f_place : f_place - DEPTH] == f_word);
    // Its age, as far as it is on its way.
    if (f_ahead < f_at_output) assert (f_age == f_latency);
    else if (f_ahead < f_arrived) assert (f_age >= f_latency - 1);
    else if (f_ahead < ahead_q) assert (f_age >= f_latency - 2);
  end
end
