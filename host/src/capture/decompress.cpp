#include "decompress.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <new>
#include <string_view>
#include <utility>

#include "byte_order.hpp"

namespace espial::capture {
namespace {

/// What both decompressors share: a window of compressed data, and the loop around a step.
class Decompressor : public ByteSource {
 public:
  explicit Decompressor(Window compressed) : compressed_(std::move(compressed)) {}

  std::size_t read(std::span<std::uint8_t> into) final {
    while (!fault() && !at_end_) {
      const std::size_t got = step(into);
      if (got > 0) return got;
    }
    return 0;
  }

 protected:
  /// Decompresses what fits; 0 if nothing came out of the input so far. Calls `finish` or `fail` if
  /// that is why.
  virtual std::size_t step(std::span<std::uint8_t> into) = 0;

  /// Compressed octets; none at their end.
  [[nodiscard]] std::span<const std::uint8_t> input() {
    compressed_.want(1);
    return compressed_.view();
  }
  void consume(std::size_t count) { compressed_.consume(count); }
  void finish() { at_end_ = true; }
  void corrupt(std::string_view format, std::string_view why) {
    fail(fmt::format("the {} data is corrupt at offset {} of the file ({})", format,
                     compressed_.position(), why));
  }
  /// The compressed data ends too early: because the file does, or cannot be read.
  void cut(std::string_view format) {
    fail(compressed_.source().fault().value_or(fmt::format(
        "the {} data is cut at offset {} of the file", format, compressed_.position())));
  }

 private:
  Window compressed_;
  bool at_end_ = false;
};

class GzipSource final : public Decompressor {
 public:
  explicit GzipSource(Window compressed) : Decompressor(std::move(compressed)) {
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

 private:
  std::size_t step(std::span<std::uint8_t> into) override {
    const auto in = input();
    if (between_members_ && !begin_member(in)) return 0;
    if (in.empty()) {
      cut("gzip");
      return 0;
    }
    const uInt in_size = clamp(in.size());
    const uInt out_size = clamp(into.size());
    // zlib's interface has no const; inflate does not write to its input.
    stream_.next_in = const_cast<Bytef*>(in.data());
    stream_.avail_in = in_size;
    stream_.next_out = into.data();
    stream_.avail_out = out_size;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    consume(in_size - stream_.avail_in);
    if (result == Z_STREAM_END) {
      between_members_ = true;
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      corrupt("gzip", stream_.msg != nullptr ? stream_.msg : "it needs a dictionary");
    }
    return out_size - stream_.avail_out;
  }

  /// Between members: whether another one begins here. Consumes padding.
  bool begin_member(std::span<const std::uint8_t> in) {
    if (in.empty()) {
      finish();
      return false;
    }
    if (in.front() == 0) {
      const auto padding_end = std::ranges::find_if(in, [](std::uint8_t o) { return o != 0; });
      consume(static_cast<std::size_t>(padding_end - in.begin()));
      return false;
    }
    between_members_ = false;
    inflateReset(&stream_);
    return true;
  }

  static uInt clamp(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
  }

  z_stream stream_{};
  bool between_members_ = false;
};

class ZstdSource final : public Decompressor {
 public:
  explicit ZstdSource(Window compressed)
      : Decompressor(std::move(compressed)), stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {
    if (!stream_) throw std::bad_alloc();
  }

 private:
  std::size_t step(std::span<std::uint8_t> into) override {
    const auto in = input();
    // With its output full, zstd may hold back octets of a block whose input it has all taken.
    if (in.empty() && (between_frames_ || !held_back_)) {
      between_frames_ ? finish() : cut("zstd");
      return 0;
    }
    ZSTD_inBuffer in_buffer{in.data(), in.size(), 0};
    ZSTD_outBuffer out_buffer{into.data(), into.size(), 0};
    const std::size_t result = ZSTD_decompressStream(stream_.get(), &out_buffer, &in_buffer);
    consume(in_buffer.pos);
    if (ZSTD_isError(result) != 0) {
      refuse(result);
      return 0;
    }
    between_frames_ = result == 0;
    held_back_ = out_buffer.pos == out_buffer.size;
    return out_buffer.pos;
  }

  void refuse(std::size_t result) {
    if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
      fail("the zstd data needs a window of more than 128 MiB; compress it again without --long");
    } else {
      corrupt("zstd", ZSTD_getErrorName(result));
    }
  }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool between_frames_ = false;
  bool held_back_ = false;
};

}  // namespace

bool is_gzip(std::span<const std::uint8_t> start) {
  return start.size() >= 2 && start[0] == 0x1F && start[1] == 0x8B;
}

bool is_zstd(std::span<const std::uint8_t> start) {
  if (start.size() < 4) return false;
  const std::uint32_t magic = ByteOrder(std::endian::little).u32(start, 0);
  return magic == ZSTD_MAGICNUMBER ||
         (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

std::unique_ptr<ByteSource> gzip_source(Window compressed) {
  return std::make_unique<GzipSource>(std::move(compressed));
}

std::unique_ptr<ByteSource> zstd_source(Window compressed) {
  return std::make_unique<ZstdSource>(std::move(compressed));
}

}  // namespace espial::capture
