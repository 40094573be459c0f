#include "load.hpp"

void load(const beat_t* memory, ap_uint<32> beats, hls::stream<host_beat_t>& to_table) {
#pragma HLS INTERFACE m_axi port = memory bundle = gmem offset = slave
#pragma HLS INTERFACE s_axilite port = memory
#pragma HLS INTERFACE s_axilite port = beats
#pragma HLS INTERFACE s_axilite port = return
#pragma HLS INTERFACE axis port = to_table
  for (ap_uint<32> i = 0; i < beats; ++i) {
#pragma HLS PIPELINE II = 1
    host_beat_t beat;
    beat.data = memory[i.to_uint()];
    beat.keep = ~ap_uint<espial::hw::beat_octets>(0);
    beat.strb = ~ap_uint<espial::hw::beat_octets>(0);
    beat.last = i == beats - 1;
    to_table.write(beat);
  }
}
