#include "processes/bench/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "processes/bench/bits.hpp"

namespace espial::bench {

Run::Run(ProcessPins& pins, const Stimulus& stimulus, Stalls stalls, std::uint64_t seed,
         Limits limits, Respond respond)
    : pins_(pins),
      neighbours_(neighbours(stalls, seed, pins.streams.size())),
      noise_(static_cast<std::uint32_t>(seed)),
      limits_(limits),
      respond_(std::move(respond)),
      ports_(pins.streams.size()) {
  for (const Stream& stream : pins.interface.streams) {
    inputs_.emplace_back(stream.octets);
    recording_.streams.push_back({Elements(stream.packed_octets), {}});
  }
  for (const auto& [name, elements] : stimulus) {
    const std::size_t index = pins.interface.index_of(name);
    const Stream& stream = pins.interface.streams[index];
    if (!stream.is_input || (!elements.empty() && elements.octets() != stream.octets)) {
      throw std::invalid_argument(fmt::format("{}: '{}' takes no elements of {} octets",
                                              pins.interface.name, name, elements.octets()));
    }
    if (!elements.empty()) inputs_[index] = elements;
  }
}

// What is not valid is noise, so that a module that looks at it is found out.
void Run::offer(std::size_t index) {
  const Stream& stream = pins_.interface.streams[index];
  StreamPins& pins = pins_.streams[index];
  Port& port = ports_[index];
  const bool left = port.next < inputs_[index].size();
  if (!port.offered && left && port.ready) {
    std::vector<std::uint8_t> packed(stream.packed_octets);
    stream.pack(inputs_[index][port.next], packed);
    for (std::size_t i = 0; i < stream.signals.size(); ++i) {
      std::copy_n(packed.begin() + static_cast<std::ptrdiff_t>(stream.signals[i].at),
                  stream.signals[i].octets(), pins.signals[i].begin());
    }
    port.offered = true;
    pins.valid[0] = 1;
  } else if (!port.offered && pins.valid[0] != 0) {
    pins.valid[0] = 0;
    for (std::size_t i = 0; i < stream.signals.size(); ++i) {
      for (std::size_t bit = 0; bit < stream.signals[i].width; bit += 32) {
        const std::size_t some = std::min<std::size_t>(32, stream.signals[i].width - bit);
        put_bits(pins.signals[i], bit, static_cast<unsigned>(some), noise_());
      }
    }
  }
  if (!port.offered && left) stalled_ = true;
}

void Run::drive() {
  stalled_ = false;
  moved_ = false;
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    ports_[i].ready = !done_ && neighbours_[i].ready();
    if (pins_.interface.streams[i].is_input) {
      offer(i);
    } else {
      pins_.streams[i].ready[0] = ports_[i].ready ? 1 : 0;
    }
  }
}

std::vector<std::uint8_t> Run::at_pins(std::size_t index) const {
  const Stream& stream = pins_.interface.streams[index];
  std::vector<std::uint8_t> packed(stream.packed_octets);
  for (std::size_t i = 0; i < stream.signals.size(); ++i) {
    std::copy_n(pins_.streams[index].signals[i].begin(), stream.signals[i].octets(),
                packed.begin() + static_cast<std::ptrdiff_t>(stream.signals[i].at));
  }
  return packed;
}

// What is offered stays until it is taken (AXI4-Stream, 2.2.1).
void Run::expect_patience(std::size_t index) {
  std::vector<std::uint8_t>& waits = ports_[index].waits;
  const StreamPins& pins = pins_.streams[index];
  if (!waits.empty() && recording_.fault.empty() &&
      (pins.valid[0] == 0 || at_pins(index) != waits)) {
    recording_.fault =
        fmt::format("stream '{}': element {} changed before it was taken, in cycle {}",
                    pins_.interface.streams[index].name, recording_.streams[index].elements.size(),
                    recording_.cycles);
  }
  waits.clear();
  if (pins.valid[0] != 0 && pins.ready[0] == 0) waits = at_pins(index);
}

void Run::move(std::size_t index) {
  const Stream& stream = pins_.interface.streams[index];
  const StreamPins& pins = pins_.streams[index];
  Port& port = ports_[index];
  if (!stream.is_input) expect_patience(index);
  if (pins.valid[0] == 0) return;
  if (pins.ready[0] == 0) {
    if (!stream.is_input) stalled_ = true;
    return;
  }
  const std::vector<std::uint8_t> packed = at_pins(index);
  Moved& moved = recording_.streams[index];
  moved.elements.push(Octets(packed));
  moved.cycles.push_back(recording_.cycles);
  moved_ = true;
  if (stream.is_input) {
    port.offered = false;
    ++port.next;
  } else if (respond_) {
    element_.resize(stream.octets);
    stream.unpack(packed, element_);
    respond_(stream.name, element_, [this](std::string_view name, Octets element) {
      inputs_[pins_.interface.index_of(name)].push(element);
    });
  }
}

// If the last question is asked at the entrance, a firing is seen where it asks.
std::uint64_t Run::offered() const {
  const Interface& interface = pins_.interface;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < interface.questions.size(); ++i) {
    const auto& [stream, asks] = interface.questions[i];
    if (interface.streams[stream].stage != 0) return 0;
    const bool there = asks == hls::native::Asks::data && pins_.streams[stream].valid[0] != 0;
    bits |= std::uint64_t{there} << i;
  }
  return bits;
}

void Run::observe() {
  if (done_) return;
  if (!pins_.fired.empty() && pins_.fired[0] != 0) {
    recording_.outcomes.push_back(
        get_bits(pins_.outcomes, 0, static_cast<unsigned>(pins_.interface.questions.size())));
    recording_.offered.push_back(offered());
  }
  for (std::size_t i = 0; i < ports_.size(); ++i) move(i);
  if (moved_) recording_.last_move = recording_.cycles;
  quiet_ = moved_ || stalled_ ? 0 : quiet_ + 1;
  if (quiet_ == 0) firings_before_ = recording_.outcomes.size();
  recording_.at_rest = recording_.outcomes.size() - firings_before_;
  ++recording_.cycles;

  bool left = false;
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    left = left || ports_[i].next < inputs_[i].size();
  }
  recording_.cut = recording_.cycles >= limits_.most_cycles;
  done_ = recording_.cut || quiet_ >= (left ? limits_.patience : limits_.rest);
}

void run(Model& model, std::span<Run> runs) {
  model.reset();
  while (!std::ranges::all_of(runs, &Run::done) && !model.failed()) {
    for (Run& one : runs) one.drive();
    model.settle();
    for (Run& one : runs) one.observe();
    model.tick();
  }
  if (model.failed()) {
    for (Run& one : runs) one.recording().fault = "an assertion of the module failed";
  }
}

}  // namespace espial::bench
