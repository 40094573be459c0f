// Memory grows with sessions, never with packets.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::StartsWith;

/// Writes a capture of so many packets, 134 octets each with its record's header, of 1000 pairs of
/// hosts, and says how much memory its replay took at most.
long peak_kib(const std::string& path, unsigned packets) {
  const Finished generated =
      run({.arguments = {ESPIAL_PYTHON, "-B", source("tests/captures/generate_traffic.py"),
                         "--packets", std::to_string(packets), "--sessions", "1000", path}});
  EXPECT_EQ(generated.status, 0) << generated;
  Command command = espial_command({"replay", path});
  // AddressSanitizer keeps what was freed; without that, what is measured is what is used.
  const char* const before = std::getenv("ASAN_OPTIONS");
  command.environment["ASAN_OPTIONS"] = std::string(before == nullptr ? "" : before) +
                                        ":quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
  const Finished replayed = run(command);
  EXPECT_EQ(replayed.status, 0) << replayed;
  EXPECT_THAT(replayed.err, StartsWith(fmt::format("{} packets", packets)));
  return replayed.peak_kib;
}

TEST(Memory, grows_with_sessions_not_with_packets) {
  const TemporaryFolder folder;
  const long small = peak_kib(folder.file("20_mb.pcap"), 150'000);
  const long large = peak_kib(folder.file("60_mb.pcap"), 450'000);
  EXPECT_LT(large, small + 16 * 1024);
  // The measure itself: no program of this kind runs in less.
  EXPECT_GT(small, 1024);
}

}  // namespace
}  // namespace espial::test
