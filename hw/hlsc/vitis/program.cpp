#include "vitis/program.hpp"

#include <clang/AST/ExprCXX.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

class Definitions final : public Visitor {
 public:
  explicit Definitions(std::vector<const clang::FunctionDecl*>& found) : found_(found) {}

  bool declaration(const clang::Decl& declaration) override {
    const auto* const function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
    if (function != nullptr && function->doesThisDeclarationHaveABody() &&
        !function->isDependentContext())
      found_.push_back(function);
    return true;
  }

 private:
  std::vector<const clang::FunctionDecl*>& found_;
};

// What happens at run time: the compiler's own arithmetic is left out.
class Calls final : public Visitor {
 public:
  Calls(const Program& program, std::vector<Call>& found) : program_(program), found_(found) {}

  bool declaration(const clang::Decl& declaration) override {
    if (llvm::isa<clang::StaticAssertDecl>(declaration)) return false;
    const auto* const variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
    return variable == nullptr || !variable->isConstexpr();
  }
  bool statement(const clang::Stmt& statement) override {
    if (llvm::isa<clang::ConstantExpr, clang::UnaryExprOrTypeTraitExpr, clang::CXXNoexceptExpr>(
            statement))
      return false;
    if (const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement))
      add(call->getDirectCallee(), call->getExprLoc());
    else if (const auto* const made = llvm::dyn_cast<clang::CXXConstructExpr>(&statement))
      add(made->getConstructor(), made->getLocation());
    return true;
  }
  bool type(const clang::TypeLoc&) override { return false; }

 private:
  void add(const clang::FunctionDecl* callee, clang::SourceLocation location) {
    if (const Function* const function = program_.find(callee))
      found_.push_back({function, location});
  }

  const Program& program_;
  std::vector<Call>& found_;
};

}  // namespace

Program::Program(const Units& units) : units_(units) {
  std::vector<const clang::FunctionDecl*> definitions;
  Definitions visitor(definitions);
  for (const std::unique_ptr<Unit>& unit : units_) {
    names_.emplace(&unit->context(), std::make_unique<clang::ASTNameGenerator>(unit->context()));
    walk(unit->context(), visitor);
  }
  for (const clang::FunctionDecl* const definition : definitions) {
    const auto [entry, is_new] = by_key_.emplace(key(*definition), nullptr);
    if (!is_new) continue;
    functions_.push_back(
        std::make_unique<Function>(Function{definition, directives(*definition), {}}));
    entry->second = functions_.back().get();
  }
  for (const std::unique_ptr<Function>& function : functions_) {
    Calls calls(*this, function->calls);
    walk(*function->definition, calls);
  }
}

Program::~Program() = default;

std::string Program::key(const clang::NamedDecl& declaration) const {
  const clang::ASTContext& context = declaration.getASTContext();
  const auto names = names_.find(&context);
  std::string key = names->second->getName(&declaration);
  // Others may have one of the same name.
  if (!declaration.isExternallyVisible())
    key += '@' + context.getSourceManager()
                     .getFileEntryRefForID(context.getSourceManager().getMainFileID())
                     ->getName()
                     .str();
  return key;
}

const Function* Program::find(const clang::FunctionDecl* declaration) const {
  if (declaration == nullptr || declaration->isDependentContext()) return nullptr;
  const clang::SourceManager& sources = declaration->getASTContext().getSourceManager();
  if (sources.isInSystemHeader(declaration->getLocation())) return nullptr;
  const auto found = by_key_.find(key(*declaration));
  return found == by_key_.end() ? nullptr : found->second;
}

std::vector<const Function*> reachable(const Function& function) {
  std::vector<const Function*> reached = {&function};
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (const Call& call : reached[i]->calls)
      if (std::ranges::find(reached, call.callee) == reached.end()) reached.push_back(call.callee);
  return reached;
}

}  // namespace hlsc::vitis
