// FIFOs between two clocks side by side, for the C++ tests: each channel is one, with ports of its own,
// and says itself how deep and wide it is.
module crossing_bench #(
  localparam int Channels = 4
) (
  input  logic                   wr_clk_i,
  input  logic                   wr_rst_ni,

  input  logic [Channels-1:0]    valid_i,
  output logic [Channels-1:0]    ready_o,
  // verilator lint_off UNUSEDSIGNAL
  input  logic [Channels*64-1:0] data_i,
  // verilator lint_on UNUSEDSIGNAL

  input  logic                   rd_clk_i,
  input  logic                   rd_rst_ni,

  output logic [Channels-1:0]    valid_o,
  input  logic [Channels-1:0]    ready_i,
  output logic [Channels*64-1:0] data_o,

  // Constants: places, and bits in a word.
  output logic [Channels*16-1:0] depth_o,
  output logic [Channels*8-1:0]  width_o
);

  function automatic int depth(input int channel);
    case (channel)
      0: depth = 4;
      1: depth = 8;
      2: depth = 16;
      default: depth = 64;
    endcase
  endfunction

  function automatic int width(input int channel);
    case (channel)
      0: width = 8;
      1: width = 33;
      2: width = 64;
      default: width = 61;
    endcase
  endfunction

  for (genvar i = 0; i < Channels; i++) begin : gen_channel
    localparam int Width = width(i);
    localparam int Depth = depth(i);

    logic [Width-1:0] data_out;

    stream_cdc #(.WIDTH(Width), .DEPTH(Depth)) u_crossing (
      .wr_clk_i, .wr_rst_ni,
      .valid_i(valid_i[i]), .ready_o(ready_o[i]), .data_i(data_i[i*64+:Width]),
      .rd_clk_i, .rd_rst_ni,
      .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data_out));

    assign data_o[i*64+:64]  = 64'(data_out);
    assign depth_o[i*16+:16] = 16'(Depth);
    assign width_o[i*8+:8]   = 8'(Width);
  end

endmodule
