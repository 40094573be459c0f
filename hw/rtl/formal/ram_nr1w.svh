// Proof of ram_nr1w: any of its read ports keeps what a read port promises.
(* anyconst *) wire [READS-1:0] f_port;
always @* assume (f_port < READS);

wire                    f_re = re_i[f_port];
wire [AddressWidth-1:0] f_raddr = raddr_i[f_port*AddressWidth+:AddressWidth];
wire [WIDTH-1:0]        f_rdata = rdata_o[f_port*WIDTH+:WIDTH];
localparam int INPUT_REGISTER = (LATENCY < 3) ? 0 : 1;  // that of its copies
`include "formal/ram_contract.svh"
