// Proof of stream_fifo: whichever FIFO it chose keeps what it promises. That the words are the right
// ones follows from the proof of that FIFO.
localparam int f_latency = (Block || Ultra) ? 4 : 1;
`include "formal/stream_contract.svh"
