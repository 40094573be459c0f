#include "processes.hpp"

// Sends the answers, whose length the request has fixed: one beat, or 2N + 1 for a read of N
// records. When one is through, its place is free for another request.
void process::answer(hls::stream<AnswerItem>& answers, hls::stream<beat_t>& bulk,
                     hls::stream<bool>& answered, hls::stream<host_beat_t>& host) {
#pragma HLS PIPELINE II = 1 style = flp
  static AnswerItem item;
  static ap_uint<17> left = 0;  // beats of this answer still to come

  if (left == 0) {
    item = answers.read();
    const bool several = item.pad && item.records != 0;
    left = item.bulk ? ap_uint<17>((item.records, ap_uint<1>(1)))
           : several ? ap_uint<17>(item.records)
                     : ap_uint<17>(1);
  }
  const bool last = left == 1;

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
  left = left - 1;
}
