// Where captures come from, and what reading them costs.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "reading.hpp"

namespace espial::test {
namespace {

/// A file that is removed with its owner.
class TemporaryFile {
 public:
  explicit TemporaryFile(const Octets& content)
      : path_(std::filesystem::path(testing::TempDir()) /
              fmt::format("espial_capture_{}.tmp", ::getpid())) {
    std::ofstream file(path_, std::ios::binary);
    file.write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// A pipe that a thread fills.
class FilledPipe {
 public:
  using Write = std::function<void(const Octets&)>;
  explicit FilledPipe(const std::function<void(const Write&)>& fill) {
    if (::pipe(ends_.data()) != 0) throw std::runtime_error("pipe failed");
    writer_ = std::thread([this, fill] {
      fill([this](const Octets& octets) { write(octets); });
      ::close(ends_[1]);
    });
  }
  FilledPipe(const FilledPipe&) = delete;
  FilledPipe& operator=(const FilledPipe&) = delete;
  ~FilledPipe() {
    writer_.join();
    ::close(ends_[0]);
  }
  [[nodiscard]] int reading_end() const { return ends_[0]; }
  /// A path that opens the reading end.
  [[nodiscard]] std::string path() const { return fmt::format("/dev/fd/{}", ends_[0]); }

 private:
  void write(const Octets& octets) const {
    std::size_t done = 0;
    while (done < octets.size()) {
      const ssize_t count = ::write(ends_[1], octets.data() + done, octets.size() - done);
      if (count <= 0) return;
      done += static_cast<std::size_t>(count);
    }
  }
  std::array<int, 2> ends_{};
  std::thread writer_;
};

/// Puts another file in the place of standard input for a while.
class StandardInput {
 public:
  explicit StandardInput(int file) : saved_(::dup(STDIN_FILENO)) { ::dup2(file, STDIN_FILENO); }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

 private:
  int saved_;
};

TEST(CaptureFile, is_recognised_whatever_its_name) {
  const TemporaryFile file(zstd(PcapngWriter().interface().packet(0, 1'000, pattern(60)).octets()));
  const auto reading = read_file(file.path());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_EQ(reading.packets.size(), 1u);
}

TEST(CaptureFile, tells_its_size_and_how_far_it_is_read) {
  const Octets capture = gzip(PcapWriter().packet(0, pattern(60)).octets());
  const TemporaryFile file(capture);
  CaptureReader reader = CaptureReader::open(file.path());
  EXPECT_EQ(reader.size(), capture.size());
  read_rest(reader);
  EXPECT_EQ(reader.position(), capture.size());
}

TEST(CaptureFile, that_grows_after_its_end_stays_at_its_end) {
  const TemporaryFile file(PcapWriter().octets());
  CaptureReader reader = CaptureReader::open(file.path());
  EXPECT_FALSE(reader.next());
  std::ofstream(file.path(), std::ios::app | std::ios::binary) << std::string(16, '\0');
  EXPECT_FALSE(reader.next());
}

TEST(CaptureFile, that_is_absent_is_named) {
  EXPECT_EQ(read_file("/nonexistent/a.pcap").fault,
            "/nonexistent/a.pcap: cannot be opened: No such file or directory");
}

TEST(CaptureFile, that_is_a_folder_is_named) {
  EXPECT_EQ(read_file("/").fault, "/: cannot be read: Is a directory");
}

TEST(CapturePipe, is_read_in_whatever_pieces_it_comes) {
  const Octets capture = PcapWriter().packet(1, pattern(60, 1)).packet(2, pattern(70, 2)).octets();
  const FilledPipe pipe([&](const FilledPipe::Write& write) {
    for (const std::uint8_t octet : capture) write({octet});
  });
  const auto reading = read_file(pipe.path());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_TRUE(reading.packets == read_all(capture).packets);
}

TEST(CapturePipe, gives_a_packet_before_the_next_one_comes) {
  // The writer waits for the reader: a reader that wanted to fill its buffer first would wait for
  // ever.
  std::array<int, 2> acknowledge{};
  ASSERT_EQ(::pipe(acknowledge.data()), 0);
  {
    const FilledPipe pipe([&](const FilledPipe::Write& write) {
      write(PcapWriter().packet(1, pattern(60)).octets());
      char octet = 0;
      EXPECT_EQ(::read(acknowledge[0], &octet, 1), 1);
    });
    CaptureReader reader = CaptureReader::open(pipe.path());
    EXPECT_TRUE(reader.next());
    EXPECT_EQ(::write(acknowledge[1], "!", 1), 1);
    EXPECT_FALSE(reader.next());
  }
  ::close(acknowledge[0]);
  ::close(acknowledge[1]);
}

TEST(CapturePipe, has_no_size) {
  const FilledPipe pipe([](const FilledPipe::Write& write) { write(PcapWriter().octets()); });
  EXPECT_EQ(CaptureReader::open(pipe.path()).size(), std::nullopt);
}

TEST(StandardInputCapture, is_read_from_a_pipe_and_stays_open) {
  const FilledPipe pipe([](const FilledPipe::Write& write) {
    write(gzip(PcapWriter().packet(0, pattern(60)).octets()));
  });
  const StandardInput input(pipe.reading_end());
  const auto reading = read_file("-");
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_EQ(reading.packets.size(), 1u);
  char octet = 0;
  EXPECT_EQ(::read(STDIN_FILENO, &octet, 1), 0);
}

TEST(StandardInputCapture, is_called_so_in_errors) {
  const FilledPipe pipe([](const FilledPipe::Write&) {});
  const StandardInput input(pipe.reading_end());
  EXPECT_EQ(read_file("-").fault, "standard input: is empty");
}

TEST(CaptureSize, does_not_matter_to_memory) {
  // 200 MiB pass by; all octets lie in one.
  constexpr unsigned rounds = 200;
  constexpr unsigned packets_per_round = 1000;
  const FilledPipe pipe([](const FilledPipe::Write& write) {
    const std::size_t header_size = PcapWriter().octets().size();
    PcapWriter some;
    for (unsigned i = 0; i < packets_per_round; ++i) some.packet(i, pattern(1024, i));
    write(cut(some.octets(), header_size));
    const OctetView records = OctetView(some.octets()).subspan(header_size);
    for (unsigned i = 0; i < rounds; ++i) write({records.begin(), records.end()});
  });
  CaptureReader reader = CaptureReader::open(pipe.path());
  const std::uint8_t* lowest = nullptr;
  const std::uint8_t* highest = nullptr;
  unsigned count = 0;
  while (const auto packet = reader.next()) {
    // After the first round the buffer has its size, and its place.
    if (++count <= packets_per_round) continue;
    const std::uint8_t* const octets = packet->octets.data();
    lowest = lowest == nullptr ? octets : std::min(lowest, octets);
    highest = std::max(highest, octets);
  }
  EXPECT_EQ(count, rounds * packets_per_round);
  EXPECT_LE(highest - lowest, 1 << 20);
}

TEST(CaptureSize, of_packets_may_be_any_however_they_lie_in_the_buffer) {
  std::vector<Octets> expected;
  expected.reserve(6003);
  for (unsigned i = 0; i < 3000; ++i) expected.push_back(pattern(1 + i * 37 % 2999, i));
  for (unsigned i = 0; i < 3; ++i) expected.push_back(pattern(3'000'000, i));
  for (unsigned i = 0; i < 3000; ++i) expected.push_back(pattern(i, i));
  PcapWriter writer({.snap_length = 4'000'000});
  for (const Octets& octets : expected) writer.packet(0, octets);
  const auto reading = read_all(writer.octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  ASSERT_EQ(reading.packets.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    ASSERT_TRUE(reading.packets[i].octets == expected[i]) << i;
}

}  // namespace
}  // namespace espial::test
