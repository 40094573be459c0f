// What the graph's constructors make evaluates like the operator that was asked for.
#include <gtest/gtest.h>

#include <functional>

#include "hlsc/evaluator.hpp"
#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

using llvm::APInt;

constexpr unsigned seeds = 40;
constexpr unsigned expressions = 60;
constexpr unsigned assignments = 6;

// Nodes, each beside what it should be under every assignment of the sources: computed by hand, not
// from the graph.
class Expressions {
 public:
  explicit Expressions(unsigned seed) : random(seed) {
    for (unsigned i = 0; i < 4; ++i) source(random_width(random));
    for (unsigned i = 0; i < 3; ++i) source(1);
  }

  struct Known {
    Node* node;
    std::vector<APInt> values;  // by assignment
  };
  using Plain = std::function<APInt(const std::vector<APInt>&)>;

  void source(unsigned width) {
    const auto number = static_cast<unsigned>(sources_.size());
    Known known{graph.source(Op::element, width, number), {}};
    for (unsigned i = 0; i < assignments; ++i) known.values.push_back(random_bits(random, width));
    sources_.push_back(known);
    all.push_back(known);
  }

  Known constant(unsigned width) {
    const APInt value = random_bits(random, width);
    return {graph.constant(value), std::vector<APInt>(assignments, value)};
  }

  // One of those there are, of that width if need be; sometimes a constant or an inversion.
  Known any(unsigned width) {
    if (random() % 6 == 0) return constant(width);
    Known known = all[random() % all.size()];
    if (known.node->width > width) {
      const auto low = static_cast<unsigned>(random() % (known.node->width - width + 1));
      known.node = graph.slice(known.node, low, width);
      for (APInt& value : known.values) value = value.extractBits(width, low);
    } else if (random() % 2 == 0) {
      known.node = graph.sign_extend(known.node, width);
      for (APInt& value : known.values) value = value.sext(width);
    } else {
      known.node = graph.extend(known.node, width);
      for (APInt& value : known.values) value = value.zext(width);
    }
    if (random() % 8 == 0) {
      known.node = graph.invert(known.node);
      for (APInt& value : known.values) value.flipAllBits();
    }
    return known;
  }

  void expect(Node* made, const std::vector<Known>& in, const Plain& plain) {
    Known known{made, {}};
    for (unsigned i = 0; i < assignments; ++i) {
      std::vector<APInt> values;
      for (const Known& operand : in) values.push_back(operand.values[i]);
      known.values.push_back(plain(values));
    }
    all.push_back(known);
  }

  void check() {
    Evaluator evaluator(graph);
    for (unsigned i = 0; i < assignments; ++i) {
      Offer offer;
      for (unsigned number = 0; number < sources_.size(); ++number)
        offer.elements.emplace(number, sources_[number].values[i]);
      evaluator.fire(offer);
      for (std::size_t at = 0; at < all.size(); ++at)
        ASSERT_EQ(evaluator.value(all[at].node), all[at].values[i])
            << "expression " << at << ": " << name_of(all[at].node->op);
    }
  }

  std::mt19937 random;
  Graph graph;
  std::vector<Known> all;

 private:
  std::vector<Known> sources_;
};

// One test of many expressions over each other, for one constructor among others that surround it.
void check(const std::function<void(Expressions&)>& add) {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Expressions expressions_of(seed);
    for (unsigned i = 0; i < expressions; ++i) add(expressions_of);
    expressions_of.check();
    if (testing::Test::HasFatalFailure()) return;
  }
}

using Known = Expressions::Known;
using Values = std::vector<APInt>;

APInt bit(bool value) { return {1, value ? 1U : 0U}; }

