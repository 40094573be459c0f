// Proof of delay_line by induction: what came in, and where it stands.
reg [STAGES*WIDTH-1:0] f_past;           // What came in i + 1 enabled cycles ago,
reg [STAGES-1:0]       f_filled = '0;    // if there was such a cycle.
always @(posedge clk_i) if (en_i) begin
  f_past <= {f_past, data_i};
  f_filled <= {f_filled, 1'b1};
end

always @* if (f_filled[STAGES-1]) begin
  assert (data_o == f_past[(STAGES-1)*WIDTH+:WIDTH]);
  cover (data_o != data_i && !en_i);
end

if (STAGES > 1 && RING != 0) begin : f_gen_ring
  localparam int f_rows = STAGES - 1;
  wire [$clog2(STAGES):0] f_oldest = gen_ring.oldest_q;
  always @* assert (f_oldest < f_rows);
  for (genvar i = 0; i < f_rows; i++) begin : f_gen_row
    wire [$clog2(STAGES):0] f_place = f_oldest + f_rows - 1 - i;
    always @* if (f_filled[i])
      assert (gen_ring.ring[(f_place < f_rows) ? f_place : f_place - f_rows] == f_past[i*WIDTH+:WIDTH]);
  end
end else if (STAGES > 1) begin : f_gen_shift
  for (genvar i = 0; i < STAGES - 1; i++) begin : f_gen_stage
    always @* if (f_filled[i])
      assert (gen_shift.shift_q[i*WIDTH+:WIDTH] == f_past[i*WIDTH+:WIDTH]);
  end
end
