#include "network.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "print/names.hpp"
#include "print/network.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

class Building {
 public:
  Building(const Program& program, const Network& network, double clock_ns)
      : program_(program), network_(network), clock_ns_(clock_ns) {
    wiring_.name = network.name;
    wiring_.clock_ns = clock_ns;
    for (const std::string& port : network.ports) add({port, {}, true, 0, {}, {}, {}}, {});
    for (const StreamVariable& stream : network.streams) {
      if (stream.credit && *stream.credit > stream.depth)
        throw Error(stream.location, "stream '" + stream.name + "' has a depth of " +
                                         std::to_string(stream.depth) + ", and a credit of " +
                                         std::to_string(*stream.credit) +
                                         " elements: it must hold them all");
      add({stream.name, {}, false, stream.depth, stream.credit, {}, {}}, stream.location);
    }
  }

  std::vector<Output> run() {
    names_.take(network_.name);
    for (const Task& task : network_.tasks) compile(task);
    for (const Task& task : network_.tasks) connect(task);
    check_ends();
    check_cycles();
    std::vector<Output> outputs;
    for (const std::unique_ptr<CompiledProcess>& process : processes_)
      outputs.push_back(process->output);
    outputs.push_back(print_network(wiring_));
    return outputs;
  }

 private:
  void add(Connection connection, const Location& location) {
    numbers_.emplace(connection.name, static_cast<unsigned>(wiring_.connections.size()));
    wiring_.connections.push_back(std::move(connection));
    locations_.push_back(location);
  }

  // Each function once.
  void compile(const Task& task) {
    const auto known = by_symbol_.find(task.symbol);
    if (known != by_symbol_.end()) {
      if (known->second->has_state)
        throw Error(task.location,
                    "process '" + known->second->output.name +
                        "' keeps a state, and stands in the network twice: as C++ both would share "
                        "it; make it a template, and give each instance its own arguments");
      return;
    }
    const auto declared = program_.declarations.processes.find(task.symbol);
    const llvm::Function* const body = program_.module->getFunction(task.symbol);
    if (declared == program_.declarations.processes.end() || body == nullptr ||
        body->isDeclaration())
      throw Error(task.location, "the process of task '" + task.name +
                                     "' is not defined in the sources: name its file, too");
    processes_.push_back(std::make_unique<CompiledProcess>(compile_process(
        *program_.module, *body, declared->second, names_.take(declared->second.name), clock_ns_)));
    by_symbol_.emplace(task.symbol, processes_.back().get());
  }

  void connect(const Task& task) {
    const CompiledProcess& process = *by_symbol_.at(task.symbol);
    const auto number = static_cast<unsigned>(wiring_.instances.size());
    Instance& instance = wiring_.instances.emplace_back();
    instance.name = task.name;
    instance.process = &process;
    if (task.streams.size() != process.streams.size())
      throw Error(task.location, "task '" + task.name + "' connects " +
                                     std::to_string(task.streams.size()) + " streams, and '" +
                                     process.output.name + "' has " +
                                     std::to_string(process.streams.size()));
    for (unsigned i = 0; i < task.streams.size(); ++i) {
      const auto found = numbers_.find(task.streams[i]);
      if (found == numbers_.end())
        throw Error(task.location, "'" + task.streams[i] + "' is no stream of the network");
      instance.streams.push_back(found->second);
      const Stream& stream = process.streams[i];
      Payload& payload = wiring_.connections[found->second].payload;
      if (!payload.fields.empty() && payload != stream.payload)
        throw Error(task.location, "stream '" + task.streams[i] +
                                       "' carries something else where task '" + task.name +
                                       "' has it");
      payload = stream.payload;
      if (stream.input) end(task, wiring_.connections[found->second].reader, {number, i}, "read");
      if (stream.output)
        end(task, wiring_.connections[found->second].writer, {number, i}, "written");
    }
  }

  static void end(const Task& task, std::optional<Connection::End>& end, Connection::End here,
                  const std::string& what) {
    if (end)
      throw Error(task.location, "stream '" + task.streams[here.parameter] + "' is " + what +
                                     " by a second process, that of task '" + task.name + "'");
    end = here;
  }

  void check_ends() const {
    for (std::size_t i = 0; i < wiring_.connections.size(); ++i) {
      const Connection& connection = wiring_.connections[i];
      if (connection.is_port) {
        if (!connection.reader == !connection.writer)
          throw Error(network_.location,
                      "port '" + connection.name + "' of network '" + network_.name + "' is " +
                          (connection.reader ? "read and written" : "used by no process"));
      } else if (!connection.reader || !connection.writer) {
        throw Error(locations_[i],
                    "stream '" + connection.name + "' is " +
                        (connection.reader ? "read, and never written" : "never read"));
      }
    }
  }

  // A stream at which its writer may have to wait for the one that reads it.
  bool binds(const Connection& connection) const {
    if (connection.is_port || connection.credit) return false;
    const Connection::End& writer = *connection.writer;
    return wiring_.instances[writer.instance].process->asks_room[writer.parameter] == 0;
  }

  void check_cycles() {
    colour_.assign(wiring_.instances.size(), Colour::white);
    for (unsigned i = 0; i < wiring_.instances.size(); ++i)
      if (colour_[i] == Colour::white) visit(i);
  }

  void visit(unsigned instance) {
    colour_[instance] = Colour::grey;
    for (std::size_t i = 0; i < wiring_.connections.size(); ++i) {
      const Connection& connection = wiring_.connections[i];
      if (connection.is_port || connection.writer->instance != instance || !binds(connection))
        continue;
      way_.push_back(static_cast<unsigned>(i));
      const unsigned next = connection.reader->instance;
      if (colour_[next] == Colour::grey) report_cycle(next);
      if (colour_[next] == Colour::white) visit(next);
      way_.pop_back();
    }
    colour_[instance] = Colour::black;
  }

  [[noreturn]] void report_cycle(unsigned first) const {
    auto begin = way_.begin();
    while (wiring_.connections[*begin].writer->instance != first) ++begin;
    std::string text = wiring_.instances[first].process->output.name;
    for (auto at = begin; at != way_.end(); ++at) {
      const Connection& connection = wiring_.connections[*at];
      text.append(" -> '").append(connection.name).append("' -> ");
      text += wiring_.instances[connection.reader->instance].process->output.name;
    }
    throw Error(locations_[way_.back()],
                "a cycle without a bound: " + text +
                    "\n  When its streams are full, all of them wait for each other. Let a process "
                    "of it count what it lets in (credits), and say of the stream that comes back "
                    "how many elements it holds at most:\n  #pragma HLSC CREDIT variable = " +
                    wiring_.connections[way_.back()].name + " places = NUMBER");
  }

  enum class Colour : unsigned char { white, grey, black };

  const Program& program_;
  const Network& network_;
  double clock_ns_;
  Wiring wiring_;
  std::vector<Location> locations_;  // of the connections
  std::map<std::string, unsigned> numbers_;
  Names names_;
  std::vector<std::unique_ptr<CompiledProcess>> processes_;
  std::map<std::string, const CompiledProcess*> by_symbol_;
  std::vector<Colour> colour_;
  std::vector<unsigned> way_;  // of the search: connections
};

}  // namespace

std::vector<Output> compile_network(const Program& program, const Network& network,
                                    double clock_ns) {
  if (!network.fault.empty()) throw Error(network.fault_location, network.fault);
  check_name(network.name, network.location);
  return Building(program, network, clock_ns).run();
}

}  // namespace hlsc
