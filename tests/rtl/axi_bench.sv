// Readers and writers of memory with several sets of parameters side by side, for the C++ tests: each
// lane has one of both, with ports of its own, and says itself what its parameters are. A checker watches
// the AXI4 of each lane. Addresses have 64 bits at the ports, words 512.
module axi_bench #(
  localparam int Lanes = 5
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,

  // verilator lint_off UNUSEDSIGNAL
  input  logic [Lanes-1:0]     read_valid_i,
  output logic [Lanes-1:0]     read_ready_o,
  input  logic [Lanes*64-1:0]  read_addr_i,
  input  logic [Lanes*32-1:0]  read_beats_i,
  output logic [Lanes-1:0]     valid_o,
  input  logic [Lanes-1:0]     ready_i,
  output logic [Lanes*512-1:0] data_o,
  output logic [Lanes-1:0]     read_error_o,

  input  logic [Lanes-1:0]     write_valid_i,
  output logic [Lanes-1:0]     write_ready_o,
  input  logic [Lanes*64-1:0]  write_addr_i,
  input  logic [Lanes*32-1:0]  write_beats_i,
  input  logic [Lanes-1:0]     valid_i,
  output logic [Lanes-1:0]     ready_o,
  input  logic [Lanes*512-1:0] data_i,
  output logic [Lanes-1:0]     done_o,
  output logic [Lanes-1:0]     write_error_o,

  output logic [Lanes-1:0]     ar_valid_o,
  input  logic [Lanes-1:0]     ar_ready_i,
  output logic [Lanes*64-1:0]  ar_addr_o,
  output logic [Lanes*8-1:0]   ar_len_o,
  input  logic [Lanes-1:0]     r_valid_i,
  output logic [Lanes-1:0]     r_ready_o,
  input  logic [Lanes*512-1:0] r_data_i,
  input  logic [Lanes*2-1:0]   r_resp_i,
  input  logic [Lanes-1:0]     r_last_i,

  output logic [Lanes-1:0]     aw_valid_o,
  input  logic [Lanes-1:0]     aw_ready_i,
  output logic [Lanes*64-1:0]  aw_addr_o,
  output logic [Lanes*8-1:0]   aw_len_o,
  output logic [Lanes-1:0]     w_valid_o,
  input  logic [Lanes-1:0]     w_ready_i,
  output logic [Lanes*512-1:0] w_data_o,
  output logic [Lanes-1:0]     w_last_o,
  input  logic [Lanes-1:0]     b_valid_i,
  input  logic [Lanes*2-1:0]   b_resp_i,
  // verilator lint_on UNUSEDSIGNAL

  // Constants: bytes of a word, beats of a burst, bursts on the way, and the boundary.
  output logic [Lanes*32-1:0]  bytes_o,
  output logic [Lanes*32-1:0]  burst_o,
  output logic [Lanes*32-1:0]  outstanding_o,
  output logic [Lanes*32-1:0]  boundary_o
);

  function automatic int data_width(input int lane);
    case (lane)
      0: data_width = 512;
      1: data_width = 64;
      2: data_width = 32;
      3: data_width = 512;
      default: data_width = 8;
    endcase
  endfunction

  function automatic int addr_width(input int lane);
    case (lane)
      1: addr_width = 40;
      2: addr_width = 33;
      default: addr_width = 64;
    endcase
  endfunction

  function automatic int burst(input int lane);
    case (lane)
      0: burst = 16;
      1: burst = 256;
      2: burst = 4;
      3: burst = 128;  // More than there are up to the boundary.
      default: burst = 1;
    endcase
  endfunction

  function automatic int outstanding(input int lane);
    case (lane)
      0: outstanding = 16;
      1: outstanding = 2;
      2: outstanding = 3;
      3: outstanding = 1;
      default: outstanding = 4;
    endcase
  endfunction

  function automatic int read_places(input int lane);
    case (lane)
      0: read_places = 256;
      1: read_places = 600;  // In block RAM.
      2: read_places = 5;
      3: read_places = 128;
      default: read_places = 1;
    endcase
  endfunction

  function automatic int write_places(input int lane);
    case (lane)
      0: write_places = 22;  // As few as full rate may need.
      1: write_places = 520;  // In block RAM.
      2: write_places = 4;
      3: write_places = 128;
      default: write_places = 1;
    endcase
  endfunction

  function automatic int boundary(input int lane);
    boundary = (lane == 2) ? 64 : 4096;
  endfunction

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    localparam int DataWidth = data_width(i);
    localparam int AddrWidth = addr_width(i);
    localparam int Burst = burst(i);
    localparam int Outstanding = outstanding(i);
    localparam int Boundary = boundary(i);

    logic [AddrWidth-1:0]   ar_addr, aw_addr;
    logic [2:0]             ar_size, aw_size;
    logic [1:0]             ar_burst, aw_burst;
    logic [DataWidth-1:0]   data, w_data;
    logic [DataWidth/8-1:0] w_strb;
    logic                   b_ready;

    axi4_read #(
      .DATA_WIDTH(DataWidth), .ADDR_WIDTH(AddrWidth), .BURST(Burst), .OUTSTANDING(Outstanding),
      .PLACES(read_places(i)), .BOUNDARY(Boundary)
    ) u_read (
      .clk_i, .rst_ni,
      .req_valid_i(read_valid_i[i]), .req_ready_o(read_ready_o[i]),
      .req_addr_i(read_addr_i[i*64+:AddrWidth]), .req_beats_i(read_beats_i[i*32+:32]),
      .ar_valid_o(ar_valid_o[i]), .ar_ready_i(ar_ready_i[i]),
      .ar_addr_o(ar_addr), .ar_len_o(ar_len_o[i*8+:8]), .ar_size_o(ar_size), .ar_burst_o(ar_burst),
      .r_valid_i(r_valid_i[i]), .r_ready_o(r_ready_o[i]), .r_data_i(r_data_i[i*512+:DataWidth]),
      .r_resp_i(r_resp_i[i*2+:2]), .r_last_i(r_last_i[i]),
      .valid_o(valid_o[i]), .ready_i(ready_i[i]), .data_o(data), .error_o(read_error_o[i]));

    axi4_write #(
      .DATA_WIDTH(DataWidth), .ADDR_WIDTH(AddrWidth), .BURST(Burst), .OUTSTANDING(Outstanding),
      .PLACES(write_places(i)), .BOUNDARY(Boundary)
    ) u_write (
      .clk_i, .rst_ni,
      .req_valid_i(write_valid_i[i]), .req_ready_o(write_ready_o[i]),
      .req_addr_i(write_addr_i[i*64+:AddrWidth]), .req_beats_i(write_beats_i[i*32+:32]),
      .valid_i(valid_i[i]), .ready_o(ready_o[i]), .data_i(data_i[i*512+:DataWidth]),
      .aw_valid_o(aw_valid_o[i]), .aw_ready_i(aw_ready_i[i]),
      .aw_addr_o(aw_addr), .aw_len_o(aw_len_o[i*8+:8]), .aw_size_o(aw_size), .aw_burst_o(aw_burst),
      .w_valid_o(w_valid_o[i]), .w_ready_i(w_ready_i[i]), .w_data_o(w_data), .w_strb_o(w_strb),
      .w_last_o(w_last_o[i]),
      .b_valid_i(b_valid_i[i]), .b_ready_o(b_ready), .b_resp_i(b_resp_i[i*2+:2]),
      .done_o(done_o[i]), .error_o(write_error_o[i]));

    axi4_checker #(
      .DATA_WIDTH(DataWidth), .ADDR_WIDTH(AddrWidth), .BURST(Burst), .BOUNDARY(Boundary)
    ) u_checker (
      .clk_i, .rst_ni,
      .aw_valid_i(aw_valid_o[i]), .aw_ready_i(aw_ready_i[i]),
      .aw_addr_i(aw_addr), .aw_len_i(aw_len_o[i*8+:8]), .aw_size_i(aw_size), .aw_burst_i(aw_burst),
      .w_valid_i(w_valid_o[i]), .w_ready_i(w_ready_i[i]), .w_data_i(w_data), .w_strb_i(w_strb),
      .w_last_i(w_last_o[i]),
      .b_valid_i(b_valid_i[i]), .b_ready_i(b_ready), .b_resp_i(b_resp_i[i*2+:2]),
      .ar_valid_i(ar_valid_o[i]), .ar_ready_i(ar_ready_i[i]),
      .ar_addr_i(ar_addr), .ar_len_i(ar_len_o[i*8+:8]), .ar_size_i(ar_size), .ar_burst_i(ar_burst),
      .r_valid_i(r_valid_i[i]), .r_ready_i(r_ready_o[i]), .r_data_i(r_data_i[i*512+:DataWidth]),
      .r_resp_i(r_resp_i[i*2+:2]), .r_last_i(r_last_i[i]));

    assign ar_addr_o[i*64+:64]      = 64'(ar_addr);
    assign aw_addr_o[i*64+:64]      = 64'(aw_addr);
    assign data_o[i*512+:512]       = 512'(data);
    assign w_data_o[i*512+:512]     = 512'(w_data);
    assign bytes_o[i*32+:32]        = DataWidth / 8;
    assign burst_o[i*32+:32]        = Burst;
    assign outstanding_o[i*32+:32]  = Outstanding;
    assign boundary_o[i*32+:32]     = Boundary;
  end

endmodule
