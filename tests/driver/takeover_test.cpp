// A device whose last owner ended in the middle of something: opening it takes it over.
#include <functional>
#include <memory>

#include "backend/backend.hpp"
#include "conformance.hpp"
#include "driver/device_access.hpp"
#include "driver/kernel_call.hpp"
#include "driver/request.hpp"
#include "fake_card.hpp"

namespace espial::test {
namespace {

// A last owner: it uses the card without a driver, and may end at any time.
class Owner {
 public:
  explicit Owner(std::string_view device) : backend_(used_before(device)) {}

  // Starts `load` on these requests.
  void load(const std::vector<hw::Request>& requests) {
    requests_ = backend_->allocate(requests.size() * sizeof(hw::Request));
    const std::span<std::byte> to = requests_->host();
    std::memcpy(to.data(), requests.data(), requests.size() * sizeof(hw::Request));
    requests_->to_device(requests.size() * sizeof(hw::Request));
    load_.start(*requests_, static_cast<std::uint32_t>(2 * requests.size()));
  }
  // Starts `store` on this many beats.
  void store(std::uint32_t beats) {
    answers_ = backend_->allocate(std::size_t{beats} * hw::beat_octets);
    store_.start(*answers_, beats);
  }
  // Lets the card work for as long as it takes to get stuck, if it does.
  bool loads() { return stays_busy(load_); }
  bool stores() { return stays_busy(store_); }

 private:
  // Somebody has drawn the secret of its hashes: with none, all sessions share a line, and packets
  // go round for so long that a simulated card does not come to its end within the budget.
  static std::unique_ptr<Backend> used_before(std::string_view device) {
    static_cast<void>(Device::open(device));
    return open_backend(device);
  }
  // A card that has just been powered up sweeps its memories first, and takes nothing meanwhile.
  bool stays_busy(KernelCall& call) {
    for (int i = 0; i < 10'000; ++i) {
      if (call.idle()) return false;
      if (backend_->stalled()) return !call.idle();
    }
    return true;
  }

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<Buffer> requests_;
  std::unique_ptr<Buffer> answers_;
  KernelCall load_{*backend_, hw::Kernel::load};
  KernelCall store_{*backend_, hw::Kernel::store};
};

std::vector<hw::Request> packets(std::size_t count) {
  std::vector<hw::Request> requests;
  for (std::size_t i = 0; i < count; ++i) {
    const ModelPacket packet =
        at(beginning + i, esp_packet("10.0.0.1", "10.0.0.2", static_cast<std::uint32_t>(1 + i)));
    const Octets octets = octets_of(packet);
    requests.push_back(
        packet_request({.time_ns = packet.time_ns, .length = packet.length, .octets = octets}));
  }
  return requests;
}

std::vector<hw::Request> commands(hw::RequestKind kind, std::size_t count) {
  return std::vector<hw::Request>(count, command_request(kind));
}

std::vector<hw::Request> reads(std::uint16_t records, std::size_t count) {
  return std::vector<hw::Request>(
      count, command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, records}));
}

// What this program's last opening called itself. It opens a card made up for that.
std::uint8_t last_open_count() {
  Misbehaviour card;
  std::uint8_t count = 0;
  card.alter = [&count](const hw::Request& request, hw::Answer&) { count = request.open_count; };
  DeviceAccess::open(std::make_unique<FakeCard>(card), HashTables::draw(1));
  return count;
}

