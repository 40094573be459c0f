// What a stream carries, from the AST: LLVM IR knows no exact widths.
#pragma once

#include <string>
#include <vector>

namespace clang {
class ASTContext;
class QualType;
}  // namespace clang

namespace hlsc {

// A number within a stream's payload.
struct Field {
  std::string name;  // as in C++: "round.first", "line[2]"; empty if the payload is a number itself
  unsigned offset;   // octets in memory
  unsigned storage;  // octets that it takes there
  unsigned width;    // bits that count
  bool is_signed;
  std::string signal;  // of AXI4-Stream: "TDATA", and "TLAST", "TKEEP", … of hls::axis

  friend bool operator==(const Field&, const Field&) = default;
};

struct Payload {
  unsigned octets = 0;  // in memory
  std::vector<Field> fields;
  std::string unsupported;  // what it holds that hardware cannot, if anything

  // Bits that count.
  [[nodiscard]] unsigned width() const;
  friend bool operator==(const Payload&, const Payload&) = default;
};

// Takes a type apart into its numbers.
Payload payload_of(const clang::ASTContext& context, clang::QualType type);

}  // namespace hlsc
