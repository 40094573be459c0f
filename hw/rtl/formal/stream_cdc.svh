// Proof of stream_cdc by induction: the clocks are two inputs that rise and fall as they like, and each
// bit of a count takes up to a cycle of its clock to the other side. The counts, and what is known of
// them here and there, stand in a row, from the oldest to the newest, over DEPTH places at most.

// Any state may be there at first. Both resets are low until each clock has seen them twice.
reg [1:0] f_wr_resets = 2'd0, f_rd_resets = 2'd0;
reg       f_wr_runs = 1'b0, f_rd_runs = 1'b0;
always @(posedge wr_clk_i) begin
  if (f_wr_resets != 2) f_wr_resets <= f_wr_resets + 1;
  f_wr_runs <= wr_rst_ni;
end
always @(posedge rd_clk_i) begin
  if (f_rd_resets != 2) f_rd_resets <= f_rd_resets + 1;
  f_rd_runs <= rd_rst_ni;
end
wire f_started = f_wr_resets == 2 && f_rd_resets == 2;
always @* begin
  if (!f_started) assume (!wr_rst_ni && !rd_rst_ni);
  if (f_wr_runs) assume (wr_rst_ni);
  if (f_rd_runs) assume (rd_rst_ni);
  if (!wr_rst_ni) assume (!valid_i);
end

// Each bit arrives at once or late; when all have arrived, they stay.
(* anyseq *) wire [CountWidth-1:0] f_write_late, f_read_late;
reg [CountWidth-1:0] f_write_before, f_read_before;
always @(posedge wr_clk_i) f_write_before <= write_gray_q;
always @(posedge rd_clk_i) f_read_before <= read_gray_q;
assign write_crossing = (write_meta_q == write_gray_q) ? write_gray_q :
                        (f_write_late & f_write_before) | (~f_write_late & write_gray_q);
assign read_crossing = (read_meta_q == read_gray_q) ? read_gray_q :
                       (f_read_late & f_read_before) | (~f_read_late & read_gray_q);

// Words that went in and out, counted beyond all that can be inside. One word is picked freely.
localparam int f_width = CountWidth + 1;
wire f_push = valid_i & ready_o;
wire f_pop = valid_o & ready_i;
(* anyseq *) wire f_pick;
reg [f_width-1:0] f_pushed, f_popped, f_number;
reg               f_picked, f_gone;
reg [WIDTH-1:0]   f_word;
wire f_tracking = f_picked & ~f_gone;
wire [f_width-1:0] f_level = f_pushed - f_popped;
wire [f_width-1:0] f_ahead = f_number - f_popped;

always @(posedge wr_clk_i)
  if (!wr_rst_ni) begin
    f_pushed <= 0;
    f_picked <= 1'b0;
  end else begin
    f_pushed <= f_pushed + f_push;
    if (!f_picked) begin
      f_picked <= f_push & f_pick;
      f_number <= f_pushed;
      f_word <= data_i;
    end
  end

reg             f_waiting;
reg [WIDTH-1:0] f_waiting_word;
always @(posedge rd_clk_i)
  if (!rd_rst_ni) begin
    f_popped <= 0;
    f_gone <= 1'b0;
    f_waiting <= 1'b0;
  end else begin
    f_popped <= f_popped + f_pop;
    f_gone <= f_gone | (f_tracking & f_pop & (f_ahead == 0));
    f_waiting <= valid_o & ~ready_i;
    f_waiting_word <= data_o;
  end

// What the ports show.
always @* if (f_started) begin
  // Nothing appears from nowhere, nothing is lost.
  assert (f_level <= DEPTH + 1);
  assert (!valid_o || f_level != 0);
  // What is offered stays until it is taken.
  if (f_waiting) assert (valid_o && data_o == f_waiting_word);
  // Words come out in order.
  if (f_tracking) assert (f_ahead < f_level);
  if (f_tracking && f_ahead == 0 && valid_o) assert (data_o == f_word);
end

