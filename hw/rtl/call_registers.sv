// Registers of a kernel that the host calls: AXI4-Lite, with the map that Vitis HLS gives to ap_ctrl_hs
// (UG1399, "S_AXILITE Control Register Map").
//
//   0x00  control           0 ap_start      write 1 to call; 1 until the call was taken in
//                           1 ap_done       the call has ended; cleared by reading
//                           2 ap_idle
//                           3 ap_ready      the call was taken in; cleared by reading
//                           7 auto_restart  the next call begins when this one was taken in
//   0x04  global interrupt enable, bit 0
//   0x08  interrupt enable  0 done, 1 ready
//   0x0c  interrupt status  likewise, only of what is enabled; write 1 to toggle
//   0x10  arguments, WORDS words of 32 bits
//
// Other addresses and bits read 0. Bytes are written where the strobe says so, all answers are OKAY, and
// the two low bits of an address are not looked at. What happens in the cycle in which it is cleared or
// toggled is not lost.
//
// Parameters:
//   ADDR_WIDTH  bits of an address, enough for the arguments
//   WORDS       of the arguments, 1 or more
//   WRITABLE    bit i says whether word i of the arguments exists; it reads 0 if not
//
// Kernel's side: start_o is high while a call is wanted. ready_i, high for one cycle, says that the call
// was taken in: arguments_o may change from then on, and start_o falls unless the next call is wanted.
// done_i, high for one cycle, says that a call has ended (both may come in the same cycle). idle_i is
// shown as it is. A call that is asked for in the cycle of ready_i is another one.
//
// Timing: an address and its data may come in any order, one of each at a time, and are answered two
// cycles after the later one; with the answer, the registers have their new contents. A read is answered
// one cycle later, with what was there in the cycle in which it came. interrupt_o follows the status
// by one cycle. All outputs come from registers or are constant.
//
// rst_ni is synchronous. While it is low, all valid inputs must be low.
module call_registers #(
  parameter int ADDR_WIDTH = 6,
  parameter int WORDS = 4,
  parameter bit [WORDS-1:0] WRITABLE = {WORDS{1'b1}}
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  aw_valid_i,
  output logic                  aw_ready_o,
  input  logic [ADDR_WIDTH-1:0] aw_addr_i,

  input  logic                  w_valid_i,
  output logic                  w_ready_o,
  input  logic [31:0]           w_data_i,
  input  logic [3:0]            w_strb_i,

  output logic                  b_valid_o,
  input  logic                  b_ready_i,
  output logic [1:0]            b_resp_o,

  input  logic                  ar_valid_i,
  output logic                  ar_ready_o,
  input  logic [ADDR_WIDTH-1:0] ar_addr_i,

  output logic                  r_valid_o,
  input  logic                  r_ready_i,
  output logic [31:0]           r_data_o,
  output logic [1:0]            r_resp_o,

  output logic                  start_o,
  input  logic                  ready_i,
  input  logic                  done_i,
  input  logic                  idle_i,
  output logic [32*WORDS-1:0]   arguments_o,

  output logic                  interrupt_o
);

`ifndef __ICARUS__
  if (WORDS < 1) $error("call_registers: WORDS must be 1 or more");
  if (ADDR_WIDTH < 5 || ADDR_WIDTH > 16 || 2 ** ADDR_WIDTH < 16 + 4 * WORDS)
    $error("call_registers: ADDR_WIDTH must be 5 to 16, and enough for the arguments");
`endif

  localparam int IndexWidth = ADDR_WIDTH - 2;
  localparam int Control = 0;
  localparam int GlobalEnable = 1;
  localparam int Enable = 2;
  localparam int Status = 3;
  localparam int Arguments = 4;

  // An address and a word that wait for each other: one is there while its ready is low.
  logic [IndexWidth-1:0] write_index_q;
  logic [31:0]           write_data_q;
  logic [3:0]            write_strb_q;
  logic                  write, read;
  logic [IndexWidth-1:0] read_index;

  assign write      = ~aw_ready_o & ~w_ready_o & ~b_valid_o;
  assign read       = ar_valid_i & ar_ready_o;
  assign read_index = IndexWidth'(ar_addr_i >> 2);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      aw_ready_o <= 1'b1;
      w_ready_o  <= 1'b1;
      b_valid_o  <= 1'b0;
      ar_ready_o <= 1'b1;
      r_valid_o  <= 1'b0;
    end else begin
      aw_ready_o <= write | (aw_ready_o & ~aw_valid_i);
      w_ready_o  <= write | (w_ready_o & ~w_valid_i);
      b_valid_o  <= write | (b_valid_o & ~b_ready_i);
      ar_ready_o <= ar_ready_o ? ~ar_valid_i : r_ready_i;
      r_valid_o  <= ar_ready_o ? ar_valid_i : ~r_ready_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (aw_ready_o) write_index_q <= IndexWidth'(aw_addr_i >> 2);
    if (w_ready_o) begin
      write_data_q <= w_data_i;
      write_strb_q <= w_strb_i;
    end
  end

  logic       done_q, ready_q, restart_q, global_enable_q;
  logic [1:0] enable_q, status_q;
  logic       write_flags, control_written, control_read, status_written;

  assign write_flags     = write & write_strb_q[0];
  assign control_written = write_flags & (write_index_q == IndexWidth'(Control));
  assign status_written  = write_flags & (write_index_q == IndexWidth'(Status));
  assign control_read    = read & (read_index == IndexWidth'(Control));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      start_o         <= 1'b0;
      done_q          <= 1'b0;
      ready_q         <= 1'b0;
      restart_q       <= 1'b0;
      global_enable_q <= 1'b0;
      enable_q        <= '0;
      status_q        <= '0;
      interrupt_o     <= 1'b0;
    end else begin
      if (control_written & write_data_q[0]) start_o <= 1'b1;
      else if (ready_i) start_o <= restart_q;
      done_q  <= done_i | (done_q & ~control_read);
      ready_q <= ready_i | (ready_q & ~control_read);
      if (control_written) restart_q <= write_data_q[7];
      if (write_flags & (write_index_q == IndexWidth'(GlobalEnable))) global_enable_q <= write_data_q[0];
      if (write_flags & (write_index_q == IndexWidth'(Enable))) enable_q <= write_data_q[1:0];
      status_q    <= ({ready_i, done_i} & enable_q)
                     | (status_q ^ (write_data_q[1:0] & {2{status_written}}));
      interrupt_o <= global_enable_q & (status_q != '0);
    end
  end

  for (genvar i = 0; i < WORDS; i++) begin : gen_word
    logic [31:0] word_q;

    if (WRITABLE[i]) begin : gen_register
      logic written;
      assign written = write & (write_index_q == IndexWidth'(Arguments + i));

      for (genvar j = 0; j < 4; j++) begin : gen_byte
        always_ff @(posedge clk_i) begin
          if (!rst_ni) word_q[8*j+:8] <= '0;
          else if (written & write_strb_q[j]) word_q[8*j+:8] <= write_data_q[8*j+:8];
        end
      end
    end else begin : gen_reserved
      assign word_q = '0;
    end

    assign arguments_o[32*i+:32] = word_q;
  end

  logic [31:0] word;

  always_comb begin
    word = '0;
    for (int i = 0; i < WORDS; i++)
      if (read_index == IndexWidth'(Arguments + i)) word = arguments_o[32*i+:32];
    if (read_index == IndexWidth'(Control))
      word = {24'b0, restart_q, 3'b0, ready_q, idle_i, done_q, start_o};
    if (read_index == IndexWidth'(GlobalEnable)) word = {31'b0, global_enable_q};
    if (read_index == IndexWidth'(Enable)) word = {30'b0, enable_q};
    if (read_index == IndexWidth'(Status)) word = {30'b0, status_q};
  end

  always_ff @(posedge clk_i) if (ar_ready_o) r_data_o <= word;

  assign b_resp_o = 2'b00;  // OKAY
  assign r_resp_o = 2'b00;

`ifdef FORMAL
`include "formal/call_registers.svh"
`endif

endmodule
