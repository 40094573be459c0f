// All sources together: their functions and who calls whom.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Mangle.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "vitis/directive.hpp"
#include "vitis/unit.hpp"

namespace hlsc::vitis {

struct Function;

// A call in a function's body that happens at run time.
struct Call {
  const Function* callee;
  clang::SourceLocation location;
};

// A function of the user that has a body, or an instance of a template; the same one if several
// units have it from a header.
struct Function {
  const clang::FunctionDecl* definition;
  std::vector<Directive> directives;
  std::vector<Call> calls;  // of functions of the user

  [[nodiscard]] std::string name() const { return definition->getNameAsString(); }
};

class Program {
 public:
  // The units must outlive the program.
  explicit Program(const Units& units);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  [[nodiscard]] const Units& units() const { return units_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Function>>& functions() const {
    return functions_;
  }
  // The function that a declaration means, in whichever unit it is defined; null if in none.
  [[nodiscard]] const Function* find(const clang::FunctionDecl* declaration) const;
  // Tells functions and variables apart in all units.
  [[nodiscard]] std::string key(const clang::NamedDecl& declaration) const;

 private:
  const Units& units_;
  // By unit.
  std::map<const clang::ASTContext*, std::unique_ptr<clang::ASTNameGenerator>> names_;
  std::vector<std::unique_ptr<Function>> functions_;
  std::map<std::string, Function*> by_key_;
};

// A function and all that it calls.
std::vector<const Function*> reachable(const Function& function);

}  // namespace hlsc::vitis
