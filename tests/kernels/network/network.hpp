// The network `session_table` with both of its ends in the hands of a test.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "espial/hw/answer.hpp"
#include "espial/hw/record.hpp"
#include "espial/hw/request.hpp"
#include "espial/hw/types.hpp"
#include "frames.hpp"
#include "table/table.hpp"

namespace loop {

namespace hw = espial::hw;

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t start_time = 1'700'000'000 * second;

/// What the host sends for a packet.
hw::Request packet_request(const Octets& frame, std::uint64_t time, std::uint16_t ingress = 0);

/// A command; its argument is one of the structures in request.hpp.
hw::Request command_request(hw::RequestKind kind);
template <class Argument>
hw::Request command_request(hw::RequestKind kind, const Argument& argument) {
  hw::Request request = command_request(kind);
  std::memcpy(request.window, &argument, std::min(sizeof(argument), sizeof(hw::Command::argument)));
  return request;
}

/// The hash of a session, as set_hash makes it.
struct HashWord {
  std::array<unsigned, hw::choices> line{};
  std::uint32_t tag = 0;
};

/// A digit of the session key, for set_hash.
constexpr unsigned lower_port_digit = 64;
constexpr unsigned upper_port_digit = 68;

/// The records of an answer, and its last beat.
struct Listed {
  std::vector<hw::Record> records;
  hw::Answer answer;
};

// The card of the program: powered up by the first test, cleared for each.
class Network : public testing::Test {
 protected:
  void SetUp() override;

  /// A request for the card; it leaves when the card runs, as fast as it is taken.
  void send(const hw::Request& request);
  /// A frame for the wire port, likewise.
  void send(const Octets& frame, std::uint64_t time, std::uint16_t ingress = 0);
  /// Runs the card until it is at rest, and takes what it gives.
  void settle();
  /// Whether the card, at rest, has not taken all requests.
  bool host_waits();
  /// Whether answers stay in the card, as if the host did not take them.
  void hold_answers(bool hold) { hold_answers_ = hold; }
  /// Whether frames stay in the card, as if the wire did not take them.
  void hold_frames(bool hold) { hold_frames_ = hold; }
  /// What has come out since the last call.
  std::vector<hw::Answer> answers();
  std::vector<Octets> frames();

  /// Sends one request and takes its answer; nothing else is on the way.
  hw::Answer ask(const hw::Request& request);
  Listed list(const hw::Request& request);
  /// All live sessions, by record.
  std::vector<hw::Record> sessions();
  /// All ended sessions; they are released.
  std::vector<hw::Record> ended();
  std::array<std::uint64_t, hw::counters> statistics();
  std::uint64_t statistic(hw::Counter counter) {
    return statistics()[static_cast<std::size_t>(counter)];
  }
  std::uint64_t statistic(hw::Outcome outcome) {
    return statistics()[static_cast<std::size_t>(outcome)];
  }

  /// The word of one value of one digit of the key.
  void set_hash(unsigned digit, unsigned value, const HashWord& word);
  /// Random words with this many bits of tag and line number.
  void draw_hash(std::uint32_t seed, unsigned tag_bits, unsigned line_bits);
  /// All sessions have one hash.
  void flatten_hash() { draw_hash(0, 0, 0); }
  void set_timer(hw::Timer timer, std::uint32_t seconds);
  void set_miss_action(std::uint16_t zone, hw::Action action);
  void set_zone(std::uint16_t ingress, std::uint16_t zone);

  /// Nothing is unaccounted for: every packet has one outcome, and what counted is in a record.
  /// \param elsewhere packets of records that were released before
  void expect_conservation(std::uint64_t elsewhere = 0);

  static hls::stream<host_beat_t, 64>& host_in();
  static hls::stream<host_beat_t, 64>& host_out();
  static hls::stream<wire_beat_t, 64>& wire_in();
  static hls::stream<wire_beat_t, 64>& wire_out();

 private:
  // Hands on what was sent, beat by beat, while the card runs.
  template <class Beat>
  struct Feeder {
    std::deque<Beat> waiting;
    std::unique_ptr<hls::native::Process> process;

    [[nodiscard]] bool done() const { return !process || process->done(); }
    void start(hls::stream<Beat>& port);
  };

  // Whether there was anything.
  bool take();

  Feeder<host_beat_t> host_feeder_;
  Feeder<wire_beat_t> wire_feeder_;
  bool hold_answers_ = false;
  bool hold_frames_ = false;
  std::vector<beat_t> beats_;
  std::vector<Octets> frames_;
  Octets frame_;
};

/// Packets of all sessions, both directions.
std::uint64_t packets_of(std::span<const hw::Record> records);

}  // namespace loop
