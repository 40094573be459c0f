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
void process::index(hls::stream<Operation>& admitted,
                    hls::stream<FreeListResponse>& free_list_responses,
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
  static bool sweeping = true;
  static line_number_t swept = 0;

  if (sweeping) {
    for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
      for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
        table[choice][swept].slot[i].valid = false;
      }
    }
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent[i].valid = false;
    }
    sweeping = swept != lines - 1;
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

  // The first match from `start` on, what stands at `start`, and the emptiest line.
  bool found = false;
  position_t position = 0;
  record_number_t record = 0;
  record_number_t at_start = 0;
  ap_uint<2> start_choice = 0;
  ap_uint<3> start_slot = 0;
  ap_uint<2> free_choice = 0;
  ap_uint<3> free_slot = 0;
  ap_uint<3> most_free = 0;
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    ap_uint<3> free = 0;
    ap_uint<3> first_free = 0;
    for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
      const Slot& slot = line[choice].slot[i];
      const position_t here = choice * line_slots + i;
      if (slot.valid && slot.tag == operation.tag && here >= operation.round.start && !found) {
        found = true;
        position = here;
        record = slot.record;
      }
      if (here == operation.round.start) {
        at_start = slot.record;
        start_choice = choice;
        start_slot = i;
      }
      if (!slot.valid) {
        if (free == 0) first_free = i;
        free = free + 1;
      }
    }
    if (free > most_free) {
      most_free = free;
      free_choice = choice;
      free_slot = first_free;
    }
  }

  const bool learn = wanted && !exchange && !found && most_free != 0;
  const bool read_ended = kind == code(RequestKind::read_ended) && !operation.round.served;
  const bool clear = kind == code(RequestKind::clear);
  BulkRequest bulk = bulk_request(true, operation.transit.argument);
  FreeListResponse response;
  response.taken = false;
  response.ended_wait = false;
  response.record = 0;
  response.ended_first = 0;
  response.ended_count = 0;
  response.ended_left = 0;
  if (learn || exchange || read_ended || clear) {
    FreeListRequest request;
    request.action = code(clear        ? FreeListAction::clear
                          : read_ended ? FreeListAction::read_ended
                          : exchange   ? FreeListAction::exchange
                                       : FreeListAction::take);
    request.ended = at_start;
    request.release = bulk.start;
    request.count = bulk.count;
    free_list_requests.write(request);
    response = free_list_responses.read();
  }

  // A learned slot gets tag and record; an exchanged one a free record, or, if there is none, it is
  // empty again.
  const bool changed = exchange || response.taken;
  const ap_uint<2> choice = exchange ? start_choice : free_choice;
  const ap_uint<3> slot = exchange ? start_slot : free_slot;
  Line next = line[choice];
  if (changed) {
    next.slot[slot].valid = response.taken;
    next.slot[slot].tag = operation.tag;
    next.slot[slot].record = response.record;
    table[choice][operation.line[choice]] = next;
  }
  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0].valid = changed;
  recent[0].choice = choice;
  recent[0].number = operation.line[choice];
  recent[0].line = next;

  out.learned = response.taken;
  out.found = response.taken || (wanted && !exchange && found);
  out.record = response.taken ? response.record : record;
  out.position = exchange ? operation.round.start
                 : learn  ? position_t(free_choice * line_slots + free_slot)
                          : position;
  if (read_ended) {
    // What is listed now is what the answer brings, also if the command goes round once more.
    out.operation.round.served = true;
    bulk.start = response.ended_first;
    bulk.valid = response.ended_count;
    bulk.left = response.ended_left;
    out.operation.transit.argument = argument_of(bulk);
  }
  if (wanted && !out.found) {
    out.operation.transit.outcome =
        code(response.ended_wait ? Outcome::learn_deferred : Outcome::refused);
  }
  if (clear) {
    sweeping = true;
    swept = 0;
  }
  located.write(out);
}
