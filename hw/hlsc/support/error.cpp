#include "support/error.hpp"

#include <llvm/ADT/SmallString.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

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
  llvm::SmallString<128> path = at->getFilename();
  // As it was given, if that is where one is now.
  llvm::SmallString<128> here;
  if (!llvm::sys::path::is_absolute(path) && !at->getDirectory().empty() &&
      (llvm::sys::fs::current_path(here) || here != at->getDirectory())) {
    path = at->getDirectory();
    llvm::sys::path::append(path, at->getFilename());
  }
  return {std::string(path), at->getLine(), at->getColumn()};
}

Location location_of(const llvm::Instruction& instruction) {
  return location_of(instruction.getDebugLoc());
}

Error::Error(const Location& location, const llvm::Twine& text)
    : std::runtime_error((location.known() ? location.text() + ": " : std::string()) +
                         "error: " + text.str()) {}

}  // namespace hlsc
