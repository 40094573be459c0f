// Memory with one read and one write port, on one clock.
//
// A read of the address that is written in the same cycle returns the old word (read-first), in every
// style. There are no initial contents: a word is arbitrary until it was written, and Verilator
// randomises it where the simulation asks for that.
//
// Parameters:
//   WIDTH    bits in a word
//   DEPTH    words; an address at or beyond DEPTH must not be used
//   LATENCY  cycles from the address to the word, 1 to 8: at 2 the memory has an output register, from
//            3 on also an input register for addresses and written word (a wide or deep memory spreads
//            over many primitives), what is left are further output registers
//   STYLE    "block", "ultra" or "distributed", and "registers" for flip-flops
//
// Timing: a read in cycle t (re_i, raddr_i) has its word on rdata_o in cycle t + LATENCY, and sees the
// writes of cycles before t. rdata_o keeps the word of the last read while there is no further one.
module ram_1r1w #(
  parameter int WIDTH = 8,
  parameter int DEPTH = 16,
  parameter int LATENCY = 2,
  parameter STYLE = "block",
  localparam int AddressWidth = (DEPTH > 1) ? $clog2(DEPTH) : 1
) (
  input  logic                    clk_i,

  input  logic                    re_i,
  input  logic [AddressWidth-1:0] raddr_i,
  output logic [WIDTH-1:0]        rdata_o,

  input  logic                    we_i,
  input  logic [AddressWidth-1:0] waddr_i,
  input  logic [WIDTH-1:0]        wdata_i
);

`ifndef __ICARUS__
  if (WIDTH < 1) $error("ram_1r1w: WIDTH must be 1 or more");
  if (DEPTH < 1) $error("ram_1r1w: DEPTH must be 1 or more");
  if (LATENCY < 1 || LATENCY > 8) $error("ram_1r1w: LATENCY must be 1 to 8");
  if (STYLE != "block" && STYLE != "ultra" && STYLE != "distributed" && STYLE != "registers")
    $error("ram_1r1w: STYLE must be block, ultra, distributed or registers");
`endif

  localparam int OutputStages = (LATENCY < 3) ? LATENCY : LATENCY - 1;

  logic                    re, we;
  logic [AddressWidth-1:0] raddr, waddr;
  logic [WIDTH-1:0]        wdata;

  if (LATENCY < 3) begin : gen_direct_input
    assign re    = re_i;
    assign raddr = raddr_i;
    assign we    = we_i;
    assign waddr = waddr_i;
    assign wdata = wdata_i;
  end else begin : gen_input_register
    always_ff @(posedge clk_i) begin
      re <= re_i;
      we <= we_i;
      if (re_i) raddr <= raddr_i;
      if (we_i) waddr <= waddr_i;
      if (we_i) wdata <= wdata_i;
    end
  end

  (* ram_style = STYLE *) logic [WIDTH-1:0] mem [DEPTH];
  // Stage 0 is the memory's own read register. A stage moves only with a word that was asked for:
  // the output register of a primitive has an enable for that.
  (* shreg_extract = "no" *) logic [WIDTH-1:0] read_q [OutputStages];
  logic [OutputStages:0] moves;

  assign moves[0] = re;

  always_ff @(posedge clk_i) begin
    if (we) mem[waddr] <= wdata;
    if (moves[0]) read_q[0] <= mem[raddr];
  end

  for (genvar i = 0; i < OutputStages; i++) begin : gen_output
    always_ff @(posedge clk_i) moves[i+1] <= moves[i];
    if (i > 0) begin : gen_register
      always_ff @(posedge clk_i) if (moves[i]) read_q[i] <= read_q[i-1];
    end
  end

  assign rdata_o = read_q[OutputStages-1];

endmodule
