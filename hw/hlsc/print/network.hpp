// A network as a module that only wires.
#pragma once

#include <string>
#include <vector>

#include "process.hpp"

namespace hlsc {

// A process of the network, and what its streams are connected to.
struct Instance {
  std::string name;
  const CompiledProcess* process;
  std::vector<unsigned> streams;  // numbers of the network's, ports first
};

// A port of the network, or a stream between two of its processes.
struct Connection {
  std::string name;
  Payload payload;
  bool is_port = false;
  unsigned depth = 0;  // of a stream
  std::optional<unsigned> credit;
  // Instances and their parameters; none outside.
  struct End {
    unsigned instance;
    unsigned parameter;
  };
  std::optional<End> writer;
  std::optional<End> reader;
};

struct Wiring {
  std::string name;
  double clock_ns;
  std::vector<Connection> connections;
  std::vector<Instance> instances;
};

Output print_network(const Wiring& wiring);

}  // namespace hlsc
