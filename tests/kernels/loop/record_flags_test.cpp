// What a session remembers of its SPIs and outer ports.
#include <algorithm>
#include <set>

#include "kernels/random.hpp"
#include "record_fixture.hpp"

namespace {

namespace hw = espial::hw;
using hw::PortMapping;
using hw::SessionFlag;
using loop::esp;
using loop::reply;

class RecordFlags : public loop::RecordFixture {
 protected:
  [[nodiscard]] unsigned flags() { return read(3).flags; }
  [[nodiscard]] unsigned c2s_spis() { return read(3).directions >> hw::c2s_spis_bit & 3U; }
  [[nodiscard]] unsigned s2c_spis() { return read(3).directions >> hw::s2c_spis_bit & 3U; }
  // A session that carries these SPIs, one after the other.
  void carry(const std::vector<std::uint32_t>& spis) {
    learn(esp(spis.front()), 3);
    for (std::size_t i = 1; i < spis.size(); ++i) pass(esp(spis[i]), 3);
  }
};

TEST_F(RecordFlags, an_spi_up_to_255_is_reserved) {
  for (const std::uint32_t spi : {1U, 128U, 255U}) {
    learn(esp(spi), 3);
    EXPECT_EQ(flags(), code(SessionFlag::spi_reserved)) << spi;
  }
  for (const std::uint32_t spi : {256U, 0x100U << 8, 0xFF000001U}) {
    learn(esp(spi), 3);
    EXPECT_EQ(flags(), 0U) << spi;
  }
}

TEST_F(RecordFlags, one_reserved_spi_in_either_direction_flags_the_session) {
  learn(esp(1000), 3);
  pass(reply(esp(5)), 3);
  pass(esp(1000), 3);
  EXPECT_EQ(flags(), code(SessionFlag::spi_reserved));
}

TEST_F(RecordFlags, under_spi_split_a_peer_that_uses_the_swapped_spi_is_an_alias) {
  learn(esp(1000, PortMapping::spi_split), 3);
  pass(esp(1000, PortMapping::spi_split), 3);
  EXPECT_EQ(flags(), 0U);
  pass(reply(esp(1000 << 16, PortMapping::spi_split)), 3);
  EXPECT_EQ(flags(), code(SessionFlag::spi_alias));
  EXPECT_EQ(hw::packets(read(3).s2c), 1U);
}

TEST_F(RecordFlags, an_answer_under_any_other_mapping_is_no_alias) {
  for (const PortMapping mapping :
       {PortMapping::generic, PortMapping::negotiated, PortMapping::none}) {
    learn(esp(1000, mapping), 3);
    pass(reply(esp(1000, mapping)), 3);
    EXPECT_EQ(flags(), 0U);
  }
}

TEST_F(RecordFlags, an_answer_without_an_spi_is_no_alias) {
  Operation udp = loop::packet_at(1, 0);
  udp.mapping = code(PortMapping::spi_split);
  learn(udp, 3);
  pass(reply(udp), 3);
  EXPECT_EQ(flags(), 0U);
}

TEST_F(RecordFlags, a_session_of_an_unknown_sa_says_so) {
  Operation first = esp(1000);
  first.sa_unknown = true;
  learn(first, 3);
  EXPECT_EQ(flags(), code(SessionFlag::sa_unknown));
}

TEST_F(RecordFlags, a_session_says_that_an_sa_is_unknown_from_any_packet_on) {
  learn(esp(1000), 3);
  EXPECT_EQ(flags(), 0U);
  Operation unknown = reply(esp(2000));
  unknown.sa_unknown = true;
  pass(unknown, 3);
  pass(esp(1000), 3);
  EXPECT_EQ(flags(), code(SessionFlag::sa_unknown));
}

Operation in_udp(unsigned outer_source, unsigned outer_destination) {
  Operation operation = esp(1000);
  operation.key.encapsulated = true;
  operation.outer_source_port = outer_source;
  operation.outer_destination_port = outer_destination;
  return operation;
}

TEST_F(RecordFlags, outer_ports_are_kept_for_each_direction) {
  learn(in_udp(4500, 61000), 3);
  pass(reply(in_udp(61001, 4500)), 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.encapsulation, code(hw::Encapsulation::udp));
  EXPECT_EQ(record.c2s.outer_source_port, 4500);
  EXPECT_EQ(record.c2s.outer_destination_port, 61000);
  EXPECT_EQ(record.s2c.outer_source_port, 61001);
  EXPECT_EQ(record.s2c.outer_destination_port, 4500);
  EXPECT_EQ(record.flags, 0);
}

TEST_F(RecordFlags, a_changed_outer_port_is_a_rebind) {
  learn(in_udp(4500, 61000), 3);
  pass(in_udp(4500, 61000), 3);
  EXPECT_EQ(flags(), 0U);
  pass(in_udp(4500, 61001), 3);
  EXPECT_EQ(flags(), code(SessionFlag::nat_rebind));
  EXPECT_EQ(read(3).c2s.outer_destination_port, 61001);
}

TEST_F(RecordFlags, a_changed_outer_source_port_is_a_rebind_too) {
  learn(in_udp(61000, 4500), 3);
  pass(in_udp(61001, 4500), 3);
  EXPECT_EQ(flags(), code(SessionFlag::nat_rebind));
}

TEST_F(RecordFlags, a_rebind_in_the_other_direction_counts) {
  learn(in_udp(4500, 61000), 3);
  pass(reply(in_udp(61000, 4500)), 3);
  EXPECT_EQ(flags(), 0U);
  pass(reply(in_udp(61005, 4500)), 3);
  EXPECT_EQ(flags(), code(SessionFlag::nat_rebind));
}

TEST_F(RecordFlags, flags_add_up_and_stay) {
  Operation first = in_udp(4500, 61000);
  first.sa_unknown = true;
  first.mapping = code(PortMapping::spi_split);
  learn(first, 3);
  Operation reserved = in_udp(4500, 61001);
  reserved.mapping = code(PortMapping::spi_split);
  reserved.spi = 7;
  pass(reserved, 3);
  pass(reply(first), 3);
  pass(first, 3);
  EXPECT_EQ(flags(), code(SessionFlag::sa_unknown) | code(SessionFlag::nat_rebind) |
                         code(SessionFlag::spi_reserved) | code(SessionFlag::spi_alias));
}

TEST_F(RecordFlags, a_flow_without_spis_has_none) {
  learn(loop::packet_at(1, 0), 3);
  pass(reply(loop::packet_at(1, 0)), 3);
  EXPECT_EQ(c2s_spis(), 0U);
  EXPECT_EQ(s2c_spis(), 0U);
}

TEST_F(RecordFlags, one_spi_is_one_however_often_it_comes) {
  carry({0xC949D4B8, 0xC949D4B8, 0xC949D4B8});
  EXPECT_EQ(c2s_spis(), 1U);
  EXPECT_EQ(s2c_spis(), 0U);
  EXPECT_EQ(read(3).c2s.spi, 0xC949D4B8);
}

TEST_F(RecordFlags, two_spis_in_turn_are_two) {
  carry({1000, 2000, 1000, 2000});
  EXPECT_EQ(c2s_spis(), 2U);
  EXPECT_EQ(read(3).c2s.spi, 2000U);
  EXPECT_EQ(read(3).c2s.other_spi, 1000U);
}

TEST_F(RecordFlags, three_spis_and_more_are_three) {
  carry({1000, 2000, 3000});
  EXPECT_EQ(c2s_spis(), 3U);
  pass(esp(4000), 3);
  EXPECT_EQ(c2s_spis(), 3U);
  EXPECT_EQ(read(3).c2s.spi, 4000U);
}

TEST_F(RecordFlags, each_direction_counts_its_own_spis) {
  learn(esp(1000), 3);
  pass(reply(esp(2000)), 3);
  pass(reply(esp(3000)), 3);
  pass(esp(1000), 3);
  EXPECT_EQ(c2s_spis(), 1U);
  EXPECT_EQ(s2c_spis(), 2U);
  EXPECT_EQ(read(3).c2s.spi, 1000U);
  EXPECT_EQ(read(3).s2c.spi, 3000U);
}

TEST_F(RecordFlags, counting_spis_leaves_the_direction_alone) {
  learn(reply(esp(1000)), 3);
  for (const std::uint32_t spi : {2000U, 3000U, 4000U}) {
    pass(reply(esp(spi)), 3);
    pass(esp(spi), 3);
  }
  EXPECT_EQ(read(3).directions & 1U, 1U);
}

TEST_F(RecordFlags, the_number_of_spis_is_exact_up_to_three) {
  constexpr unsigned seed = 11;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  for (unsigned session = 0; session < 300; ++session) {
    std::set<std::uint32_t> seen;
    std::vector<std::uint32_t> spis(1 + random.below(8));
    for (std::uint32_t& spi : spis) {
      spi = 1000 + random.below(3);
      seen.insert(spi);
    }
    carry(spis);
    ASSERT_EQ(c2s_spis(), std::min<std::size_t>(seen.size(), hw::most_spis));
    ASSERT_EQ(read(3).c2s.spi, spis.back());
  }
}

}  // namespace
