// The card: the three kernels as hlsc makes them, joined by their streams. What is around it (host,
// memory, cables) is C++ (card.hpp).
//
// The wire ports have register slices, so that nothing leads through the card within a cycle.
module card #(
  // Of `session_table`: its streams, the processes that ask something, and their questions.
  parameter int STREAMS = 27,
  parameter int MERGING = 4,
  parameter int QUESTIONS = 11
) (
  input  logic ap_clk,
  input  logic ap_rst_n,

  // --- AXI4-Lite ---

  input  logic [5:0]   load_AWADDR,
  input  logic         load_AWVALID,
  output logic         load_AWREADY,
  input  logic [31:0]  load_WDATA,
  input  logic         load_WVALID,
  output logic         load_WREADY,
  output logic         load_BVALID,
  input  logic [5:0]   load_ARADDR,
  input  logic         load_ARVALID,
  output logic         load_ARREADY,
  output logic [31:0]  load_RDATA,
  output logic         load_RVALID,
  output logic         load_interrupt,

  input  logic [5:0]   store_AWADDR,
  input  logic         store_AWVALID,
  output logic         store_AWREADY,
  input  logic [31:0]  store_WDATA,
  input  logic         store_WVALID,
  output logic         store_WREADY,
  output logic         store_BVALID,
  input  logic [5:0]   store_ARADDR,
  input  logic         store_ARVALID,
  output logic         store_ARREADY,
  output logic [31:0]  store_RDATA,
  output logic         store_RVALID,
  output logic         store_interrupt,

  // --- AXI4: `load` reads, `store` writes ---

  output logic         memory_ARVALID,
  input  logic         memory_ARREADY,
  output logic [63:0]  memory_ARADDR,
  output logic [7:0]   memory_ARLEN,
  input  logic         memory_RVALID,
  output logic         memory_RREADY,
  input  logic [511:0] memory_RDATA,
  input  logic         memory_RLAST,

  output logic         memory_AWVALID,
  input  logic         memory_AWREADY,
  output logic [63:0]  memory_AWADDR,
  output logic [7:0]   memory_AWLEN,
  output logic         memory_WVALID,
  input  logic         memory_WREADY,
  output logic [511:0] memory_WDATA,
  output logic         memory_WLAST,
  input  logic         memory_BVALID,
  output logic         memory_BREADY,

  // --- wire ---

  input  logic         wire_in_TVALID,
  output logic         wire_in_TREADY,
  input  logic [511:0] wire_in_TDATA,
  input  logic [63:0]  wire_in_TKEEP,
  input  logic [79:0]  wire_in_TUSER,
  input  logic         wire_in_TLAST,

  output logic         wire_out_TVALID,
  input  logic         wire_out_TREADY,
  output logic [511:0] wire_out_TDATA,
  output logic [63:0]  wire_out_TKEEP,
  output logic         wire_out_TLAST,

  // --- stalls on demand, at the streams between the kernels ---

  input  logic         host_in_stall,
  input  logic         host_out_stall,

  // --- what can be seen of `session_table` (session_table.json has the order) ---

  output logic [STREAMS-1:0]   ap_valid,
  output logic [STREAMS-1:0]   ap_ready,
  output logic [MERGING-1:0]   ap_fired,
  output logic [QUESTIONS-1:0] ap_outcomes
);

  logic         host_in_TVALID, host_in_TREADY, host_in_TLAST;
  logic [511:0] host_in_TDATA;
  logic [63:0]  host_in_TKEEP, host_in_TSTRB;
  logic         host_out_TVALID, host_out_TREADY, host_out_TLAST;
  logic [511:0] host_out_TDATA;
  logic [63:0]  host_out_TKEEP, host_out_TSTRB;

  // verilator lint_off PINCONNECTEMPTY
  load u_load (
    .ap_clk, .ap_rst_n, .interrupt(load_interrupt),
    .s_axi_control_AWADDR(load_AWADDR), .s_axi_control_AWVALID(load_AWVALID),
    .s_axi_control_AWREADY(load_AWREADY), .s_axi_control_WDATA(load_WDATA),
    .s_axi_control_WSTRB(4'hf), .s_axi_control_WVALID(load_WVALID),
    .s_axi_control_WREADY(load_WREADY), .s_axi_control_BRESP(), .s_axi_control_BVALID(load_BVALID),
    .s_axi_control_BREADY(1'b1), .s_axi_control_ARADDR(load_ARADDR),
    .s_axi_control_ARVALID(load_ARVALID), .s_axi_control_ARREADY(load_ARREADY),
    .s_axi_control_RDATA(load_RDATA), .s_axi_control_RRESP(), .s_axi_control_RVALID(load_RVALID),
    .s_axi_control_RREADY(1'b1),
    .m_axi_gmem_ARVALID(memory_ARVALID), .m_axi_gmem_ARREADY(memory_ARREADY),
    .m_axi_gmem_ARADDR(memory_ARADDR), .m_axi_gmem_ARLEN(memory_ARLEN), .m_axi_gmem_ARSIZE(),
    .m_axi_gmem_ARBURST(), .m_axi_gmem_RVALID(memory_RVALID), .m_axi_gmem_RREADY(memory_RREADY),
    .m_axi_gmem_RDATA(memory_RDATA), .m_axi_gmem_RRESP(2'b00), .m_axi_gmem_RLAST(memory_RLAST),
    .to_table_TVALID(host_in_TVALID), .to_table_TREADY(host_in_TREADY & ~host_in_stall),
    .to_table_TDATA(host_in_TDATA), .to_table_TKEEP(host_in_TKEEP), .to_table_TSTRB(host_in_TSTRB),
    .to_table_TLAST(host_in_TLAST));

  store u_store (
    .ap_clk, .ap_rst_n, .interrupt(store_interrupt),
    .s_axi_control_AWADDR(store_AWADDR), .s_axi_control_AWVALID(store_AWVALID),
    .s_axi_control_AWREADY(store_AWREADY), .s_axi_control_WDATA(store_WDATA),
    .s_axi_control_WSTRB(4'hf), .s_axi_control_WVALID(store_WVALID),
    .s_axi_control_WREADY(store_WREADY), .s_axi_control_BRESP(),
    .s_axi_control_BVALID(store_BVALID), .s_axi_control_BREADY(1'b1),
    .s_axi_control_ARADDR(store_ARADDR), .s_axi_control_ARVALID(store_ARVALID),
    .s_axi_control_ARREADY(store_ARREADY), .s_axi_control_RDATA(store_RDATA),
    .s_axi_control_RRESP(), .s_axi_control_RVALID(store_RVALID), .s_axi_control_RREADY(1'b1),
    .m_axi_gmem_AWVALID(memory_AWVALID), .m_axi_gmem_AWREADY(memory_AWREADY),
    .m_axi_gmem_AWADDR(memory_AWADDR), .m_axi_gmem_AWLEN(memory_AWLEN), .m_axi_gmem_AWSIZE(),
    .m_axi_gmem_AWBURST(), .m_axi_gmem_WVALID(memory_WVALID), .m_axi_gmem_WREADY(memory_WREADY),
    .m_axi_gmem_WDATA(memory_WDATA), .m_axi_gmem_WSTRB(), .m_axi_gmem_WLAST(memory_WLAST),
    .m_axi_gmem_BVALID(memory_BVALID), .m_axi_gmem_BREADY(memory_BREADY),
    .m_axi_gmem_BRESP(2'b00),
    .from_table_TVALID(host_out_TVALID & ~host_out_stall), .from_table_TREADY(host_out_TREADY),
    .from_table_TDATA(host_out_TDATA), .from_table_TKEEP(host_out_TKEEP),
    .from_table_TSTRB(host_out_TSTRB), .from_table_TLAST(host_out_TLAST));

  logic         in_TVALID, in_TREADY, in_TLAST;
  logic [511:0] in_TDATA;
  logic [63:0]  in_TKEEP;
  logic [79:0]  in_TUSER;

  stream_register #(.WIDTH(657)) u_wire_in (
    .clk_i(ap_clk), .rst_ni(ap_rst_n), .valid_i(wire_in_TVALID), .ready_o(wire_in_TREADY),
    .data_i({wire_in_TLAST, wire_in_TUSER, wire_in_TKEEP, wire_in_TDATA}), .valid_o(in_TVALID),
    .ready_i(in_TREADY), .data_o({in_TLAST, in_TUSER, in_TKEEP, in_TDATA}));

  session_table u_table (
    .ap_clk, .ap_rst_n,
    .host_in_TVALID(host_in_TVALID & ~host_in_stall), .host_in_TREADY, .host_in_TDATA,
    .host_in_TKEEP, .host_in_TSTRB, .host_in_TLAST,
    .host_out_TVALID, .host_out_TREADY(host_out_TREADY & ~host_out_stall), .host_out_TDATA,
    .host_out_TKEEP, .host_out_TSTRB, .host_out_TLAST,
    .wire_in_TVALID(in_TVALID), .wire_in_TREADY(in_TREADY), .wire_in_TDATA(in_TDATA),
    .wire_in_TKEEP(in_TKEEP), .wire_in_TSTRB(in_TKEEP), .wire_in_TUSER(in_TUSER),
    .wire_in_TLAST(in_TLAST),
    .wire_out_TVALID, .wire_out_TREADY, .wire_out_TDATA, .wire_out_TKEEP, .wire_out_TSTRB(),
    .wire_out_TUSER(), .wire_out_TLAST,
    .ap_valid, .ap_ready, .ap_fired, .ap_outcomes);
  // verilator lint_on PINCONNECTEMPTY

endmodule
