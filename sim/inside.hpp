// A look into a card at rest: its memories and registers by name (visible.vlt).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "backend/inside.hpp"

class VerilatedContext;

namespace espial::sim {

// A register, or a memory of several words, where the model keeps it.
class Variable {
 public:
  // \param scope where it is, within `session_table`: "u_index.u_table_0_0"
  // \throws DeviceError if nothing of this name is visible
  Variable(const VerilatedContext& context, const std::string& scope, const std::string& name);

  // Bit 0 is the lowest of the first octet.
  [[nodiscard]] std::span<std::uint8_t> word(std::size_t row = 0) const {
    return {data_ + row * octets_, octets_};
  }
  // Of a word of no more than 64 bits.
  [[nodiscard]] std::uint64_t number(std::size_t row = 0) const;
  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  std::uint8_t* data_;
  std::size_t octets_;
  std::size_t rows_;
};

// The memory in which hlsc puts an array of a process, or a bank of one.
Variable memory_of(const VerilatedContext& context, const std::string& process,
                   const std::string& array);

Memories memories_of(const VerilatedContext& context);

}  // namespace espial::sim
