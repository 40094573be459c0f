/// \file
/// A Model of a class that Verilator made: what the code that model_glue.py writes needs.
#pragma once

#include <verilated.h>

#include <memory>

#include "processes/bench/model.hpp"

namespace espial::bench {

/// Any port of a verilated class.
template <class Port>
Pin pin(Port& port) {
  return {reinterpret_cast<std::uint8_t*>(&port), sizeof(port)};
}

/// Registers and memories start at random.
template <class Module>
class VerilatedModel : public Model {
 public:
  /// \param seed of what they start with
  explicit VerilatedModel(unsigned seed)
      : context_(random_context(seed)), module_(std::make_unique<Module>(context_.get())) {
    clock_ = pin(module_->ap_clk);
    reset_n_ = pin(module_->ap_rst_n);
    clock_[0] = 0;
  }
  ~VerilatedModel() override { module_->final(); }

  [[nodiscard]] bool failed() const override { return context_->gotError(); }

 protected:
  void evaluate() override { module_->eval(); }
  Module& module() { return *module_; }

 private:
  // It says how a module starts, and so has to be ready before that is made.
  static std::unique_ptr<VerilatedContext> random_context(unsigned seed) {
    auto context = std::make_unique<VerilatedContext>();
    context->randReset(2);
    // Of 0, Verilator makes one of its own.
    context->randSeed(static_cast<int>(seed % 0x7FFFFFFF) + 1);
    context->fatalOnError(false);
    return context;
  }

  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Module> module_;
};

}  // namespace espial::bench
