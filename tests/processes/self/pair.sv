// The process `pair` of processes.hpp, with faults on demand.
module pair (
    input  logic        ap_clk,
    input  logic        ap_rst_n,
    input  logic [87:0] parts_TDATA,
    input  logic        parts_TVALID,
    output logic        parts_TREADY,
    output logic [95:0] wholes_TDATA,
    output logic [11:0] wholes_TKEEP,
    output logic [11:0] wholes_TSTRB,
    output logic [8:0]  wholes_TUSER,
    output logic        wholes_TLAST,
    output logic        wholes_TVALID,
    input  logic        wholes_TREADY
);
  localparam logic [3:0] FLIP = 4'd1, DROP = 4'd2, TWICE = 4'd3, HANG = 4'd4, IMPATIENCE = 4'd5, ASSERTION = 4'd6;

  logic        second, again, hangs, impatient;
  logic [83:0] first;
  logic [8:0]  count;

  // odd, delta and data behind the fault.
  logic [3:0]  fault;
  logic [83:0] part;
  assign {part, fault} = parts_TDATA;

  logic [11:0] sum;
  assign sum = first[12:1] + part[12:1];
  assign parts_TREADY = !hangs && !again && (!wholes_TVALID || wholes_TREADY);

  always_ff @(posedge ap_clk) begin
    if (wholes_TVALID && wholes_TREADY) begin
      wholes_TVALID <= again;
      again <= 1'b0;
    end else if (wholes_TVALID && impatient) begin
      wholes_TUSER <= wholes_TUSER + 9'd1;
    end
    if (parts_TVALID && parts_TREADY) begin
      second <= !second;
      first <= part;
      if (fault == HANG) hangs <= 1'b1;
      if (fault == ASSERTION) assert (fault != ASSERTION);
      if (second) begin
        count <= count + 9'd1;
        wholes_TVALID <= fault != DROP;
        wholes_TDATA <= {part[83:14], 26'b0} ^ {26'b0, first[83:14]} ^ {95'b0, fault == FLIP};
        wholes_TKEEP <= sum;
        wholes_TSTRB <= first[13:2];
        wholes_TUSER <= count;
        wholes_TLAST <= first[0] != part[0];
        again <= fault == TWICE;
        impatient <= fault == IMPATIENCE;
      end
    end
    if (!ap_rst_n) begin
      wholes_TVALID <= 1'b0;
      second <= 1'b0;
      again <= 1'b0;
      hangs <= 1'b0;
      impatient <= 1'b0;
      count <= 9'd0;
    end
  end
endmodule
