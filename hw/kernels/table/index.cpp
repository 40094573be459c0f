#include "index_place.hpp"
#include "index_recent.hpp"
#include "index_spare.hpp"
#include "processes.hpp"
#include "visible.hpp"

using espial::hw::choices;
using espial::hw::line_slots;
using espial::hw::lines;
using espial::hw::Outcome;
using espial::hw::RequestKind;

// Finds the record of a key, or takes a free one and learns it, in one pass. A key may stand in any
// slot of four lines, one of each choice; it goes to the line with the most free slots. Only tags
// are compared here: `record` compares keys.
//
// All records that end or become free pass here, so it knows how many there are of each, and never
// waits for a number that does not come. The number itself only travels on: what the next operation
// finds depends on the number's place, not on when it arrives.
//
// To find a match takes little time, and each operation sees all that those before it did. To
// choose the place of a new key takes longer, so it is chosen as if the last few operations had not
// been; but two places are found, and it is the other one if one of these operations may take the
// first, whether it will or not. If they matter even so, that is, took this place or emptied
// another one that may be better, the operation goes round once more (`retry`): a key is never
// refused while a record is free and its lines have room. How many operations count as the last few
// is a number of operations, not of cycles, so this does not depend on timing either.
void process::index(hls::stream<Operation>& admitted, hls::stream<FreeRecord>& free_records,
                    hls::stream<FreeListRequest>& free_list_requests,
                    hls::stream<Located>& located) {
#pragma HLS PIPELINE II = 1 style = flp
  static slot_t table[choices][lines][line_slots];
#pragma HLS ARRAY_PARTITION variable = table complete dim = 1
#pragma HLS ARRAY_PARTITION variable = table complete dim = 3
#pragma HLS BIND_STORAGE variable = table type = ram_2p impl = uram
  // Forwarding: what the last `kept` operations did stands in `recent`, newest first, and goes to
  // memory when it leaves there. So memory shows what all older ones did.
  constexpr int kept = 9;
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  // The last few of these, which the choice of a place leaves out.
  constexpr int unseen = 4;
  static count_t free = espial::hw::records;  // records, the spare ones among them
  static few_t left_after[uncounted + 1];     // of these after the last operations, newest first
#pragma HLS ARRAY_PARTITION variable = left_after complete dim = 0
  static count_t ended = 0;                // records that wait for the host
  static record_number_t ended_place = 0;  // where the oldest of these stands in `free_list`
  static Spare spare[loop_places];
#pragma HLS ARRAY_PARTITION variable = spare complete dim = 0
  static bool ready = false;  // all lines are swept
  static line_number_t swept = 0;
  static bool skipping = true;  // until the mark, `free_records` brings numbers from before `clear`
  static const Show<VisibleIndex> shown(table, free, ended, spare);

  const Recent oldest = recent[kept - 1];
  if (!ready) {
    for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
      for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
        table[choice][swept][i] = 0;
      }
    }
    shift(recent);
    recent[0].first = 0;
    recent[0].last = 0;
    recent[0].changed = false;
    recent[0].filled = false;
    shift(left_after);
    left_after[0] = ~few_t(0);
    free = espial::hw::records;
    ended = 0;
    ended_place = 0;
    forget(spare);
    // There are more lines than numbers can be on the way.
    if (skipping) skipping = !free_records.read().mark;
    ready = swept == lines - 1;
    swept = swept + 1;
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
  const bool may_learn = wanted && !exchange && !owns;
  // The slot that the operation names, its own or the one at `start`; and those to look at.
  const position_t named = owns ? operation.round.owned : operation.round.start;
  const slots_t named_slot = one_slot(named);
  const slots_t eligible = slots_from(operation.round.start) & ~(owns ? named_slot : slots_t(0));

  // What memory holds.
  slot_t slot[choices * line_slots];
#pragma HLS ARRAY_PARTITION variable = slot complete dim = 0
  View stored;
  stored.taken = 0;
  stored.matches = 0;
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
      const unsigned position = choice * line_slots + i;
      slot[position] = table[choice][operation.line[choice]][i];
      stored.taken[position] = is_taken(slot[position]);
      stored.matches[position] = has_tag(slot[position], operation.tag);
    }
  }

  // What has changed since, oldest first: in one view what the older changes come to, which is then
  // laid over memory's; and each of the last ones.
  slots_t touched[kept];
#pragma HLS ARRAY_PARTITION variable = touched complete dim = 0
  bool fits[kept];
