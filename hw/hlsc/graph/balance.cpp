#include "graph/balance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <ranges>
#include <vector>

#include "graph/rebuild.hpp"
#include "graph/recurrences.hpp"

namespace hlsc {
namespace {

// When a value comes, roughly and in LUT levels: what the last firing left is the latest there is,
// since the next firing waits for what follows from it; what an older one left comes a stage
// earlier for each firing, and what only a recurrence before this one needs comes `lead` earlier;
// everything else can be as early as need be.
class Arrivals {
 public:
  Arrivals(const Graph& from, const Timing& timing, unsigned lead)
      : stage_(timing.levels()), states_(from.states.size()) {
    const std::vector<unsigned> before = recurrences_before(from);
    const unsigned most = before.empty() ? 0 : std::ranges::max(before);
    for (std::size_t i = 0; i < from.states.size(); ++i) {
      std::size_t at = i;
      unsigned age = 0;
      while (age < from.states.size() && from.states[at].next != nullptr &&
             from.states[at].next->op == Op::state) {
        at = from.states[at].next->index;
        ++age;
      }
      states_[i] = lead * (static_cast<double>(before[i]) - most);
      if (age < from.states.size()) states_[i] -= static_cast<double>(stage_) * age;
    }
  }

  double of(const Node* node) {
    if (node->id >= known_.size()) known_.resize(node->id + 1, unknown);
    if (known_[node->id] != unknown) return known_[node->id];
    double latest = early;
    for (const Node* const input : node->in)
      if (!is_constant(input)) latest = std::max(latest, of(input));
    const double arrival = at(*node, latest);
    if (node->id >= known_.size()) known_.resize(node->id + 1, unknown);
    known_[node->id] = arrival;
    return arrival;
  }

  static double cost(Op op, unsigned width) {
    switch (op) {
      case Op::and_:
      case Op::or_:
      case Op::xor_:
        return 0.2;  // a LUT takes five of them
      case Op::select:
        return 0.6;
      case Op::add:
      case Op::sub:
      case Op::less:
        return 1 + std::floor(width / 16.0);
      case Op::equal:
        return width <= 3 ? 1 : width <= 18 ? 2 : 3;
      default:
        return 0;
    }
  }

 private:
  double at(const Node& node, double latest) const {
    switch (node.op) {
      case Op::constant:
        return 2 * early;
      case Op::state:
        return states_[node.index];
      case Op::offered:
      case Op::room:
      case Op::element:
        return early;
      case Op::ram_read:
        return latest + 3.0 * stage_;
      case Op::mul:
        return latest + 4.0 * stage_;
      default:
        return latest + cost(node.op, node.op == Op::less || node.op == Op::equal
                                          ? node.in[0]->width
                                          : node.width);
    }
  }

  static constexpr double early = -1e6;
  static constexpr double unknown = 1e9;
  unsigned stage_;
  std::vector<double> states_;
  std::vector<double> known_;
};

class Balancing {
 public:
  Balancing(const Graph& graph, const Timing& timing, unsigned lead)
      : live_(graph.live()), rebuild_(graph), arrivals_(graph, timing, lead), uses_(graph.size()) {
    for (const Node* const node : live_) {
      for (const Node* const input : node->in) ++uses_[input->id];
      if (node->op == Op::state) ++uses_[graph.states[node->index].next->id];
    }
  }

  Graph run() {
    for (const Node* const node : live_) {
      if (is_sink(node->op)) continue;
      rebuild_.to.location = node->location;
      Node* made = nullptr;
      switch (node->op) {
        case Op::and_:
        case Op::or_:
        case Op::xor_:
          made = associative(*node);
          break;
        case Op::add:
          made = sum(*node);
          break;
        case Op::select:
          made = choice(*node);
          break;
        default:
          break;
      }
      if (made == nullptr) {
        rebuild_.same(*node);
      } else {
        rebuild_.set(node, made);
        if (made->name.empty() && !is_constant(made)) made->name = node->name;
      }
    }
    for (const Node* const node : rebuild_.from.sinks) {
      std::vector<Node*> in;
      for (const Node* const input : node->in) in.push_back(rebuild_[input]);
      rebuild_.sink(*node, in);
    }
    rebuild_.finish();
    return std::move(rebuild_.to);
  }

 private:
  // --- and, or, xor ---

  void leaves(const Node* node, Op op, std::vector<Node*>& found) {
    for (const Node* const input : node->in) {
      if (input->op == op && input->width == node->width && uses_[input->id] == 1) {
        leaves(input, op, found);
      } else {
        found.push_back(rebuild_[input]);
      }
    }
  }

