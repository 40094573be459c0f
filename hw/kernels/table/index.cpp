#include "processes.hpp"

using espial::hw::choices;
using espial::hw::line_slots;
using espial::hw::lines;
using espial::hw::Outcome;
using espial::hw::RequestKind;

namespace {

struct Slot {
  bool valid;
  tag_t tag;
  record_number_t record;
};

struct Line {
  Slot slot[line_slots];
};

// A line that changed.
struct Recent {
  bool valid;
  ap_uint<2> choice;
  line_number_t number;
  Line line;
};

}  // namespace

// Finds the record of a key, or takes a free one and learns it, in one pass. A key may stand in any
// slot of four lines, one of each choice; it goes to the line with the most free slots. Only tags
// are compared here: `record` compares keys.
//
// All records that end or become free pass here, so it knows how many there are of each, and never
// waits for a number that does not come. The number itself only travels on: what the next operation
// finds depends on the number's place, not on when it arrives.
void process::index(hls::stream<Operation>& admitted, hls::stream<FreeRecord>& free_records,
                    hls::stream<FreeListRequest>& free_list_requests,
                    hls::stream<Located>& located) {
#pragma HLS PIPELINE II = 1 style = flp
  static Line table[choices][lines];
#pragma HLS ARRAY_PARTITION variable = table complete dim = 1
#pragma HLS BIND_STORAGE variable = table type = ram_2p impl = uram
  // Forwarding: the lines that the last `kept` operations changed stand in `recent`, newest first,
  // so an operation finds every older change there or in memory, where it is after `kept` more
  // operations: distance kept + 1.
  constexpr int kept = 8;
#pragma HLS DEPENDENCE variable = table inter RAW true distance = 9
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  typedef ap_uint<espial::hw::record_bits + 1> count_t;
  static count_t free = espial::hw::records;  // records, the spare ones among them
  static count_t ended = 0;                   // records that wait for the host
  static record_number_t ended_place = 0;     // where the oldest of these stands in `free_list`
  // Records that were taken and not used. A new one is taken only when none is here, so they and
  // those in the loop are never more than the loop holds.
  static record_number_t spare[loop_places];
#pragma HLS ARRAY_PARTITION variable = spare complete dim = 0
  static ap_uint<7> spares = 0;
  static bool sweeping = true;
  static ap_uint<espial::hw::line_bits + 1> swept = 0;
  static bool skipping = true;  // until the mark, `free_records` brings numbers from before `clear`

  if (sweeping) {
    // A few more than there are: then the last ones are in memory too.
    for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
      for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
        table[choice][line_number_t(swept)].slot[i].valid = false;
      }
    }
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent[i].valid = false;
    }
    free = espial::hw::records;
    ended = 0;
    ended_place = 0;
    spares = 0;
    sweeping = swept != lines - 1 + kept;
    swept = swept + 1;
    return;
  }
  if (skipping) {
    skipping = !free_records.read().mark;
    return;
  }

  Located out;
  out.operation = admitted.read();
  const Operation& operation = out.operation;
  const ap_uint<5> kind = operation.transit.kind;
  const bool wanted =
      kind == code(RequestKind::packet) && operation.transit.outcome == code(Outcome::counted);
  const bool exchange = wanted && operation.round.exchange;
  const bool owns = wanted && operation.round.owns;

  Line line[choices];