#pragma HLS ARRAY_PARTITION variable = fits complete dim = 0
  for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
    touched[i] = recent[i].slot & shared_slots(recent[i].line, operation.line);
    fits[i] = recent[i].tag == operation.tag && (touched[i] & eligible) != 0;
  }
  slots_t changed = 0;
  View view;
  view.taken = 0;
  view.matches = 0;
  for (int i = kept - 1; i >= unseen; --i) {
#pragma HLS UNROLL
    changed = changed | (recent[i].changed ? touched[i] : slots_t(0));
    view = with_change(view, recent[i], touched[i], fits[i]);
  }
  view.taken = view.taken | (stored.taken & ~changed);
  view.matches = view.matches | (stored.matches & eligible & ~changed);

  // The slot that the operation may change. The first `place` may be too old by now.
  const Places places = best_places(view.taken);
  const bool has_place = may_learn && places.first != 0;
  const slots_t first = may_learn ? places.first : named_slot;
  bool first_in_use = false;
  bool last_in_use = false;
  for (int i = 0; i < unseen; ++i) {
#pragma HLS UNROLL
    // All that is compared was known before the choice of the operation before, which is one bit.
    const slots_t shared = shared_slots(recent[i].line, operation.line);
    const slots_t their_first = recent[i].first & shared;
    const slots_t their_last = recent[i].last & shared;
    const bool first_by_first = (their_first & first) != 0;
    const bool first_by_last = (their_last & first) != 0;
    const bool last_by_first = (their_first & places.last) != 0;
    const bool last_by_last = (their_last & places.last) != 0;
    first_in_use = first_in_use || (recent[i].takes_last ? first_by_last : first_by_first);
    last_in_use = last_in_use || (recent[i].takes_last ? last_by_last : last_by_first);
  }
  const bool takes_last = may_learn && first_in_use && !last_in_use;
  const slots_t own = takes_last ? places.last : first;
  bool outdated = false;
  for (int i = unseen - 1; i >= 0; --i) {
#pragma HLS UNROLL
    view = with_change(view, recent[i], touched[i], fits[i]);
    outdated = outdated || (recent[i].filled && (touched[i] & own) != 0) ||
               (recent[i].changed && !recent[i].filled && touched[i] != 0);
  }
  few_t left = left_after[uncounted];
  for (int i = uncounted - 1; i >= 0; --i) {
#pragma HLS UNROLL
    const few_t more = recent[i].released | few_t(recent[i].changed && recent[i].owner);
    left = recent[i].filled ? one_less(left) : sum_of(left, more);
  }

  // The decision. Either the operation meets a match, or it has a slot to itself: its own, the
  // exchanged one, or an empty one.
  const bool any_left = left[0];
  const bool found = view.matches != 0;
  const bool meets = wanted && !exchange && found;
  const bool keeps = owns && !found;
  const bool gives_back = owns && found;
  const bool could_learn = has_place && !outdated && any_left;
  const bool takes = (exchange && any_left) || (could_learn && !found);
  const bool changes = exchange || gives_back || (could_learn && !found);
  out.retry = may_learn && outdated && any_left && !found;

  // The numbers of records follow.
  const slots_t used = meets ? lowest_of(view.matches) : own;
  const position_t position = position_of(used);
  const record_number_t record = newest_record(record_in(slot[position]), recent, touched, used);
  record_number_t named_record = 0;
  if (exchange || owns) {
    named_record = newest_record(record_in(slot[named]), recent, touched, named_slot);
  }
  record_number_t taken = spare[0].record;
  if (takes && !spare[0].there) taken = free_records.read().record;
  if (takes && spare[0].there) take_first(spare);
  if (gives_back) put(spare, named_record);

  const bool read_ended = kind == code(RequestKind::read_ended) && !operation.round.served;
  const bool clear = kind == code(RequestKind::clear);
  BulkRequest bulk = bulk_request(true, operation.transit.argument);
  const bool confirms_all = bulk.start >= ended;
  FreeListRequest request;
  request.action = code(clear      ? FreeListAction::clear
                        : exchange ? FreeListAction::end
                                   : FreeListAction::release);
  request.record = named_record;
  request.count = confirms_all ? ended : count_t(bulk.start);
  if (read_ended) {
    // What is listed now is what the answer brings, also if the command goes round once more.
    ended = confirms_all ? count_t(0) : count_t(ended - count_t(bulk.start));
    ended_place = ended_place + request.count;
    out.operation.round.served = true;
    bulk.start = ended_place;
    bulk.valid = ended < bulk.count ? ended : count_t(bulk.count);
    bulk.left = ended - bulk.valid;
    out.operation.transit.argument = argument_of(bulk);
  } else if (exchange) {
    ended = ended + 1;
  }
  if (exchange || read_ended || clear) free_list_requests.write(request);

  if (takes) {
    free = free - 1;
  } else if (gives_back) {
    free = free + 1;
  } else if (read_ended) {
    free = free + request.count;
  }
  shift(left_after);
  left_after[0] = few_of(free);

  if (oldest.changed) {
    for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
      for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
        if (oldest.slot[choice * line_slots + i]) {
          table[choice][oldest.line[choice]][i] = slot_of(oldest.filled, oldest.tag, oldest.record);
        }
      }
    }
  }
  shift(recent);
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    recent[0].line[choice] = operation.line[choice];
  }
  recent[0].tag = operation.tag;
  recent[0].slot = own;
  recent[0].first = wanted ? first : slots_t(0);
  recent[0].last = places.last;
  recent[0].takes_last = takes_last;
  recent[0].owner = owns;
  recent[0].released = read_ended ? few_of(request.count) : few_t(0);
  recent[0].changed = changes;
  recent[0].filled = takes;
  recent[0].record = taken;

  out.learned = takes || keeps;
  out.found = out.learned || meets;
  out.record = takes ? taken : out.found ? record : record_number_t(0);
  out.position = position;
  if (wanted && !out.found && !out.retry) {
    // Where a record is free, the key's lines are full: a release would not help.
    const bool deferred = !any_left && ended != 0;
    out.operation.transit.outcome = code(deferred ? Outcome::learn_deferred : Outcome::refused);
  }
  if (clear) {
    ready = false;
    skipping = true;
  }
  located.write(out);
}
