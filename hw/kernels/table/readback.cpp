#include "processes.hpp"
#include "record_beats.hpp"

using espial::hw::records;

// Reads records in the background for a bulk answer: live sessions from record `start` on, or ended
// ones by their place in the ring of `free_list`. Reads go out in lots no larger than the streams
// between here and `record` hold, and a lot is answered before the next goes out: so `record` never
// waits.
void process::readback(hls::stream<BulkRequest>& bulk_requests,
                       hls::stream<record_number_t>& ended_numbers,
                       hls::stream<record_beats_t>& read_records,
                       hls::stream<record_number_t>& ended_reads,
                       hls::stream<record_number_t>& reads, hls::stream<beat_t>& bulk) {
#pragma HLS PIPELINE II = 1 style = flp
  enum Step { idle, plan, list, ask, collect, second_beat, pad, second_pad, last };
  static ap_uint<4> step = idle;
  static BulkRequest request;
  static ap_uint<17> found = 0;   // records in the answer so far
  static ap_uint<17> filled = 0;  // the same, empty ones included
  static ap_uint<33> next = 0;    // where the next lot begins
  static ap_uint<33> end = 0;     // behind the last one to look at
  static ap_uint<5> lot = 0;      // reads in this lot
  static ap_uint<5> at = 0;       // of these, done in this step
  static beat_t held = 0;

  if (step == idle) {
    request = bulk_requests.read();
    found = 0;
    filled = 0;
    next = request.start;
    end = request.ended ? ap_uint<33>(next + request.valid) : ap_uint<33>(records);
    step = plan;
  } else if (step == plan) {
    const ap_uint<33> there = next < end ? ap_uint<33>(end - next) : ap_uint<33>(0);
    const ap_uint<33> room = request.count - filled;
    const ap_uint<33> most = there < room ? there : room;
    lot = most < read_places ? ap_uint<5>(most) : ap_uint<5>(read_places);
    at = 0;
    if (lot != 0) {
      step = request.ended ? list : ask;
    } else {
      step = room != 0 ? pad : last;
    }
  } else if (step == list) {
    ended_reads.write(record_number_t(next + at));
    at = at + 1;
    if (at == lot) {
      at = 0;
      step = ask;
    }
  } else if (step == ask) {
    record_number_t number = next + at;
    if (request.ended) number = ended_numbers.read();
    reads.write(number);
    at = at + 1;
    if (at == lot) {
      at = 0;
      next = next + lot;
      step = collect;
    }
  } else if (step == collect) {
    const record_beats_t record = read_records.read();
    at = at + 1;
    if (request.ended || is_live(record)) {
      bulk.write(beat_t(record));
      held = record >> (8 * espial::hw::beat_octets);
      found = found + 1;
      filled = filled + 1;
      step = second_beat;
    } else if (at == lot) {
      step = plan;
    }
  } else if (step == second_beat) {
    bulk.write(held);
    step = at == lot ? plan : collect;
  } else if (step == pad) {
    bulk.write(0);
    step = second_pad;
  } else if (step == second_pad) {
    bulk.write(0);
    filled = filled + 1;
    step = filled == request.count ? last : pad;
  } else {
    // The last beat of the answer: `answer` adds what all answers have.
    namespace layout = espial::hw::answer;
    constexpr int value = 8 * static_cast<int>(offsetof(espial::hw::Answer, value));
    const ap_uint<33> more = request.ended ? ap_uint<33>(request.left) : ap_uint<33>(next < end);
    bulk.write((beat_t(found) << (value + 64 * static_cast<int>(layout::count))) |
               (beat_t(next) << (value + 64 * static_cast<int>(layout::cursor))) |
               (beat_t(more) << (value + 64 * static_cast<int>(layout::more))));
    step = idle;
  }
}
