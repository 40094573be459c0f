#include "processes.hpp"
#include "visible.hpp"

using espial::hw::records;

// The numbers of all records that no slot of the index names stand in one ring: first free ones,
// from `next` to `ended`, then those whose session has ended, the oldest first, to `put`. So the
// host's release of the oldest ended ones only moves `ended`. Free numbers go to `index` ahead of
// need; it counts them itself, so it never asks for one that is not there, and each number is the
// same whatever the timing.
void process::free_list(hls::stream<FreeListRequest>& requests,
                        hls::stream<record_number_t>& ended_reads,
                        hls::stream<FreeRecord>& free_records,
                        hls::stream<record_number_t>& ended_numbers) {
#pragma HLS PIPELINE II = 1 style = flp
  static record_number_t ring[records];
#pragma HLS BIND_STORAGE variable = ring type = ram_2p impl = uram
  // Forwarding: the numbers that the last `kept` firings put stand in `recent`, newest first; a
  // firing finds every older one there or in memory, where it is after `kept` more firings:
  // distance kept + 1.
  constexpr int kept = 4;
#pragma HLS DEPENDENCE variable = ring inter RAW true distance = 5
  struct Recent {
    bool valid;
    record_number_t place;
    record_number_t record;
  };
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  // They count on beyond the ring, so that their differences tell full from empty.
  static count_t next = 0;
  static count_t after = 1;  // next + 1
  static count_t ended = records;
  static count_t put = records;
  static bool some = true;     // are free: `next` is not `ended`, found out by the firing before
  static bool marked = false;  // the mark is sent
  static bool sweeping = true;
  static count_t swept = 0;
  static const Show<VisibleFreeList> shown(ring, next, ended, put);

  Recent newest;
  newest.valid = false;
  if (sweeping) {
    // A few more than there are: then the last ones are in memory too, and `recent` is empty.
    ring[record_number_t(swept)] = record_number_t(swept);
    sweeping = swept != records - 1 + kept;
    swept = swept + 1;
    next = 0;
    after = 1;
    ended = records;
    put = records;
    some = true;
    marked = false;
  } else {
    FreeListRequest request;
    const bool asked = requests.read_nb(request);
    const bool end = asked && request.action == code(FreeListAction::end);
    const bool release = asked && request.action == code(FreeListAction::release);
    // The read of an ended number follows its `end`, but by another stream: what `index` says comes
    // first.
    record_number_t place = next;
    const bool listed = !asked && ended_reads.read_nb(place);
    const bool gives = !listed && (!marked || some) && !free_records.full();
    record_number_t number = ring[place];
    for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
      if (recent[i].valid && recent[i].place == place) number = recent[i].record;
    }
    if (listed) ended_numbers.write(number);
    if (gives) {
      FreeRecord free;
      free.mark = !marked;
      free.record = number;
      free_records.write(free);
    }
    const bool taken = gives && marked;
    some = (release && request.count != 0) || (taken ? after != ended : next != ended);
    if (gives) marked = true;
    if (taken) {
      next = after;
      after = after + 1;
    }
    if (release) ended = ended + request.count;
    newest.valid = end;
    newest.place = put;
    newest.record = request.record;
    if (end) {
      ring[newest.place] = newest.record;
      put = put + 1;
    }
    if (asked && request.action == code(FreeListAction::clear)) {
      sweeping = true;
      swept = 0;
    }
  }

  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0] = newest;
}