void add_and(Expressions& e) {
  const unsigned width = random_width(e.random);
  const std::vector<Known> in = {e.any(width), e.any(width)};
  e.expect(e.graph.and_(in[0].node, in[1].node), in, [](const Values& v) { return v[0] & v[1]; });
}
void add_or(Expressions& e) {
  const unsigned width = random_width(e.random);
  const std::vector<Known> in = {e.any(width), e.any(width)};
  e.expect(e.graph.or_(in[0].node, in[1].node), in, [](const Values& v) { return v[0] | v[1]; });
}
void add_xor(Expressions& e) {
  const unsigned width = random_width(e.random);
  const std::vector<Known> in = {e.any(width), e.any(width)};
  e.expect(e.graph.bitwise(Op::xor_, in[0].node, in[1].node), in,
           [](const Values& v) { return v[0] ^ v[1]; });
}
void add_select(Expressions& e) {
  const unsigned width = random_width(e.random);
  const std::vector<Known> in = {e.any(1), e.any(width), e.any(width)};
  e.expect(e.graph.select(in[0].node, in[1].node, in[2].node), in,
           [](const Values& v) { return v[0].isOne() ? v[1] : v[2]; });
}
void add_concat(Expressions& e) {
  const std::vector<Known> in = {e.any(random_width(e.random)), e.any(random_width(e.random))};
  e.expect(e.graph.concat({in[0].node, in[1].node}), in,
           [](const Values& v) { return v[1].concat(v[0]); });
}
void add_equal(Expressions& e) {
  const unsigned width = random_width(e.random);
  const std::vector<Known> in = {e.any(width), e.any(width)};
  e.expect(e.graph.equal(in[0].node, in[1].node), in,
           [](const Values& v) { return bit(v[0] == v[1]); });
}

TEST(Constructors, conditions_evaluate_like_plain_ones) {
  check([](Expressions& e) {
    switch (e.random() % 3) {
      case 0: {
        const std::vector<Known> in = {e.any(1), e.any(1)};
        return e.expect(e.graph.and_(in[0].node, in[1].node), in,
                        [](const Values& v) { return v[0] & v[1]; });
      }
      case 1: {
        const std::vector<Known> in = {e.any(1), e.any(1)};
        return e.expect(e.graph.or_(in[0].node, in[1].node), in,
                        [](const Values& v) { return v[0] | v[1]; });
      }
      default: {
        const std::vector<Known> in = {e.any(1), e.any(1), e.any(1)};
        return e.expect(e.graph.select(in[0].node, in[1].node, in[2].node), in,
                        [](const Values& v) { return v[0].isOne() ? v[1] : v[2]; });
      }
    }
  });
}

TEST(Constructors, all_of_evaluates_like_a_chain_of_and) {
  check([](Expressions& e) {
    std::vector<Known> in;
    for (unsigned i = 0; i < 1 + e.random() % 5; ++i) in.push_back(e.any(1));
    std::vector<Node*> nodes;
    for (const Known& known : in) nodes.push_back(known.node);
    e.expect(e.graph.all_of(nodes), in, [](const Values& v) {
      return bit(std::ranges::all_of(v, [](const APInt& x) { return x.isOne(); }));
    });
  });
}

TEST(Constructors, bitwise_operators_evaluate_like_plain_ones) {
  check([](Expressions& e) {
    switch (e.random() % 4) {
      case 0:
        return add_and(e);
      case 1:
        return add_or(e);
      case 2:
        return add_xor(e);
      default:
        return add_concat(e);
    }
  });
}

TEST(Constructors, a_select_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    switch (e.random() % 4) {
      case 0:
        return add_concat(e);
      case 1:
        return add_equal(e);
      default:
        return add_select(e);
    }
  });
}

TEST(Constructors, an_addition_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    if (e.random() % 4 == 0) return add_concat(e);
    const unsigned width = random_width(e.random);
    const std::vector<Known> in = {e.any(width), e.any(width)};
    e.expect(e.graph.add(in[0].node, in[1].node), in, [](const Values& v) { return v[0] + v[1]; });
  });
}

TEST(Constructors, a_subtraction_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    if (e.random() % 4 == 0) return add_concat(e);
    const unsigned width = random_width(e.random);
    const std::vector<Known> in = {e.any(width), e.any(width)};
    e.expect(e.graph.sub(in[0].node, in[1].node), in, [](const Values& v) { return v[0] - v[1]; });
  });
}

