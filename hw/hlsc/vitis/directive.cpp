#include "vitis/directive.hpp"

#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <algorithm>

#include "frontend/directive.hpp"
#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

// Takes "VERB name=value flag" apart (frontend/pragma.hpp).
Directive parse(llvm::StringRef text, clang::SourceLocation location, bool outermost) {
  const std::string lower = text.lower();
  const auto [verb, rest] = llvm::StringRef(lower).split(' ');
  Directive directive{location, outermost, verb.str(), {}};
  llvm::SmallVector<llvm::StringRef> words;
  rest.split(words, ' ', -1, /*KeepEmpty=*/false);
  for (const llvm::StringRef word : words) {
    const auto [name, value] = word.split('=');
    directive.options.emplace_back(name.str(), value.str());
  }
  return directive;
}

class Collecting final : public Visitor {
 public:
  Collecting(const clang::Stmt& body, std::vector<Directive>& directives)
      : body_(body), directives_(directives) {}

  bool statement(const clang::Stmt& statement) override {
    const std::optional<DirectiveCall> directive = directive_call(statement);
    if (!directive) return true;
    const bool outermost =
        std::ranges::find(body_.child_begin(), body_.child_end(), &statement) != body_.child_end();
    directives_.push_back(parse(directive->text, directive->call->getBeginLoc(), outermost));
    return false;
  }

 private:
  const clang::Stmt& body_;
  std::vector<Directive>& directives_;
};

}  // namespace

bool Directive::has(std::string_view option, std::string_view value) const {
  return std::ranges::any_of(
      options, [&](const auto& given) { return given.first == option && given.second == value; });
}

bool Directive::has_mode(std::string_view mode) const { return has(mode, "") || has("mode", mode); }

std::vector<Directive> directives(const clang::FunctionDecl& definition) {
  std::vector<Directive> found;
  Collecting collecting(*definition.getBody(), found);
  walk(definition, collecting);
  return found;
}

}  // namespace hlsc::vitis
