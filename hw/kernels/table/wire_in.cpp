#include "processes.hpp"

using espial::hw::beat_octets;
using espial::hw::frame_beats;
using espial::hw::frame_octets;
using espial::hw::window_octets;

// How many octets TKEEP marks: they are contiguous from octet 0 (AXI4-Stream, 2.4: no position
// bytes here).
static ap_uint<7> marked(ap_uint<beat_octets> keep) {
#pragma HLS INLINE
  ap_uint<7> count = 0;
  for (unsigned i = 0; i < beat_octets; ++i) {
#pragma HLS UNROLL
    count = count + ap_uint<1>(keep[i]);
  }
  return count;
}

// A frame's length is known at its end, so its beats wait in the frame FIFO. What exceeds the
// longest frame is not kept: the FIFO always has room for a whole frame, and cannot deadlock.
void process::wire_in(hls::stream<wire_beat_t>& wire, hls::stream<FrameBeat>& frames,
                      hls::stream<Request>& requests) {
#pragma HLS PIPELINE II = 1 style = flp
  static ap_uint<8> beats = 0;  // of this frame so far, as many as are kept
  static ap_uint<24> length = 0;
  static bool cut = false;
  static ap_uint<80> user = 0;
  static window_t window = 0;

  const wire_beat_t beat = wire.read();
  const bool first = beats == 0;
  if (first) {
    length = 0;
    cut = false;
    user = beat.user;
    window = 0;
  }
  if (beats == 0) window = window_t(beat.data);
  if (beats == 1)
    window =
        window_t(ap_uint<8 * beat_octets>(window)) | (window_t(beat.data) << (8 * beat_octets));

  const bool kept = beats < frame_beats;
  if (kept) {
    FrameBeat waiting;
    waiting.data = beat.data;
    waiting.keep = beat.keep;
    waiting.user = beat.user;
    waiting.last = beat.last;
    frames.write(waiting);
    beats = beats + 1;
  } else {
    cut = true;
  }
  // A length that 24 bits cannot hold stays at the largest.
  const ap_uint<25> sum = length + marked(beat.keep);
  length = sum[24] ? ~ap_uint<24>(0) : ap_uint<24>(sum);

  if (beat.last) {
    Request request;
    request.time = user.range(63, 0);
    request.ingress = user.range(79, 64);
    request.length = length;
    request.captured = length < window_octets ? ap_uint<8>(length) : ap_uint<8>(window_octets);
    request.kind = code(espial::hw::RequestKind::packet);
    request.link = code(espial::hw::LinkType::ethernet);
    request.open_count = 0;
    request.wire = true;
    request.oversize = cut || length > frame_octets;
    request.beats = beats;
    request.number = 0;
    request.zone = 0;
    request.reversal = false;
    request.window = window;
    requests.write(request);
    beats = 0;
  }
}
