#include <fmt/format.h>

#include <utility>

#include "byte_source.hpp"
#include "decompress.hpp"
#include "espial/capture.hpp"
#include "record_format.hpp"
#include "record_stream.hpp"
#include "window.hpp"

namespace espial {
namespace {

using namespace capture;

/// The content of `source`, through the decompressor that it asks for.
RecordStream open_stream(std::unique_ptr<ByteSource> source, std::string name) {
  Window window(std::move(source));
  window.want(magic_size);
  const bool gzip = is_gzip(window.view());
  const bool zstd = is_zstd(window.view());
  if (gzip) window = Window(gzip_source(std::move(window)));
  if (zstd) window = Window(zstd_source(std::move(window)));
  return {std::move(window), std::move(name), gzip || zstd};
}

std::unique_ptr<RecordFormat> open_format(RecordStream& stream) {
  if (stream.at_end()) stream.refuse("is empty");
  const auto start = stream.peek(magic_size);
  if (is_pcap(start)) return open_pcap(stream);
  if (is_pcapng(start)) return open_pcapng(stream);
  std::string octets;
  for (const std::uint8_t octet : start) octets += fmt::format(" {:02x}", octet);
  stream.refuse(
      fmt::format("is no capture (it begins with{}); Espial reads pcap and pcapng, plain or "
                  "compressed with gzip or zstd",
                  octets));
}

}  // namespace

class CaptureReader::Implementation {
 public:
  Implementation(std::unique_ptr<RawSource> source, std::string name)
      : source_(*source),
        stream_(open_stream(std::move(source), std::move(name))),
        format_(open_format(stream_)) {}

  std::optional<Packet> next() {
    if (!format_) return std::nullopt;
    try {
      auto packet = format_->next(stream_);
      if (!packet) format_.reset();
      return packet;
    } catch (...) {
      format_.reset();
      throw;
    }
  }
  [[nodiscard]] const RawSource& source() const { return source_; }

 private:
  /// The first source of the chain that `stream_` owns.
  const RawSource& source_;
  RecordStream stream_;
  /// None once the capture is at its end.
  std::unique_ptr<RecordFormat> format_;
};

CaptureReader::CaptureReader(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

CaptureReader CaptureReader::open(const std::string& path) {
  return CaptureReader(std::make_unique<Implementation>(open_source(path), display_name(path)));
}

CaptureReader CaptureReader::from_memory(std::span<const std::uint8_t> octets, std::string name) {
  return CaptureReader(std::make_unique<Implementation>(memory_source(octets), std::move(name)));
}

CaptureReader::CaptureReader(CaptureReader&&) noexcept = default;
CaptureReader& CaptureReader::operator=(CaptureReader&&) noexcept = default;
CaptureReader::~CaptureReader() = default;

std::optional<Packet> CaptureReader::next() { return implementation_->next(); }
std::uint64_t CaptureReader::position() const { return implementation_->source().position(); }
std::optional<std::uint64_t> CaptureReader::size() const {
  return implementation_->source().size();
}

}  // namespace espial
