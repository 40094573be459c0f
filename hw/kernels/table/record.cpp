#include "octets.hpp"
#include "processes.hpp"
#include "record_beats.hpp"
#include "record_update.hpp"

using espial::hw::bank_bits;
using espial::hw::banks;
using espial::hw::EndReason;
using espial::hw::Outcome;
using espial::hw::RequestKind;
using espial::hw::timers;

namespace {

typedef ap_uint<espial::hw::record_bits - bank_bits> row_t;

struct Recent {
  bool valid;
  record_number_t number;
  Record record;
};

}  // namespace

// The bank of a record is the low bits of its number, so that consecutive ones spread.
static ap_uint<bank_bits> bank_of(record_number_t number) { return number.range(bank_bits - 1, 0); }
static row_t row_of(record_number_t number) { return row_t(number >> bank_bits); }

// nf_conntrack's defaults where it has one; ESP and AH as the firewalls whose view it is. Seconds.
static ap_uint<32> default_timer(unsigned timer) {
#pragma HLS INLINE
  switch (static_cast<Timer>(timer)) {
    case Timer::esp_spi_split:
      return 3600;
    case Timer::esp_opening:
      return 60;
    case Timer::esp_active:
      return 3600;
    case Timer::esp_none:
      return 600;
    case Timer::tcp_opening:
      return 300;
    case Timer::tcp_active:
      return 432000;
    case Timer::udp_opening:
      return 30;
    case Timer::udp_active:
      return 120;
    case Timer::icmp:
    case Timer::icmpv6:
      return 30;
    case Timer::other:
      return 600;
  }
  return 600;
}

// Compares the full key, so that two sessions are never merged, and counts. What cannot be counted
// here bounces: `admit` says how the order is kept.
void process::record(hls::stream<RecordAccess>& accesses, hls::stream<Operation>& bounced,
                     hls::stream<bool>& completed, hls::stream<BulkRequest>& bulk_requests,
                     hls::stream<record_beats_t>& read_records, hls::stream<Result>& results) {
#pragma HLS PIPELINE II = 1 style = flp
  constexpr unsigned rows = espial::hw::records / banks;
  static Record records[banks][rows];
#pragma HLS ARRAY_PARTITION variable = records complete dim = 1
#pragma HLS AGGREGATE variable = records
#pragma HLS BIND_STORAGE variable = records type = ram_2p impl = uram
  // Forwarding: the records that the last `kept` accesses changed stand in `recent`, newest first,
  // so an access finds every older change there or in memory, where it is after `kept` more
  // accesses: distance kept + 1.
  constexpr int kept = 6;
#pragma HLS DEPENDENCE variable = records inter RAW true distance = 7
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  static ap_uint<32> timer[timers];
#pragma HLS ARRAY_PARTITION variable = timer complete dim = 0
  static bool bouncing = false;
  static bool sweeping = true;
  static ap_uint<row_t::width + 1> swept = 0;

  if (sweeping) {
    // A few more than there are: then the last ones are in memory too.
    for (unsigned bank = 0; bank < banks; ++bank) {
#pragma HLS UNROLL
      records[bank][row_t(swept)] = no_session();
    }
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent[i].valid = false;
    }
    for (unsigned i = 0; i < timers; ++i) {
#pragma HLS UNROLL
      timer[i] = default_timer(i);
    }
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
  if (access.has_operation && kind == code(RequestKind::clear)) {
    // It entered the loop alone, so it never bounces.
    sweeping = true;
    swept = 0;
  }

  // Each bank serves either the operation or the background read.
  Record current = no_session();
  Record read = no_session();
  for (unsigned bank = 0; bank < banks; ++bank) {
#pragma HLS UNROLL
    const bool serves_operation =
        access.has_operation && located.found && bank_of(located.record) == bank;
    const Record word = records[bank][row_of(serves_operation ? located.record : access.read)];
    if (serves_operation) current = word;
    if (access.has_read && bank_of(access.read) == bank) read = word;
  }
  for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (recent[i].valid && recent[i].number == located.record) current = recent[i].record;
    if (recent[i].valid && recent[i].number == access.read) read = recent[i].record;
  }
  if (access.has_read) read_records.write(to_beats(read));

  const bool counts = access.has_operation && located.found;
  const bool behind = access.has_operation && bouncing && !operation.round.first;
  const bool fresh = located.learned;
  // A free record that is not fresh was taken by an operation that bounced, and waits for it.
  const bool match = current.state != code(SessionState::free) && is_of(current, operation.key);
  const bool closed = current.state == code(SessionState::closed);
  const std::uint64_t idle = transit.time.to_uint64() - current.last_seen_ns;
  const bool expired = idle >= std::uint64_t{current.timeout_s} * 1000000000U;
  const bool counted = counts && !behind && (fresh || (match && !closed && !expired));
  const bool again = counts && !behind && !counted;

  Record next = current;
  bool changed = false;
  if (counted) {
    if (fresh) next = new_session(operation);
    count_packet(next, operation);
    next.timeout_s = timer[code(timer_of(next, operation.has_spi, next.last_seen_ns))].to_uint();
    changed = true;
  } else if (counts && behind && located.learned) {
    // Taken, but not used yet: what the record held before must not be found in it.
    next = no_session();
    changed = true;
  } else if (again && match && !closed) {
    next.state = code(SessionState::closed);
    next.end_reason = code(EndReason::timeout);
    changed = true;
  }
  if (changed) records[bank_of(located.record)][row_of(located.record)] = next;
  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0].valid = changed;
  recent[0].number = located.record;
  recent[0].record = next;

  if (!access.has_operation) return;

  Result result;
  result.transit = transit;
  result.joined = operation.joined;
  result.bounced = behind || again;
  result.drop = transit.outcome != code(Outcome::counted) && operation.drop_on_miss;
  result.created = counted && fresh;
  result.session = (ap_uint<48>(next.creation_high) << 32) | ap_uint<48>(next.creation_low);
  result.source_port = operation.from_upper ? operation.key.upper_port : operation.key.lower_port;
  result.destination_port =
      operation.from_upper ? operation.key.lower_port : operation.key.upper_port;
  results.write(result);

  if (behind || again) {
    Operation back = operation;
    // What `index` said of this round is for this round alone.
    if (transit.outcome == code(Outcome::refused) ||
        transit.outcome == code(Outcome::learn_deferred)) {
      back.transit.outcome = code(Outcome::counted);
    }
    back.round.first = again;
    back.round.owns = located.learned;
    back.round.owned = located.position;
    back.round.exchange = again && match;
    back.round.start =
        again ? (match ? located.position : position_t(located.position + 1)) : position_t(0);
    bouncing = bouncing || again;
    bounced.write(back);
    return;
  }
  if (operation.round.first) bouncing = false;
  completed.write(true);

  if (kind == code(RequestKind::set_timer)) {
    typedef espial::hw::TimerArgument Layout;
    const ap_uint<8> which = octets<1>(transit.argument, offsetof(Layout, timer));
    if (which < timers) timer[which] = octets<4>(transit.argument, offsetof(Layout, seconds));
  }
  const bool read_ended = kind == code(RequestKind::read_ended);
  if (read_ended || kind == code(RequestKind::read_sessions)) {
    bulk_requests.write(bulk_request(read_ended, transit.argument));
  }
}
