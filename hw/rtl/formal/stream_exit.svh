// Proof of stream_exit by induction: each place is free, on its way with a word, taken by a word in the
// FIFO, or counted in the next cycle. So a word that set out finds room, and no place is lost.
localparam int DEPTH = PLACES;
localparam int LevelWidth = CreditWidth;
localparam int f_latency = 1;
wire                  valid_i = push_i;
wire                  ready_o = ready;
wire [LevelWidth-1:0] level_o = level;
`include "formal/stream_contract.svh"

// Words that set out, and neither were pushed nor gave their place back.
reg [CreditWidth:0] f_underway;
always @(posedge clk_i)
  if (!rst_ni) f_underway <= 0;
  else f_underway <= f_underway + take_i - push_i - return_i;

always @* begin
  if (!rst_ni) assume (!take_i && !push_i && !return_i);
  if (f_started && rst_ni) begin
    assume (free_o || !take_i);
    assume (!(push_i && return_i));
    assume (f_underway + take_i != 0 || !(push_i || return_i));
  end
end

always @* if (f_started) begin
  assert (free_o == (credits_q != 0));
  assert (f_underway + f_level + credits_q + returned_q + left_q == PLACES);
  if (rst_ni && push_i) assert (ready);
end

always @* if (f_started && rst_ni) begin
  cover (f_underway == PLACES && push_i);
  cover (f_level == PLACES);
  cover (returned_q && left_q && (take_i || PLACES == 2));
end
