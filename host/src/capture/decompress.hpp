// Decompressors: sources that read another source through a window.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "byte_source.hpp"
#include "window.hpp"

namespace espial::capture {

/// Whether these first octets of a file are those of gzip (RFC 1952, 2.3.1).
bool is_gzip(std::span<const std::uint8_t> start);
/// Whether these first octets of a file are those of a zstd frame or a skippable one (RFC
/// 8878, 3.1).
bool is_zstd(std::span<const std::uint8_t> start);

/// Members one after the other, as RFC 1952 2.2 has it; zero octets after the last are padding.
std::unique_ptr<ByteSource> gzip_source(Window compressed);
/// Frames one after the other; skippable ones hold nothing.
std::unique_ptr<ByteSource> zstd_source(Window compressed);

}  // namespace espial::capture
