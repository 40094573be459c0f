#include "schedule/schedule.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>

#include "support/error.hpp"

namespace hlsc {
namespace {

// More stages than any pipeline has: what grows beyond is a recurrence that does not fit.
constexpr unsigned most_stages = 400;
constexpr unsigned never = std::numeric_limits<unsigned>::max();

bool is_wire(const Node& node) {
  return node.op == Op::slice || node.op == Op::concat || node.op == Op::invert ||
         node.op == Op::constant;
}

class Scheduler {
 public:
  Scheduler(const Graph& graph, const Timing& timing)
      : graph_(graph), timing_(timing), live_(graph.live()) {
    schedule_.nodes.resize(graph.size());
    arrivals_.resize(graph.size());
    schedule_.streams.resize(graph.streams.size());
    schedule_.rams.resize(graph.rams.size());
    for (std::size_t i = 0; i < graph.rams.size(); ++i) {
      const ArrayDirectives& array = *graph.rams[i].directives;
      schedule_.rams[i].latency =
          array.latency != 0 ? array.latency : default_latency(array.storage);
    }
    find_roots();
  }

  Schedule run() {
    do {
      do {
        for (const Node* const node : live_) place(*node);
      } while (move_bounds());
      read_late();
    } while (!check_rams());
    finish();
    return std::move(schedule_);
  }

 private:
  // --- states that copy states ---

  void find_roots() {
    schedule_.states.resize(graph_.states.size());
    for (unsigned i = 0; i < graph_.states.size(); ++i) {
      StatePlacement& state = schedule_.states[i];
      state.root = i;
      std::vector<char> seen(graph_.states.size(), 0);
      unsigned age = 0;
      while (seen[state.root] == 0) {
        seen[state.root] = 1;
        const Node* const next = graph_.states[state.root].next;
        if (next == nullptr || next->op != Op::state) break;
        state.root = next->index;
        ++age;
      }
      const Node* const next = graph_.states[state.root].next;
      const bool ring = next != nullptr && next->op == Op::state;
      state.age = ring ? 0 : age;
      if (ring) state.root = i;
    }
  }

  // --- placing ---

  [[nodiscard]] unsigned available(const Node& node) const {
    return schedule_.nodes[node.id].available;
  }

  // The stage in which all inputs are there.
  unsigned inputs_at(const Node& node) const {
    unsigned stage = 0;
    for (const Node* const input : node.in)
      if (!is_constant(input)) stage = std::max(stage, available(*input));
    return stage;
  }
  std::vector<Arrival> arrivals(const Node& node, unsigned stage) const {
    std::vector<Arrival> in;
    for (const Node* const input : node.in)
      in.push_back(!is_constant(input) && available(*input) == stage ? arrivals_[input->id]
                                                                     : Arrival{});
    return in;
  }
  static unsigned latest(const std::vector<Arrival>& in) {
    unsigned level = 0;
    for (const Arrival& arrival : in) level = std::max(level, arrival.level);
    return level;
  }

  void put(const Node& node, unsigned stage, unsigned available, const Arrival& arrival) {
    schedule_.nodes[node.id] = {stage, available, arrival.level};
    arrivals_[node.id] = arrival;
  }

  // The stage from `stage` on in which the inputs arrive within so many levels.
  unsigned within(const Node& node, unsigned stage, unsigned levels) const {
    return latest(arrivals(node, stage)) > levels ? stage + 1 : stage;
  }

  Arrival state_arrival(const Node& node) const {
    const StatePlacement& state = schedule_.states[node.index];
    return state.history() ? Timing::history_arrival(node, state.age) : Arrival{};
  }

