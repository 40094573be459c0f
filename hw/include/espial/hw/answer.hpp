/// \file
/// What the card answers. Answers leave in the order of requests, and the request fixes their
/// length: one beat, or 2N + 1 beats for a read of N records (unused ones zero), the last being an
/// Answer. Little-endian. C++14 and `<cstdint>` only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "espial/hw/geometry.hpp"

namespace espial {
namespace hw {

/// One beat.
struct Answer {
  std::uint8_t kind;          ///< RequestKind of the request.
  std::uint8_t open_count;    ///< As in the request.
  std::uint8_t outcome;       ///< Packets: Outcome.
  std::uint8_t action;        ///< Packets: Action.
  std::uint16_t source_port;  ///< Packets: as mapped.
  std::uint16_t destination_port;
  std::uint64_t number;    ///< Creation number that a session has if this packet is its first.
  std::uint64_t value[6];  ///< By kind: see below.
};

/// Meaning of Answer::value.
namespace answer {
/// packet: creation number of the session it counted in; all ones if it counted in none.
constexpr unsigned session = 0;
/// packet: 1 if it created the session.
constexpr unsigned created = 1;
/// read_sessions, read_ended: records that follow are valid up to here; where to go on; 1 if there
/// is more.
constexpr unsigned count = 0;
constexpr unsigned cursor = 1;
constexpr unsigned more = 2;
/// identify.
constexpr unsigned identification = 0;
constexpr unsigned interface_version = 1;
constexpr unsigned records = 2;
constexpr unsigned index_slots = 3;
constexpr unsigned sa_slots = 4;
constexpr unsigned tag_bits = 5;
}  // namespace answer

static_assert(sizeof(Answer) == beat_octets, "an answer is one beat");
static_assert(offsetof(Answer, outcome) == 2 && offsetof(Answer, source_port) == 4 &&
                  offsetof(Answer, number) == 8 && offsetof(Answer, value) == 16,
              "layout of Answer");

}  // namespace hw
}  // namespace espial
