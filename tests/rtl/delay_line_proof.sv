// Proof of delay_line: both its forms, beside each other on the same input, give what came in STAGES
// cycles before.
module delay_line_proof #(
  parameter int WIDTH = 2,
  parameter int STAGES = 3
) (
  input logic             clk_i,
  input logic [WIDTH-1:0] data_i
);

  logic [WIDTH-1:0] from_ring, from_shift;

  delay_line #(.WIDTH(WIDTH), .STAGES(STAGES), .RING(1)) u_ring (.data_o(from_ring), .*);
  delay_line #(.WIDTH(WIDTH), .STAGES(STAGES), .RING(0)) u_shift (.data_o(from_shift), .*);

  logic [STAGES*WIDTH-1:0] expected;
  logic [STAGES-1:0]       filled;

  initial filled = '0;

  always_ff @(posedge clk_i) begin
    expected <= {expected, data_i};
    filled   <= {filled, 1'b1};
  end

  always_comb if (filled[STAGES-1]) begin
    assert (from_ring == expected[(STAGES-1)*WIDTH+:WIDTH]);
    assert (from_shift == expected[(STAGES-1)*WIDTH+:WIDTH]);
    cover (from_ring != data_i);
  end

endmodule