#pragma HLS ARRAY_PARTITION variable = line complete dim = 0
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    line[choice] = table[choice][operation.line[choice]];
    for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
      if (recent[i].valid && recent[i].choice == choice &&
          recent[i].number == operation.line[choice]) {
        line[choice] = recent[i].line;
      }
    }
  }

  // The first match from `start` on, but for the operation's own slot; the slot that the operation
  // names, its own or the one at `start`; and the emptiest line.
  const position_t named = owns ? operation.round.owned : operation.round.start;
  bool found = false;
  position_t position = 0;
  record_number_t record = 0;
  record_number_t named_record = 0;
  ap_uint<2> named_choice = 0;
  ap_uint<3> named_slot = 0;
  ap_uint<2> empty_choice = 0;
  ap_uint<3> empty_slot = 0;
  ap_uint<3> most_empty = 0;
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    ap_uint<3> empty = 0;
    ap_uint<3> first_empty = 0;
    for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
      const Slot& slot = line[choice].slot[i];
      const position_t here = choice * line_slots + i;
      const bool own = owns && here == named;
      if (slot.valid && slot.tag == operation.tag && here >= operation.round.start && !own &&
          !found) {
        found = true;
        position = here;
        record = slot.record;
      }
      if (here == named) {
        named_record = slot.record;
        named_choice = choice;
        named_slot = i;
      }
      if (!slot.valid) {
        if (empty == 0) first_empty = i;
        empty = empty + 1;
      }
    }
    if (empty > most_empty) {
      most_empty = empty;
      empty_choice = choice;
      empty_slot = first_empty;
    }
  }

  // Either it meets a match, or it has a slot to itself: its own, the exchanged one, or an empty
  // one.
  const bool meets = wanted && !exchange && found;
  const bool keeps = owns && !meets;
  const bool gives_back = owns && meets;
  const bool learns = wanted && !exchange && !meets && !keeps && most_empty != 0;
  const bool takes = (exchange || learns) && free != 0;
  record_number_t taken = 0;
  if (takes) {
    if (spares != 0) {
      spares = spares - 1;
      taken = spare[spares];
    } else {
      taken = free_records.read().record;
    }
    free = free - 1;
  }
  if (gives_back) {
    spare[spares] = named_record;
    spares = spares + 1;
    free = free + 1;
  }

  const bool read_ended = kind == code(RequestKind::read_ended) && !operation.round.served;
  const bool clear = kind == code(RequestKind::clear);
  BulkRequest bulk = bulk_request(true, operation.transit.argument);
  FreeListRequest request;
  request.action = code(clear      ? FreeListAction::clear
                        : exchange ? FreeListAction::end
                                   : FreeListAction::release);
  request.record = named_record;
  request.count = bulk.start < ended ? count_t(bulk.start) : ended;
  if (exchange) ended = ended + 1;
  if (read_ended) {
    // What is listed now is what the answer brings, also if the command goes round once more.
    ended = ended - request.count;
    free = free + request.count;
    ended_place = ended_place + request.count;
    out.operation.round.served = true;
    bulk.start = ended_place;
    bulk.valid = ended < bulk.count ? ended : count_t(bulk.count);
    bulk.left = ended - bulk.valid;
    out.operation.transit.argument = argument_of(bulk);
  }
  if (exchange || read_ended || clear) free_list_requests.write(request);

  // A learned slot gets tag and record; an exchanged one a free record or, if there is none, it is
  // empty again, as one that is given back.
  const bool changed = takes || exchange || gives_back;
  const ap_uint<2> choice = learns ? empty_choice : named_choice;
  const ap_uint<3> slot = learns ? empty_slot : named_slot;
  Line next = line[choice];
  next.slot[slot].valid = takes;
  next.slot[slot].tag = operation.tag;
  next.slot[slot].record = taken;
  if (changed) table[choice][operation.line[choice]] = next;
  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0].valid = changed;
  recent[0].choice = choice;
  recent[0].number = operation.line[choice];
  recent[0].line = next;

  out.learned = takes || keeps;
  out.found = out.learned || meets;
  out.record = takes ? taken : keeps ? named_record : record;
  out.position = meets                 ? position
                 : (exchange || keeps) ? named
                                       : position_t(empty_choice * line_slots + empty_slot);
  if (wanted && !out.found) {
    // Where a record is free, the key's lines are full: a release would not help.
    const bool deferred = free == 0 && ended != 0;
    out.operation.transit.outcome = code(deferred ? Outcome::learn_deferred : Outcome::refused);
  }
  if (clear) {
    sweeping = true;
    swept = 0;
    skipping = true;
  }
  located.write(out);
}