  void place(const Node& node) {
    const unsigned budget = timing_.levels();
    switch (node.op) {
      case Op::constant:
      case Op::room:
        return put(node, 0, 0, {});
      case Op::state: {
        const StatePlacement& state = schedule_.states[node.index];
        return put(node, state.read, state.read, state_arrival(node));
      }
      case Op::offered:
      case Op::element:
        return put(node, schedule_.streams[node.index], schedule_.streams[node.index], {});
      case Op::ram_read: {
        const unsigned stage = within(node, std::max(inputs_at(node), read_floor_[node.index]),
                                      budget - Timing::ram_setup);
        const unsigned latency = schedule_.rams[node.index].latency;
        const bool slow =
            latency == 1 && graph_.rams[node.index].directives->storage != Storage::lutram;
        return put(node, stage, stage + latency, {slow ? 2U : 0U, {}});
      }
      case Op::read:
        return put(node, 0,
                   within(node, inputs_at(node), budget - std::min(budget, Timing::handshake)), {});
      case Op::write: {
        const unsigned stage =
            within(node, std::max(inputs_at(node), write_stream_floor_[node.index]),
                   budget - std::min(budget, Timing::exit_setup));
        return put(node, stage, stage, {});
      }
      case Op::ram_write: {
        const unsigned stage = within(node, std::max(inputs_at(node), write_floor_[node.index]),
                                      budget - Timing::ram_setup);
        return put(node, stage, stage, {});
      }
      case Op::outcome: {
        const unsigned stage = within(node, inputs_at(node), budget - 1);
        return put(node, stage, stage, {});
      }
      case Op::mul: {
        const unsigned stage = within(node, inputs_at(node), budget - 1);
        return put(node, stage, stage + Timing::multiplier_cycles, {});
      }
      default:
        break;
    }
    unsigned stage = inputs_at(node);
    Arrival arrival = timing_.arrival(node, arrivals(node, stage));
    if (!is_wire(node) && arrival.level > budget && latest(arrivals(node, stage)) > 0) {
      ++stage;
      arrival = timing_.arrival(node, arrivals(node, stage));
    }
    put(node, stage, stage, arrival);
  }

  // --- bounds that follow from the placement ---

  bool move_bounds() {
    bool moved = false;
    const auto raise = [&](unsigned& bound, unsigned to) {
      if (to <= bound) return;
      bound = to;
      moved = true;
    };
    for (unsigned i = 0; i < graph_.states.size(); ++i) {
      if (graph_.states[i].current == nullptr) continue;
      StatePlacement& state = schedule_.states[i];
      const Node* const next = graph_.states[state.root].next;
      raise(state.produced, is_constant(next) ? 0 : available(*next));
      raise(state.read, state.produced > state.age ? state.produced - state.age : 0);
      if (state.read > most_stages) recurrence(i);
    }
    for (const Node* const sink : graph_.sinks) {
      if (sink->op != Op::read) continue;
      unsigned& stage = schedule_.streams[sink->index];
      raise(stage, available(*sink));
      if (stage > most_stages)
        throw Error(sink->location, "whether stream '" + graph_.streams[sink->index].name +
                                        "' is read depends on what this read brings, and cannot be "
                                        "computed in the same cycle");
    }
    for (const Order& order : graph_.orders) {
      const bool write_first = order.first->op == Op::write;
      const Node& read = write_first ? *order.then : *order.first;
      const Node& write = write_first ? *order.first : *order.then;
      unsigned& stage = schedule_.streams[read.index];
      if (write_first) {
        raise(stage, available(write) + 1);
      } else {
        raise(write_stream_floor_[write.index], stage);
      }
      if (stage > most_stages)
        throw Error(read.location, "stream '" + graph_.streams[read.index].name +
                                       "' is read before stream '" +
                                       graph_.streams[write.index].name +
                                       "' is written on one path, and after it on another: "
                                       "the write would wait for the read");
    }
    for (const Node* const node : live_) {
      if (node->op != Op::ram_read) continue;
      const unsigned read = schedule_.nodes[node->id].stage;
      unsigned& floor = write_floor_[node->index];
      raise(floor, read);
      // A firing must not wait while its word is on the way (and those of older ones are behind
      // it).
      const unsigned last = read + schedule_.rams[node->index].latency - 1;
      for (const Node* const sink : graph_.sinks) {
        if (!waits_late(*sink)) continue;
        unsigned& stage = schedule_.streams[sink->index];
        if (stage >= read && stage < last) raise(stage, last);
      }
    }
    return moved;
  }

  bool waits_late(const Node& sink) const {
    return sink.op == Op::read && !is_zero(sink.in[1]) && schedule_.streams[sink.index] > 0;
  }

