// When each node happens: its stage in the pipeline.
//
// A firing enters at stage 0 and moves one stage a cycle. At II=1 another may follow in each cycle,
// and gaps between firings may be of any length. Hence:
//  - A state that firing n leaves to firing n+1 is read and replaced in one stage.
//  - A state that only copies an older state holds what a firing further back computed: it may be
//    read as many stages earlier as it is firings older.
//  - A RAM may be written as many stages after its read as firings are forwarded.
#pragma once

#include <vector>

#include "graph/graph.hpp"
#include "schedule/timing.hpp"

namespace hlsc {

struct Placement {
  unsigned stage = 0;      // where its inputs are
  unsigned available = 0;  // the stage where its value is, in the same cycle or from a register
  unsigned level = 0;      // LUT levels in that stage until it is there
};

// How a state is kept.
struct StatePlacement {
  unsigned produced = 0;  // stage in which its next value, or that of the state it copies, is there
  unsigned age = 0;       // copies between that state and this one
  unsigned root = 0;      // that state
  unsigned read = 0;      // stage in which a firing reads it
  // Read before it is produced: found in a history by the number of the firing.
  [[nodiscard]] bool history() const { return read < produced; }
};

struct RamPlacement {
  unsigned read = 0;  // the last stage in which it is addressed for a read
  unsigned write = 0;
  unsigned latency = 1;
  bool is_read = false;
  bool is_written = false;
  // Older firings whose write a read may miss.
  [[nodiscard]] unsigned unseen() const {
    return is_read && is_written && write > read ? write - read : 0;
  }
};

struct Schedule {
  unsigned stages = 1;
  std::vector<Placement> nodes;  // by node id
  std::vector<StatePlacement> states;
  std::vector<RamPlacement> rams;
  std::vector<unsigned> streams;  // stage of the read or write
  std::vector<unsigned> stalls;   // stages, ascending, in which a firing may wait for an element
  std::vector<unsigned> worst;    // levels by stage
};

// \throws Error if states cannot be computed within a cycle, or a RAM's distance is too short
Schedule schedule(const Graph& graph, const Timing& timing);

}  // namespace hlsc
