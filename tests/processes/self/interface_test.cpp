#include "processes/bench/interface.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "processes/bench/bits.hpp"
#include "processes/self/self.hpp"

namespace espial::bench {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const Interface& pair_interface() {
  static const Interface interface = by_hand(1)->process("pair").interface;
  return interface;
}

// An interface of one stream with these fields, in a signal of 16 bits and an element of 4 octets.
std::string json(const std::string& fields, const std::string& outcomes = "") {
  return R"({"name": "p", "clock_ns": 4, "ii": 1, "stages": 3, "streams": [{"name": "in",
    "direction": "in", "stage": 0, "bytes": 4, "signals": [{"name": "TDATA", "width": 16}],
    "fields": [)" +
         fields + R"(]}], "outcomes": [)" + outcomes + "]}";
}
std::string field(unsigned offset, unsigned width, unsigned bit) {
  return R"({"name": "f)" + std::to_string(bit) + R"(", "offset": )" + std::to_string(offset) +
         R"(, "width": )" + std::to_string(width) +
         R"(, "signed": false, "signal": "TDATA", "bit": )" + std::to_string(bit) + "}";
}

TEST(Bits, are_copied_from_any_place_to_any_place) {
  std::mt19937 random(1);
  for (int turn = 0; turn < 2000; ++turn) {
    std::vector<std::uint8_t> from(40);
    std::vector<std::uint8_t> to(40);
    for (std::uint8_t& octet : from) octet = static_cast<std::uint8_t>(random());
    for (std::uint8_t& octet : to) octet = static_cast<std::uint8_t>(random());
    const std::vector<std::uint8_t> before = to;
    const std::size_t width = 1 + random() % 160;
    const std::size_t source = random() % (320 - width);
    const std::size_t target = random() % (320 - width);
    copy_bits(from, source, to, target, width);
    const auto bit = [](const std::vector<std::uint8_t>& octets, std::size_t i) {
      return octets[i / 8] >> (i % 8) & 1;
    };
    for (std::size_t i = 0; i < 320; ++i) {
      const bool inside = i >= target && i < target + width;
      ASSERT_EQ(bit(to, i), inside ? bit(from, source + i - target) : bit(before, i))
          << width << " bits from " << source << " to " << target << ", bit " << i;
    }
  }
}

TEST(Interface, knows_the_process) {
  const Interface interface =
      read_interface(json(field(0, 16, 0), R"({"stream": "in", "asks": "data"})"));
  EXPECT_EQ(interface.name, "p");
  EXPECT_EQ(interface.stages, 3U);
  EXPECT_EQ(interface.clock_ns, 4.0);
  ASSERT_EQ(interface.streams.size(), 1U);
  EXPECT_TRUE(interface.streams[0].is_input);
  ASSERT_EQ(interface.questions.size(), 1U);
  EXPECT_EQ(interface.questions[0].asks, hls::native::Asks::data);
}

TEST(Interface, refuses_what_it_cannot_read) {
  EXPECT_THAT([] { read_interface("{"); }, ThrowsMessage<InterfaceError>(HasSubstr("JSON")));
  EXPECT_THAT([] { read_interface("{}"); }, ThrowsMessage<InterfaceError>(HasSubstr("JSON")));
  EXPECT_THAT([] { read_interface(R"({"name": 5})"); },
              ThrowsMessage<InterfaceError>(HasSubstr("JSON")));
}

TEST(Interface, refuses_fields_that_do_not_fit) {
  EXPECT_NO_THROW(read_interface(json(field(0, 9, 0) + "," + field(2, 7, 9))));
  EXPECT_THAT([] { read_interface(json(field(0, 9, 0) + "," + field(2, 7, 8))); },
              ThrowsMessage<InterfaceError>(HasSubstr("'f8' in TDATA overlaps")));
  EXPECT_THAT([] { read_interface(json(field(0, 9, 0) + "," + field(1, 7, 9))); },
              ThrowsMessage<InterfaceError>(HasSubstr("'f9' in memory overlaps")));
  EXPECT_THAT([] { read_interface(json(field(3, 16, 0))); },
              ThrowsMessage<InterfaceError>(HasSubstr("'f0' in memory exceeds")));
  EXPECT_THAT([] { read_interface(json(field(0, 16, 1))); },
              ThrowsMessage<InterfaceError>(HasSubstr("'f1' in TDATA exceeds")));
  EXPECT_THAT([] { read_interface(json(field(0, 9, 0))); },
              ThrowsMessage<InterfaceError>(HasSubstr("no field")));
}

TEST(Interface, refuses_questions_about_unknown_streams) {
  EXPECT_THAT([] { read_interface(json(field(0, 16, 0), R"({"stream": "out", "asks": "data"})")); },
              ThrowsMessage<InterfaceError>(HasSubstr("no stream 'out'")));
  EXPECT_THAT([] { read_interface(json(field(0, 16, 0), R"({"stream": "in", "asks": "much"})")); },
              ThrowsMessage<InterfaceError>(HasSubstr("'much'")));
}

TEST(Stream, packs_as_the_structure_is_laid_out) {
  const Stream& parts = pair_interface().streams[0];
  Part part;
  std::memset(static_cast<void*>(&part), 0xA5, sizeof(part));  // padding too
  part.fault = 5;
  part.odd = true;
  part.delta = -2;
  part.data = ap_uint<70>(1) << 69;
  std::vector<std::uint8_t> packed(parts.packed_octets);
  parts.pack(Octets(reinterpret_cast<const std::uint8_t*>(&part), sizeof(part)), packed);
  std::vector<std::uint8_t> expected(11);
  expected[0] = 0b1101'0101;  // 5, true, and the lowest bits of -2
  expected[1] = 0xFF;
  expected[2] = 0x03;
  expected[10] = 0x80;
  EXPECT_EQ(packed, expected);
}

TEST(Stream, unpacks_what_it_packed) {
  std::mt19937_64 random(3);
  for (const Stream& stream : pair_interface().streams) {
    for (int turn = 0; turn < 100; ++turn) {
      std::vector<std::uint8_t> element(stream.octets);
      for (std::uint8_t& octet : element) octet = static_cast<std::uint8_t>(random());
      std::vector<std::uint8_t> packed(stream.packed_octets);
      stream.pack(element, packed);
      std::vector<std::uint8_t> again(stream.octets);
      stream.unpack(packed, again);
      std::vector<std::uint8_t> repacked(stream.packed_octets);
      stream.pack(again, repacked);
      EXPECT_EQ(repacked, packed);
    }
  }
}

TEST(Stream, a_signed_field_keeps_its_sign_over_the_signals) {
  const Stream& parts = pair_interface().streams[0];
  for (const int delta : {-4096, -1, 0, 1, 4095}) {
    Part part{};
    part.delta = delta;
    std::vector<std::uint8_t> packed(parts.packed_octets);
    parts.pack(Octets(reinterpret_cast<const std::uint8_t*>(&part), sizeof(part)), packed);
    Part again{};
    parts.unpack(packed, MutableOctets(reinterpret_cast<std::uint8_t*>(&again), sizeof(again)));
    EXPECT_EQ(again.delta.to_int(), delta);
  }
}

TEST(Stream, a_difference_names_the_fields_and_both_values) {
  const Stream& wholes = pair_interface().streams[1];
  std::vector<std::uint8_t> one(wholes.packed_octets);
  std::vector<std::uint8_t> two(wholes.packed_octets);
  EXPECT_EQ(wholes.difference(one, two), "");
  put_bits(one, 92, 4, 0xF);                          // data, its highest digit
  put_bits(two, 8 * wholes.signals[3].at, 9, 0x1A3);  // user
  EXPECT_EQ(wholes.difference(one, two),
            "data 0xf00000000000000000000000 instead of 0x0, user 0x0 instead of 0x1a3");
}

// A network of two processes: `first` reads the port, `second` asks the stream between them.
std::string network_json(const std::string& asked) {
  const std::string form =
      R"("bytes": 4, "signals": [{"name": "TDATA", "width": 16}], "fields": [)" + field(0, 16, 0) +
      "]}";
  return R"({"name": "n", "kind": "network", "streams": [{"name": "in", "direction": "in", )" +
         form + R"(, {"name": "between", "depth": 2, )" + form +
         R"(], "processes": [{"name": "first", "streams": ["in", "between"], "outcomes": []},
    {"name": "second", "streams": ["between"], "outcomes": [{"stream": ")" +
         asked + R"(", "asks": "data"}]}]})";
}

TEST(Interface, knows_the_network) {
  const NetworkInterface network = read_network(network_json("between"));
  EXPECT_EQ(network.name, "n");
  ASSERT_EQ(network.streams.size(), 2U);
  EXPECT_TRUE(network.streams[0].is_input);
  EXPECT_FALSE(network.streams[1].is_input);
  EXPECT_EQ(network.streams[1].packed_octets, 2U);
  ASSERT_EQ(network.processes.size(), 2U);
  EXPECT_EQ(network.processes[0].streams, (std::vector<std::size_t>{0, 1}));
  EXPECT_TRUE(network.processes[0].questions.empty());
  ASSERT_EQ(network.processes[1].questions.size(), 1U);
  EXPECT_EQ(network.processes[1].questions[0].stream, 1U);
}

TEST(Interface, of_a_network_that_asks_an_unknown_stream_is_refused) {
  EXPECT_THAT([] { read_network(network_json("elsewhere")); },
              ThrowsMessage<InterfaceError>(HasSubstr("'second' has no stream 'elsewhere'")));
  EXPECT_THAT([] { read_network("{}"); },
              ThrowsMessage<InterfaceError>(HasSubstr("not the JSON that hlsc writes")));
}

}  // namespace
}  // namespace espial::bench
