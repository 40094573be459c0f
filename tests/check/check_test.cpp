// The checker by itself: tables in order, and each way of breaking one.
#include "check.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <ostream>

#include "check/table_in_order.hpp"

namespace espial::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(TableCheck, an_empty_table_is_in_order) {
  EXPECT_THAT(check(TableInOrder().state()), IsEmpty());
}

// Records 0 to 39 have had sessions; 3 and 30 are released, 21 and 11 wait for the host, the others
// live. Two numbers are spare.
TableInOrder some_table() {
  TableInOrder table;
  for (int i = 0; i < 40; ++i) table.learn();
  table.count(7);
  for (const std::uint32_t number : {3U, 30U, 21U, 11U}) table.end(number);
  table.release(2);
  table.spare();
  table.spare();
  table.answer();
  return table;
}

TEST(TableCheck, sessions_in_every_state_are_in_order) {
  EXPECT_THAT(check(some_table().state()), IsEmpty());
}

TEST(TableCheck, a_table_is_in_order_when_all_live_when_all_have_ended_and_when_all_are_released) {
  TableInOrder table;
  for (std::uint32_t i = 0; i < hw::records; ++i) table.learn();
  table.answer();
  EXPECT_THAT(check(table.state()), IsEmpty());
  for (IndexSlot& slot : table.memories().index.slots)
    if (slot.taken) table.end(slot);
  table.answer();
  EXPECT_THAT(check(table.state()), IsEmpty());
  table.release(hw::records);
  EXPECT_THAT(check(table.state()), IsEmpty());
  for (int i = 0; i < 100; ++i) table.learn();
  table.answer();
  EXPECT_THAT(check(table.state()), IsEmpty());
}

TEST(TableCheck, a_flag_that_the_host_sets_is_no_difference) {
  TableInOrder table = some_table();
  table.state().sessions[2].flags |= static_cast<std::uint16_t>(hw::SessionFlag::mapping_changed);
  EXPECT_THAT(check(table.state()), IsEmpty());
}

struct Break {
  const char* name;
  std::function<void(TableInOrder&)> breaks;
  std::vector<const char*> named;  // all, in this order

  friend std::ostream& operator<<(std::ostream& out, const Break& of) { return out << of.name; }
};

