// call_registers by transactions of AXI4-Lite.
#include <Vcall_registers.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <random>

#include "espial/hw/registers.hpp"
#include "rtl/model.hpp"

namespace {

namespace at = espial::hw::registers;

constexpr std::uint32_t reserved = 0x18;
constexpr std::uint32_t restart = 1U << 7;

// The host's side, and the signals of a kernel.
class Registers {
 public:
  explicit Registers(unsigned seed) : model_(seed), random_(seed) {
    model_->aw_valid_i = model_->w_valid_i = model_->ar_valid_i = 0;
    model_->b_ready_i = model_->r_ready_i = 0;
    model_->rst_ni = 0;
    for (int i = 0; i < 2; ++i) tick();
    model_->rst_ni = 1;
    model_->idle_i = 1;
  }

  Vcall_registers* operator->() { return model_.operator->(); }
  std::uint32_t random() { return static_cast<std::uint32_t>(random_()); }
  std::uint32_t below(std::uint32_t end) { return random() % end; }

  /// A cycle; what the kernel said lasts no longer.
  void tick() {
    model_.tick();
    model_->ready_i = model_->done_i = 0;
  }

  /// Address and data come, and the answer is taken, after these cycles.
  void write(std::uint32_t address, std::uint32_t data, std::uint8_t strobe = 0xF,
             unsigned address_after = 0, unsigned data_after = 0, unsigned answer_after = 0) {
    bool address_sent = false;
    bool data_sent = false;
    for (unsigned cycle = 0; cycle < 100; ++cycle) {
      model_->aw_valid_i = !address_sent && cycle >= address_after;
      if (model_->aw_valid_i) model_->aw_addr_i = static_cast<std::uint8_t>(address);
      model_->w_valid_i = !data_sent && cycle >= data_after;
      if (model_->w_valid_i) {
        model_->w_data_i = data;
        model_->w_strb_i = strobe;
      }
      model_->b_ready_i = cycle >= answer_after;
      model_.settle();
      const bool answered = model_->b_valid_o && model_->b_ready_i;
      if (model_->b_valid_o) {
        ASSERT_TRUE(address_sent && data_sent);
        ASSERT_EQ(model_->b_resp_o, 0);
      }
      address_sent |= model_->aw_valid_i && model_->aw_ready_o;
      data_sent |= model_->w_valid_i && model_->w_ready_o;
      tick();
      if (!answered) continue;
      model_->b_ready_i = 0;
      return;
    }
    FAIL() << "no answer";
  }

  std::uint32_t read(std::uint32_t address, unsigned answer_after = 0) {
    model_->ar_valid_i = 1;
    model_->ar_addr_i = static_cast<std::uint8_t>(address);
    model_.settle();
    EXPECT_TRUE(model_->ar_ready_o);
    tick();
    model_->ar_valid_i = 0;
    model_->r_ready_i = 0;
    for (unsigned i = 0; i < answer_after; ++i) {
      EXPECT_TRUE(model_->r_valid_o);
      tick();
    }
    EXPECT_TRUE(model_->r_valid_o);
    EXPECT_EQ(model_->r_resp_o, 0);
    const std::uint32_t data = model_->r_data_o;
    model_->r_ready_i = 1;
    tick();
    model_->r_ready_i = 0;
    return data;
  }

  std::uint32_t argument(std::size_t index) const { return model_->arguments_o[index]; }

