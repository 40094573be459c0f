#include "hlsc_fuzz/native_network.hpp"

#include <cstring>
#include <functional>
#include <sstream>

#include "native/tap.h"
#include "processes/bench/child.hpp"

namespace espial::fuzz {

namespace {

using bench::Elements;
using bench::Interface;
using bench::Octets;

using Streams = std::map<std::string, Elements>;

Streams without_elements(const Interface& ports, const Interface& inside) {
  Streams streams;
  for (const Interface* const interface : {&ports, &inside}) {
    for (const bench::Stream& stream : interface->streams) {
      streams.emplace(stream.name, stream.packed_octets);
    }
  }
  return streams;
}

class Watch : public hls::native::Tap {
 public:
  Watch(const Interface& ports, const Interface& inside)
      : streams_(without_elements(ports, inside)) {
    for (const Interface* const interface : {&ports, &inside}) {
      for (const bench::Stream& stream : interface->streams) known_.emplace(stream.name, &stream);
    }
  }

  void put(const hls::native::StreamBase& stream, const void* element,
           std::size_t octets) override {
    const bench::Stream& known = *known_.at(stream.name());
    bases_[known.name] = &stream;
    packed_.resize(known.packed_octets);
    known.pack(Octets(static_cast<const std::uint8_t*>(element), octets), packed_);
    streams_.at(known.name).push(Octets(packed_));
  }
  [[nodiscard]] const Streams& streams() const { return streams_; }
  // How many elements it holds now.
  [[nodiscard]] std::size_t left(const std::string& stream) const {
    const auto found = bases_.find(stream);
    return found == bases_.end() ? 0 : found->second->size();
  }

 private:
  std::map<std::string, const bench::Stream*> known_;
  std::map<std::string, const hls::native::StreamBase*> bases_;
  Streams streams_;
  std::vector<std::uint8_t> packed_;
};

// Feeds it and takes what it gives, as long as anything moves.
class Environment {
 public:
  Environment(const bench::Native& network, const Interface& ports, const bench::Stimulus& stimulus)
      : ports_(ports), network_(network(ports)), given_(ports.streams.size()) {
    for (const bench::Stream& stream : ports.streams) {
      const auto found = stimulus.find(stream.name);
      inputs_.push_back(found == stimulus.end() ? Elements(stream.octets) : found->second);
    }
  }

  void run() {
    network_.fire();  // its tasks begin
    while (move()) hls::native::run();
  }
  [[nodiscard]] std::size_t taken(std::size_t input) const {
    return given_[input] - network_.ports[input]->stream().size();
  }

 private:
  bool move() {
    const bool fed = feed();
    return take() || fed;
  }

  bool feed() {
    bool moved = false;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      bench::NativePort& port = *network_.ports[i];
      while (ports_.streams[i].is_input && given_[i] < inputs_[i].size() &&
             port.stream().size() < port.stream().depth()) {
        port.push(inputs_[i][given_[i]++]);
        moved = true;
      }
    }
    return moved;
  }

  bool take() {
    bool moved = false;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      bench::NativePort& port = *network_.ports[i];
      while (!ports_.streams[i].is_input && port.stream().size() != 0) {
        element_.resize(port.octets());
        port.pop(element_);
        moved = true;
      }
    }
    return moved;
  }

  const Interface& ports_;
  bench::NativeProcess network_;
  std::vector<Elements> inputs_;
  std::vector<std::size_t> given_;
  std::vector<std::uint8_t> element_;
};

}  // namespace

NativeRun run_natively(const bench::Native& network, const Interface& ports,
                       const Interface& inside, const bench::Stimulus& stimulus) {
  std::istringstream text(bench::in_child([&] {
    Environment environment(network, ports, stimulus);
    const Watch watch(ports, inside);
    environment.run();
    std::ostringstream result;
    for (std::size_t i = 0; i < ports.streams.size(); ++i) {
      result << (ports.streams[i].is_input ? environment.taken(i) : 0) << ' ';
    }
    for (const auto& [name, elements] : watch.streams()) {
      result << watch.left(name) << ' ' << elements.size() << ' ';
      for (std::size_t i = 0; i < elements.size(); ++i) {
        const Octets element = elements[i];
        result.write(reinterpret_cast<const char*>(element.data()),
                     static_cast<std::streamsize>(element.size()));
      }
    }
    result << hls::native::describe_waiting();
    return result.str();
  }));
  NativeRun run;
  for (const bench::Stream& stream : ports.streams) {
    std::size_t taken = 0;
    text >> taken;
    if (stream.is_input) run.taken[stream.name] = taken;
  }
  run.streams = without_elements(ports, inside);
  for (auto& [name, elements] : run.streams) {
    std::size_t count = 0;
    text >> run.left[name] >> count;
    text.ignore();
    std::vector<char> element(elements.octets());
    for (std::size_t i = 0; i < count; ++i) {
      text.read(element.data(), static_cast<std::streamsize>(element.size()));
      elements.push(Octets(reinterpret_cast<const std::uint8_t*>(element.data()), element.size()));
    }
  }
  run.waiting.assign(std::istreambuf_iterator<char>(text), {});
  return run;
}

}  // namespace espial::fuzz
