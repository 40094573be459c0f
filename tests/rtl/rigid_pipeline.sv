// How a rigid pipeline uses the library: a credit at the entrance, delay lines without enables, a FIFO
// at the exit. A place in the FIFO is bespoken for every word that sets out, so nothing ever has to
// stop on the way.
//
// A place comes back STAGES + 2 cycles after a word set out at the earliest: it is in the FIFO one cycle
// after the last stage, and its credit is seen one cycle after it was taken. So many places let a word
// set out in every cycle.
module rigid_pipeline #(
  parameter int WIDTH = 8,
  parameter int STAGES = 4
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             valid_i,
  output logic             ready_o,
  input  logic [WIDTH-1:0] data_i,

  output logic             valid_o,
  input  logic             ready_i,
  output logic [WIDTH-1:0] data_o
);

  localparam int Places = STAGES + 2;
  localparam int CreditWidth = $clog2(Places + 1);

  logic [CreditWidth-1:0] credits_q;
  logic [STAGES-1:0]      valid_q;  // Bit i: stage i has a word.
  logic [WIDTH-1:0]       data_last;
  logic                   starts, leaves, place;
  logic [CreditWidth-1:0] level;

  assign ready_o = credits_q != '0;
  assign starts  = valid_i & ready_o;
  assign leaves  = valid_o & ready_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      credits_q <= CreditWidth'(Places);
      valid_q   <= '0;
    end else begin
      if (starts != leaves) credits_q <= starts ? credits_q - 1'b1 : credits_q + 1'b1;
      valid_q <= {valid_q[STAGES-2:0], starts};
    end
  end

  delay_line #(.WIDTH(WIDTH), .STAGES(STAGES)) u_wait (
    .clk_i, .en_i(1'b1), .data_i, .data_o(data_last));

  stream_fifo #(.WIDTH(WIDTH), .DEPTH(Places)) u_exit (
    .clk_i, .rst_ni,
    .valid_i(valid_q[STAGES-1]), .ready_o(place), .data_i(data_last),
    .valid_o, .ready_i, .data_o, .level_o(level));

  always_ff @(posedge clk_i) if (rst_ni) begin
    assert (place | ~valid_q[STAGES-1]);
    assert (level + credits_q <= CreditWidth'(Places));
  end

endmodule
