// Every kind of FIFO side by side, for the C++ tests: each channel is one, with ports of its own, and
// says itself how deep and wide it is. Two channels more follow behind the FIFOs: a register slice, and
// a rigid pipeline.
module stream_bench #(
  localparam int Fifos = 14,
  localparam int Channels = Fifos + 2,
  localparam int PipelineStages = 9
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,

  input  logic [Channels-1:0]    valid_i,
  output logic [Channels-1:0]    ready_o,
  // verilator lint_off UNUSEDSIGNAL
  input  logic [Channels*64-1:0] data_i,
  // verilator lint_on UNUSEDSIGNAL

  output logic [Channels-1:0]    valid_o,
  input  logic [Channels-1:0]    ready_i,
  output logic [Channels*64-1:0] data_o,

  output logic [Fifos*16-1:0]    level_o,

  // Constants: places, bits in a word, and cycles from the input to the output.
  output logic [Channels*16-1:0] depth_o,
  output logic [Channels*8-1:0]  width_o,
  output logic [Channels*8-1:0]  latency_o
);

  function automatic int depth(input int fifo);
    case (fifo)
      0: depth = 1;
      1: depth = 2;
      2: depth = 3;
      3: depth = 4;
      4: depth = 5;
      5: depth = 16;
      6: depth = 33;
      7: depth = 512;   // From here on in block RAM by itself.
      8: depth = 513;
      9: depth = 5;     // From here on in block RAM by order,
      10: depth = 9;
      11: depth = 64;
      12: depth = 7;    // and in UltraRAM.
      default: depth = 32;
    endcase
  endfunction

  function automatic int width(input int fifo);
    case (fifo % 4)
      0: width = 64;
      1: width = 33;
      2: width = 8;
      default: width = 61;
    endcase
  endfunction

  for (genvar i = 0; i < Fifos; i++) begin : gen_fifo
    localparam int Width = width(i);
    localparam int Depth = depth(i);
    localparam int LevelWidth = $clog2(Depth + 1);

    logic [Width-1:0]      data_in, data_out;
    logic [LevelWidth-1:0] level;

    assign data_in = data_i[i*64+:Width];

    if (i < 9) begin : gen_auto
      stream_fifo #(.WIDTH(Width), .DEPTH(Depth)) u_fifo (
        .clk_i, .rst_ni,
        .valid_i(valid_i[i]), .ready_o(ready_o[i]), .data_i(data_in),
        .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data_out), .level_o(level));
    end else if (i < 12) begin : gen_block
      stream_fifo #(.WIDTH(Width), .DEPTH(Depth), .STYLE("block")) u_fifo (
        .clk_i, .rst_ni,
        .valid_i(valid_i[i]), .ready_o(ready_o[i]), .data_i(data_in),
        .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data_out), .level_o(level));
    end else begin : gen_ultra
      stream_fifo #(.WIDTH(Width), .DEPTH(Depth), .STYLE("ultra")) u_fifo (
        .clk_i, .rst_ni,
        .valid_i(valid_i[i]), .ready_o(ready_o[i]), .data_i(data_in),
        .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data_out), .level_o(level));
    end

    assign data_o[i*64+:64]  = 64'(data_out);
    assign level_o[i*16+:16] = 16'(level);
    assign depth_o[i*16+:16] = 16'(Depth);
    assign width_o[i*8+:8]   = 8'(Width);
    assign latency_o[i*8+:8] = (i < 7) ? 8'd1 : 8'd4;
  end

  stream_register #(.WIDTH(64)) u_register (
    .clk_i, .rst_ni,
    .valid_i(valid_i[Fifos]), .ready_o(ready_o[Fifos]), .data_i(data_i[Fifos*64+:64]),
    .valid_o(valid_o[Fifos]), .ready_i(ready_i[Fifos]), .data_o(data_o[Fifos*64+:64]));

  assign depth_o[Fifos*16+:16] = 16'd2;
  assign width_o[Fifos*8+:8]   = 8'd64;
  assign latency_o[Fifos*8+:8] = 8'd1;

  rigid_pipeline #(.WIDTH(64), .STAGES(PipelineStages)) u_pipeline (
    .clk_i, .rst_ni,
    .valid_i(valid_i[Fifos+1]), .ready_o(ready_o[Fifos+1]), .data_i(data_i[(Fifos+1)*64+:64]),
    .valid_o(valid_o[Fifos+1]), .ready_i(ready_i[Fifos+1]), .data_o(data_o[(Fifos+1)*64+:64]));

  assign depth_o[(Fifos+1)*16+:16] = 16'(PipelineStages + 2);
  assign width_o[(Fifos+1)*8+:8]   = 8'd64;
  assign latency_o[(Fifos+1)*8+:8] = 8'(PipelineStages + 1);

endmodule