// The counts, as they are known on the other side, and the picked word.
function automatic [CountWidth-1:0] f_binary(input [CountWidth-1:0] code);
  integer i;
  begin
    f_binary = code;
    for (i = 1; i < CountWidth; i = i + 1) f_binary = f_binary ^ (code >> i);
  end
endfunction

wire [CountWidth-1:0] f_read_sync = f_binary(read_sync_q);
wire [CountWidth-1:0] f_read_meta = f_binary(read_meta_q);
wire [CountWidth-1:0] f_write_sync = f_binary(write_sync_q);
wire [CountWidth-1:0] f_write_meta = f_binary(write_meta_q);
reg [CountWidth-1:0] f_read_sync_before, f_write_sync_before;
always @(posedge wr_clk_i) f_read_sync_before <= wr_rst_ni ? f_read_sync : 0;
always @(posedge rd_clk_i) f_write_sync_before <= rd_rst_ni ? f_write_sync : 0;
wire [CountWidth-1:0] f_taken = write_q - f_read_sync_before;

wire [CountWidth-1:0] f_step_0 = f_read_sync - f_read_sync_before;
wire [CountWidth-1:0] f_step_1 = f_read_meta - f_read_sync;
wire [CountWidth-1:0] f_step_2 = read_q - f_read_meta;
wire [CountWidth-1:0] f_step_3 = f_write_sync - read_q;
wire [CountWidth-1:0] f_step_4 = f_write_meta - f_write_sync;
wire [CountWidth-1:0] f_step_5 = write_q - f_write_meta;
wire [CountWidth+2:0] f_row = {3'b0, f_step_0} + f_step_1 + f_step_2 + f_step_3 + f_step_4 + f_step_5;
wire [CountWidth-1:0] f_write_late_by = write_q - f_binary(f_write_before);
wire [CountWidth-1:0] f_read_late_by = read_q - f_binary(f_read_before);
wire [CountWidth-1:0] f_stored = write_q - read_q;
wire [AddressWidth-1:0] f_place = read_q + f_ahead - valid_o;

always @* if (f_started) begin
  assert (write_gray_q == (write_q ^ (write_q >> 1)));
  assert (read_gray_q == (read_q ^ (read_q >> 1)));
  assert (f_row <= DEPTH);
  assert (f_write_late_by <= 1 && f_read_late_by <= 1);
  assert (f_level == f_stored + valid_o);
  if (f_tracking && f_ahead >= valid_o) assert (store[f_place] == f_word);
  // Ready, and valid, as soon as a free place, or a word, is known of.
  assert (ready_o == (f_taken != DEPTH));
  if (!valid_o) assert (read_q == f_write_sync_before);
end

// A side that has seen a reset stays as it was left until it runs.
always @* begin
  assert (f_wr_resets <= 2 && f_rd_resets <= 2);
  if (f_wr_runs || f_rd_runs) assert (f_started);
  if (f_wr_resets != 0 && !f_wr_runs) begin
    assert (write_q == 0 && write_gray_q == 0 && read_meta_q == 0 && read_sync_q == 0 && ready_o);
    assert (f_pushed == 0 && !f_picked && f_read_sync_before == 0);
    if (f_wr_resets == 2) assert (f_write_before == 0);
  end
  if (f_rd_resets != 0 && !f_rd_runs) begin
    assert (read_q == 0 && read_gray_q == 0 && write_meta_q == 0 && write_sync_q == 0 && !valid_o);
    assert (f_popped == 0 && !f_gone && !f_waiting && f_write_sync_before == 0);
    if (f_rd_resets == 2) assert (f_read_before == 0);
  end
end

// None of this holds only because nothing happens.
always @* if (f_started && f_wr_runs && f_rd_runs) begin
  // The last word stands in a place that was used before.
  cover (f_level == DEPTH + 1 && !ready_o && f_tracking && f_number == DEPTH);
  cover (f_tracking && f_pop && f_ahead == 0 && f_number == 2);
  cover (write_crossing != write_gray_q && read_crossing != read_gray_q && f_tracking);
end
