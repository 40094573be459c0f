// The verilated card with everything around it that is not the host: clock, memory, cables.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "backend/frame_beats.hpp"
#include "espial/cycles.hpp"
#include "espial/hw/registers.hpp"
#include "memory.hpp"
#include "recorder.hpp"
#include "tracer.hpp"

class Vcard;
class VerilatedContext;

namespace espial::sim {

struct CardOptions {
  // Of what registers and memories hold at start, and of stalls.
  std::uint64_t seed = 1;
  MemoryTiming memory = ddr_like;
  // How often, of 256 cycles, each port around `session_table` stalls at random.
  unsigned stalls = 0;
};

// What a card counts of its own cycles.
struct CardCounters {
  std::uint64_t cycles = 0;  // since reset
  // Of packets: when the first one had arrived, and when the last one had its verdict.
  std::optional<std::uint64_t> first_arrival;
  std::uint64_t last_verdict = 0;
  // By cycles from the acceptance of a packet's last beat to its verdict; the last one counts what
  // took longer.
  std::array<std::uint64_t, 1024> latency{};
  // Elements, by stream of `session_table`, from about the first arrival to the last verdict.
  std::array<std::uint64_t, 64> moved{};
};

class Card {
 public:
  // Powers a card up and resets it: its registers and memories hold random values then.
  explicit Card(const CardOptions& options = {});
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;
  ~Card();

  // One AXI4-Lite transaction; takes some cycles.
  [[nodiscard]] std::uint32_t read_register(hw::Kernel kernel, std::uint32_t offset);
  void write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value);

  // Records whatever it does. \throws InvalidArgument if it has done something already
  std::shared_ptr<const Recording> record();

  // One cycle.
  void step();
  // Cycles since anything moved: on a stream of `session_table`, or between it and memory.
  [[nodiscard]] std::uint64_t still() const { return counters_.cycles - last_move_; }
  // Streams whose oldest element nobody takes, as text.
  [[nodiscard]] std::string waiting() const;

  Memory& memory() { return memory_; }
  // Of the model: for who looks inside (inside.hpp).
  [[nodiscard]] const VerilatedContext& context() const { return *context_; }
  // Puts a frame on the cable; step() feeds it. \throws InvalidArgument if it is empty
  void send(const Frame& frame);
  [[nodiscard]] bool sent() const { return wire_in_.empty(); }
  std::vector<Frame> take_frames() { return std::exchange(frames_, {}); }

  // From now on: nothing goes from `session_table` to `store`.
  void hold_store(bool hold) { hold_store_ = hold; }
  [[nodiscard]] CycleStatistics cycle_statistics() const;
  // Traces these cycles, counted from now. \throws FileError if the file cannot be written
  void trace(const std::string& file, CycleWindow window);
  void end_trace() { tracer_.reset(); }
  // Forgets what was counted, but not the cycles.
  void clear_counters();

 private:
  struct WireBeat {
    FrameBeat beat;
    std::uint64_t time;
    std::uint16_t ingress;
  };

  bool stalls();
  void drive();
  void sample();
  void measure(std::uint64_t moved);

  CardOptions options_;
  std::mt19937 random_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vcard> model_;
  std::unique_ptr<Tracer> tracer_;  // none while nobody looks
  std::unique_ptr<Recorder> recorder_;
  Memory memory_;
  Traffic reads_;
  Traffic writes_;                       // beats that may come
  std::deque<std::uint64_t> responses_;  // when they are due
  std::deque<WireBeat> wire_in_;
  Frame frame_;  // that comes out
  std::vector<Frame> frames_;
  bool hold_store_ = false;
  // What the card takes at the end of this cycle.
  struct {
    bool read = false;
    bool response = false;
    bool wire = false;
  } taken_;

  CardCounters counters_;
  std::uint64_t last_move_ = 0;
  std::uint64_t valid_ = 0;
  std::uint64_t ready_ = 0;
  std::array<std::uint64_t, 64> moved_{};    // elements so far, by stream
  bool second_beat_ = false;                 // of a host request
  std::deque<std::uint64_t> host_arrivals_;  // when accepted
  std::deque<std::uint64_t> wire_arrivals_;
  std::deque<std::uint64_t> in_order_;  // behind `ingest`
};

}  // namespace espial::sim