TEST(Constructors, a_multiplication_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    if (e.random() % 4 == 0) return add_concat(e);
    const unsigned width = random_width(e.random);
    const std::vector<Known> in = {e.any(width), e.any(width)};
    e.expect(e.graph.mul(in[0].node, in[1].node), in, [](const Values& v) { return v[0] * v[1]; });
  });
}

TEST(Constructors, a_comparison_for_equality_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    switch (e.random() % 4) {
      case 0:
        return add_concat(e);
      case 1:
        return add_select(e);
      default:
        return add_equal(e);
    }
  });
}

TEST(Constructors, an_unsigned_comparison_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    if (e.random() % 3 == 0) return add_concat(e);
    const unsigned width = random_width(e.random);
    const std::vector<Known> in = {e.any(width), e.any(width)};
    e.expect(e.graph.less(in[0].node, in[1].node), in,
             [](const Values& v) { return bit(v[0].ult(v[1])); });
  });
}

TEST(Constructors, a_signed_comparison_evaluates_like_a_plain_one) {
  check([](Expressions& e) {
    if (e.random() % 3 == 0) return add_concat(e);
    const unsigned width = random_width(e.random);
    const std::vector<Known> in = {e.any(width), e.any(width)};
    e.expect(e.graph.less_signed(in[0].node, in[1].node), in,
             [](const Values& v) { return bit(v[0].slt(v[1])); });
  });
}

TEST(Constructors, a_parity_is_the_sum_of_all_bits_modulo_two) {
  check([](Expressions& e) {
    if (e.random() % 3 == 0) return add_xor(e);
    const std::vector<Known> in = {e.any(random_width(e.random))};
    e.expect(e.graph.parity(in[0].node), in,
             [](const Values& v) { return bit(v[0].popcount() % 2 != 0); });
  });
}

TEST(Constructors, a_population_count_counts_ones) {
  check([](Expressions& e) {
    if (e.random() % 3 == 0) return add_concat(e);
    const std::vector<Known> in = {e.any(random_width(e.random))};
    e.expect(e.graph.popcount(in[0].node, 8), in,
             [](const Values& v) { return APInt(8, v[0].popcount()); });
  });
}

// By less than the width: more has no meaning.
template <class Plain>
void check_shift(const std::function<Node*(Graph&, Node*, Node*)>& make, const Plain& plain) {
  check([&](Expressions& e) {
    if (e.random() % 3 == 0) return add_concat(e);
    const unsigned bits = 1 + static_cast<unsigned>(e.random() % 5);
    const unsigned width = (1U << bits) + static_cast<unsigned>(e.random() % 40);
    const std::vector<Known> in = {e.any(width), e.any(bits)};
    e.expect(make(e.graph, in[0].node, in[1].node), in, [&](const Values& v) {
      return plain(v[0], static_cast<unsigned>(v[1].getZExtValue()));
    });
  });
}

TEST(Constructors, a_shift_to_the_left_evaluates_like_a_plain_one) {
  check_shift([](Graph& graph, Node* x, Node* by) { return graph.shift_left(x, by); },
              [](const APInt& x, unsigned by) { return x.shl(by); });
}

TEST(Constructors, a_shift_to_the_right_evaluates_like_a_plain_one) {
  check_shift(
      [](Graph& graph, Node* x, Node* by) { return graph.shift_right(x, by, graph.bit(false)); },
      [](const APInt& x, unsigned by) { return x.lshr(by); });
}

TEST(Constructors, a_shift_to_the_right_brings_in_the_sign_if_told) {
  check_shift([](Graph& graph, Node* x,
                 Node* by) { return graph.shift_right(x, by, graph.slice(x, x->width - 1, 1)); },
              [](const APInt& x, unsigned by) { return x.ashr(by); });
}

}  // namespace
}  // namespace hlsc::test
