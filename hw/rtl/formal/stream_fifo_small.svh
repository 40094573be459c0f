// Proof of stream_fifo_small by induction: where the picked word stands.
localparam int f_latency = 1;
`include "formal/stream_contract.svh"

always @* if (f_started) begin
  assert (valid_o == (f_level != 0));
  if (f_tracking && f_ahead == 0) assert (data_o == f_word);
end

if (DEPTH > 1) begin : f_gen
  localparam int f_rows = DEPTH - 1;
  wire [LevelWidth:0] f_stored = (f_level == 0) ? 0 : f_level - 1;
  wire [LevelWidth:0] f_write = gen_store.read_q + f_stored;
  wire [LevelWidth:0] f_place = gen_store.read_q + f_ahead - 1;

  always @* if (f_started) begin
    assert (gen_store.read_q < f_rows);
    assert (gen_store.write_q == ((f_write < f_rows) ? f_write : f_write - f_rows));
    assert (gen_store.stored_q == (f_stored != 0));
    if (f_tracking && f_ahead != 0)
      assert (gen_store.store[(f_place < f_rows) ? f_place : f_place - f_rows] == f_word);
  end
end
