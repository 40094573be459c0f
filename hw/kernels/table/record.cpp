#include "octets.hpp"
#include "processes.hpp"
#include "record_beats.hpp"
#include "record_count.hpp"
#include "record_described.hpp"
#include "visible.hpp"

using espial::hw::bank_bits;
using espial::hw::banks;
using espial::hw::Outcome;
using espial::hw::RequestKind;

namespace {

typedef ap_uint<espial::hw::record_bits - bank_bits> row_t;

// What an access did.
struct Recent {
  Visit visit;
  Decision decision;
  Session session;  // the record afterwards, if it changed
};

}  // namespace

// The bank of a record is the low bits of its number, so that consecutive ones spread.
static ap_uint<bank_bits> bank_of(record_number_t number) { return number.range(bank_bits - 1, 0); }
static row_t row_of(record_number_t number) { return row_t(number >> bank_bits); }

// The record after what was decided.
static Session carried_out(const Session& before, const Operation& operation, const Visit& visit,
                           const View& view, const Decision& decision) {
#pragma HLS INLINE
  Session session = before;
  count_packet(session, decision.counted, view.answer && view.spi_split, operation);
  if (decision.counted) {
    for (int i = 0; i < limits; ++i) {
#pragma HLS UNROLL
      if (decision.limit[i]) {
        session.timeout = visit.limit[i].seconds;
        session.deadline = visit.limit[i].deadline;
        session.endless = visit.limit[i].endless;
      }
    }
    session.active = decision.active;
  }
  // What has changed is of the operation's key, or holds no session.
  put_key(session, visit.key);
  session.used = !decision.gone;
  session.ended = decision.closed;
  session.c2s_from_upper = decision.c2s_from_upper;
  if (decision.fresh) {
    session.created = visit.time;
    session.creation = operation.transit.number;
    session.mapping = visit.mapping;
  }
  return session;
}

// What goes round once more.
static Operation sent_back(const Located& located, bool again, bool match) {
#pragma HLS INLINE
  Operation back = located.operation;
  // What `index` said of this round is for this round alone.
  if (back.transit.outcome == code(Outcome::refused) ||
      back.transit.outcome == code(Outcome::learn_deferred)) {
    back.transit.outcome = code(Outcome::counted);
  }
  back.round.first = again;
  back.round.owns = located.learned;
  back.round.owned = located.position;
  // `retry`: what it was to look for, it looks for again.
  if (!(again && located.retry)) {
    back.round.exchange = again && match;
    back.round.start =
        again ? (match ? located.position : position_t(located.position + 1)) : position_t(0);
  }
  return back;
}

