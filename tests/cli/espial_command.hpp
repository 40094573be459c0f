// Runs `espial`, and finds what it is given.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/capture_writer.hpp"
#include "support/run_command.hpp"

namespace espial::test {

/// `espial` with these arguments, where TZ and NO_COLOR are not set. A replay that names no device
/// takes `native`, which is faster than the verilated card.
Command espial_command(const std::vector<std::string>& arguments);
Finished espial(const std::vector<std::string>& arguments);

/// A generated capture.
std::string capture(std::string_view name);
/// A file of the source tree.
std::string source(std::string_view name);
std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view content);
/// The octets of a text, for what compresses.
Octets octets(std::string_view text);
std::string text(OctetView octets);

/// Parses JSON Lines of objects.
std::vector<boost::json::object> json_lines(const std::string& text);
/// `packets` of both flows of all sessions.
std::uint64_t packets_of(const std::vector<boost::json::object>& sessions);

/// A folder of its own that is gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  /// The path of a file in it.
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace espial::test
