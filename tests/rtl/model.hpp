#pragma once

#include <verilated.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace rtl {

/// A verilated module with a clock `clk_i`, whose registers and memories start at random.
template <typename Module>
class Model {
 public:
  /// The seed is 1 or more: with 0, Verilator draws one.
  explicit Model(unsigned seed) {
    context_->randReset(2);
    context_->randSeed(static_cast<int>(seed));
    module_ = std::make_unique<Module>(context_.get());
    module_->clk_i = 0;
  }
  ~Model() { module_->final(); }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  Module* operator->() { return module_.get(); }

  /// Lets new inputs show at outputs that depend on them without a clock edge.
  void settle() { module_->eval(); }

  /// A rising edge, then a falling one.
  void tick() {
    module_->clk_i = 1;
    module_->eval();
    module_->clk_i = 0;
    module_->eval();
  }

 private:
  std::unique_ptr<VerilatedContext> context_ = std::make_unique<VerilatedContext>();
  std::unique_ptr<Module> module_;
};

/// Slot `index` of a port that is a row of 64-bit slots.
template <typename Port>
std::uint64_t slot(const Port& port, std::size_t index) {
  return std::uint64_t{port[2 * index]} | std::uint64_t{port[2 * index + 1]} << 32;
}

template <typename Port>
void set_slot(Port& port, std::size_t index, std::uint64_t value) {
  port[2 * index] = static_cast<std::uint32_t>(value);
  port[2 * index + 1] = static_cast<std::uint32_t>(value >> 32);
}

}  // namespace rtl