// Compares the full key, so that two sessions are never merged, and counts. What cannot be counted
// here bounces: `admit` says how the order is kept.
void process::record(hls::stream<RecordAccess>& accesses, hls::stream<Operation>& bounced,
                     hls::stream<bool>& completed, hls::stream<BulkRequest>& bulk_requests,
                     hls::stream<record_beats_t>& read_records, hls::stream<Result>& results) {
#pragma HLS PIPELINE II = 1 style = flp
  constexpr unsigned rows = espial::hw::records / banks;
  static Session records[banks][rows];
#pragma HLS ARRAY_PARTITION variable = records complete dim = 1
#pragma HLS AGGREGATE variable = records
#pragma HLS BIND_STORAGE variable = records type = ram_2p impl = uram
  // Forwarding: what the last `kept` firings did stands in `recent` from 1 on, newest first, so an
  // access finds every older change there or in memory, where it is after `kept` more firings:
  // distance kept + 1. It moves on in every firing, so that the history of what operations bring
  // can be looked at before anything is decided.
  constexpr int kept = 10;
#pragma HLS DEPENDENCE variable = records inter RAW true distance = 11
  static Recent recent[kept + 1];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  static seconds_t timer[timers];
#pragma HLS ARRAY_PARTITION variable = timer complete dim = 0
  static bool bouncing = false;
  static bool sweeping = true;
  static ap_uint<row_t::width + 1> swept = 0;
  static const Show<VisibleRecord> shown(records);

  for (int i = kept; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  if (sweeping) {
    // A few more than there are: then the last ones are in memory too.
    for (unsigned bank = 0; bank < banks; ++bank) {
#pragma HLS UNROLL
      records[bank][row_t(swept)] = no_session();
    }
    for (unsigned i = 0; i < timers; ++i) {
#pragma HLS UNROLL
      timer[i] = default_timer(i);
    }
    Recent nothing;  // of which nobody looks at the rest
    nothing.decision.changed = false;
    recent[0] = nothing;
    bouncing = false;
    sweeping = swept != rows - 1 + kept;
    swept = swept + 1;
    return;
  }

  const RecordAccess access = accesses.read();
  const Located& located = access.located;
  const Operation& operation = located.operation;
  const Transit& transit = operation.transit;
  const ap_uint<5> kind = transit.kind;

  // `clear` and set_timer have entered the loop alone: nothing stands before them, and they act at
  // once.
  if (access.has_operation && kind == code(RequestKind::clear)) {
    sweeping = true;
    swept = 0;
  }
  if (access.has_operation && kind == code(RequestKind::set_timer)) {
    typedef espial::hw::TimerArgument Layout;
    const ap_uint<8> which = octets<1>(transit.argument, offsetof(Layout, timer));
    if (which < timers) timer[which] = octets<4>(transit.argument, offsetof(Layout, seconds));
  }

  // Each bank serves either the operation or the background read.
  const bool counts = access.has_operation && located.found;
  Session stored = no_session();
  Session read = no_session();
  for (unsigned bank = 0; bank < banks; ++bank) {
#pragma HLS UNROLL
    const bool serves = counts && bank_of(located.record) == bank;
    const bool reads = !serves && access.has_read && bank_of(access.read) == bank;
    if (serves || reads) {
      const Session word = records[bank][row_of(serves ? located.record : access.read)];
      if (serves) stored = word;
      if (reads) read = word;
    }
  }

  // What the operation finds, and the record; older changes first.
  const Visit visit = visit_of(located, timer);
  const bool meets = counts && !visit.learned;
  View view = visit.learned ? view_of_new(visit) : view_of(visit, stored);
  Session current = meets ? stored : no_session();
  for (int i = kept; i > 0; --i) {
#pragma HLS UNROLL
    if (meets && recent[i].decision.changed && recent[i].visit.number == visit.number) {
      see_change(view, visit, recent[i].visit, recent[i].decision);
      current = recent[i].session;
    }
    if (recent[i].decision.changed && recent[i].visit.number == access.read) {
      read = recent[i].session;
    }
  }
  if (access.has_read) {
    read_records.write(read.used ? to_beats(described(read)) : record_beats_t(0));
  }

  const bool behind = access.has_operation && bouncing && !operation.round.first;
  const Decision decision = decide(visit, view, counts, behind);
  const bool again = (counts || located.retry) && !behind && !decision.counted;
  const Session next = carried_out(current, operation, visit, view, decision);

  bouncing = access.has_operation ? behind || again : bouncing;

  if (decision.changed) records[bank_of(visit.number)][row_of(visit.number)] = next;
  recent[0].visit = visit;
  recent[0].decision = decision;
  recent[0].session = next;

  if (!access.has_operation) return;

  Result result;
  result.transit = transit;
  result.joined = operation.joined;
  result.bounced = behind || again;
  result.drop = transit.outcome != code(Outcome::counted) && operation.drop_on_miss;
  result.created = decision.fresh;
  result.session = next.creation;
  result.source_port = operation.from_upper ? operation.key.upper_port : operation.key.lower_port;
  result.destination_port =
      operation.from_upper ? operation.key.lower_port : operation.key.upper_port;
  results.write(result);

  if (behind || again) {
    bounced.write(sent_back(located, again, view.match));
    return;
  }
  completed.write(true);
  const bool read_ended = kind == code(RequestKind::read_ended);
  if (read_ended || kind == code(RequestKind::read_sessions)) {
    bulk_requests.write(bulk_request(read_ended, transit.argument));
  }
}
