#include <ios>
#include <sstream>

#include "ap_int_print.h"
#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;

TEST(ApIntPrint, decimal_is_the_value) {
  SCOPED_TRACE("seed 12");
  model::Values values(12);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed, 2)) {
      EXPECT_EQ(to_string(model::number<N>(a)), a.str());
    }
  });
}

TEST(ApIntPrint, other_radices_are_possible) {
  EXPECT_EQ(to_string(ap_uint<12>(0xA5F), 16), "a5f");
  EXPECT_EQ(to_string(ap_int<8>(-128), 2), "-10000000");
  EXPECT_EQ(to_string(ap_uint<3>(7), 8), "7");
}

TEST(ApIntPrint, a_stream_decides_the_radix) {
  ap_uint<16> number = 0xBEEF;
  std::ostringstream out;
  out << number << ' ' << std::hex << number << ' ' << std::oct << ap_uint<1>(1) << ' ' << std::hex
      << number.range(7, 0) << ' ' << ap_uint<16>(number).range(15, 8) << ' ' << (number, number);
  EXPECT_EQ(out.str(), "48879 beef 1 ef be beefbeef");
}

}  // namespace
