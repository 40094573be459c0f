#include "processes.hpp"

// Sends the answers, whose length the request has fixed: one beat, or 2N + 1 for a read of N
// records. When one is through, its place is free for another request.
void process::answer(hls::stream<AnswerItem>& answers, hls::stream<beat_t>& bulk,
                     hls::stream<bool>& answered, hls::stream<host_beat_t>& host) {
#pragma HLS PIPELINE II = 1 style = flp
  static AnswerItem item;
  static bool through = true;   // all beats of `item` are sent
  static ap_uint<17> left = 0;  // else: beats still to come

  // Compared side by side with what chooses between them: `through` must be there at once.
  bool last = left == 1;
  if (through) {
    item = answers.read();
    left = item.bulk ? ap_uint<17>((item.records, ap_uint<1>(1))) : ap_uint<17>(item.records);
    last = item.bulk ? item.records == 0 : !item.pad || item.records <= 1;
  }
  through = last;
  left = left - 1;

  host_beat_t out;
  out.data = 0;
  if (item.bulk) {
    out.data = bulk.read();
  }
  // A pad's beats are all empty but for its last, which is an answer like any other.
  if (last) out.data = out.data | item.beat;
  out.keep = ~ap_uint<espial::hw::beat_octets>(0);
  out.strb = ~ap_uint<espial::hw::beat_octets>(0);
  out.last = last;
  host.write(out);
  if (last) answered.write(true);
}
