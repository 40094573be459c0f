#include "count.hpp"
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

typedef Count<32> counter_t;

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

// Whether counter `i` counts this.
static bool counts_in(unsigned i, const Result& result) {
#pragma HLS INLINE
  const Transit& transit = result.transit;
  if (result.bounced) return i == code(Counter::bounced);
  if (transit.kind != code(RequestKind::packet)) return false;
  return i == transit.outcome || (i == code(Counter::packets) && !result.joined) ||
         (i == code(Counter::doubled) && result.joined) ||
         (i == code(Counter::keepalives) && transit.keepalive &&
          transit.outcome == code(Outcome::counted)) ||
         (i == code(Counter::time_reversals) && transit.reversal) ||
         (i == code(Counter::sessions) && result.created);
}

// As many counters as an answer holds, from `first` on.
static beat_t statistics(const counter_t (&counter)[counters], ap_uint<8> first) {
#pragma HLS INLINE
  beat_t beat = 0;
  for (unsigned i = 0; i < espial::hw::statistics_a_beat; ++i) {
#pragma HLS UNROLL
    counter_t count;
    for (unsigned group = 0; group < counters; group += espial::hw::statistics_a_beat) {
#pragma HLS UNROLL
      if (first == group) count = counter[group + i];
    }
    beat = beat | (beat_t(count.value()) << value_bit(i));
  }
  return beat;
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
  static counter_t counter[counters];
#pragma HLS ARRAY_PARTITION variable = counter complete dim = 0
  static bool ah_drops = false;  // the AH around the ESP that follows says drop
  static bool in_frame = false;  // `beats` is not 0: kept apart, since it decides what is read
  static ap_uint<8> beats = 0;   // of a frame, still to come
  static bool dropping = false;
  static bool clearing = true;

  const bool comes = !clearing && !in_frame;
  Result result;
  if (comes) result = results.read();
  // As the counters stand before they move on, which is earlier.
  beat_t read_out = 0;
  if (comes && result.transit.kind == code(RequestKind::read_statistics)) {
    read_out = statistics(counter, octets<1>(result.transit.argument,
                                             offsetof(espial::hw::StatisticsArgument, first)));
  }
  for (unsigned i = 0; i < counters; ++i) {
#pragma HLS UNROLL
    if (comes && counts_in(i, result)) counter[i].add_one();
    if (clearing) counter[i].clear();
  }

  if (clearing) {
    ah_drops = false;
    clearing = false;
    return;
  }
  if (in_frame) {
    const wire_beat_t beat = wire_beat(frames.read());
    if (!dropping) wire.write(beat);
    in_frame = beats != 1;
    beats = beats - 1;
    return;
  }
  const Transit& transit = result.transit;
  const bool packet = transit.kind == code(RequestKind::packet);
  const bool counts = transit.outcome == code(Outcome::counted);
  if (result.bounced) return;
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
    in_frame = transit.beats != 1;
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
    item.beat = item.beat | read_out;
  }
  clearing = transit.kind == code(RequestKind::clear);
  answers.write(item);
}
