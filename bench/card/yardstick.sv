// The card under an event-driven simulator, as a yardstick: frames of 64 octets on the wire port, one a
// cycle, of 20,000 ESP sessions at random. What comes out is compared with what went in.
//
// prepared.svh, which yardstick.py writes, brings the tasks `finish_sweeps` and `draw_hashes`: the
// card's own sweeps and a driver's commands would take minutes here.
module yardstick;

  localparam int Sessions = 20000;
  localparam int Window = 1024;  // frames in the card at most

  logic         ap_clk = 0;
  logic         ap_rst_n = 0;
  logic         wire_in_TVALID = 0;
  logic         wire_in_TREADY;
  logic [511:0] wire_in_TDATA = 0;
  logic [79:0]  wire_in_TUSER = 0;
  logic         wire_out_TVALID;
  logic [511:0] wire_out_TDATA;

  card dut (
    .ap_clk, .ap_rst_n,
    .load_AWADDR(6'd0), .load_AWVALID(1'b0), .load_WDATA(32'd0), .load_WVALID(1'b0),
    .load_ARADDR(6'd0), .load_ARVALID(1'b0),
    .store_AWADDR(6'd0), .store_AWVALID(1'b0), .store_WDATA(32'd0), .store_WVALID(1'b0),
    .store_ARADDR(6'd0), .store_ARVALID(1'b0),
    .memory_ARREADY(1'b0), .memory_RVALID(1'b0), .memory_RDATA(512'd0), .memory_RLAST(1'b0),
    .memory_AWREADY(1'b0), .memory_WREADY(1'b0), .memory_BVALID(1'b0),
    .wire_in_TVALID, .wire_in_TREADY, .wire_in_TDATA, .wire_in_TKEEP({64{1'b1}}),
    .wire_in_TUSER, .wire_in_TLAST(1'b1),
    .wire_out_TVALID, .wire_out_TREADY(1'b1), .wire_out_TDATA,
    .host_in_stall(1'b0), .host_out_stall(1'b0));

  `include "prepared.svh"

  // ESP in IPv4 in Ethernet; octet 0 in the lowest bits. The last octets count the frames.
  function [511:0] frame(input [31:0] spi, input [31:0] number);
    frame = 0;
    frame[8*12 +: 16] = 16'h0008;                                         // EtherType
    frame[8*14 +: 32] = {8'd50, 8'd0, 8'd0, 8'h45};                       // total length 50
    frame[8*22 +: 16] = {8'd50, 8'd64};                                   // time to live, protocol
    frame[8*26 +: 32] = {8'd1, 8'd0, 8'd0, 8'd10};
    frame[8*30 +: 32] = {8'd2, 8'd0, 8'd0, 8'd10};
    frame[8*34 +: 32] = {spi[7:0], spi[15:8], spi[23:16], spi[31:24]};
    frame[8*60 +: 32] = number;
  endfunction

  always #1 ap_clk = ~ap_clk;

  logic [511:0] window [Window];
  int cycles = 0;
  int sent = 0;
  int received = 0;
  int packets;
  int began;

  initial if (!$value$plusargs("packets=%d", packets)) packets = 1000;

  // Between edges: the sweeps have written two rows of each memory by then, and ended later.
  always @(negedge ap_clk) begin
    if (cycles == 100) finish_sweeps;
    if (cycles == 300) draw_hashes;
  end

  always @(posedge ap_clk) begin
    cycles <= cycles + 1;
    ap_rst_n <= cycles > 16;
    if (cycles > 320 && (!wire_in_TVALID || wire_in_TREADY)) begin
      wire_in_TVALID <= 1;
      wire_in_TDATA <= frame(32'h1000 + $urandom % Sessions, sent);
      wire_in_TUSER <= {16'd0, 64'(cycles) * 64'd10 / 64'd3};
      sent <= sent + 1;
    end
    if (wire_in_TVALID && wire_in_TREADY) window[wire_in_TDATA[8*60 +: 10]] <= wire_in_TDATA;
    if (ap_rst_n && cycles > 40 && wire_out_TVALID !== 1'b0) begin
      // What is not known comes out as a frame that differs.
      if (wire_out_TDATA !== window[received % Window]) begin
        $display("wrong: frame %0d differs", received);
        $finish;
      end
      if (received == 0) begin
        $display("begin");
        $fflush;
        began = cycles;
      end
      if (received + 1 == packets) begin
        $display("end %0d cycles", cycles - began + 1);
        $finish;
      end
      received <= received + 1;
    end
    if (cycles > 1000 + 2 * packets) begin
      $display("wrong: %0d frames came out", received);
      $finish;
    end
  end

endmodule