  // --- reading late saves registers and shortens what a RAM leaves unseen ---

  void read_late() {
    std::vector<unsigned> first(graph_.size(), never);
    const std::function<void(const Node*, unsigned)> use = [&](const Node* node, unsigned stage) {
      if (stage >= first[node->id] && is_wire(*node)) return;
      first[node->id] = std::min(first[node->id], stage);
      if (!is_wire(*node)) return;
      for (const Node* const input : node->in) use(input, stage);
    };
    for (const Node* const node : live_) {
      if (is_wire(*node)) continue;
      const unsigned stage =
          node->op == Op::read ? schedule_.streams[node->index] : schedule_.nodes[node->id].stage;
      for (const Node* const input : node->in) use(input, stage);
    }
    for (unsigned i = 0; i < graph_.states.size(); ++i) {
      const StateVariable& variable = graph_.states[i];
      if (variable.current == nullptr) continue;
      StatePlacement& state = schedule_.states[i];
      if (schedule_.states[i].age == 0) use(variable.next, state.produced);
    }
    for (unsigned i = 0; i < graph_.states.size(); ++i) {
      const StateVariable& variable = graph_.states[i];
      if (variable.current == nullptr) continue;
      StatePlacement& state = schedule_.states[i];
      const unsigned wanted = first[variable.current->id];
      if (wanted == never || wanted >= state.produced) {
        state.read = state.produced;
      } else if (wanted > state.read) {
        state.read = wanted - 1;  // a history's word goes into a register
      }
      schedule_.nodes[variable.current->id] = {state.read, state.read,
                                               state_arrival(*variable.current).level};
    }
    for (const Node* const node : live_) {
      if (node->op != Op::ram_read) continue;
      Placement& placement = schedule_.nodes[node->id];
      const unsigned latency = schedule_.rams[node->index].latency;
      const unsigned wanted = first[node->id];
      const bool slow =
          latency == 1 && graph_.rams[node->index].directives->storage != Storage::lutram;
      if (wanted == never || wanted < placement.available || slow) continue;
      const unsigned stage = wanted - latency;
      const bool stalls = std::ranges::any_of(graph_.sinks, [&](const Node* sink) {
        const unsigned at = sink->op == Op::read ? schedule_.streams[sink->index] : 0;
        return waits_late(*sink) && at >= stage && at < stage + latency - 1;
      });
      if (!stalls) placement = {stage, wanted, 0};
    }
  }

  // --- RAMs ---

  // \returns false if a read has to come later, so that it misses no more than is forwarded
  bool check_rams() {
    for (RamPlacement& ram : schedule_.rams) ram.is_read = ram.is_written = false;
    std::vector<const Node*> writes(graph_.rams.size());
    for (const Node* const node : live_) {
      RamPlacement* const ram = node->op == Op::ram_read || node->op == Op::ram_write
                                    ? &schedule_.rams[node->index]
                                    : nullptr;
      if (ram == nullptr) continue;
      const unsigned stage = schedule_.nodes[node->id].stage;
      if (node->op == Op::ram_write) {
        ram->write = stage;
        ram->is_written = true;
        writes[node->index] = node;
      } else {
        ram->read = ram->is_read ? std::min(ram->read, stage) : stage;
        ram->is_read = true;
      }
    }
    for (const Node* const node : live_) {
      // A write before the read would show itself and younger ones.
      if (node->op != Op::ram_read) continue;
      RamPlacement& ram = schedule_.rams[node->index];
      if (!ram.is_written) continue;
      ram.write = std::max(ram.write, schedule_.nodes[node->id].stage);
      Placement& write = schedule_.nodes[writes[node->index]->id];
      write.stage = write.available = ram.write;
    }
    for (std::size_t i = 0; i < graph_.rams.size(); ++i) {
      const RamPlacement& ram = schedule_.rams[i];
      const ArrayDirectives& array = *graph_.rams[i].directives;
      if (array.independent) continue;
      const unsigned covered = array.distance.value_or(1) - 1;
      if (ram.unseen() <= covered) continue;
      // If the write does not depend on the read, the read can wait.
      const auto last = missed_.find(static_cast<unsigned>(i));
      if (last == missed_.end() || ram.unseen() < last->second) {
        missed_[static_cast<unsigned>(i)] = ram.unseen();
        read_floor_[static_cast<unsigned>(i)] = ram.read + ram.unseen() - covered;
        return false;
      }
      throw Error(writes[i]->location,
                  "array '" + graph_.rams[i].name + "': it is read in stage " +
                      llvm::Twine(ram.read) + " and written in stage " + llvm::Twine(ram.write) +
                      ", so a read misses what the last " + llvm::Twine(ram.unseen()) +
                      " firings wrote, but DEPENDENCE covers " + llvm::Twine(covered) +
                      ": forward the last " + llvm::Twine(ram.unseen()) +
                      " writes and say distance=" + llvm::Twine(ram.unseen() + 1));
    }
    return true;
  }

