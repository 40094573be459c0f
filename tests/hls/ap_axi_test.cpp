#include <gtest/gtest.h>

#include <type_traits>

#include "ap_axi_sdata.h"

namespace {

TEST(ApAxi, side_channels_have_the_width_asked_for) {
  using Beat = ap_axiu<512, 80, 3, 5>;
  EXPECT_TRUE((std::is_same_v<decltype(Beat::data), ap_uint<512>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::keep), ap_uint<64>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::strb), ap_uint<64>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::user), ap_uint<80>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::last), ap_uint<1>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::id), ap_uint<3>>));
  EXPECT_TRUE((std::is_same_v<decltype(Beat::dest), ap_uint<5>>));
}

TEST(ApAxi, ap_axis_carries_a_signed_number) {
  EXPECT_TRUE((std::is_same_v<decltype(ap_axis<20, 0, 0, 0>::data), ap_int<20>>));
  EXPECT_EQ((ap_axis<20, 0, 0, 0>::octets), 3);
}

TEST(ApAxi, a_beat_may_carry_a_struct) {
  struct Pair {
    ap_uint<32> first;
    ap_uint<32> second;
  };
  EXPECT_TRUE((std::is_same_v<decltype(hls::axis<Pair>::keep), ap_uint<8>>));
}

TEST(ApAxi, side_channels_of_width_0_take_no_room) {
  struct Fields {
    ap_uint<512> data;
    ap_uint<64> keep;
    ap_uint<64> strb;
    ap_uint<1> last;
  };
  EXPECT_EQ(sizeof(ap_axiu<512, 0, 0, 0>), sizeof(Fields));
}

TEST(ApAxi, side_channels_of_width_0_take_any_value_and_change_nothing) {
  ap_axiu<32, 0, 0, 0> beat;
  beat.data = 0x12345678;
  beat.keep_all();
  beat.last = 1;
  beat.user = 7;
  beat.id = ap_uint<3>(1);
  beat.dest = beat.id;
  EXPECT_EQ(beat.data, 0x12345678);
  EXPECT_EQ(beat.keep, 0xF);
  EXPECT_EQ(beat.strb, 0xF);
  EXPECT_EQ(beat.last, 1);
}

TEST(ApAxi, a_copy_has_every_field) {
  ap_axiu<64, 80, 4, 4> beat;
  beat.set_data(0x1122334455667788);
  beat.set_keep(0x0F);
  beat.set_strb(0x03);
  beat.set_user(ap_uint<80>(0xABCD) << 64);
  beat.set_last(1);
  beat.set_id(5);
  beat.set_dest(6);
  const auto copy = beat;
  EXPECT_EQ(copy.get_data(), 0x1122334455667788);
  EXPECT_EQ(copy.get_keep(), 0x0F);
  EXPECT_EQ(copy.get_strb(), 0x03);
  EXPECT_EQ(copy.get_user().range(79, 64), 0xABCD);
  EXPECT_EQ(copy.get_last(), 1);
  EXPECT_EQ(copy.get_id(), 5);
  EXPECT_EQ(copy.get_dest(), 6);
}

}  // namespace
