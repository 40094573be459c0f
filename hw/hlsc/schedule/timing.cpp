#include "schedule/timing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "graph/pieces.hpp"

namespace hlsc {
namespace {

constexpr double uncertainty = 0.27;  // of the period
constexpr double register_ns = 0.15;  // clock to output, and setup
constexpr double level_ns = 0.56;     // a LUT6 and a net
constexpr unsigned lut_inputs = 6;
constexpr unsigned carry_bits = 16;  // of a carry chain in one level

// Levels of a tree of LUTs over so many bits.
unsigned tree_levels(unsigned bits) {
  unsigned levels = 0;
  while (bits > 1) {
    bits = (bits + lut_inputs - 1) / lut_inputs;
    ++levels;
  }
  return std::max(1U, levels);
}

unsigned carry_levels(unsigned bits) { return std::max(1U, (bits + carry_bits - 1) / carry_bits); }

void add_input(std::vector<LutInput>& cut, LutInput input) {
  if (std::ranges::find(cut, input) == cut.end()) cut.push_back(input);
}

// What the LUT for an operator of `width` bits takes in: a bit of another's or a register's output.
LutInput input_of(const Node* node, unsigned width) {
  const bool moves = width > 1 && node->width > 1;
  unsigned low = 0;
  for (;;) {
    if (const Node* const bit = repeated_bit(node)) return input_of(bit, 1);
    if (node->op != Op::invert && node->op != Op::slice) break;
    low += node->low;
    node = node->in[0];
  }
  return {node->id, low, moves};
}

// The LUT of a bitwise operator takes those of its latest inputs in, if it has inputs enough.
Arrival lane(const Node& node, const std::vector<Arrival>& in) {
  unsigned latest = 0;
  for (const Arrival& arrival : in) latest = std::max(latest, arrival.level);
  Arrival own;
  own.level = latest + 1;
  std::vector<LutInput> joined;
  bool joins = latest > 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (is_constant(node.in[i])) continue;
    const LutInput self = input_of(node.in[i], node.width);
    add_input(own.cut, self);
    if (in[i].level == latest && !in[i].cut.empty()) {
      for (const LutInput& input : in[i].cut) add_input(joined, input);
    } else {
      if (in[i].level == latest) joins = false;
      add_input(joined, self);
    }
  }
  if (joins && joined.size() <= lut_inputs) return {latest, joined};
  if (own.cut.size() > lut_inputs) own.cut.clear();
  return own;
}

}  // namespace

Timing::Timing(double clock_ns)
    : clock_ns_(clock_ns),
      levels_(static_cast<unsigned>(
          std::max(1.0, std::floor((clock_ns * (1 - uncertainty) - register_ns) / level_ns)))) {}

double Timing::slack_ns(unsigned levels) const {
  return clock_ns_ * (1 - uncertainty) - register_ns - level_ns * levels;
}

Arrival Timing::arrival(const Node& node, const std::vector<Arrival>& in) const {
  unsigned latest = 0;
  for (const Arrival& input : in) latest = std::max(latest, input.level);
  switch (node.op) {
    case Op::and_:
    case Op::or_:
    case Op::xor_:
    case Op::select:
      return lane(node, in);
    case Op::slice: {
      Arrival moved = in[0];
      for (LutInput& input : moved.cut) {
        if (input.moves) input.bit += node.low;
        input.moves = input.moves && node.width > 1;
      }
      return moved;
    }
    case Op::concat:
      return repeated_bit(&node) != nullptr ? in[0] : Arrival{latest, {}};
    case Op::invert:
      return in[0];
    case Op::add:
    case Op::sub:
      // Two bits of each go into one LUT.
      return {latest + (node.width <= 3 ? 1 : carry_levels(node.width)), {}};
    case Op::equal: {
      const unsigned width = node.in[0]->width;
      const unsigned bits = is_constant(node.in[1]) ? width : 2 * width;
      if (bits <= lut_inputs) {
        // Small ones go into one LUT with what is behind them.
        Arrival small{latest + 1, {}};
        for (unsigned i = 0; i < width; ++i)
          for (const Node* const input : node.in)
            if (!is_constant(input))
              small.cut.push_back({input_of(input, 1).node, input_of(input, 1).bit + i, false});
        return small;
      }
      // What is behind a tree may go into its last LUT, if that has inputs left.
      Arrival whole{latest + tree_levels(bits), {}};
      unsigned inputs = bits;
      while (inputs > lut_inputs) inputs = (inputs + lut_inputs - 1) / lut_inputs;
      for (unsigned i = 0; i < inputs; ++i) whole.cut.push_back({node.id, 1 + i, false});
      return whole;
    }
    case Op::less: {
      const unsigned width = node.in[0]->width;
      return {latest + carry_levels(width), {}};
    }
    default:
      return {latest, {}};
  }
}

Arrival Timing::history_arrival(const Node& state, unsigned age) {
  // The bit that was read, and whether a firing of that age has been: no node has such an id.
  return {history_read + 1,
          {{state.id, 0, state.width > 1}, {std::numeric_limits<unsigned>::max() - age, 0, false}}};
}

unsigned default_latency(Storage storage) {
  switch (storage) {
    case Storage::ultra:
      return 3;
    case Storage::block:
      return 2;
    default:
      return 1;
  }
}

}  // namespace hlsc
