// A scheduled process as a module in SystemVerilog.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "schedule/schedule.hpp"

namespace hlsc {

struct Printed {
  std::string text;
  std::vector<std::string> library;  // modules of hw/rtl that it uses
  unsigned register_bits = 0;        // in the pipeline, without FIFOs
  unsigned delay_bits = 0;           // in delay lines
  unsigned history_bits = 0;
};

Printed print_verilog(const std::string& name, const Graph& graph, const Schedule& schedule,
                      const Timing& timing);

// A signal of a stream's port.
struct Signal {
  std::string name;  // "TDATA"
  unsigned width;
};
// In the order in which they lie in the stream's element, the lowest first.
std::vector<Signal> signals_of(const Payload& payload);

// What follows the ports before it: those of a stream. \param leaves whether the module writes it
std::string stream_ports(const std::string& name, const Payload& payload, bool leaves);
// The same for an instance of that module: what its stream is connected to.
std::string stream_connections(const std::string& name, const std::string& outer,
                               const Payload& payload);

}  // namespace hlsc
