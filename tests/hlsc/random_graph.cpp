#include "hlsc/random_graph.hpp"

#include <array>

#include "hlsc/evaluator.hpp"

namespace hlsc::test {

unsigned add_stream(Graph& graph, const std::string& name, unsigned width, bool input) {
  Payload payload;
  payload.octets = (width + 7) / 8;
  payload.fields.push_back({"", 0, payload.octets, width, false, "TDATA"});
  graph.streams.push_back({name, payload, input, !input});
  return static_cast<unsigned>(graph.streams.size() - 1);
}

Node* add_state(Graph& graph, const std::string& name, unsigned width, std::uint64_t reset) {
  const auto number = static_cast<unsigned>(graph.states.size());
  Node* const current = graph.source(Op::state, width, number);
  current->name = name;
  graph.states.push_back({name, llvm::APInt(width, reset), current, nullptr});
  return current;
}

void bring_out(Graph& graph, const std::string& name, Node* value) {
  const unsigned stream = add_stream(graph, name, value->width, false);
  graph.sink(Op::write, {graph.bit(true), value}, stream);
}

Node* add_input(Graph& graph, const std::string& name, unsigned width) {
  const unsigned stream = add_stream(graph, name, width, true);
  Node* const element = graph.source(Op::element, width, stream);
  graph.sink(Op::read, {graph.bit(true), graph.bit(true)}, stream);
  return element;
}

unsigned random_width(std::mt19937& random) {
  constexpr std::array widths = {1U,  1U,  1U,  2U,  3U,  4U,  7U,  8U,
                                 13U, 16U, 17U, 32U, 49U, 65U, 100U};
  return widths[random() % widths.size()];
}

Node* fitted(std::mt19937& random, Graph& graph, Node* value, unsigned width) {
  if (value->width > width)
    return graph.slice(value, static_cast<unsigned>(random() % (value->width - width + 1)), width);
  if (value->width == width) return value;
  switch (random() % 3) {
    case 0:
      return graph.sign_extend(value, width);
    case 1: {
      const unsigned more = width - value->width;
      return graph.concat({graph.constant(random_bits(random, more)), value});
    }
    default:
      return graph.extend(value, width);
  }
}

Node* random_operator(std::mt19937& random, Graph& graph, const std::vector<Node*>& values) {
  // Of recent values more often: chains are what passes are for.
  const auto any = [&]() -> Node* {
    const std::size_t recent = std::min<std::size_t>(values.size(), 4);
    return random() % 2 == 0 ? values[values.size() - 1 - random() % recent]
                             : values[random() % values.size()];
  };
  const auto bit = [&] { return fitted(random, graph, any(), 1); };
  const unsigned width = random() % 3 == 0 ? random_width(random) : any()->width;
  const auto operand = [&]() -> Node* {
    if (random() % 6 == 0) return graph.constant(random_bits(random, width));
    return fitted(random, graph, any(), width);
  };
  switch (random() % 16) {
    case 0:
      return graph.invert(operand());
    case 1:
      return graph.and_(operand(), operand());
    case 2:
      return graph.or_(operand(), operand());
    case 3:
      return graph.bitwise(Op::xor_, operand(), operand());
    case 4:
    case 5:
    case 6:
      return graph.select(bit(), operand(), operand());
    case 7:
    case 8:
      return graph.add(operand(), operand());
    case 9:
      return graph.sub(operand(), operand());
    case 10:
      return graph.mul(operand(), operand());
    case 11:
      return graph.equal(operand(), operand());
    case 12:
      return graph.equal(operand(), graph.constant(random_bits(random, width)));
    case 13:
      return graph.less(operand(), operand());
    case 14:
      return graph.concat({fitted(random, graph, any(), random_width(random)), bit(), operand()});
    default:
      return graph.and_(bit(), bit());
  }
}

namespace {

// A memory whose rows are all written before the first read of them counts.
Node* swept_memory(std::mt19937& random, Graph& graph, const std::vector<Node*>& values) {
  static const ArrayDirectives directives{Storage::block, 0, {}, false, false, {}};
  constexpr unsigned row_bits = 2;
  const unsigned width = random_width(random);
  graph.rams.push_back({"memory", 1U << row_bits, width, &directives});
  Node* const swept = add_state(graph, "swept", row_bits + 1);
  Node* const sweeping = graph.invert(graph.slice(swept, row_bits, 1));
  graph.states.back().next =
      graph.select(sweeping, graph.add(swept, graph.constant(row_bits + 1, 1)), swept);
  const auto any = [&](unsigned to) {
    return fitted(random, graph, values[random() % values.size()], to);
  };
  Node* const word = graph.ram_read(0, any(row_bits), width);
  graph.sink(Op::ram_write,
             {graph.or_(sweeping, any(1)),
              graph.select(sweeping, graph.slice(swept, 0, row_bits), any(row_bits)), any(width)},
             0);
  return graph.select(sweeping, graph.zero(width), word);
}

}  // namespace

Graph random_graph(std::mt19937& random, unsigned operators) {
  Graph graph;
  std::vector<Node*> values;
  for (const char* const name : {"first", "second"}) {
    const unsigned width = 2 * random_width(random) + 5;
    const unsigned stream = add_stream(graph, name, width, true);
    values.push_back(graph.source(Op::element, width, stream));
    values.push_back(graph.source(Op::offered, 1, stream));
  }
  for (const char* const name : {"one", "two", "three"}) {
    const unsigned width = random_width(random);
    values.push_back(add_state(graph, name, width));
    graph.states.back().reset = random_bits(random, width);
  }
  values.push_back(swept_memory(random, graph, values));
  for (unsigned i = 0; i < operators; ++i) values.push_back(random_operator(random, graph, values));
  const auto any = [&](unsigned width) {
    const std::size_t at = values.size() - 1 - random() % std::min<std::size_t>(values.size(), 20);
    return fitted(random, graph, values[at], width);
  };
  for (StateVariable& state : graph.states)
    if (state.next == nullptr) state.next = any(state.current->width);
  for (const unsigned stream : {0U, 1U})
    graph.sink(Op::read, {any(1), random() % 2 == 0 ? graph.bit(true) : any(1)}, stream);
  for (const char* const name : {"third", "fourth", "fifth"}) {
    const unsigned width = random_width(random);
    const unsigned stream = add_stream(graph, name, width, false);
    graph.sink(Op::write, {any(1), any(width)}, stream);
  }
  graph.questions.push_back({0, true});
  graph.sink(Op::outcome, {graph.and_(any(1), values[1])}, 0);
  return graph;
}

}  // namespace hlsc::test