  Node* associative(const Node& node) {
    std::vector<Node*> terms;
    leaves(&node, node.op, terms);
    if (terms.size() < 3) return nullptr;
    constexpr unsigned lut_inputs = 6;
    return tree(terms, lut_inputs,
                [&](Node* a, Node* b) { return rebuild_.to.bitwise(node.op, a, b); });
  }

  // The earliest first.
  template <class Join>
  Node* tree(std::vector<Node*> terms, unsigned group, Join join) {
    const auto take_earliest = [&] {
      const auto at =
          std::ranges::min_element(terms, {}, [&](Node* term) { return arrivals_.of(term); });
      Node* const term = *at;
      terms.erase(at);
      return term;
    };
    while (terms.size() > 1) {
      // As many as a LUT takes, if they come together.
      Node* joined = take_earliest();
      const double latest = arrivals_.of(joined) + 0.5;
      joined = join(joined, take_earliest());
      for (unsigned inputs = 2; inputs < group && !terms.empty(); ++inputs) {
        if (std::ranges::min(terms | std::views::transform(
                                         [&](Node* term) { return arrivals_.of(term); })) > latest)
          break;
        joined = join(joined, take_earliest());
      }
      terms.push_back(joined);
    }
    return terms.front();
  }

  // --- sums ---

  // The addition that a term is, if its sum never overflows: itself, or with zeros on top.
  const Node* exact_sum(const Node* term) const {
    if (uses_[term->id] != 1) return nullptr;
    if (term->op == Op::concat && term->in.size() == 2 && is_zero(term->in[1]) &&
        uses_[term->in[0]->id] == 1 && term->in[0]->op == Op::add && tops_are_zero(*term->in[0]))
      return term->in[0];
    return nullptr;
  }
  static bool tops_are_zero(const Node& add) {
    return std::ranges::all_of(add.in, [](const Node* input) {
      if (is_constant(input)) return input->value.countl_zero() > 0;
      return input->op == Op::concat && is_constant(input->in.back()) &&
             input->in.back()->value.countl_zero() > 0;
    });
  }

  void terms_of(const Node& add, unsigned width, std::vector<Node*>& found) {
    for (const Node* const input : add.in) {
      if (input->op == Op::add && input->width == width && add.width == width &&
          uses_[input->id] == 1) {
        terms_of(*input, width, found);
      } else if (const Node* const inner = exact_sum(input); inner != nullptr) {
        terms_of(*inner, width, found);
      } else {
        found.push_back(rebuild_.to.extend(rebuild_[input], width));
      }
    }
  }

  Node* sum(const Node& node) {
    std::vector<Node*> terms;
    terms_of(node, node.width, terms);
    if (terms.size() < 3) return nullptr;
    // Narrow ones first too: their sums are narrow.
    return tree(terms, 2, [&](Node* a, Node* b) { return rebuild_.to.add(a, b); });
  }

  // --- choices ---

  struct Option {
    Node* any;  // whether one of these is chosen
    Node* value;
  };

  Node* choice(const Node& node) {
    std::vector<Option> options;
    const Node* at = &node;
    for (;;) {
      options.push_back({rebuild_[at->in[0]], rebuild_[at->in[1]]});
      const Node* const rest = at->in[2];
      if (rest->op != Op::select || uses_[rest->id] != 1) {
        options.push_back({rebuild_.to.bit(true), rebuild_[rest]});
        break;
      }
      at = rest;
    }
    if (options.size() < 4) return nullptr;
    while (options.size() > 1) {
      std::size_t best = 0;
      double earliest = 1e9;
      for (std::size_t i = 0; i + 1 < options.size(); ++i) {
        const double when =
            std::max({arrivals_.of(options[i].any), arrivals_.of(options[i].value),
                      arrivals_.of(options[i + 1].any), arrivals_.of(options[i + 1].value)});
        if (when < earliest) {
          earliest = when;
          best = i;
        }
      }
      Option& first = options[best];
      const Option& second = options[best + 1];
      first.value = rebuild_.to.select(first.any, first.value, second.value);
      first.any = rebuild_.to.or_(first.any, second.any);
      options.erase(options.begin() + static_cast<std::ptrdiff_t>(best) + 1);
    }
    return options.front().value;
  }

  std::vector<Node*> live_;
  Rebuild rebuild_;
  Arrivals arrivals_;
  std::vector<unsigned> uses_;
};

}  // namespace

Graph balance(const Graph& graph, const Timing& timing, unsigned lead) {
  return Balancing(graph, timing, lead).run();
}

}  // namespace hlsc
