// Memories of every latency and style, a history, and delay lines of many lengths, side by side for the
// C++ tests: all have the same inputs.
module memory_bench #(
  localparam int Width = 40,
  localparam int Depth = 11,
  localparam int AddressWidth = $clog2(Depth),
  localparam int Latencies = 8,
  localparam int Memories = 3 * Latencies,
  localparam int Reads = 3,
  localparam int Lines = 6
) (
  input  logic                          clk_i,

  input  logic                          en_i,
  input  logic [Reads-1:0]              re_i,
  input  logic [Reads*AddressWidth-1:0] raddr_i,
  input  logic                          we_i,
  input  logic [AddressWidth-1:0]       waddr_i,
  input  logic [Width-1:0]              wdata_i,

  // From read port 0: memory 3 * (latency - 1) + style.
  output logic [Memories*64-1:0]        rdata_o,
  // From all read ports, of a memory of latency 2.
  output logic [Reads*64-1:0]           replicated_o,

  // Of a history, at the address of read port 0, in the same cycle.
  output logic [63:0]                   recalled_o,

  // What was on wdata_i before: delay line i, of 1, 2, 3, 4, 17 and 100 stages.
  output logic [Lines*64-1:0]           delayed_o
);

  for (genvar i = 0; i < Latencies; i++) begin : gen_latency
    logic [Width-1:0] block, ultra, distributed;

    ram_1r1w #(.WIDTH(Width), .DEPTH(Depth), .LATENCY(i + 1), .STYLE("block")) u_block (
      .re_i(re_i[0]), .raddr_i(raddr_i[AddressWidth-1:0]), .rdata_o(block), .*);
    ram_1r1w #(.WIDTH(Width), .DEPTH(Depth), .LATENCY(i + 1), .STYLE("ultra")) u_ultra (
      .re_i(re_i[0]), .raddr_i(raddr_i[AddressWidth-1:0]), .rdata_o(ultra), .*);
    ram_1r1w #(.WIDTH(Width), .DEPTH(Depth), .LATENCY(i + 1), .STYLE("distributed")) u_distributed (
      .re_i(re_i[0]), .raddr_i(raddr_i[AddressWidth-1:0]), .rdata_o(distributed), .*);

    assign rdata_o[3*i*64+:3*64] = {64'(distributed), 64'(ultra), 64'(block)};
  end

  logic [Reads*Width-1:0] replicated;

  ram_nr1w #(.READS(Reads), .WIDTH(Width), .DEPTH(Depth), .LATENCY(2)) u_replicated (
    .rdata_o(replicated), .*);

  for (genvar i = 0; i < Reads; i++) begin : gen_port
    assign replicated_o[i*64+:64] = 64'(replicated[i*Width+:Width]);
  end

  logic [Width-1:0] recalled;

  history #(.WIDTH(Width), .DEPTH(2 ** AddressWidth)) u_history (
    .raddr_i(raddr_i[AddressWidth-1:0]), .rdata_o(recalled), .*);

  assign recalled_o = 64'(recalled);

  function automatic int stages(input int line);
    case (line)
      4: stages = 17;
      5: stages = 100;
      default: stages = line + 1;
    endcase
  endfunction

  for (genvar i = 0; i < Lines; i++) begin : gen_line
    logic [Width-1:0] delayed;

    delay_line #(.WIDTH(Width), .STAGES(stages(i))) u_line (
      .data_i(wdata_i), .data_o(delayed), .*);

    assign delayed_o[i*64+:64] = 64'(delayed);
  end

endmodule
