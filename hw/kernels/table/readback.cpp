#include "processes.hpp"
#include "record_beats.hpp"

using espial::hw::records;

namespace {

// A firing is in one of these steps. Each is a flag that follows from few others, because the next
// firing must know at once what it reads.
struct Steps {
  bool idle;
  bool plan;     // how many more records may be asked for
  bool size;     // how many are in this lot
  bool list;     // asks for their numbers, if they are ended ones
  bool ask;      // for the records
  bool collect;  // them
  bool pad;      // with empty records
  bool end;
};

}  // namespace

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
  static Steps at = {true, false, false, false, false, false, false, false};
  static BulkRequest request;
  static ap_uint<17> found = 0;  // records in the answer so far
  static ap_uint<17> room = 0;   // for more of them
  static ap_uint<32> next = 0;   // the next record to look at, or its place in the ring
  static ap_uint<17> there = 0;  // as many as there are from that one on
  static ap_uint<17> most = 0;   // of these, as many as there is room for
  static ap_uint<5> lot = 0;     // reads in this lot
  static ap_uint<5> left = 0;    // of these, still to be done in this step
  static bool second = false;    // the second beat of a record is next
  static beat_t held = 0;

  // What the steps depend on is asked of the counters before they move on, so a lot is found to be
  // through when no record is left.
  const bool final = left == 1;
  const bool none = left == 0;
  const bool fits = room != 0;
  const bool any = there != 0;
  const bool full = second && room == 1;

  Steps then;
  then.idle = at.end;
  then.plan = at.idle || (at.collect && none);
  then.size = at.plan && fits && any;
  then.list = (at.size && request.ended) || (at.list && !final);
  then.ask = (at.size && !request.ended) || (at.list && final) || (at.ask && !final);
  then.collect = (at.ask && final) || (at.collect && !none);
  then.pad = (at.plan && fits && !any) || (at.pad && !full);
  then.end = (at.plan && !fits) || (at.pad && full);

  if (at.idle) {
    request = bulk_requests.read();
    found = 0;
    room = request.count;
    next = request.start;
    const ap_uint<17> live =
        request.start < records ? ap_uint<17>(records - request.start) : ap_uint<17>(0);
    there = request.ended ? request.valid : live;
  } else if (at.plan) {
    most = there < room ? there : room;
  } else if (at.size) {
    lot = most < read_places ? ap_uint<5>(most) : ap_uint<5>(read_places);
    left = lot;
  } else if (at.list) {
    ended_reads.write(record_number_t(next));
    next = next + 1;
    there = there - 1;
    left = final ? lot : ap_uint<5>(left - 1);
  } else if (at.ask) {
    record_number_t number = next;
    if (request.ended) {
      number = ended_numbers.read();
    } else {
      next = next + 1;
      there = there - 1;
    }
    reads.write(number);
    left = final ? lot : ap_uint<5>(left - 1);
  } else if (at.collect) {
    if (second) {
      bulk.write(held);
      found = found + 1;
      room = room - 1;
      second = false;
    } else if (!none) {
      const record_beats_t record = read_records.read();
      left = left - 1;
      second = request.ended || is_live(record);
      if (second) bulk.write(beat_t(record));
      held = record >> (8 * espial::hw::beat_octets);
    }
  } else if (at.pad) {
    bulk.write(0);
    if (second) room = room - 1;
    second = !second;
  } else {
    // The last beat of the answer: `answer` adds what all answers have.
    namespace layout = espial::hw::answer;
    constexpr int value = 8 * static_cast<int>(offsetof(espial::hw::Answer, value));
    const ap_uint<33> more = request.ended ? ap_uint<33>(request.left) : ap_uint<33>(there != 0);
    bulk.write((beat_t(found) << (value + 64 * static_cast<int>(layout::count))) |
               (beat_t(next) << (value + 64 * static_cast<int>(layout::cursor))) |
               (beat_t(more) << (value + 64 * static_cast<int>(layout::more))));
  }
  at = then;
}
