#include "store.hpp"

void store(beat_t* memory, ap_uint<32> beats, hls::stream<host_beat_t>& from_table) {
#pragma HLS INTERFACE m_axi port = memory bundle = gmem offset = slave
#pragma HLS INTERFACE s_axilite port = memory
#pragma HLS INTERFACE s_axilite port = beats
#pragma HLS INTERFACE s_axilite port = return
#pragma HLS INTERFACE axis port = from_table
  for (ap_uint<32> i = 0; i < beats; ++i) {
#pragma HLS PIPELINE II = 1
    memory[i.to_uint()] = from_table.read().data;
  }
}
