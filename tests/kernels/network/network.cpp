#include "network.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "kernels/random.hpp"

namespace loop {

namespace {

struct Card {
  hls::stream<host_beat_t, 64> host_in{"host_in"};
  hls::stream<host_beat_t, 64> host_out{"host_out"};
  hls::stream<wire_beat_t, 64> wire_in{"wire_in"};
  hls::stream<wire_beat_t, 64> wire_out{"wire_out"};

  Card() { session_table(host_in, host_out, wire_in, wire_out); }
};

Card& card() {
  static Card instance;
  return instance;
}

template <class T>
T from_beat(const beat_t& beat) {
  static_assert(sizeof(T) == sizeof(beat));
  T value{};
  std::memcpy(&value, &beat, sizeof(value));
  return value;
}

}  // namespace

hls::stream<host_beat_t, 64>& Network::host_in() { return card().host_in; }
hls::stream<host_beat_t, 64>& Network::host_out() { return card().host_out; }
hls::stream<wire_beat_t, 64>& Network::wire_in() { return card().wire_in; }
hls::stream<wire_beat_t, 64>& Network::wire_out() { return card().wire_out; }

hw::Request packet_request(const Octets& frame, std::uint64_t time, std::uint16_t ingress) {
  hw::Request request{};
  request.time_ns = time;
  request.ingress = ingress;
  const std::size_t captured = std::min<std::size_t>(frame.size(), hw::window_octets);
  request.captured = static_cast<std::uint8_t>(captured);
  for (unsigned i = 0; i < sizeof(request.length); ++i) {
    request.length[i] = static_cast<std::uint8_t>(frame.size() >> (8 * i));
  }
  std::copy_n(frame.begin(), captured, request.window);
  return request;
}

hw::Request command_request(hw::RequestKind kind) {
  hw::Request request{};
  request.kind_link = static_cast<std::uint8_t>(kind);
  return request;
}

void Network::SetUp() {
  settle();
  beats_.clear();
  frames_.clear();
  ask(command_request(hw::RequestKind::clear));
  draw_hash(1, hw::tag_bits, hw::line_bits);
}

void Network::send(const hw::Request& request) {
  beat_t beats[2];
  static_assert(sizeof(beats) == sizeof(request));
  std::memcpy(static_cast<void*>(beats), &request, sizeof(request));
  for (const beat_t& data : beats) {
    host_beat_t beat{};
    beat.data = data;
    host_feeder_.waiting.push_back(beat);
  }
}

void Network::send(const Octets& frame, std::uint64_t time, std::uint16_t ingress) {
  for (std::size_t at = 0; at < frame.size(); at += hw::beat_octets) {
    const std::size_t octets = std::min<std::size_t>(frame.size() - at, hw::beat_octets);
    wire_beat_t beat{};
    std::memcpy(static_cast<void*>(&beat.data), frame.data() + at, octets);
    for (std::size_t i = 0; i < octets; ++i) beat.keep.set(static_cast<int>(i));
    beat.strb = beat.keep;
    beat.user = (ap_uint<80>(ingress) << 64) | ap_uint<80>(time);
    beat.last = at + octets == frame.size();
    wire_feeder_.waiting.push_back(beat);
  }
}

template <class Beat>
void Network::Feeder<Beat>::start(hls::stream<Beat>& port) {
  if (!done()) return;
  const auto feed = [this, &port] {
    for (; !waiting.empty(); waiting.pop_front()) port.write(waiting.front());
  };
  process = std::make_unique<hls::native::Process>(feed, hls::native::Process::Runs::once);
}

void Network::settle() {
  host_feeder_.start(host_in());
  wire_feeder_.start(wire_in());
  do {
    hls::native::run();
  } while (take());
}

bool Network::host_waits() {
  settle();
  return !host_feeder_.done();
}

bool Network::take() {
  bool any = false;
  host_beat_t beat;
  while (!hold_answers_ && host_out().read_nb(beat)) {
    beats_.push_back(beat.data);
    any = true;
  }
  wire_beat_t part;
  while (!hold_frames_ && wire_out().read_nb(part)) {
    std::uint8_t octets[hw::beat_octets];
    std::memcpy(octets, &part.data, sizeof(octets));
    std::size_t valid = 0;
    while (valid < sizeof(octets) && part.keep.test(static_cast<int>(valid))) ++valid;
    frame_.insert(frame_.end(), octets, octets + valid);
    if (part.last) frames_.push_back(std::exchange(frame_, {}));
    any = true;
  }
  return any;
}

std::vector<hw::Answer> Network::answers() {
  settle();
  std::vector<hw::Answer> all;
  for (const beat_t& beat : std::exchange(beats_, {})) all.push_back(from_beat<hw::Answer>(beat));
  return all;
}

std::vector<Octets> Network::frames() {
  settle();
  return std::exchange(frames_, {});
}

hw::Answer Network::ask(const hw::Request& request) {
  send(request);
  const std::vector<hw::Answer> all = answers();
  if (all.size() != 1) throw std::logic_error("a request without one answer");
  return all.front();
}

Listed Network::list(const hw::Request& request) {
  send(request);
  settle();
  const std::vector<beat_t> beats = std::exchange(beats_, {});
  if (beats.size() % 2 != 1) throw std::logic_error("an answer that is not 2N + 1 beats");
  Listed listed{};
  listed.answer = from_beat<hw::Answer>(beats.back());
  for (std::size_t i = 0; i < listed.answer.value[hw::answer::count]; ++i) {
    hw::Record record{};
    std::memcpy(&record, &beats.at(2 * i), sizeof(record));
    listed.records.push_back(record);
  }
  return listed;
}

std::vector<hw::Record> Network::sessions() {
  std::vector<hw::Record> all;
  std::uint32_t start = 0;
  while (true) {
    const Listed some =
        list(command_request(hw::RequestKind::read_sessions, hw::ReadArgument{start, 500}));
    all.insert(all.end(), some.records.begin(), some.records.end());
    if (some.answer.value[hw::answer::more] == 0) return all;
    start = static_cast<std::uint32_t>(some.answer.value[hw::answer::cursor]);
  }
}

std::vector<hw::Record> Network::ended() {
  std::vector<hw::Record> all;
  std::uint32_t release = 0;
  while (true) {
    const Listed some =
        list(command_request(hw::RequestKind::read_ended, hw::ReadArgument{release, 200}));
    all.insert(all.end(), some.records.begin(), some.records.end());
    release = static_cast<std::uint32_t>(some.records.size());
    if (release == 0) return all;
  }
}

std::array<std::uint64_t, hw::counters> Network::statistics() {
  std::array<std::uint64_t, hw::counters> all{};
  for (unsigned first = 0; first < hw::counters; first += hw::statistics_a_beat) {
    const hw::Answer answer =
        ask(command_request(hw::RequestKind::read_statistics,
                            hw::StatisticsArgument{.first = static_cast<std::uint8_t>(first)}));
    std::copy_n(answer.value, hw::statistics_a_beat, all.begin() + first);
  }
  return all;
}

namespace {

hw::Request hash_request(unsigned digit, unsigned value, const HashWord& word) {
  constexpr unsigned lines = hw::choices * hw::line_bits;
  static_assert(lines + hw::tag_bits == hw::hash_bits && lines < 64 && hw::hash_bits <= 72);
  std::uint64_t low = std::uint64_t{word.tag} << lines;
  for (unsigned choice = 0; choice < hw::choices; ++choice) {
    low |= std::uint64_t{word.line[choice]} << (choice * hw::line_bits);
  }
  return command_request(
      hw::RequestKind::set_hash,
      hw::HashArgument{.value_low = low,
                       .value_high = static_cast<std::uint8_t>(word.tag >> (64 - lines)),
                       .nibble = static_cast<std::uint8_t>(digit),
                       .digit = static_cast<std::uint8_t>(value)});
}

}  // namespace

void Network::set_hash(unsigned digit, unsigned value, const HashWord& word) {
  ask(hash_request(digit, value, word));
}

void Network::draw_hash(std::uint32_t seed, unsigned tag_bits, unsigned line_bits) {
  Random random(seed);
  for (unsigned digit = 0; digit < hw::key_nibbles; ++digit) {
    for (unsigned value = 0; value < 16; ++value) {
      HashWord word;
      word.tag = random.below(1U << tag_bits);
      for (unsigned& line : word.line) line = random.below(1U << line_bits);
      send(hash_request(digit, value, word));
    }
  }
  answers();
}

void Network::set_timer(hw::Timer timer, std::uint32_t seconds) {
  ask(command_request(
      hw::RequestKind::set_timer,
      hw::TimerArgument{.seconds = seconds, .timer = static_cast<std::uint8_t>(timer)}));
}

void Network::set_miss_action(std::uint16_t zone, hw::Action action) {
  hw::Command command{};
  const hw::PolicyArgument argument{
      .port_mapping = static_cast<std::uint8_t>(hw::PortMapping::spi_split),
      .pass_through = static_cast<std::uint8_t>(hw::PortMapping::generic),
      .miss_action = static_cast<std::uint8_t>(action)};
  std::memcpy(command.argument, &argument, sizeof(argument));
  command.zone = zone;
  hw::Request request = command_request(hw::RequestKind::set_policy);
  std::memcpy(request.window, &command, sizeof(command));
  ask(request);
}

void Network::set_zone(std::uint16_t ingress, std::uint16_t zone) {
  hw::Request request = command_request(hw::RequestKind::set_ingress, hw::IngressArgument{zone});
  request.ingress = ingress;
  ask(request);
}

void Network::expect_conservation(std::uint64_t elsewhere) {
  const auto counters = statistics();
  const auto of = [&](auto which) { return counters[static_cast<std::size_t>(which)]; };
  std::uint64_t outcomes = 0;
  for (unsigned outcome = 0; outcome < hw::outcomes; ++outcome) outcomes += counters[outcome];
  EXPECT_EQ(of(hw::Counter::packets) + of(hw::Counter::doubled), outcomes);
  const std::vector<hw::Record> live = sessions();
  const std::vector<hw::Record> gone = ended();
  EXPECT_EQ(of(hw::Outcome::counted), packets_of(live) + packets_of(gone) + elsewhere);
}

std::uint64_t packets_of(std::span<const hw::Record> records) {
  std::uint64_t sum = 0;
  for (const hw::Record& record : records) sum += hw::packets(record.c2s) + hw::packets(record.s2c);
  return sum;
}

}  // namespace loop
