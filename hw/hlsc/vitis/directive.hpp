// The HLS pragmas of a function.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/Basic/SourceLocation.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hlsc::vitis {

// Case is of no meaning: everything is kept in lower case.
struct Directive {
  clang::SourceLocation location;
  bool outermost;  // stands in the function's outermost block: not in a loop
  std::string verb;
  std::vector<std::pair<std::string, std::string>> options;  // flags have no value

  [[nodiscard]] bool has(std::string_view option, std::string_view value) const;
  // INTERFACE: as a flag or as mode=….
  [[nodiscard]] bool has_mode(std::string_view mode) const;
};

std::vector<Directive> directives(const clang::FunctionDecl& definition);

}  // namespace hlsc::vitis
