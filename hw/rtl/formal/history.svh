// Proof of history by induction: at an address that is picked freely is what was written there last.
(* anyconst *) wire [AddressWidth-1:0] f_address;

reg             f_known = 1'b0;
reg [WIDTH-1:0] f_word;
always @(posedge clk_i) if (we_i && waddr_i == f_address) begin
  f_known <= 1'b1;
  f_word <= wdata_i;
end

always @* if (f_known) begin
  assert (words[f_address] == f_word);
  if (raddr_i == f_address) assert (rdata_o == f_word);
  // The old word beside a write.
  cover (raddr_i == f_address && we_i && waddr_i == f_address && wdata_i != rdata_o);
end
