// What the depths of the streams are for: a stream made too shallow ends in a deadlock that names
// it.
#include <gmock/gmock.h>

#include <memory>
#include <vector>

#include "kernels/random.hpp"
#include "network.hpp"
#include "table/types.hpp"

namespace {

namespace hw = espial::hw;
using hls::native::Deadlock;
using hls::native::describe_waiting;
using hls::native::set_depth;
using loop::Endpoint;
using loop::Octets;
using loop::packet_request;
using loop::start_time;
using loop::udp;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

// A stream as shallow as asked for, until the end of the test.
class Shallow {
 public:
  Shallow(const char* stream, std::size_t depth, std::size_t declared)
      : stream_(stream), depth_(depth), declared_(declared) {
    shallow();
  }
  Shallow(const Shallow&) = delete;
  Shallow& operator=(const Shallow&) = delete;
  ~Shallow() { restore(); }

  void restore() { set_depth(stream_, declared_); }
  void shallow() { set_depth(stream_, depth_); }

 private:
  const char* stream_;
  std::size_t depth_;
  std::size_t declared_;
};

class TableDepth : public loop::Network {};

constexpr Endpoint server{0x0A000002, 53};
Octets packet(unsigned session) {
  return udp({0x0A000001, static_cast<std::uint16_t>(session)}, server);
}

// A frame's request is sent at its end, when its length is known: until then all its beats wait in
// the frame FIFO.
TEST_F(TableDepth,
       a_frame_fifo_without_room_for_the_largest_frame_is_a_deadlock_that_names_frames) {
  const Octets largest = loop::udp_frame({0x0A000001, 1}, server, hw::frame_octets);
  Shallow frame_fifo("frames", hw::frame_beats - 1, 512);
  send(largest, start_time);
  settle();
  // Whoever waits for the frame learns it.
  EXPECT_THAT([&] { wire_out().read(); },
              ThrowsMessage<Deadlock>(
                  AllOf(HasSubstr("'wire_out' stays empty"), HasSubstr("for room in 'frames'"))));
  // Nothing is lost: with room it goes on where it stood.
  frame_fifo.restore();
  EXPECT_EQ(frames(), std::vector<Octets>{largest});
}

TEST_F(TableDepth, a_frame_fifo_with_room_for_one_largest_frame_is_enough) {
  const Octets largest = loop::udp_frame({0x0A000001, 1}, server, hw::frame_octets);
  const Shallow frame_fifo("frames", hw::frame_beats, 512);
  for (unsigned i = 0; i < 5; ++i) send(largest, start_time);
  EXPECT_EQ(frames().size(), 5U);
}

// `readback` asks for a lot of `read_places` records before it takes the first of them. What the
// streams of its loop hold is less: `record` waits for room in `read_records`, and `readback`,
// which alone could make it, for room in `reads`.
TEST_F(TableDepth,
       a_loop_of_background_reads_without_room_for_a_lot_is_a_deadlock_that_names_read_records) {
  for (unsigned i = 0; i < 100; ++i) send(packet_request(packet(i), start_time));
  answers();
  Shallow reads("reads", 1, read_places);
  Shallow accesses("accesses", 1, 16);
  Shallow read_records("read_records", 1, read_places);
  send(loop::command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, 100}));
  settle();
  EXPECT_THAT(
      [&] {
        while (true) host_out().read();
      },
      ThrowsMessage<Deadlock>(
          AllOf(HasSubstr("for room in 'read_records'"), HasSubstr("for room in 'reads'"))));
  // One of the two is enough.
  read_records.restore();
  EXPECT_EQ(answers().size(), 201U);
  read_records.shallow();
  reads.restore();
  EXPECT_EQ(sessions().size(), 100U);
}

// The same with the numbers of ended sessions.
TEST_F(TableDepth,
       a_list_of_ended_sessions_without_room_for_a_lot_is_a_deadlock_that_names_ended_numbers) {
  set_timer(hw::Timer::udp_opening, 0);
  for (unsigned i = 0; i < 41; ++i) send(packet_request(packet(1), start_time));
  answers();
  Shallow ended_reads("ended_reads", 1, read_places);
  Shallow ended_numbers("ended_numbers", 1, read_places);
  send(loop::command_request(hw::RequestKind::read_ended, hw::ReadArgument{0, 40}));
  settle();
  EXPECT_THAT(describe_waiting(), AllOf(HasSubstr("for room in 'ended_numbers'"),
                                        HasSubstr("for room in 'ended_reads'")));
  ended_numbers.restore();
  EXPECT_EQ(answers().size(), 81U);
  ended_numbers.shallow();
  ended_reads.restore();
  EXPECT_EQ(ended().size(), 40U);
}

// `admit` lets a new operation in only while none waits in `bounced`, so the loop of `index` and
// `record` never fills up: there is always a gap that moves round against the operations. The
// depths of its streams are for speed, and for the latency that hardware adds. So nothing waits for
// ever although all streams are as shallow as can be, all packets go round many times, and both
// ends stop now and then.
TEST_F(TableDepth, the_loop_of_index_and_record_goes_on_however_shallow_its_streams_are) {
  flatten_hash();
  std::vector<std::unique_ptr<Shallow>> shallow;
  for (const char* stream : {"bounced", "admitted", "completed"}) {
    shallow.push_back(std::make_unique<Shallow>(stream, 1, loop_places));
  }
  for (const char* stream :
       {"hashed", "located", "accesses", "results", "free_records", "free_list_requests"}) {
    shallow.push_back(std::make_unique<Shallow>(stream, 1, 16));
  }
  constexpr unsigned seed = 6;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  std::size_t by_host = 0;
  std::vector<Octets> by_wire;
  std::size_t got = 0;
  std::vector<Octets> left;
  for (unsigned turn = 0; turn < 100; ++turn) {
    hold_answers(random.one_in(2));
    hold_frames(random.one_in(2));
    for (unsigned i = random.below(100); i > 0; --i) {
      const Octets frame = packet(random.below(20));
      if (random.one_in(2)) {
        send(packet_request(frame, start_time));
        ++by_host;
      } else {
        send(frame, start_time);
        by_wire.push_back(frame);
      }
    }
    settle();
    hold_answers(false);
    hold_frames(false);
    got += answers().size();
    for (const Octets& frame : frames()) left.push_back(frame);
  }
  EXPECT_EQ(got, by_host);
  EXPECT_EQ(left, by_wire);
  EXPECT_EQ(sessions().size(), 20U);
  expect_conservation();
}

}  // namespace
