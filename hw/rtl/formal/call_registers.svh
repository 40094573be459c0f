// Proof of call_registers by induction: every transaction has its answer, and what is read and what the
// kernel sees follows from what was written and what the kernel said, here kept once more. Of the
// arguments this is done for one word and one byte that are picked freely.
reg f_started = 1'b0;
always @(posedge clk_i) f_started <= 1'b1;
// Any state may be there at first, and a reset may come at any time.
always @* if (!f_started) assume (!rst_ni);

wire f_aw = aw_valid_i & aw_ready_o;
wire f_w = w_valid_i & w_ready_o;
wire f_b = b_valid_o & b_ready_i;
wire f_ar = ar_valid_i & ar_ready_o;
wire f_r = r_valid_o & r_ready_i;

// What was taken and not answered.
reg [1:0] f_addresses, f_words, f_reads;
always @(posedge clk_i)
  if (!rst_ni) begin
    f_addresses <= 0;
    f_words <= 0;
    f_reads <= 0;
  end else begin
    f_addresses <= f_addresses + f_aw - f_b;
    f_words <= f_words + f_w - f_b;
    f_reads <= f_reads + f_ar - f_r;
  end

reg        f_b_waiting, f_r_waiting, f_late;
reg [31:0] f_r_waiting_data;
always @(posedge clk_i) begin
  f_b_waiting <= rst_ni & b_valid_o & ~b_ready_i;
  f_r_waiting <= rst_ni & r_valid_o & ~r_ready_i;
  f_r_waiting_data <= r_data_o;
  f_late <= rst_ni & ~b_valid_o & (f_addresses != 0) & (f_words != 0);
end

// The last that was taken; it is carried out when its answer appears.
reg [ADDR_WIDTH-1:0] f_address;
reg [31:0]           f_data;
reg [3:0]            f_strobe;
reg                  f_answered;
always @(posedge clk_i) begin
  if (f_aw) f_address <= aw_addr_i;
  if (f_w) f_data <= w_data_i;
  if (f_w) f_strobe <= w_strb_i;
  f_answered <= rst_ni & b_valid_o;
end
wire                  f_write = b_valid_o & ~f_answered;
wire [ADDR_WIDTH-3:0] f_index = f_address[ADDR_WIDTH-1:2];
wire                  f_flags = f_write & f_strobe[0];
wire                  f_control = f_flags && f_index == 0;

// The state before a write that is carried out in this cycle, and with it.
reg       f_start_q, f_done_q, f_ready_q, f_restart_q, f_global_q;
reg [1:0] f_enable_q, f_status_q;
wire       f_start = f_start_q | (f_control & f_data[0]);
wire       f_restart = f_control ? f_data[7] : f_restart_q;
wire       f_global = (f_flags && f_index == 1) ? f_data[0] : f_global_q;
wire [1:0] f_enable = (f_flags && f_index == 2) ? f_data[1:0] : f_enable_q;

// A toggle was decided a cycle before its answer, beside what the kernel said then.
reg [1:0]  f_events;
wire [1:0] f_status = f_events | (f_status_q ^ ((f_flags && f_index == 3) ? f_data[1:0] : 2'b00));
wire       f_control_read = f_ar && ar_addr_i[ADDR_WIDTH-1:2] == 0;
reg        f_interrupt;
always @(posedge clk_i)
  if (!rst_ni) begin
    {f_start_q, f_done_q, f_ready_q, f_restart_q, f_global_q} <= 0;
    {f_enable_q, f_status_q, f_events, f_interrupt} <= 0;
  end else begin
    f_start_q <= ready_i ? f_restart : f_start;
    f_done_q <= done_i | (f_done_q & ~f_control_read);
    f_ready_q <= ready_i | (f_ready_q & ~f_control_read);
    f_restart_q <= f_restart;
    f_global_q <= f_global;
    f_enable_q <= f_enable;
    f_events <= {ready_i, done_i} & f_enable;
    f_status_q <= f_status;
    f_interrupt <= f_global & (f_status != 0);
  end

(* anyconst *) wire [7:0] f_word;
(* anyconst *) wire [1:0] f_byte;
always @* assume (f_word < WORDS);
reg [7:0]  f_argument_q;
wire [7:0] f_argument = (f_write && f_index == f_word + 4 && f_strobe[f_byte] && WRITABLE[f_word]) ?
                        f_data >> (8 * f_byte) : f_argument_q;
always @(posedge clk_i) f_argument_q <= rst_ni ? f_argument : 8'h00;

// What a read has to give: all bits of those in f_known.
reg [31:0]            f_read, f_known;
wire [ADDR_WIDTH-3:0] f_read_index = ar_addr_i[ADDR_WIDTH-1:2];
always @(posedge clk_i) if (f_ar) begin
  f_known <= 32'hffffffff;
  f_read <= 0;
  if (f_read_index == 0) f_read <= {24'b0, f_restart, 3'b0, f_ready_q, idle_i, f_done_q, f_start};
  else if (f_read_index == 1) f_read <= f_global;
  else if (f_read_index == 2) f_read <= f_enable;
  else if (f_read_index == 3) f_read <= f_status;
  else if (f_read_index < WORDS + 4) begin
    f_known <= (f_read_index == f_word + 4) ? 32'hff << (8 * f_byte) : 0;
    f_read <= f_argument << (8 * f_byte);
  end
end

always @* if (f_started) begin
  // An answer for each, one at a time, soon, and until it is taken.
  assert (f_addresses == !aw_ready_o + b_valid_o && f_words == !w_ready_o + b_valid_o);
  assert (f_reads == r_valid_o && ar_ready_o == !r_valid_o);
  if (f_b_waiting) assert (b_valid_o);
  if (f_r_waiting) assert (r_valid_o && r_data_o == f_r_waiting_data);
  if (f_late) assert (b_valid_o);
  assert (b_resp_o == 0 && r_resp_o == 0);
  if (r_valid_o) assert ((r_data_o & f_known) == (f_read & f_known));
  // The kernel's side.
  assert (start_o == f_start);
  assert (8'(arguments_o >> (32 * f_word + 8 * f_byte)) == f_argument);
  assert (interrupt_o == f_interrupt);
  // The state that does not show.
  assert (done_q == f_done_q && ready_q == f_ready_q && restart_q == f_restart);
  assert (global_enable_q == f_global && enable_q == f_enable && status_q == f_status);
  if (!aw_ready_o) assert (write_index_q == f_index);
  if (!w_ready_o) assert (write_data_q == f_data && write_strb_q == f_strobe);
end

always @* if (f_started && rst_ni) begin
  cover (f_start && ready_i && !f_restart);
  cover (f_start && ready_i && f_restart);
  cover (f_control_read && f_done_q && done_i);
  cover (interrupt_o && f_flags && f_index == 3);
  cover (r_valid_o && f_known == 32'hff0000 && f_read == 32'h550000);
  cover (f_write && !WRITABLE[f_word] && f_index == f_word + 4 && f_strobe[f_byte]);
  cover (f_b_waiting && f_b && !aw_ready_o && !w_ready_o);
end
