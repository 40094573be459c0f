#include "inside.hpp"

#include <fmt/format.h>
#include <verilated.h>
#include <verilated_sym_props.h>

#include <algorithm>
#include <cstring>

#include "backend/kernel_memories.hpp"
#include "espial/error.hpp"
#include "session_table.hpp"
#include "table/types.hpp"

namespace espial::sim {
namespace {

// A word as the element that it is.
::Session session_from(std::span<const std::uint8_t> word) {
  static_assert(std::is_trivially_copyable_v<::Session>, "octets make one");
  std::array<std::uint8_t, sizeof(::Session)> octets{};
  for (const session_table::MemoryField& field : session_table::records_fields) {
    for (unsigned bit = 0; bit < field.width; ++bit) {
      const unsigned at = field.bit + bit;
      const unsigned value = (static_cast<unsigned>(word[at / 8]) >> (at % 8)) & 1U;
      std::uint8_t& octet = octets.at(field.offset + bit / 8);
      octet = static_cast<std::uint8_t>(octet | (value << (bit % 8)));
    }
  }
  ::Session session;
  std::memcpy(static_cast<void*>(&session), octets.data(), octets.size());
  return session;
}

}  // namespace

Variable::Variable(const VerilatedContext& context, const std::string& scope,
                   const std::string& name) {
  const std::string path = "TOP.card.u_table." + scope;
  const VerilatedScope* const found = context.scopeFind(path.c_str());
  const VerilatedVar* const variable = found == nullptr ? nullptr : found->varFind(name.c_str());
  if (variable == nullptr)
    throw DeviceError("sim", fmt::format("nothing is visible as {}.{}", path, name));
  data_ = static_cast<std::uint8_t*>(variable->datap());
  octets_ = variable->entSize();
  rows_ = variable->udims() == 0 ? 1 : static_cast<std::size_t>(variable->unpacked().elements());
}

std::uint64_t Variable::number(std::size_t row) const {
  std::uint64_t number = 0;
  std::memcpy(&number, word(row).data(), std::min(octets_, sizeof(number)));
  return number;
}

Variable memory_of(const VerilatedContext& context, const std::string& process,
                   const std::string& array) {
  return {context, fmt::format("u_{}.u_{}", process, array), "mem"};
}

Memories memories_of(const VerilatedContext& context) {
  const auto number = [&](const char* process, const std::string& name) {
    return Variable(context, fmt::format("u_{}", process), name).number();
  };
  // Some counters go on beyond the ring, and hlsc keeps no more bits than are asked for.
  const auto place = [&](const char* name) {
    return static_cast<std::uint32_t>(number("free_list", name) % hw::records);
  };
  Memories memories;
  memories.ingest.clock_ns = number("ingest", "clock");
  memories.ingest.next_creation = number("ingest", "arrival") << 1;

  for (std::size_t choice = 0; choice < hw::choices; ++choice) {
    for (std::size_t slot = 0; slot < hw::line_slots; ++slot) {
      const Variable bank = memory_of(context, "index", fmt::format("table_{}_{}", choice, slot));
      for (std::size_t line = 0; line < hw::lines; ++line)
        memories.index.slots[(choice * hw::lines + line) * hw::line_slots + slot] =
            slot_from(slot_t(bank.number(line)));
    }
  }
  for (unsigned i = 0; i < loop_places; ++i) {
    const auto field = [&](int which) {
      return static_cast<std::uint32_t>(number("index", fmt::format("spare_{}_{}", i, which)));
    };
    if (field(0) != 0) memories.index.spare.push_back(field(1));
  }
  memories.index.free = static_cast<std::uint32_t>(number("index", "free"));
  memories.index.ended = static_cast<std::uint32_t>(number("index", "ended"));

  const Variable ring = memory_of(context, "free_list", "ring");
  for (std::size_t i = 0; i < hw::records; ++i)
    memories.free_list.ring[i] = static_cast<std::uint32_t>(ring.number(i));
  memories.free_list.next = place("next");
  memories.free_list.ended = place("ended");
  memories.free_list.put = place("put");

  for (std::size_t bank = 0; bank < hw::banks; ++bank) {
    const Variable words = memory_of(context, "record", fmt::format("records_{}", bank));
    for (std::size_t row = 0; row < words.rows(); ++row)
      memories.records[row * hw::banks + bank] = record_from(session_from(words.word(row)));
  }
  return memories;
}

}  // namespace espial::sim
