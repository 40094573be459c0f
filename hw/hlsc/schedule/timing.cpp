#include "schedule/timing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

void add_input(std::vector<std::pair<unsigned, unsigned>>& cut,
               std::pair<unsigned, unsigned> input) {
  if (std::ranges::find(cut, input) == cut.end()) cut.push_back(input);
}

// What a LUT's input is: a bit of an operator's or register's output.
std::pair<unsigned, unsigned> input_of(const Node* node) {
  unsigned low = 0;
  while (node->op == Op::invert || node->op == Op::slice) {
    low += node->low;
    node = node->in[0];
  }
  return {node->id, low};
}

// The LUT of a bitwise operator takes those of its latest inputs in, if it has inputs enough.
Arrival lane(const Node& node, const std::vector<Arrival>& in) {
  unsigned latest = 0;
  for (const Arrival& arrival : in) latest = std::max(latest, arrival.level);
  Arrival own;
  own.level = latest + 1;
  std::vector<std::pair<unsigned, unsigned>> joined;
  bool joins = latest > 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (is_constant(node.in[i])) continue;
    const std::pair<unsigned, unsigned> self = input_of(node.in[i]);
    add_input(own.cut, self);
    if (in[i].level == latest && !in[i].cut.empty()) {
      for (const auto& input : in[i].cut) add_input(joined, input);
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
      for (auto& input : moved.cut) input.second += node.low;
      return moved;
    }
    case Op::concat:
      return {latest, {}};
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
              small.cut.emplace_back(input_of(input).first, input_of(input).second + i);
        return small;
      }
      return {latest + tree_levels(bits), {}};
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
  return {history_read + 1, {{state.id, 0}, {std::numeric_limits<unsigned>::max() - age, 0}}};
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
