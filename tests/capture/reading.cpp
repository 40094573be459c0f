#include "reading.hpp"

#include <utility>

#include "espial/error.hpp"

namespace espial::test {
namespace {

template <typename Open>
Reading read(const Open& open) {
  try {
    CaptureReader reader = open();
    return read_rest(reader);
  } catch (const FileError& error) {
    return {.packets = {}, .fault = error.what()};
  }
}

}  // namespace

Octets pattern(std::size_t size, unsigned seed) {
  Octets result(size);
  for (std::size_t i = 0; i < size; ++i)
    result[i] = static_cast<std::uint8_t>(i * 31 + seed * 7 + (i >> 8));
  return result;
}

Octets text(std::string_view content) { return {content.begin(), content.end()}; }

Octets cut(const Octets& octets, std::size_t size) {
  return {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size)};
}

Octets join(const std::vector<Octets>& parts) {
  Octets result;
  for (const Octets& part : parts) result.insert(result.end(), part.begin(), part.end());
  return result;
}

std::ostream& operator<<(std::ostream& out, const KeptPacket& packet) {
  return out << packet.octets.size() << " of " << packet.length << " octets at " << packet.time_ns
             << " ns, link " << static_cast<unsigned>(packet.link);
}

Reading read_rest(CaptureReader& reader) {
  Reading result;
  try {
    while (const auto packet = reader.next()) {
      result.packets.push_back({.time_ns = packet->time_ns,
                                .length = packet->length,
                                .link = packet->link,
                                .octets = {packet->octets.begin(), packet->octets.end()}});
    }
  } catch (const FileError& error) {
    result.fault = error.what();
  }
  return result;
}

Reading read_all(const Octets& capture) {
  return read([&] { return CaptureReader::from_memory(capture, "test"); });
}

Reading read_file(const std::string& path) {
  return read([&] { return CaptureReader::open(path); });
}

}  // namespace espial::test
