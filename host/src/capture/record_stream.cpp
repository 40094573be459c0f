#include "record_stream.hpp"

#include <fmt/format.h>

#include "espial/error.hpp"

namespace espial::capture {

void RecordStream::skip(std::uint64_t count, std::string_view what) {
  const std::uint64_t skipped = window_.skip(count);
  if (skipped < count) ended_within(what, skipped, count);
}

std::string RecordStream::place() const {
  return fmt::format("packet {} at offset {}{}", packets_ + 1, window_.position(),
                     compressed_ ? " of the decompressed capture" : "");
}

void RecordStream::corrupt(const std::string& why) const {
  refuse(fmt::format("corrupt record: {}: {}", place(), why));
}

void RecordStream::refuse(const std::string& why) const { throw FileError(name_, why); }

void RecordStream::check_source() const {
  const auto& fault = window_.source().fault();
  if (!fault) return;
  refuse(window_.position() == 0 ? *fault : fmt::format("{}: {}", place(), *fault));
}

void RecordStream::ended_within(std::string_view what, std::uint64_t have,
                                std::uint64_t needed) const {
  check_source();
  const std::string where = window_.position() == 0 ? "" : place() + ": ";
  refuse(fmt::format("cut in mid-{}: {}{} of {} octets are there", what, where, have, needed));
}

}  // namespace espial::capture
