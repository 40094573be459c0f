// Graphs for tests of passes: random ones, and small ones by hand.
#pragma once

#include <random>
#include <string>

#include "graph/graph.hpp"

namespace hlsc::test {

// Adds a stream of plain numbers. \returns its number
unsigned add_stream(Graph& graph, const std::string& name, unsigned width, bool input);
// Adds a state; its `next` is still to be set.
Node* add_state(Graph& graph, const std::string& name, unsigned width, std::uint64_t reset = 0);
// Adds a stream and brings a value out of it.
void bring_out(Graph& graph, const std::string& name, Node* value);

// The element of a new input stream that every firing reads.
Node* add_input(Graph& graph, const std::string& name, unsigned width);

// A width as kernels have them: mostly narrow, some wide.
unsigned random_width(std::mt19937& random);

// Operators in layers over two input streams, states and a memory that is swept first; some of the
// values are written to streams on some condition, others become the next values of states.
Graph random_graph(std::mt19937& random, unsigned operators = 40);

// A value of that width made from others by one of the graph's constructors.
Node* random_operator(std::mt19937& random, Graph& graph, const std::vector<Node*>& values);

// Brings a value to a width, in one of the ways there are.
Node* fitted(std::mt19937& random, Graph& graph, Node* value, unsigned width);

}  // namespace hlsc::test
