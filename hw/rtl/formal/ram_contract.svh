// What a memory promises at a read port, for the proofs: included in a module with the write port and
// the en_i of ram_1r1w, and with f_re, f_raddr and f_rdata, a read port.
//
// One address is picked freely. A read of it returns, LATENCY enabled cycles later, what was written
// there last before, and that stays at the output until the next read arrives.
(* anyconst *) wire [AddressWidth-1:0] f_address;
always @* assume (f_address < DEPTH);

// What is at that address, as the ports saw it: now, and a clock cycle ago.
reg             f_known = 1'b0;
reg [WIDTH-1:0] f_word, f_word_before;
always @(posedge clk_i) begin
  if (we_i && waddr_i == f_address) begin
    f_known <= 1'b1;
    f_word <= wdata_i;
  end
  f_word_before <= f_word;
end

// Where a read meets the memory: at once, or when it moves on from the input register. There it is a
// clock cycle behind the ports, and if the read was held up, it sees what was written meanwhile.
localparam int f_meeting = INPUT_REGISTER;

// Bit i: i + 1 enabled cycles ago it had started, there was a read, it was a read of that address.
reg [LATENCY-1:0]       f_started = '0;
reg [LATENCY-1:0]       f_read;
reg [LATENCY-1:0]       f_checked = '0;
reg [LATENCY*WIDTH-1:0] f_expected;
always @(posedge clk_i) if (en_i) begin
  f_started <= {f_started, 1'b1};
  f_read <= {f_read, f_re};
  f_checked <= {f_checked, f_re & f_known & (f_raddr == f_address)};
  f_expected <= {f_expected, f_word};
  f_expected[f_meeting*WIDTH+:WIDTH] <= (f_meeting == 0) ? f_word : f_word_before;
end

reg             f_moved;
reg [WIDTH-1:0] f_before;
always @(posedge clk_i) f_moved <= en_i;
always @(posedge clk_i) f_before <= f_rdata;

always @* begin
  if (f_checked[LATENCY-1]) assert (f_rdata == f_expected[(LATENCY-1)*WIDTH+:WIDTH]);
  if (f_started[LATENCY-1] && !(f_moved && f_read[LATENCY-1])) assert (f_rdata == f_before);
  cover (f_checked[LATENCY-1] && en_i && we_i && waddr_i == f_address && f_re && f_raddr == f_address);
  // Held up on its way, while the word changed.
  cover (f_checked[LATENCY-1] && f_moved && f_started[0] && f_word != f_rdata);
end
