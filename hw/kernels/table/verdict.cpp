#include "octets.hpp"
#include "processes.hpp"

using espial::hw::Action;
using espial::hw::Counter;
using espial::hw::counters;
using espial::hw::Outcome;
using espial::hw::RequestKind;

namespace {

constexpr int bits_of(std::size_t offset) { return 8 * static_cast<int>(offset); }
constexpr int value_bit(unsigned i) {
  return bits_of(offsetof(espial::hw::Answer, value)) + 64 * static_cast<int>(i);
}

}  // namespace

static beat_t identity() {
#pragma HLS INLINE
  namespace layout = espial::hw::answer;
  return (beat_t(espial::hw::identification) << value_bit(layout::identification)) |
         (beat_t(espial::hw::interface_version) << value_bit(layout::interface_version)) |
         (beat_t(espial::hw::records) << value_bit(layout::records)) |
         (beat_t(espial::hw::index_slots) << value_bit(layout::index_slots)) |
         (beat_t(espial::hw::sa_slots) << value_bit(layout::sa_slots)) |
         (beat_t(espial::hw::tag_bits) << value_bit(layout::tag_bits));
}

static wire_beat_t wire_beat(const FrameBeat& waiting) {
#pragma HLS INLINE
  wire_beat_t beat;
  beat.data = waiting.data;
  beat.keep = waiting.keep;
  beat.strb = waiting.keep;
  beat.user = waiting.user;
  beat.last = waiting.last;
  return beat;
}

// Sees every operation once, in order, so it owns the counters. A frame leaves or is dropped beat
// by beat, the first one in the firing that brings its verdict.
void process::verdict(hls::stream<Result>& results, hls::stream<FrameBeat>& frames,
                      hls::stream<wire_beat_t>& wire, hls::stream<AnswerItem>& answers) {
#pragma HLS PIPELINE II = 1 style = flp
  static ap_uint<64> counter[counters];
#pragma HLS ARRAY_PARTITION variable = counter complete dim = 0
  static bool ah_drops = false;  // the AH around the ESP that follows says drop
  static ap_uint<8> beats = 0;   // of a frame, still to come
  static bool dropping = false;
  static bool clearing = true;

  if (clearing) {
    for (unsigned i = 0; i < counters; ++i) {
#pragma HLS UNROLL
      counter[i] = 0;
    }
    ah_drops = false;
    clearing = false;
    return;
  }
  if (beats != 0) {
    const wire_beat_t beat = wire_beat(frames.read());
    if (!dropping) wire.write(beat);
    beats = beats - 1;
    return;
  }

  const Result result = results.read();
  const Transit& transit = result.transit;
  if (result.bounced) {
    counter[code(Counter::bounced)] = counter[code(Counter::bounced)] + 1;
    return;
  }
  const bool packet = transit.kind == code(RequestKind::packet);
  const bool counts = transit.outcome == code(Outcome::counted);
  for (unsigned i = 0; i < counters; ++i) {
#pragma HLS UNROLL
    const bool mine = i == transit.outcome || (i == code(Counter::packets) && !result.joined) ||
                      (i == code(Counter::doubled) && result.joined) ||
                      (i == code(Counter::keepalives) && transit.keepalive && counts) ||
                      (i == code(Counter::time_reversals) && transit.reversal) ||
                      (i == code(Counter::sessions) && result.created);
    if (packet && mine) counter[i] = counter[i] + 1;
  }
  if (packet && result.joined) {
    ah_drops = result.drop;
    return;
  }
  const bool drop = result.drop || ah_drops;
  ah_drops = false;

  if (transit.wire) {
    const wire_beat_t beat = wire_beat(frames.read());
    dropping = drop || transit.outcome == code(Outcome::oversize);
    if (!dropping) wire.write(beat);
    beats = transit.beats - 1;
    return;
  }

  typedef espial::hw::Answer Layout;
  AnswerItem item;
  item.beat =
      beat_t(transit.kind) | (beat_t(transit.open_count) << bits_of(offsetof(Layout, open_count)));
  item.bulk = transit.kind == code(RequestKind::read_sessions) ||
              transit.kind == code(RequestKind::read_ended);
  item.pad = transit.kind == code(RequestKind::pad);
  item.records = octets<2>(transit.argument, item.pad ? offsetof(espial::hw::PadArgument, count)
                                                      : offsetof(espial::hw::ReadArgument, count));
  if (packet) {
    namespace layout = espial::hw::answer;
    const ap_uint<64> session = counts ? ap_uint<64>(result.session) : ~ap_uint<64>(0);
    const unsigned action = code(drop ? Action::drop : Action::forward);
    item.beat = item.beat | (beat_t(transit.outcome) << bits_of(offsetof(Layout, outcome))) |
                (beat_t(action) << bits_of(offsetof(Layout, action))) |
                (beat_t(result.source_port) << bits_of(offsetof(Layout, source_port))) |
                (beat_t(result.destination_port) << bits_of(offsetof(Layout, destination_port))) |
                (beat_t(transit.number) << bits_of(offsetof(Layout, number))) |
                (beat_t(session) << value_bit(layout::session)) |
                (beat_t(result.created) << value_bit(layout::created));
  } else if (transit.kind == code(RequestKind::identify)) {
    item.beat = item.beat | identity();
  } else if (transit.kind == code(RequestKind::read_statistics)) {
    const ap_uint<8> first =
        octets<1>(transit.argument, offsetof(espial::hw::StatisticsArgument, first));
    for (unsigned group = 0; group < counters; group += espial::hw::statistics_a_beat) {
#pragma HLS UNROLL
      for (unsigned i = 0; i < espial::hw::statistics_a_beat; ++i) {
#pragma HLS UNROLL
        if (first == group) item.beat = item.beat | (beat_t(counter[group + i]) << value_bit(i));
      }
    }
  }
  clearing = transit.kind == code(RequestKind::clear);
  answers.write(item);
}
