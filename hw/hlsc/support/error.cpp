#include "support/error.hpp"

#include <llvm/IR/DebugInfoMetadata.h>

namespace hlsc {
namespace {

// The headers that stand for the language's own types.
bool is_library(llvm::StringRef file) {
  const llvm::StringRef name = file.rsplit('/').second.empty() ? file : file.rsplit('/').second;
  return name.starts_with("ap_") || name == "hls_stream.h" || name == "open_stream.h";
}

}  // namespace

std::string Location::text() const {
  if (!known()) return "";
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Location location_of(const llvm::DebugLoc& debug_location) {
  const llvm::DILocation* at = debug_location.get();
  while (at != nullptr && at->getInlinedAt() != nullptr &&
         (is_library(at->getFilename()) || at->getLine() == 0))
    at = at->getInlinedAt();
  if (at == nullptr) return {};
  return {at->getFilename().str(), at->getLine(), at->getColumn()};
}

Location location_of(const llvm::Instruction& instruction) {
  return location_of(instruction.getDebugLoc());
}

Error::Error(const Location& location, const llvm::Twine& text)
    : std::runtime_error((location.known() ? location.text() + ": " : std::string()) +
                         "error: " + text.str()) {}

}  // namespace hlsc
