// Buffers for what comes from a wire, of several depths, side by side for the C++ tests: all have the
// same input, and outputs of their own.
module ingress_bench #(
  localparam int Buffers = 4,
  localparam int UserWidth = 40
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,

  input  logic                         valid_i,
  input  logic [63:0]                  data_i,
  input  logic [7:0]                   keep_i,
  input  logic [UserWidth-1:0]         user_i,
  input  logic                         last_i,
  input  logic                         error_i,

  output logic [Buffers-1:0]           valid_o,
  input  logic [Buffers-1:0]           ready_i,
  output logic [Buffers*64-1:0]        data_o,
  // Of each: keep_o, user_o, last_o, from the lowest bit.
  output logic [Buffers*64-1:0]        rest_o,

  output logic [Buffers*32-1:0]        dropped_o,
  output logic [Buffers*32-1:0]        errors_o,

  // Constants.
  output logic [Buffers*16-1:0]        depth_o
);

  function automatic int depth(input int index);
    case (index)
      0: depth = 2;
      1: depth = 4;
      2: depth = 32;
      default: depth = 512;
    endcase
  endfunction

  for (genvar i = 0; i < Buffers; i++) begin : gen_buffer
    localparam int Depth = depth(i);

    logic [7:0]           keep;
    logic [UserWidth-1:0] user;
    logic                 last;

    wire_ingress #(.DATA_WIDTH(64), .USER_WIDTH(UserWidth), .DEPTH(Depth)) u_ingress (
      .clk_i, .rst_ni,
      .valid_i, .data_i, .keep_i, .user_i, .last_i, .error_i,
      .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data_o[i*64+:64]), .keep_o(keep), .user_o(user),
      .last_o(last), .dropped_o(dropped_o[i*32+:32]), .errors_o(errors_o[i*32+:32]));

    assign rest_o[i*64+:64]  = 64'({last, user, keep});
    assign depth_o[i*16+:16] = 16'(Depth);
  end

endmodule