 private:
  mutable rtl::Model<Vcall_registers> model_;
  std::mt19937 random_;
};

TEST(CallRegisters, keep_what_is_written_whichever_of_address_and_data_comes_first) {
  for (const unsigned seed : {1U, 2U}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Registers registers(seed);
    // The third word of the arguments is reserved.
    std::array<std::uint32_t, 4> expected{};
    for (int i = 0; i < 2000; ++i) {
      const std::size_t word = registers.below(4);
      const auto address = static_cast<std::uint32_t>(at::address_low + 4 * word);
      if (registers.below(2) == 0) {
        const std::uint32_t data = registers.random();
        const auto strobe = static_cast<std::uint8_t>(registers.below(16));
        registers.write(address, data, strobe, registers.below(5), registers.below(5),
                        registers.below(10));
        if (HasFatalFailure()) return;
        if (address == reserved) continue;
        for (unsigned byte = 0; byte < 4; ++byte)
          if ((strobe >> byte & 1) != 0) {
            const std::uint32_t mask = 0xFFU << 8 * byte;
            expected[word] = (expected[word] & ~mask) | (data & mask);
          }
      } else {
        ASSERT_EQ(registers.read(address, registers.below(4)), expected[word]);
      }
      for (std::size_t j = 0; j < expected.size(); ++j)
        ASSERT_EQ(registers.argument(j), expected[j]) << "word " << j;
    }
  }
}

TEST(CallRegisters, take_an_address_and_data_while_an_answer_waits) {
  Registers registers(3);
  registers->b_ready_i = 0;
  registers->aw_addr_i = at::address_low;
  registers->w_data_i = 11;
  registers->w_strb_i = 0xF;
  registers->aw_valid_i = registers->w_valid_i = 1;
  registers.tick();
  registers->aw_valid_i = registers->w_valid_i = 0;
  registers.tick();
  EXPECT_TRUE(registers->b_valid_o);
  registers->aw_addr_i = at::beats;
  registers->w_data_i = 22;
  registers->aw_valid_i = registers->w_valid_i = 1;
  EXPECT_TRUE(registers->aw_ready_o && registers->w_ready_o);
  registers.tick();
  registers->aw_valid_i = registers->w_valid_i = 0;
  for (int i = 0; i < 5; ++i) registers.tick();
  EXPECT_EQ(registers.argument(3), 0U) << "an answer was lost";
  registers->b_ready_i = 1;
  for (int i = 0; i < 5; ++i) registers.tick();
  EXPECT_EQ(registers.argument(0), 11U);
  EXPECT_EQ(registers.argument(3), 22U);
}

TEST(CallRegisters, call_the_kernel_once_for_each_start) {
  Registers registers(4);
  EXPECT_FALSE(registers->start_o);
  EXPECT_EQ(registers.read(at::control), at::ap_idle);
  registers.write(at::control, at::ap_start);
  EXPECT_TRUE(registers->start_o);
  EXPECT_EQ(registers.read(at::control) & at::ap_start, at::ap_start);
  for (int i = 0; i < 5; ++i) registers.tick();
  EXPECT_TRUE(registers->start_o);
  registers->idle_i = 0;
  registers->ready_i = 1;
  registers.tick();
  EXPECT_FALSE(registers->start_o);
  EXPECT_EQ(registers.read(at::control), at::ap_ready);
  EXPECT_EQ(registers.read(at::control), 0U);
  registers->done_i = 1;
  registers.tick();
  registers->idle_i = 1;
  EXPECT_EQ(registers.read(at::control), at::ap_done | at::ap_idle);
  EXPECT_EQ(registers.read(at::control), at::ap_idle);
}

TEST(CallRegisters, do_not_start_without_the_strobe_or_the_bit) {
  Registers registers(5);
  registers.write(at::control, at::ap_start, 0xE);
  registers.write(at::control, at::ap_done | at::ap_ready);
  registers.write(at::address_low, at::ap_start);
  EXPECT_FALSE(registers->start_o);
  EXPECT_EQ(registers.read(at::control), at::ap_idle);
}

TEST(CallRegisters, do_not_lose_a_done_that_comes_while_it_is_read) {
  Registers registers(6);
  registers->done_i = 1;
  registers.tick();
  registers->done_i = 1;
  EXPECT_EQ(registers.read(at::control), at::ap_done | at::ap_idle);
  EXPECT_EQ(registers.read(at::control), at::ap_done | at::ap_idle);
  EXPECT_EQ(registers.read(at::control), at::ap_idle);
}

TEST(CallRegisters, call_again_and_again_with_auto_restart) {
  Registers registers(7);
  registers.write(at::control, at::ap_start | restart);
  for (int i = 0; i < 3; ++i) {
    registers->ready_i = registers->done_i = 1;
    registers.tick();
    EXPECT_TRUE(registers->start_o);
  }
  EXPECT_EQ(registers.read(at::control),
            at::ap_start | at::ap_done | at::ap_idle | at::ap_ready | restart);
  registers.write(at::control, 0);
  EXPECT_TRUE(registers->start_o);
  registers->ready_i = 1;
  registers.tick();
  EXPECT_FALSE(registers->start_o);
}

TEST(CallRegisters, interrupt_for_what_is_enabled_until_it_is_toggled) {
  constexpr std::uint32_t done = 1;
  constexpr std::uint32_t ready = 2;
  Registers registers(8);
  registers->ready_i = registers->done_i = 1;
  registers.tick();
  EXPECT_EQ(registers.read(at::interrupt_status), 0U);
  registers.write(at::interrupt_enable, done);
  registers->ready_i = registers->done_i = 1;
  registers.tick();
  EXPECT_EQ(registers.read(at::interrupt_status), done);
  EXPECT_FALSE(registers->interrupt_o);
  registers.write(at::global_interrupt_enable, 1);
  registers.tick();
  EXPECT_TRUE(registers->interrupt_o);
  registers.write(at::interrupt_status, done);
  registers.tick();
  EXPECT_FALSE(registers->interrupt_o);
  EXPECT_EQ(registers.read(at::interrupt_status), 0U);
  // A one that is written where there is none sets it.
  registers.write(at::interrupt_status, ready);
  EXPECT_EQ(registers.read(at::interrupt_status), ready);
  EXPECT_EQ(registers.read(at::interrupt_enable), done);
  EXPECT_EQ(registers.read(at::global_interrupt_enable), 1U);
}

TEST(CallRegisters, read_zero_where_there_is_nothing) {
  Registers registers(9);
  for (std::uint32_t address = 0x20; address < 0x40; address += 4) {
    registers.write(address, 0xFFFF'FFFF);
    EXPECT_EQ(registers.read(address), 0U);
  }
  registers.write(reserved, 0xFFFF'FFFF);
  EXPECT_EQ(registers.read(reserved), 0U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(registers.argument(i), 0U);
}

}  // namespace
