// What came of a process: NAME.json for programs, a report for people.
#pragma once

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/Support/JSON.h>

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "print/verilog.hpp"
#include "schedule/schedule.hpp"

namespace hlsc {

// A stream: its name, and where the fields of its payload lie in memory and in the signals.
llvm::json::Object describe(const std::string& name, const Payload& payload);

// What a process asks, in the order of its outcomes.
llvm::json::Array describe(const std::vector<Question>& questions,
                           llvm::function_ref<std::string(unsigned stream)> name_of);

std::string json_text(llvm::json::Object object);

std::string print_json(const std::string& name, const Graph& graph, const Schedule& schedule,
                       const Timing& timing, const Printed& printed);

std::string print_report(const std::string& name, const Graph& graph, const Schedule& schedule,
                         const Timing& timing, const Printed& printed);

}  // namespace hlsc
