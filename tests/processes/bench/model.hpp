/// \file
/// A verilated module of one or several processes, whatever its class.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "processes/bench/interface.hpp"

namespace espial::bench {

/// A port, as the octets it lies in, lowest first.
using Pin = std::span<std::uint8_t>;

struct StreamPins {
  std::vector<Pin> signals;
  Pin valid;
  Pin ready;  ///< Empty if the stream is only watched; then valid says that an element moves.
};

struct ProcessPins {
  Interface interface;
  std::vector<StreamPins> streams;  ///< As in the interface.
  Pin fired;                        ///< Empty if the process asks nothing.
  Pin outcomes;                     ///< Likewise.
};

class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  virtual ~Model() = default;

  std::vector<ProcessPins>& processes() { return processes_; }
  /// \throws InterfaceError if there is none of that name
  ProcessPins& process(std::string_view name);

  /// Low, for some cycles, in which nothing is offered or taken.
  void reset();
  /// Lets new inputs show at outputs that depend on them within the cycle.
  void settle() { evaluate(); }
  /// A rising edge; the falling one comes with the next `settle`.
  void tick();
  /// Whether an assertion of the module failed; it said so on standard output.
  [[nodiscard]] virtual bool failed() const = 0;

 protected:
  virtual void evaluate() = 0;

  Pin clock_;
  Pin reset_n_;
  std::vector<ProcessPins> processes_;
};

}  // namespace espial::bench
