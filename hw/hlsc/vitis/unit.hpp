// A source file and what it includes, as Clang understands it.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <llvm/Support/raw_ostream.h>

#include <memory>
#include <string>
#include <vector>

#include "frontend/compile.hpp"
#include "vitis/errors.hpp"

namespace hlsc::vitis {

// `#include <name>`
struct Include {
  clang::SourceLocation location;
  std::string name;
};

// Holds the AST as long as it lives: rules look at all units together.
class Unit {
 public:
  // Errors go to `out`, those that are not in `reported` yet.
  Unit(const CompileOptions& options, const std::string& source, llvm::raw_ostream& out,
       Reported& reported);
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  ~Unit();

  // Whether there is an AST without guesses. Extensions of the language are errors, but not here.
  [[nodiscard]] bool compiles() const { return compiles_; }
  // \pre compiles()
  [[nodiscard]] clang::ASTContext& context() const { return compiler_.getASTContext(); }
  // Those in angle brackets, in the user's files.
  [[nodiscard]] const std::vector<Include>& includes() const { return includes_; }

 private:
  bool parse(const CompileOptions& options, const std::string& source);

  ErrorPrinter errors_;
  std::vector<Include> includes_;
  clang::CompilerInstance compiler_;
  std::unique_ptr<clang::FrontendAction> action_;  // none before it has begun
  bool compiles_;                                  // the last: to find out takes the others
};

using Units = std::vector<std::unique_ptr<Unit>>;

}  // namespace hlsc::vitis