class TakingOver : public Conformance {
 protected:
  // What `leave` leaves, the next owner finds no trace of.
  static void expect_recovery(const std::function<void(Owner&)>& leave) {
    {
      Owner owner(GetParam());
      leave(owner);
    }
    for (int again = 0; again < 2; ++again) {
      Device device = open();
      EXPECT_EQ(device.identity().capacity_sessions, hw::records);
      EXPECT_THAT(device.read_sessions(), testing::IsEmpty());
      EXPECT_EQ(device.read_statistics().packets, 0U);
      Lockstep both(device);
      Traffic traffic(1, {.pauses = 0.02});
      both.submit(traffic.next(1000));
      both.check();
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Device, TakingOver, on_every_device(), device_of);

TEST_P(TakingOver, works_if_nothing_was_left) {
  expect_recovery([](Owner&) {});
}

TEST_P(TakingOver, works_if_answers_were_not_taken) {
  expect_recovery([](Owner& owner) {
    owner.load(packets(50));
    EXPECT_FALSE(owner.loads()) << "they fit the card's queues";
  });
}

TEST_P(TakingOver, works_if_load_is_busy_since_nobody_takes_its_answers) {
  expect_recovery([](Owner& owner) {
    owner.load(packets(4096));
    EXPECT_TRUE(owner.loads());
  });
}

TEST_P(TakingOver, works_if_load_was_started_and_the_card_never_looked_at) {
  expect_recovery([](Owner& owner) { owner.load(packets(4096)); });
}

TEST_P(TakingOver, works_if_load_is_busy_behind_reads_of_many_records) {
  expect_recovery([](Owner& owner) {
    std::vector<hw::Request> requests = packets(100);
    std::ranges::copy(reads(10, 400), std::back_inserter(requests));
    owner.load(requests);
    EXPECT_TRUE(owner.loads());
  });
}

TEST_P(TakingOver, works_if_a_read_was_taken_in_part) {
  expect_recovery([](Owner& owner) {
    std::vector<hw::Request> requests = packets(100);
    std::ranges::copy(reads(1000, 2), std::back_inserter(requests));
    owner.load(requests);
    owner.store(777);
    EXPECT_FALSE(owner.stores());
  });
}

TEST_P(TakingOver, works_if_store_is_busy_with_nothing_to_come) {
  expect_recovery([](Owner& owner) {
    owner.store(1);
    EXPECT_TRUE(owner.stores());
  });
}

TEST_P(TakingOver, works_if_store_was_started_and_the_card_never_looked_at) {
  expect_recovery([](Owner& owner) { owner.store(100); });
}

TEST_P(TakingOver, works_if_store_waits_for_more_than_was_asked) {
  expect_recovery([](Owner& owner) {
    owner.load(packets(10));
    owner.store(8192);
    EXPECT_FALSE(owner.loads());
    EXPECT_TRUE(owner.stores());
  });
}

TEST_P(TakingOver, works_if_store_took_less_than_was_asked) {
  expect_recovery([](Owner& owner) {
    owner.load(packets(4096));
    owner.store(100);
    EXPECT_FALSE(owner.stores());
    EXPECT_TRUE(owner.loads());
  });
}

TEST_P(TakingOver, works_if_both_were_started_and_the_card_never_looked_at) {
  expect_recovery([](Owner& owner) {
    owner.load(packets(4096));
    owner.store(4096);
  });
}

TEST_P(TakingOver, works_if_the_last_owner_had_just_opened_it) {
  expect_recovery([](Owner& owner) {
    std::vector<hw::Request> requests = commands(hw::RequestKind::identify, 3);
    for (hw::Request& request : requests) request.open_count = last_open_count();
    owner.load(requests);
    EXPECT_FALSE(owner.loads());
  });
}

TEST_P(TakingOver, works_if_the_last_owner_was_clearing) {
  expect_recovery([](Owner& owner) {
    std::vector<hw::Request> requests = packets(100);
    std::ranges::copy(commands(hw::RequestKind::clear, 3), std::back_inserter(requests));
    owner.load(requests);
  });
}

TEST_P(TakingOver, works_if_sessions_had_ended_and_were_not_read) {
  expect_recovery([](Owner& owner) {
    std::vector<hw::Request> requests = packets(200);
    for (std::size_t i = 100; i < requests.size(); ++i) {
      requests[i] = requests[i - 100];
      requests[i].time_ns += 4000 * second;
    }
    owner.load(requests);
    owner.store(200);
    EXPECT_FALSE(owner.stores());
  });
}

TEST_P(TakingOver, works_if_one_after_the_other_ended_in_the_middle) {
  for (int i = 0; i < 3; ++i) {
    Owner owner(GetParam());
    owner.store(static_cast<std::uint32_t>(10 + i));
    if (i == 1) owner.load(packets(1000));
  }
  expect_recovery([](Owner& owner) {
    owner.load(packets(4096));
    owner.store(5);
  });
}

}  // namespace
}  // namespace espial::test
