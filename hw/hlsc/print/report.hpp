// What came of a process: NAME.json for programs, a report for people.
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "print/verilog.hpp"
#include "schedule/schedule.hpp"

namespace hlsc {

std::string print_json(const std::string& name, const Graph& graph, const Schedule& schedule,
                       const Timing& timing, const Printed& printed);

std::string print_report(const std::string& name, const Graph& graph, const Schedule& schedule,
                         const Timing& timing, const Printed& printed);

}  // namespace hlsc
