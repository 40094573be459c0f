#include "graph/speculate.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "graph/rebuild.hpp"

namespace hlsc {
namespace {

// From more places than this a bit is chosen first and compared then: a comparison for each place,
// and a choice for each of these, would be very much logic for what one comparison takes.
constexpr std::size_t most_places_compared = 16;

class Speculation {
 public:
  explicit Speculation(const Graph& graph) : rebuild_(graph) {}

  Graph run() {
    for (const Node* const node : rebuild_.from.live()) {
      if (is_sink(node->op)) continue;
      if (node->op == Op::equal && is_constant(node->in[1])) {
        rebuild_.to.location = node->location;
        Node* const value = rebuild_[node->in[0]];
        Node* const constant = rebuild_[node->in[1]];
        rebuild_.set(node, most_places(value) <= most_places_compared
                               ? equal(value, constant)
                               : rebuild_.to.equal(value, constant));
      } else {
        rebuild_.same(*node);
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
  // From how many places a bit of the value may come.
  std::size_t most_places(const Node* value) {
    std::size_t most = 0;
    for (unsigned bit = 0; bit < value->width; ++bit) {
      seen_.clear();
      most = std::max(most, places(value, bit));
    }
    return most;
  }
  std::size_t places(const Node* value, unsigned bit) {
    if (is_constant(value) || !seen_.insert({value, bit}).second) return 0;
    switch (value->op) {
      case Op::slice:
        return places(value->in[0], value->low + bit);
      case Op::concat:
        for (const Node* const part : value->in) {
          if (bit < part->width) return places(part, bit);
          bit -= part->width;
        }
        return 0;
      case Op::select:
        return places(value->in[1], bit) + places(value->in[2], bit);
      default:
        return 1;
    }
  }

  Node* equal(Node* value, Node* constant) {
    Node*& known = known_[{value, constant}];
    if (known != nullptr) return known;
    Graph& to = rebuild_.to;
    Node* result = nullptr;
    if (value->op == Op::select) {
      result =
          to.select(value->in[0], equal(value->in[1], constant), equal(value->in[2], constant));
    } else if (value->op == Op::concat) {
      result = to.bit(true);
      unsigned low = 0;
      std::vector<Node*> plain;
      std::vector<Node*> wanted;
      for (Node* const part : value->in) {
        Node* const piece = to.slice(constant, low, part->width);
        low += part->width;
        if (chooses(part)) {
          result = to.and_(result, equal(part, piece));
        } else {
          plain.push_back(part);
          wanted.push_back(piece);
        }
      }
      if (!plain.empty()) result = to.and_(result, to.equal(to.concat(plain), to.concat(wanted)));
    } else if (value->op == Op::slice && value->in[0]->op == Op::select) {
      Node* const whole = value->in[0];
      const auto part = [&](Node* of) { return to.slice(of, value->low, value->width); };
      result = to.select(whole->in[0], equal(part(whole->in[1]), constant),
                         equal(part(whole->in[2]), constant));
    } else {
      result = to.equal(value, constant);
    }
    return known_[{value, constant}] = result;
  }

  static bool chooses(const Node* value) {
    return value->width > 1 &&
           (value->op == Op::select || (value->op == Op::slice && value->in[0]->op == Op::select));
  }

  Rebuild rebuild_;
  std::set<std::pair<const Node*, unsigned>> seen_;
  std::map<std::pair<Node*, Node*>, Node*> known_;
};

}  // namespace

Graph speculate(const Graph& graph) { return Speculation(graph).run(); }

}  // namespace hlsc
