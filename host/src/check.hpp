// What must hold of a table whenever its card is at rest.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "backend/inside.hpp"
#include "driver/hash_tables.hpp"
#include "espial/session.hpp"
#include "espial/statistics.hpp"

namespace espial {

// A card at rest, from inside and from outside.
struct TableState {
  Memories memories;
  HashTables tables;
  Statistics statistics;
  // That live, in order of creation, as the card answers.
  std::vector<Session> sessions;
  // Ended ones that the host has read since the last `clear`, and their packets.
  std::uint64_t released = 0;
  std::uint64_t released_packets = 0;
};

// What does not hold, each in a sentence; none if all is as it must be:
// - Each record's number stands in one place: in a slot of the index, among the free ones, on its
//   way from `free_list` to `index`, among those that `index` holds ready, or on the ended list.
// - A slot names a record in which a session lives, and stands in a line of that session's key,
//   with its tag. No two live sessions have the same key.
// - What waits as ended has ended; nothing lives where no slot leads.
// - `index` and `free_list` agree on how many records are free and ended.
// - Times are in order, and none is later than the card's clock; creation numbers are unique, and
//   smaller than the next one.
// - Every packet has its outcome; those that counted are those of all sessions, live, ended and
//   released; and as many sessions were created as there are.
// - The card answers the sessions that live, as its memory has them.
std::vector<std::string> check(const TableState& state);

}  // namespace espial
