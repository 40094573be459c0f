// What the rules refuse.
#pragma once

#include <clang/AST/ASTContext.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hlsc::vitis {

class Findings {
 public:
  // \param text "what; what to do"
  void add(const clang::ASTContext& context, clang::SourceLocation location, std::string text);
  template <class Node>
  void add(const Node& declaration, std::string text) {
    add(declaration.getASTContext(), declaration.getLocation(), std::move(text));
  }

  // Reports those of a unit as errors, in the order of its text.
  void print(const clang::ASTContext& context);

 private:
  using Finding = std::pair<clang::SourceLocation, std::string>;
  std::map<const clang::ASTContext*, std::vector<Finding>> findings_;
};

}  // namespace hlsc::vitis
