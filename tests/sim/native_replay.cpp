#include "sim/native_replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "hls_task.h"
#include "native/recorded_outcomes.h"
#include "native/tap.h"
#include "processes/bench/child.hpp"
#include "table/table.hpp"

namespace espial::test {
namespace {

using hls::native::StreamBase;

class Difference : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Compares each element as it is written, so that the first difference is where it comes from.
class Comparison : public hls::native::Tap {
 public:
  explicit Comparison(const sim::Recording& recording) : recording_(recording) {
    const auto& streams = session_table_interface().streams;
    for (std::size_t i = 0; i < streams.size(); ++i) index_[streams[i].name] = i;
    written_.resize(streams.size());
  }

  // Of a card at rest: what the processes read.
  void compare_counts() const {
    for (std::size_t i = 0; i < written_.size(); ++i) {
      const std::size_t there = recording_.streams[i].size();
      const std::size_t here =
          written_[i].count - (written_[i].stream == nullptr ? 0 : written_[i].stream->size());
      if (here == there) continue;
      throw Difference(fmt::format("stream '{}': {} elements moved, natively {}",
                                   session_table_interface().streams[i].name, there, here));
    }
  }

 private:
  struct Written {
    const StreamBase* stream = nullptr;
    std::size_t count = 0;
  };

  void put(const StreamBase& stream, const void* element, std::size_t octets) override {
    const std::size_t index = index_.at(stream.name());
    const bench::Stream& form = session_table_interface().streams[index];
    if (octets != form.octets) {
      throw Difference(fmt::format("elements of '{}' are {} octets in C++, not {}", form.name,
                                   octets, form.octets));
    }
    Written& written = written_[index];
    written.stream = &stream;
    const std::size_t number = written.count++;
    const sim::Recording::Stream& there = recording_.streams[index];
    // What the card had not moved yet was on its way.
    if (number >= there.size()) return;
    packed_.resize(form.packed_octets);
    form.pack({static_cast<const std::uint8_t*>(element), octets}, packed_);
    if (std::memcmp(packed_.data(), there[number].data(), packed_.size()) == 0) return;
    throw Difference(fmt::format("stream '{}', element {}: {}", form.name, number,
                                 form.difference(there[number], packed_)));
  }

  const sim::Recording& recording_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Written> written_;  // by stream
  std::vector<std::uint8_t> packed_;
};

std::vector<hls::native::ProcessOutcomes> outcomes_of(const sim::Recording& recording) {
  const bench::NetworkInterface& network = session_table_interface();
  std::vector<hls::native::ProcessOutcomes> all;
  for (const bench::NetworkInterface::Process& process : network.processes) {
    if (process.questions.empty()) continue;
    hls::native::ProcessOutcomes outcomes{process.name, {}, {}, {}};
    for (const std::size_t stream : process.streams)
      outcomes.streams.push_back(network.streams[stream].name);
    for (const auto& [stream, asks] : process.questions)
      outcomes.questions.push_back({network.streams[stream].name, asks});
    for (const auto& [told, firings] : recording.outcomes.at(all.size()))
      outcomes.runs.push_back({told, firings});
    all.push_back(std::move(outcomes));
  }
  return all;
}

// Elements as they lie in memory.
template <class Beat>
std::function<void()> feed(hls::stream<Beat>& port, const sim::Recording& recording) {
  const auto& streams = session_table_interface().streams;
  const auto found = std::ranges::find(streams, std::string(port.name()), &bench::Stream::name);
  const sim::Recording::Stream& elements =
      recording.streams.at(static_cast<std::size_t>(found - streams.begin()));
  return [&port, &form = *found, &elements] {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      std::array<std::uint8_t, sizeof(Beat)> octets{};
      form.unpack(elements[i], octets);
      Beat beat;
      std::memcpy(static_cast<void*>(&beat), octets.data(), octets.size());
      port.write(beat);
    }
  };
}

void replay(const sim::Recording& recording) {
  using hls::native::Process;
  hls::stream<host_beat_t, 64> host_in("host_in");
  hls::stream<host_beat_t, 64> host_out("host_out");
  hls::stream<wire_beat_t, 64> wire_in("wire_in");
  hls::stream<wire_beat_t, 64> wire_out("wire_out");
  session_table(host_in, host_out, wire_in, wire_out);
  const hls::native::RecordedOutcomes outcomes(outcomes_of(recording));
  const Comparison comparison(recording);
  const Process host_feeder(feed(host_in, recording), Process::Runs::once);
  const Process wire_feeder(feed(wire_in, recording), Process::Runs::once);
  const Process host_taker([&] { host_out.read(); }, Process::Runs::for_ever);
  const Process wire_taker([&] { wire_out.read(); }, Process::Runs::for_ever);
  hls::native::run();
  outcomes.check();
  if (recording.at_rest()) comparison.compare_counts();
}

std::string read_file(const char* path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(std::string("cannot open ") + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

const bench::NetworkInterface& session_table_interface() {
  static const bench::NetworkInterface network =
      bench::read_network(read_file(ESPIAL_SESSION_TABLE_JSON));
  return network;
}

std::string difference_from_native(const sim::Recording& recording) {
  return bench::in_child([&]() -> std::string {
    try {
      replay(recording);
      return "";
    } catch (const Difference& difference) {
      return difference.what();
    } catch (const hls::native::OutcomeMismatch& mismatch) {
      return mismatch.what();
    }
  });
}

}  // namespace espial::test
