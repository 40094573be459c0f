// Traces of a window of cycles, read back.
#include <gmock/gmock.h>
#include <gtkwave/fstapi.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "card.hpp"
#include "driver/device_access.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "sim_backend.hpp"

namespace espial::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;
using testing::Key;
using testing::Le;

constexpr std::uint64_t period = 3330;

// What a trace says: for each signal by its whole name, when it changed.
using Changes = std::map<std::string, std::vector<std::uint64_t>>;

Changes read_trace(const std::string& file) {
  const std::unique_ptr<void, decltype(&fstReaderClose)> reader(fstReaderOpen(file.c_str()),
                                                                fstReaderClose);
  if (!reader) throw std::runtime_error(file + " is no FST file");
  std::map<fstHandle, std::vector<std::string>> names;  // a signal may have several
  std::string scope;
  std::vector<std::size_t> lengths;
  while (const fstHier* const entry = fstReaderIterateHier(reader.get())) {
    if (entry->htyp == FST_HT_SCOPE) {
      lengths.push_back(scope.size());
      scope += std::string(entry->u.scope.name) + ".";
    } else if (entry->htyp == FST_HT_UPSCOPE) {
      scope.resize(lengths.back());
      lengths.pop_back();
    } else if (entry->htyp == FST_HT_VAR) {
      const std::string name = entry->u.var.name;
      names[entry->u.var.handle].push_back(scope + name.substr(0, name.find(' ')));
    }
  }
  std::pair<decltype(names)&, Changes> context{names, {}};
  fstReaderSetFacProcessMaskAll(reader.get());
  const auto change = [](void* user, std::uint64_t time, fstHandle handle, const unsigned char*) {
    auto& [by_handle, changes] = *static_cast<decltype(context)*>(user);
    for (const std::string& name : by_handle[handle]) changes[name].push_back(time);
  };
  const auto long_change = [](void* user, std::uint64_t time, fstHandle handle,
                              const unsigned char*, std::uint32_t) {
    auto& [by_handle, changes] = *static_cast<decltype(context)*>(user);
    for (const std::string& name : by_handle[handle]) changes[name].push_back(time);
  };
  fstReaderIterBlocks2(reader.get(), change, long_change, &context, nullptr);
  return context.second;
}

class Trace : public testing::Test {
 protected:
  ~Trace() override {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
  }

  std::string file_ = (std::filesystem::temp_directory_path() /
                       ("espial-trace-" + std::to_string(getpid()) + ".fst"))
                          .string();
  Device device_ = DeviceAccess::open(open_sim({.seed = 21}), HashTables::draw(1));
};

TEST_F(Trace, shows_the_streams_between_processes) {
  device_.trace(file_, {0, 5000});
  submit(device_, at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 256)));
  device_.read_sessions();
  const Changes changes = read_trace(file_);
  for (const char* const stream : {"host_in_TVALID", "arrivals_TDATA", "results_TVALID"})
    EXPECT_THAT(changes, Contains(Key(HasSubstr(std::string("u_table.") + stream)))) << stream;
  EXPECT_GE(changes.at("TOP.card.u_table.results_TVALID").size(), 3U) << "nothing ever moved";
}

TEST_F(Trace, has_the_cycles_of_its_window_alone_counted_from_its_call) {
  sim::Card card;
  for (int i = 0; i < 100; ++i) card.step();
  card.trace(file_, {10, 19});
  for (int i = 0; i < 100; ++i) card.step();
  const Changes changes = read_trace(file_);
  const std::vector<std::uint64_t>& clock = changes.at("TOP.card.ap_clk");
  EXPECT_EQ(clock.size(), 20U);
  EXPECT_THAT(clock, Each(AllOf(Ge(110 * period), Le(119 * period + period / 2))));
}

TEST_F(Trace, is_complete_when_the_device_closes_within_the_window) {
  {
    Device device = DeviceAccess::open(open_sim({.seed = 22}), HashTables::draw(1));
    device.trace(file_, {0, 1'000'000'000});
    device.read_statistics();
  }
  EXPECT_FALSE(read_trace(file_).at("TOP.card.ap_clk").empty());
}

TEST_F(Trace, that_cannot_be_written_is_an_error_that_names_the_file) {
  try {
    device_.trace("/nowhere/at/all.fst", {0, 10});
    FAIL() << "it was traced";
  } catch (const FileError& error) {
    EXPECT_EQ(error.file(), "/nowhere/at/all.fst");
  }
}

TEST_F(Trace, of_no_cycles_is_an_error) {
  EXPECT_THROW(device_.trace(file_, {10, 9}), InvalidArgument);
}

TEST(NativeTrace, is_an_error) {
  EXPECT_THROW(Device::open("native").trace("never.fst", {0, 10}), InvalidArgument);
}

}  // namespace
}  // namespace espial::test
