// What operators cost, in LUT levels of AMD UltraScale+: estimates, until a card has been met.
//
// A level is a LUT6 and the net behind it. The clock period, less a share for what the estimate
// does not know, and less clock-to-output and setup, gives the levels that fit between registers:
// 4 at 3.33 ns. A carry chain counts a level for each started 16 bits.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

// What a LUT takes in.
struct LutInput {
  unsigned node;
  unsigned bit;
  bool moves;  // each lane of a wider operator has another bit, else all have this one
  bool operator==(const LutInput&) const = default;
};

// When a value is there, counted from the beginning of a stage.
struct Arrival {
  unsigned level = 0;
  // The inputs of the LUT that makes its lowest bit, if an operator behind it might still go into
  // that LUT. Empty: not so.
  std::vector<LutInput> cut;
};

class Timing {
 public:
  explicit Timing(double clock_ns);

  [[nodiscard]] double clock_ns() const { return clock_ns_; }
  [[nodiscard]] unsigned levels() const { return levels_; }
  // Time left in a stage with so many levels.
  [[nodiscard]] double slack_ns(unsigned levels) const;

  // \param in of the inputs, with level 0 and no cut for those that come from registers
  [[nodiscard]] Arrival arrival(const Node& node, const std::vector<Arrival>& in) const;

  // Cycles until a product is there: registers that go into the DSP.
  static constexpr unsigned multiplier_cycles = 3;
  [[nodiscard]] static unsigned cycles(const Node& node) {
    return node.op == Op::mul ? multiplier_cycles : 0;
  }

  // Levels that must be left in front of a RAM's address, data and enable.
  static constexpr unsigned ram_setup = 1;
  // Levels that must be left for the handshake behind the condition of a read, and for the exit
  // behind that of a write.
  static constexpr unsigned handshake = 2;
  static constexpr unsigned exit_setup = 1;
  // Levels of an asynchronous read of a history. Behind it is a choice between what was read and
  // what the state was reset to, which may share the LUT of what comes next.
  static constexpr unsigned history_read = 1;
  static Arrival history_arrival(const Node& state, unsigned age);

 private:
  double clock_ns_;
  unsigned levels_;
};

// Cycles from a RAM's address to its word, where the source does not say.
unsigned default_latency(Storage storage);

}  // namespace hlsc
