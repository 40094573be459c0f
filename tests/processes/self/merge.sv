// The process `merge` of processes.hpp, with faults on demand.
module merge (
    input  logic        ap_clk,
    input  logic        ap_rst_n,
    input  logic [43:0] urgent_TDATA,
    input  logic        urgent_TVALID,
    output logic        urgent_TREADY,
    input  logic [43:0] ordinary_TDATA,
    input  logic        ordinary_TVALID,
    output logic        ordinary_TREADY,
    output logic [56:0] merged_TDATA,
    output logic        merged_TVALID,
    input  logic        merged_TREADY,
    output logic [15:0] status_TDATA,
    output logic        status_TVALID,
    input  logic        status_TREADY,
    output logic        ap_fired,
    output logic [2:0]  ap_outcomes
);
  localparam logic [3:0] FLIP = 4'd1, DROP = 4'd2, TWICE = 4'd3, HANG = 4'd4, OUTCOME = 4'd7, DEAF = 4'd8, MUTE = 4'd9;

  logic [15:0] number;
  logic        again, hangs, deaf, mute;

  logic fires, any, room, ordinary;
  assign fires = ap_rst_n && !hangs && !again && (!merged_TVALID || merged_TREADY);
  assign ordinary = ordinary_TVALID && !deaf && !urgent_TVALID;
  assign any = urgent_TVALID || ordinary;
  assign room = !mute && (!status_TVALID || status_TREADY);
  assign urgent_TREADY = fires;
  assign ordinary_TREADY = fires && ordinary;

  logic [3:0]  fault;
  logic [39:0] value;
  assign {value, fault} = urgent_TVALID ? urgent_TDATA : ordinary_TDATA;

  assign ap_fired = fires;
  assign ap_outcomes = {room && urgent_TVALID, ordinary,
                        urgent_TVALID != (any && fault == OUTCOME)};

  always_ff @(posedge ap_clk) begin
    if (merged_TVALID && merged_TREADY) begin
      merged_TVALID <= again;
      again <= 1'b0;
    end
    if (status_TREADY) status_TVALID <= 1'b0;
    if (fires && any) begin
      merged_TVALID <= fault != DROP;
      merged_TDATA <= {value, number, urgent_TVALID} ^ {fault == FLIP, 56'b0};
      number <= number + 16'd1;
      again <= fault == TWICE;
      if (fault == HANG) hangs <= 1'b1;
      if (fault == DEAF) deaf <= 1'b1;
      if (fault == MUTE) mute <= 1'b1;
      if (urgent_TVALID && room) begin
        status_TVALID <= 1'b1;
        status_TDATA <= number + 16'd1;
      end
    end
    if (!ap_rst_n) begin
      merged_TVALID <= 1'b0;
      status_TVALID <= 1'b0;
      again <= 1'b0;
      hangs <= 1'b0;
      deaf <= 1'b0;
      mute <= 1'b0;
      number <= 16'd0;
    end
  end
endmodule
