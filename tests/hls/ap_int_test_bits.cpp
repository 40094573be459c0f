#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::field_of;
using model::value;
using model::with_field;

TEST(ApIntBits, can_be_read_by_every_name) {
  model::for_each_index([](auto number, const cpp_int& a, int index) {
    const auto constant = number;
    const bool want = field_of(a, index, index) != 0;
    EXPECT_EQ(number[index], want);
    EXPECT_EQ(constant[index], want);
    EXPECT_EQ(number.bit(index), want);
    EXPECT_EQ(constant.bit(index), want);
    EXPECT_EQ(number.test(index), want);
    EXPECT_EQ(number.get_bit(index), want);
    EXPECT_EQ(number[ap_uint<11>(index)], want);
    EXPECT_EQ(~number[index], !want);
    EXPECT_EQ(number[index].to_bool(), want);
  });
}

TEST(ApIntBits, can_be_written_and_leave_the_others_alone) {
  model::for_each_index([]<class N>(const N& number, const cpp_int& a, int index) {
    const auto expect = [&](bool bit, const char* name, auto write) {
      N changed = number;
      write(changed);
      const cpp_int bits = with_field(model::wrapped(a, N::width, false), index, index, bit);
      expect_same(value(changed), model::wrapped(bits, N::width, N::is_signed), name, a, index);
    };
    const bool old = field_of(a, index, index) != 0;
    expect(true, "[] = true", [&](N& x) { x[index] = true; });
    expect(false, "[] = 0", [&](N& x) { x[index] = 0; });
    expect(true, "[] = 2", [&](N& x) { x[index] = 2; });
    expect(true, "bit = number", [&](N& x) { x.bit(index) = ap_uint<70>(1) << 69; });
    expect(field_of(a, 0, 0) != 0, "[] = []", [&](N& x) { x[index] = x[0]; });
    expect(true, "set", [&](N& x) { x.set(index); });
    expect(false, "set false", [&](N& x) { x.set(index, false); });
    expect(false, "clear", [&](N& x) { x.clear(index); });
    expect(!old, "invert", [&](N& x) { x.invert(index); });
    expect(true, "set_bit", [&](N& x) { x.set_bit(index, true); });
  });
}

}  // namespace
