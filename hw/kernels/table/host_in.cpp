#include "octets.hpp"
#include "processes.hpp"

void process::host_in(hls::stream<host_beat_t>& host, hls::stream<Request>& requests) {
#pragma HLS PIPELINE II = 1 style = flp
  using espial::hw::kind_bits;
  typedef espial::hw::Request Layout;
  static bool second = false;
  static beat_t first = 0;

  const beat_t beat = host.read().data;
  if (second) {
    Request request;
    request.time = octets<8>(first, offsetof(Layout, time_ns));
    request.length = octets<3>(first, offsetof(Layout, length));
    request.ingress = octets<2>(first, offsetof(Layout, ingress));
    request.captured = octets<1>(first, offsetof(Layout, captured));
    const ap_uint<8> kind_link = octets<1>(first, offsetof(Layout, kind_link));
    request.kind = kind_link.range(kind_bits - 1, 0);
    request.link = kind_link.range(7, kind_bits);
    request.open_count = octets<1>(first, offsetof(Layout, open_count));
    request.wire = false;
    request.oversize = false;
    request.beats = 0;
    request.number = 0;
    request.zone = 0;
    request.reversal = false;
    constexpr unsigned in_first = espial::hw::beat_octets - offsetof(Layout, window);
    request.window =
        octets<in_first>(first, offsetof(Layout, window)) | (window_t(beat) << (8 * in_first));
    requests.write(request);
  }
  first = beat;
  second = !second;
}
