#include "espial/hw/answer.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "operations.hpp"

namespace {

class Answer : public testing::Test {
 protected:
  // All beats of one answer.
  std::vector<host_beat_t> beats_of(const AnswerItem& item) {
    answers_.write(item);
    std::vector<host_beat_t> beats;
    do {
      process::answer(answers_, bulk_, answered_, host_);
      beats.push_back(host_.read());
    } while (!beats.back().last);
    return beats;
  }

  static AnswerItem item(unsigned beat) {
    AnswerItem item{};
    item.beat = beat;
    return item;
  }

  hls::stream<AnswerItem, 4> answers_{"answers"};
  hls::stream<beat_t, 70000> bulk_{"bulk"};
  hls::stream<bool, 8> answered_{"answered"};
  hls::stream<host_beat_t, 2> host_{"host"};
};

TEST_F(Answer, an_answer_to_a_packet_or_a_command_is_one_beat) {
  const std::vector<host_beat_t> beats = beats_of(item(77));
  ASSERT_EQ(beats.size(), 1U);
  EXPECT_EQ(beats[0].data, 77);
  EXPECT_EQ(beats[0].keep, ~ap_uint<64>(0));
  EXPECT_EQ(beats[0].strb, ~ap_uint<64>(0));
}

TEST_F(Answer, an_answer_to_a_read_of_n_records_is_2n_and_one_beats) {
  for (const unsigned records : {0U, 1U, 2U, 100U, 30000U}) {
    SCOPED_TRACE(records);
    for (unsigned i = 0; i < 2 * records + 1; ++i) bulk_.write(beat_t(1000 + i) << 256);
    AnswerItem read = item(5);
    read.bulk = true;
    read.records = records;
    const std::vector<host_beat_t> beats = beats_of(read);
    ASSERT_EQ(beats.size(), 2 * records + 1);
    for (unsigned i = 0; i < 2 * records; ++i)
      ASSERT_TRUE(beats[i].data == beat_t(1000 + i) << 256);
    EXPECT_TRUE(bulk_.empty());
  }
}

TEST_F(Answer, the_last_beat_of_a_read_has_what_all_answers_have) {
  bulk_.write(1);
  bulk_.write(2);
  bulk_.write(beat_t(9) << 128);
  AnswerItem read = item(5);
  read.bulk = true;
  read.records = 1;
  const std::vector<host_beat_t> beats = beats_of(read);
  EXPECT_EQ(beats[0].data, 1);
  EXPECT_EQ(beats[1].data, 2);
  EXPECT_TRUE(beats[2].data == (beat_t(9) << 128 | beat_t(5)));
}

TEST_F(Answer, a_pad_is_as_many_beats_as_were_asked_for_empty_but_for_the_last) {
  for (const unsigned count : {1U, 2U, 64U, 65'535U}) {
    SCOPED_TRACE(count);
    AnswerItem pad = item(3);
    pad.pad = true;
    pad.records = count;
    const std::vector<host_beat_t> beats = beats_of(pad);
    ASSERT_EQ(beats.size(), count);
    for (unsigned i = 0; i + 1 < count; ++i) ASSERT_EQ(beats[i].data, 0);
    EXPECT_EQ(beats.back().data, 3);
  }
}

TEST_F(Answer, a_pad_of_nothing_is_one_beat) {
  AnswerItem pad = item(3);
  pad.pad = true;
  EXPECT_EQ(beats_of(pad).size(), 1U);
}

TEST_F(Answer, each_answer_frees_one_place_with_its_last_beat) {
  AnswerItem pad = item(3);
  pad.pad = true;
  pad.records = 3;
  answers_.write(pad);
  for (unsigned beat = 1; beat <= 3; ++beat) {
    process::answer(answers_, bulk_, answered_, host_);
    host_.read();
    EXPECT_EQ(answered_.size(), beat == 3 ? 1U : 0U);
  }
  beats_of(item(4));
  EXPECT_EQ(answered_.size(), 2U);
}

TEST_F(Answer, the_last_beat_and_no_other_is_marked) {
  for (unsigned i = 0; i < 5; ++i) bulk_.write(0);
  AnswerItem read = item(5);
  read.bulk = true;
  read.records = 2;
  answers_.write(read);
  for (unsigned i = 0; i < 5; ++i) {
    process::answer(answers_, bulk_, answered_, host_);
    EXPECT_EQ(host_.read().last, i == 4);
  }
}

}  // namespace
