// Proof of ram_1r1w by induction: what is in the array.
wire                    f_re = re_i;
wire [AddressWidth-1:0] f_raddr = raddr_i;
wire [WIDTH-1:0]        f_rdata = rdata_o;
`include "formal/ram_contract.svh"

// The array is a cycle behind the ports if there is an input register.
if (LATENCY < 3) begin : f_gen_direct
  always @* if (f_known) assert (mem[f_address] == f_word);
end else begin : f_gen_behind
  reg             f_written = 1'b0;
  reg [WIDTH-1:0] f_inside;
  always @(posedge clk_i) f_written <= f_known;
  always @(posedge clk_i) f_inside <= f_word;
  always @* if (f_written) assert (mem[f_address] == f_inside);
end
