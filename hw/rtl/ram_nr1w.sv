// Memory with several read ports and one write port, on one clock: a copy for each read port, all
// written alike.
//
// Parameters:
//   READS    read ports, 1 or more
//   WIDTH, DEPTH, LATENCY, STYLE  of each copy: as ram_1r1w
//
// Timing: each read port as that of ram_1r1w; en_i is for all of them. Word i of a vector belongs to read port i.
module ram_nr1w #(
  parameter int READS = 2,
  parameter int WIDTH = 8,
  parameter int DEPTH = 16,
  parameter int LATENCY = 2,
  parameter STYLE = "block",
  localparam int AddressWidth = (DEPTH > 1) ? $clog2(DEPTH) : 1
) (
  input  logic                          clk_i,

  input  logic                          en_i,
  input  logic [READS-1:0]              re_i,
  input  logic [READS*AddressWidth-1:0] raddr_i,
  output logic [READS*WIDTH-1:0]        rdata_o,

  input  logic                          we_i,
  input  logic [AddressWidth-1:0]       waddr_i,
  input  logic [WIDTH-1:0]              wdata_i
);

`ifndef __ICARUS__
  if (READS < 1) $error("ram_nr1w: READS must be 1 or more");
`endif

  for (genvar i = 0; i < READS; i++) begin : gen_copy
    ram_1r1w #(
      .WIDTH   (WIDTH),
      .DEPTH   (DEPTH),
      .LATENCY (LATENCY),
      .STYLE   (STYLE)
    ) u_copy (
      .clk_i,
      .en_i,
      .re_i    (re_i[i]),
      .raddr_i (raddr_i[i*AddressWidth+:AddressWidth]),
      .rdata_o (rdata_o[i*WIDTH+:WIDTH]),
      .we_i,
      .waddr_i,
      .wdata_i
    );
  end

`ifdef FORMAL
`include "formal/ram_nr1w.svh"
`endif

endmodule
