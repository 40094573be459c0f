#include "print/report.hpp"

#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include <map>

namespace hlsc {
namespace {

const char* storage_name(Storage storage) {
  switch (storage) {
    case Storage::ultra:
      return "uram";
    case Storage::block:
      return "bram";
    default:
      return "lutram";
  }
}

llvm::json::Array fields_of(const Payload& payload) {
  llvm::json::Array fields;
  std::string signal;
  unsigned bit = 0;
  for (const Field& field : payload.fields) {
    if (field.signal != signal) bit = 0;
    signal = field.signal;
    fields.push_back(llvm::json::Object{{"name", field.name},
                                        {"offset", field.offset},
                                        {"width", field.width},
                                        {"signed", field.is_signed},
                                        {"signal", field.signal},
                                        {"bit", bit}});
    bit += field.width;
  }
  return fields;
}

llvm::json::Array fields_of(const Ram& ram) {
  llvm::json::Array fields;
  for (const RamPart& part : ram.parts)
    fields.push_back(
        llvm::json::Object{{"offset", part.offset}, {"bit", part.bit}, {"width", part.width}});
  return fields;
}

// The way that makes the pipeline as long as it is, last to first: where each stage is left.
void print_longest_way(llvm::raw_ostream& out, const Graph& graph, const Schedule& schedule) {
  const auto when = [&](const Node* node) {
    const Placement& placement = schedule.nodes[node->id];
    return std::make_pair(placement.available, placement.level);
  };
  const Node* at = nullptr;
  for (const Node* const sink : graph.sinks)
    if (sink->op == Op::write &&
        (at == nullptr || schedule.streams[sink->index] > schedule.streams[at->index]))
      at = sink;
  if (at == nullptr) return;
  out << "\nlongest way, last to first\n";
  Location last;
  while (at != nullptr) {
    const Node* next = nullptr;
    for (const Node* const input : at->in)
      if (!is_constant(input) && (next == nullptr || when(input) > when(next))) next = input;
    const bool moves = at->op != Op::slice && at->op != Op::concat && at->op != Op::invert;
    if (moves && at->location != last) {
      last = at->location;
      out << llvm::formatv("  stage {0,3} level {1}  {2,-9} {3} {4}\n",
                           schedule.nodes[at->id].available, schedule.nodes[at->id].level,
                           name_of(at->op), at->location.text(), at->name);
    }
    at = next;
  }
}

}  // namespace

llvm::json::Object describe(const std::string& name, const Payload& payload) {
  llvm::json::Array signals;
  for (const Signal& signal : signals_of(payload))
    signals.push_back(llvm::json::Object{{"name", signal.name}, {"width", signal.width}});
  return llvm::json::Object{{"name", name},
                            {"bytes", payload.octets},
                            {"signals", std::move(signals)},
                            {"fields", fields_of(payload)}};
}

llvm::json::Array describe(const std::vector<Question>& questions,
                           llvm::function_ref<std::string(unsigned stream)> name_of) {
  llvm::json::Array outcomes;
  for (const Question& question : questions)
    outcomes.push_back(llvm::json::Object{{"stream", name_of(question.stream)},
                                          {"asks", question.data ? "data" : "room"}});
  return outcomes;
}

std::string json_text(llvm::json::Object object) {
  return llvm::formatv("{0:2}\n", llvm::json::Value(std::move(object))).str();
}

std::string print_json(const std::string& name, const Graph& graph, const Schedule& schedule,
                       const Timing& timing, const Printed& printed) {
  llvm::json::Array streams;
  for (const Stream& stream : graph.streams) {
    if (!stream.input && !stream.output) continue;
    const auto number = static_cast<std::size_t>(&stream - graph.streams.data());
    llvm::json::Object object = describe(stream.name, stream.payload);
    object["direction"] = stream.input ? "in" : "out";
    object["stage"] = schedule.streams[number];
    streams.push_back(std::move(object));
  }
  llvm::json::Array rams;
  for (std::size_t i = 0; i < graph.rams.size(); ++i) {
    const RamPlacement& placement = schedule.rams[i];
    if (!placement.is_read) continue;
    rams.push_back(llvm::json::Object{{"name", graph.rams[i].name},
                                      {"storage", storage_name(graph.rams[i].directives->storage)},
                                      {"rows", graph.rams[i].rows},
                                      {"width", graph.rams[i].width},
                                      {"fields", fields_of(graph.rams[i])},
                                      {"latency", placement.latency},
                                      {"read_stage", placement.read},
                                      {"write_stage", placement.write},
                                      {"unseen", placement.unseen()}});
  }
  llvm::json::Array library(printed.library);
  llvm::json::Object parameters;
  for (const Stream& stream : graph.streams)
    if (stream.output) parameters[stream.name + "_DEPTH"] = 0;
  return json_text(llvm::json::Object{
      {"name", name},
      {"clock_ns", timing.clock_ns()},
      {"ii", 1},
      {"stages", schedule.stages},
      {"files", llvm::json::Array{name + ".sv"}},
      {"library", std::move(library)},
      {"parameters", std::move(parameters)},
      {"streams", std::move(streams)},
      {"outcomes",
       describe(graph.questions, [&](unsigned stream) { return graph.streams[stream].name; })},
      {"rams", std::move(rams)},
      {"levels", llvm::json::Array(schedule.worst)},
      {"register_bits", printed.register_bits},
      {"delay_bits", printed.delay_bits},
      {"history_bits", printed.history_bits}});
}

std::string print_report(const std::string& name, const Graph& graph, const Schedule& schedule,
                         const Timing& timing, const Printed& printed) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << llvm::formatv(
      "process {0}: {1} stages, II=1, {2:F2} ns ({3} LUT levels a stage, estimated)\n", name,
      schedule.stages, timing.clock_ns(), timing.levels());
  out << llvm::formatv("registers {0} bits, delay lines {1} bits, histories {2} bits\n\n",
                       printed.register_bits, printed.delay_bits, printed.history_bits);
  out << "streams\n";
  for (std::size_t i = 0; i < graph.streams.size(); ++i) {
    const Stream& stream = graph.streams[i];
    if (!stream.input && !stream.output) continue;
    out << llvm::formatv("  {0,-24} {1,-3} {2,5} bits  stage {3}\n", stream.name,
                         stream.input ? "in" : "out", stream.width(), schedule.streams[i]);
  }
  bool any = false;
  for (std::size_t i = 0; i < graph.rams.size(); ++i) {
    const RamPlacement& ram = schedule.rams[i];
    if (!ram.is_read) continue;
    if (!any) out << "\nmemories\n";
    any = true;
    const ArrayDirectives& directives = *graph.rams[i].directives;
    out << llvm::formatv("  {0,-24} {1,6} x {2,5} bits  {3,-6} read in stage {4}, written in {5}: ",
                         graph.rams[i].name, graph.rams[i].rows, graph.rams[i].width,
                         storage_name(directives.storage), ram.read, ram.write);
    if (directives.independent) {
      out << "declared independent\n";
    } else {
      out << llvm::formatv("{0} unseen, {1} covered\n", ram.unseen(),
                           directives.distance.value_or(1) - 1);
    }
  }
  any = false;
  std::map<std::string, std::pair<unsigned, unsigned>> states;  // by name and place: bits
  for (std::size_t i = 0; i < graph.states.size(); ++i) {
    if (graph.states[i].current == nullptr) continue;
    const StatePlacement& state = schedule.states[i];
    if (!any) out << "\nstates\n";
    any = true;
    out << llvm::formatv(
        "  {0,-32} {1,5} bits  read in stage {2}, produced in {3}{4}\n", graph.states[i].name,
        graph.states[i].reset.getBitWidth(), state.read, state.produced,
        state.history() ? llvm::formatv(", from the history, age {0}", state.age).str() : "");
  }
  out << "\nstages: LUT levels and slack\n";
  for (unsigned stage = 0; stage < schedule.stages; ++stage)
    out << llvm::formatv("  {0,3}  {1}  {2:F2} ns\n", stage, schedule.worst[stage],
                         timing.slack_ns(schedule.worst[stage]));
  print_longest_way(out, graph, schedule);
  return text;
}

}  // namespace hlsc
