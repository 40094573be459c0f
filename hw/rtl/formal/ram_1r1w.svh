// Proof of ram_1r1w by induction: what is in the array, and in the registers on the way.
wire                    f_re = re_i;
wire [AddressWidth-1:0] f_raddr = raddr_i;
wire [WIDTH-1:0]        f_rdata = rdata_o;
`include "formal/ram_contract.svh"

if (INPUT_REGISTER == 0) begin : f_gen_direct
  always @* if (f_known) assert (mem[f_address] == f_word);
end else begin : f_gen_behind
  reg f_known_before = 1'b0;
  always @(posedge clk_i) f_known_before <= f_known;
  always @* begin
    if (f_known_before) assert (f_known && mem[f_address] == f_word_before);
    if (f_known) assert ((we && waddr == f_address) ? wdata == f_word : f_word_before == f_word);
    if (f_started[0]) assert (re == f_read[0]);
    if (f_checked[0]) assert (f_known_before && f_started[0] && f_read[0] && raddr == f_address);
  end
end

for (genvar i = 0; i < Registers; i++) begin : f_gen_register
  localparam int f_age = i + f_meeting;
  always @* if (f_checked[f_age])
    assert (f_started[f_age] && f_read[f_age] && word_q[i] == f_expected[f_age*WIDTH+:WIDTH]);
  if (i > 0) begin : f_gen_take
    always @* if (f_started[f_age-1]) assert (take[i] == f_read[f_age-1]);
  end
end
