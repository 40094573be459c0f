// Proof of stream_register: to the outside it is a FIFO of two places. That the words are the right
// ones follows from the proof of stream_fifo_small.
localparam int DEPTH = 2;
localparam int LevelWidth = 2;
localparam int f_latency = 1;
wire [LevelWidth-1:0] level_o = level_unused;
`include "formal/stream_contract.svh"
