/// \file
/// What the host sends: packets and commands, each in two beats. Little-endian. C++14 and
/// `<cstdint>` only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "espial/hw/geometry.hpp"
#include "espial/hw/types.hpp"

namespace espial {
namespace hw {

/// What a request asks for. Requests pass every process of `session_table` in order; each takes
/// what is meant for it.
enum class RequestKind : std::uint8_t {
  packet = 0,
  identify = 1,     ///< Answers with identification, interface version and geometry.
  clear = 2,        ///< Forgets all sessions, settings, counters, the clock and the arrival number.
  pad = 3,          ///< Answers with `PadArgument::count` empty beats.
  set_ingress = 4,  ///< `IngressArgument`: the zone of an ingress.
  set_policy = 5,   ///< `PolicyArgument` for `Command::zone`.
  set_timer = 6,    ///< `TimerArgument`.
  set_hash = 7,     ///< `HashArgument`: an entry of the session hash's tables.
  set_sa_hash = 8,  ///< `HashArgument`: an entry of the SA hash's tables.
  set_sa = 9,       ///< `SaArgument` and the command's key: a slot of the SA table.
  read_sessions = 10,  ///< `ReadArgument`: N records from record number `start` on.
  read_ended =
      11,  ///< `ReadArgument`: releases `start` ended records, then reads the N oldest left.
  read_statistics = 12,  ///< `StatisticsArgument`: `statistics_a_beat` counters.
  advance = 13,          ///< Only moves the clock.
};
constexpr unsigned request_kinds = 14;

/// A packet or command: two beats.
struct Request {
  std::uint64_t time_ns;  ///< Since 1970. Any request moves the card's clock, never back.
  std::uint16_t ingress;
  std::uint8_t captured;   ///< Valid octets of the window.
  std::uint8_t kind_link;  ///< RequestKind in bits 0 to 4, LinkType in bits 5 to 7.
  std::uint8_t
      open_count;  ///< Comes back in the answer: tells a new owner's answers from an old one's.
  std::uint8_t length[3];  ///< Octets on the wire, link header included.
  std::uint8_t window[window_octets];
};
constexpr unsigned kind_bits = 5;

/// What the window holds when the request is no packet.
struct Command {
  std::uint8_t argument[12];  ///< One of the structures below.
  std::uint16_t zone;
  std::uint8_t
      protocol;  ///< These seven: set_sa, the packets that the SA carries, and the ports they get.
  std::uint8_t reserved;
  std::uint32_t spi;
  std::uint16_t source_port;
  std::uint16_t destination_port;
  std::uint8_t source[16];
  std::uint8_t destination[16];
};

struct IngressArgument {
  std::uint16_t zone;
};
struct PolicyArgument {
  std::uint8_t port_mapping;  ///< PortMapping.
  std::uint8_t
      pass_through;  ///< PortMapping for an SPI that the SA table does not know; not `negotiated`.
  std::uint8_t miss_action;  ///< Action on packets that count in no session.
};
struct TimerArgument {
  std::uint32_t seconds;
  std::uint8_t timer;  ///< Timer.
};
struct HashArgument {
  std::uint64_t value_low;  ///< Bits 0 to 63 of the entry.
  std::uint8_t value_high;  ///< Bits 64 to 71.
  std::uint8_t nibble;      ///< Which digit of the key, from the least significant on.
  std::uint8_t digit;       ///< Which value of that digit: 0 to 15.
};
struct SaArgument {
  std::uint16_t line;
  std::uint8_t choice;
  std::uint8_t valid;  ///< 0 empties the slot.
};
struct ReadArgument {
  std::uint32_t start;
  std::uint16_t count;
};
struct PadArgument {
  std::uint16_t count;  ///< At least 1.
};
struct StatisticsArgument {
  std::uint8_t first;  ///< Number of the first counter (Counter).
};

/// The counters that `verdict` owns: one for each Outcome, then these.
enum class Counter : std::uint8_t {
  packets = outcomes,
  doubled,
  keepalives,
  time_reversals,
  sessions,
  bounced,  ///< Operations that went round once more.
};
/// As many as fill whole answers; the last ones stay 0.
constexpr unsigned counters = 30;
constexpr unsigned statistics_a_beat = 6;

static_assert(sizeof(Request) == 2 * beat_octets, "a request is two beats");
static_assert(offsetof(Request, ingress) == 8 && offsetof(Request, captured) == 10 &&
                  offsetof(Request, kind_link) == 11 && offsetof(Request, open_count) == 12 &&
                  offsetof(Request, length) == 13 && offsetof(Request, window) == 16,
              "layout of Request");
static_assert(sizeof(Command) == 56 && sizeof(Command) <= window_octets,
              "a command fits the window");
static_assert(offsetof(Command, zone) == 12 && offsetof(Command, protocol) == 14 &&
                  offsetof(Command, spi) == 16 && offsetof(Command, source_port) == 20 &&
                  offsetof(Command, destination_port) == 22 && offsetof(Command, source) == 24 &&
                  offsetof(Command, destination) == 40,
              "layout of Command");
static_assert(offsetof(HashArgument, value_high) == 8 && offsetof(HashArgument, nibble) == 9 &&
                  offsetof(HashArgument, digit) == 10 &&
                  offsetof(HashArgument, digit) < sizeof(Command::argument),
              "layout of HashArgument");
static_assert(static_cast<unsigned>(Counter::bounced) < counters, "all counters are read");
static_assert(counters % statistics_a_beat == 0, "counters fill whole answers");

}  // namespace hw
}  // namespace espial