  // --- the end ---

  void finish() {
    unsigned last = 0;
    for (const Node* const node : live_) {
      const Placement& placement = schedule_.nodes[node->id];
      if (node->op == Op::read) {
        last = std::max(last, schedule_.streams[node->index]);
        if (!is_zero(node->in[1])) schedule_.stalls.push_back(schedule_.streams[node->index]);
        continue;
      }
      if (node->op == Op::write) schedule_.streams[node->index] = placement.stage;
      last = std::max(last, is_wire(*node) ? 0 : placement.available);
    }
    std::ranges::sort(schedule_.stalls);
    schedule_.stalls.erase(std::unique(schedule_.stalls.begin(), schedule_.stalls.end()),
                           schedule_.stalls.end());
    schedule_.stages = last + 1;
    schedule_.worst.assign(schedule_.stages, 0);
    for (const Node* const node : live_) {
      const Placement& placement = schedule_.nodes[node->id];
      if (placement.available < schedule_.stages)
        schedule_.worst[placement.available] =
            std::max(schedule_.worst[placement.available], placement.level);
    }
  }

  // --- a recurrence that does not fit ---

  [[noreturn]] void recurrence(unsigned number) const {
    // From what replaces the state back along the latest inputs, until that state or another one
    // that grows with it.
    const StatePlacement& state = schedule_.states[number];
    std::string path;
    const Node* node = graph_.states[state.root].next;
    Location last;
    for (unsigned steps = 0; node != nullptr && steps < 200; ++steps) {
      if (node->op == Op::state && steps > 0) {
        path += "\n  from the state '" + graph_.states[node->index].name + "'";
        if (node->index == number || schedule_.states[node->index].root == state.root) break;
        node = graph_.states[schedule_.states[node->index].root].next;
        continue;
      }
      if (!is_wire(*node) && (node->location != last || steps == 0)) {
        path += "\n  " + node->location.text() + ": " + name_of(node->op);
        if (!node->name.empty()) path += " '" + node->name + "'";
        last = node->location;
      }
      const Node* next = nullptr;
      for (const Node* const input : node->in) {
        if (is_constant(input)) continue;
        const auto key = [&](const Node* x) {
          return std::make_pair(schedule_.nodes[x->id].available, schedule_.nodes[x->id].level);
        };
        if (next == nullptr || key(input) > key(next)) next = input;
      }
      node = next;
    }
    throw Error(
        graph_.states[state.root].next->location,
        "state '" + graph_.states[state.root].name + "' must be computed within a cycle of " +
            llvm::Twine(timing_.levels()) +
            " LUT levels, since the next firing needs it: this path is longer, last to first:" +
            path);
  }

  const Graph& graph_;
  const Timing& timing_;
  std::vector<Node*> live_;
  Schedule schedule_;
  std::vector<Arrival> arrivals_;
  std::map<unsigned, unsigned> write_stream_floor_;
  std::map<unsigned, unsigned> write_floor_;  // of RAMs
  std::map<unsigned, unsigned> read_floor_;
  std::map<unsigned, unsigned> missed_;  // how many writes a RAM's read missed so far
};

}  // namespace

Schedule schedule(const Graph& graph, const Timing& timing) {
  return Scheduler(graph, timing).run();
}

}  // namespace hlsc