const Break breaks[] = {
    // --- where numbers stand
    {"a_slot_names_no_record_at_all",
     [](TableInOrder& table) { table.slot(5).record = 70'000; },
     {"names record 70000, and there are 65536", "record 5 is lost",
      "a session lives in record 5, and no slot names it"}},
    {"two_slots_name_one_record",
     [](TableInOrder& table) { table.neighbour(5) = table.slot(5); },
     {"record 5 stands in two places: slot"}},
    {"a_number_is_twice_in_the_ring",
     [](TableInOrder& table) { table.memories().free_list.ring[1000] = 1001; },
     {"record 1001 stands in two places: place 1000 of the ring, as free; place 1001",
      "record 1000 is lost"}},
    {"a_number_is_in_a_slot_and_on_its_way",
     [](TableInOrder& table) {
       auto& list = table.memories().free_list;
       list.ring[list.next - 1] = 5;
     },
     {"record 5 stands in two places: slot", "is lost"}},
    {"a_number_is_twice_among_the_spare_ones",
     [](TableInOrder& table) {
       auto& spare = table.memories().index.spare;
       spare[0] = spare[1];
     },
     {"stands in two places: place 0 of the spare ones; place 1 of the spare ones", "is lost"}},
    {"a_spare_number_is_forgotten",
     [](TableInOrder& table) {
       table.memories().index.spare.pop_back();
       --table.memories().index.free;
     },
     {"is lost: no slot names it, and it is neither free nor ended"}},
    {"index_counts_a_free_record_too_few",
     [](TableInOrder& table) { --table.memories().index.free; },
     {"is lost"}},
    {"index_counts_a_free_record_too_many",
     [](TableInOrder& table) { ++table.memories().index.free; },
     {"stands in two places"}},
    {"index_counts_an_ended_record_too_many",
     [](TableInOrder& table) { ++table.memories().index.ended; },
     {"index counts 3 ended records, free_list has 2"}},
    // --- the index
    {"a_slot_stands_in_another_line",
     [](TableInOrder& table) {
       IndexSlot& slot = table.slot(5);
       IndexSlot* const other = &slot + hw::line_slots;
       ASSERT_FALSE(other->taken);
       *other = std::exchange(slot, {});
     },
     {"names record 5, whose key leads to line"}},
    {"a_slot_has_another_tag",
     [](TableInOrder& table) { table.slot(5).tag ^= 1; },
     {"the key of its record 5 has"}},
    {"a_slot_names_a_record_without_a_session",
     [](TableInOrder& table) {
       table.record(5).state = static_cast<std::uint8_t>(hw::SessionState::free);
       table.answer();
     },
     {"names record 5, in which no session lives", "packets were counted",
      "sessions were created"}},
    {"two_records_have_one_key",
     [](TableInOrder& table) {
       // The second one stands where its key leads, too.
       IndexSlot& other = table.neighbour(5);
       ASSERT_FALSE(other.taken);
       other = std::exchange(table.slot(6), {});
       other.tag = table.slot(5).tag;
       table.record(6).lower_port = table.record(5).lower_port;
       table.record(6).upper_port = table.record(5).upper_port;
       table.answer();
     },
     {"records 5 and 6 have one key"}},
    // --- records
    {"an_ended_record_has_not_ended",
     [](TableInOrder& table) {
       table.record(21).state = static_cast<std::uint8_t>(hw::SessionState::free);
     },
     {"record 21 waits for the host as ended, and holds no session that has"}},
    {"a_session_lives_in_a_free_record",
     [](TableInOrder& table) {
       table.record(3).state = static_cast<std::uint8_t>(hw::SessionState::active);
       table.answer();
     },
     {"a session lives in record 3, and no slot names it: it stands in place",
      "packets were counted", "sessions were created"}},
    {"a_session_was_seen_before_it_was_created",
     [](TableInOrder& table) {
       table.record(5).created_ns = table.record(5).last_seen_ns + 1;
       table.answer();
     },
     {"record 5 was last seen at 6000000000 ns, before it was created at 6000000001 ns"}},
    {"a_session_was_seen_after_the_clock",
     [](TableInOrder& table) {
       table.record(5).last_seen_ns = table.memories().ingest.clock_ns + 1;
       table.answer();
     },
     {"record 5 was last seen at 40000000001 ns, and the clock says 40000000000 ns"}},
    {"a_creation_number_is_still_to_come",
     [](TableInOrder& table) {
       table.record(5).creation_low =
           static_cast<std::uint32_t>(table.memories().ingest.next_creation);
       table.answer();
     },
     {"record 5 has creation number 82, and the next one is 82"}},
    {"two_records_have_one_creation_number",
     [](TableInOrder& table) { table.record(21).creation_low = table.record(5).creation_low; },
     {"records 5 and 21 have creation number 10"}},
    {"a_session_lacks_its_first_packet",
     [](TableInOrder& table) {
       std::swap(table.record(5).c2s.packets_low, table.record(5).s2c.packets_low);
       table.answer();
     },
     {"record 5 has a session without its first packet"}},
    {"an_address_stands_on_the_wrong_side",
     [](TableInOrder& table) { table.record(21).lower_address[15] = 3; },
     {"record 21 has the larger endpoint of its key first"}},
    {"a_port_stands_on_the_wrong_side",
     [](TableInOrder& table) {
       table.record(21).lower_address[15] = table.record(21).upper_address[15];
       table.record(21).lower_port = 1;
       table.record(21).upper_port = 0;
     },
     {"record 21 has the larger endpoint of its key first"}},
    // --- what the card says
    {"a_packet_has_no_outcome",
     [](TableInOrder& table) { ++table.state().statistics.packets; },
     {"42 packets and 0 double ones have not as many outcomes"}},
    {"a_counted_packet_is_in_no_session",
     [](TableInOrder& table) {
       ++table.state().statistics.packets;
       ++table.state().statistics.outcome[0];
     },
     {"42 packets were counted, and the sessions have 41"}},
    {"a_packet_counts_in_an_ended_session_twice",
     [](TableInOrder& table) { ++table.record(21).s2c.packets_low; },
     {"41 packets were counted, and the sessions have 42"}},
    {"a_released_packet_is_forgotten",
     [](TableInOrder& table) { --table.state().released_packets; },
     {"41 packets were counted, and the sessions have 40"}},
    {"a_session_was_created_and_is_nowhere",
     [](TableInOrder& table) { ++table.state().statistics.sessions; },
     {"41 sessions were created, and there are 36 live, 2 ended, 2 released"}},
    {"a_session_is_not_answered",
     [](TableInOrder& table) { table.state().sessions.pop_back(); },
     {"the card does not answer session 78 of record 39"}},
    {"a_session_is_answered_twice",
     [](TableInOrder& table) { table.state().sessions.push_back(table.state().sessions.back()); },
     {"the card answers session 78, and no record holds it"}},
    {"a_session_is_answered_otherwise",
     [](TableInOrder& table) { ++table.state().sessions.back().c2s.bytes; },
     {"the card answers session 78 otherwise than record 39 holds it"}},
};

class BrokenTable : public testing::TestWithParam<Break> {};
INSTANTIATE_TEST_SUITE_P(Breaks, BrokenTable, testing::ValuesIn(breaks),
                         [](const auto& of) { return std::string(of.param.name); });

TEST_P(BrokenTable, is_named_and_nothing_else) {
  TableInOrder table = some_table();
  GetParam().breaks(table);
  std::vector<testing::Matcher<std::string>> due;
  for (const char* const text : GetParam().named) due.emplace_back(HasSubstr(text));
  EXPECT_THAT(check(table.state()), testing::ElementsAreArray(due));
}

TEST(TableCheck, says_when_free_records_cannot_all_be_on_their_way) {
  TableInOrder table = some_table();
  table.memories().index.free += 1000;
  EXPECT_THAT(check(table.state()), Contains(HasSubstr("index counts 66498 free records")));
  table.memories().index.free = 0;
  EXPECT_THAT(check(table.state()), Contains(HasSubstr("index counts 0 free records")));
}

}  // namespace
}  // namespace espial::test
