// One call of a kernel: asks for its memory, counts its iterations, and says when all is done.
//
// While start_i is high and no call is going on, a call of count_i iterations begins: each memory is
// asked once (req_valid_o until req_ready_i), and tokens with the numbers 0 to count_i - 1 go to the
// pipeline. The call is done when each stream has moved count_i elements and each memory that is
// written has said so; then done_o is high for a cycle, and count_i may change from the next one on.
// start_i in that cycle begins nothing; in the next one, it begins another call.
//
// moved_i and written_i count from the cycle after start_i on, in which the first token is offered and the
// memories are asked: what they bring about cannot come earlier. In a call, moved_i is high count_i times
// for each stream, and written_i once or more often for each writer.
//
// Parameters:
//   MEMORIES  that are read or written, 1 or more
//   STREAMS   that leave the kernel, 1 or more
//   WRITERS   of the memories, those that are written and so report their end, 1 or more; tie
//             written_i to ones for a kernel that writes none
//
// Timing: the first token is offered in the cycle after start_i; done_o follows the last move in the
// next cycle but one. All outputs come from registers.
//
// rst_ni is synchronous. While it is low, start_i must be low.
module call_control #(
  parameter int MEMORIES = 1,
  parameter int STREAMS = 1,
  parameter int WRITERS = 1
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                start_i,
  input  logic [31:0]         count_i,
  output logic                done_o,
  output logic                idle_o,

  output logic [MEMORIES-1:0] req_valid_o,
  input  logic [MEMORIES-1:0] req_ready_i,

  output logic                token_valid_o,
  input  logic                token_ready_i,
  output logic [31:0]         token_o,

  input  logic [STREAMS-1:0]  moved_i,
  input  logic [WRITERS-1:0]  written_i
);

`ifndef __ICARUS__
  if (MEMORIES < 1) $error("call_control: MEMORIES must be 1 or more");
  if (STREAMS < 1) $error("call_control: STREAMS must be 1 or more");
  if (WRITERS < 1) $error("call_control: WRITERS must be 1 or more");
`endif

  logic               begins;
  logic [WRITERS-1:0] written_q;
  logic [STREAMS-1:0] complete;

  assign begins = idle_o & start_i & ~done_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      idle_o        <= 1'b1;
      done_o        <= 1'b0;
      req_valid_o   <= '0;
      token_valid_o <= 1'b0;
      token_o       <= '0;
      written_q     <= '0;
    end else if (begins) begin
      idle_o        <= 1'b0;
      req_valid_o   <= '1;
      token_valid_o <= count_i != '0;
      token_o       <= '0;
      written_q     <= '0;
    end else begin
      done_o      <= 1'b0;
      req_valid_o <= req_valid_o & ~req_ready_i;
      written_q   <= written_q | written_i;
      if (token_valid_o & token_ready_i) begin
        token_o       <= token_o + 1'b1;
        token_valid_o <= token_o + 1'b1 != count_i;
      end
      if (~idle_o & (req_valid_o == '0) & ~token_valid_o & (&written_q) & (&complete)) begin
        idle_o <= 1'b1;
        done_o <= 1'b1;
      end
    end
  end

  for (genvar stream = 0; stream < STREAMS; stream++) begin : gen_stream
    logic [31:0] left_q;

    always_ff @(posedge clk_i) begin
      if (begins) left_q <= count_i;
      else if (moved_i[stream]) left_q <= left_q - 1'b1;
    end

    assign complete[stream] = left_q == '0;
  end

`ifdef FORMAL
`include "formal/call_control.svh"
`endif

endmodule
