// What is wrong with a kernel, and where.
#pragma once

#include <llvm/ADT/Twine.h>
#include <llvm/IR/DebugLoc.h>
#include <llvm/IR/Instruction.h>

#include <stdexcept>
#include <string>

namespace hlsc {

// A place in the C++ sources.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;

  [[nodiscard]] bool known() const { return line != 0; }
  // "file:line:column"; empty if unknown.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Location&, const Location&) = default;
};

// Where in the kernel an instruction comes from: for one that was inlined from the headers of
// hw/hls, the line that used it.
Location location_of(const llvm::DebugLoc& debug_location);
Location location_of(const llvm::Instruction& instruction);

// The kernel is outside what hlsc accepts, or cannot meet its timing. what() is "file:line:column:
// error: text", and lines of detail may follow.
class Error : public std::runtime_error {
 public:
  Error(const Location& location, const llvm::Twine& text);
  explicit Error(const llvm::Twine& text) : Error(Location{}, text) {}
  Error(const llvm::Instruction& instruction, const llvm::Twine& text)
      : Error(location_of(instruction), text) {}
};

}  // namespace hlsc
