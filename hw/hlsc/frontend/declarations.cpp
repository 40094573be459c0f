#include "frontend/declarations.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Mangle.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <algorithm>
#include <optional>

#include "frontend/leaf.hpp"
#include "frontend/network.hpp"
#include "frontend/types.hpp"

namespace hlsc {
namespace {

class Visitor final : public clang::RecursiveASTVisitor<Visitor> {
 public:
  Visitor(clang::ASTContext& context, Declarations& declarations)
      : context_(context), declarations_(declarations), names_(context) {}

  static bool shouldVisitTemplateInstantiations() { return true; }

  bool VisitFunctionDecl(clang::FunctionDecl* function) {
    if (!function->isThisDeclarationADefinition() || function->isDependentContext()) return true;
    if (function->param_empty() || llvm::isa<clang::CXXMethodDecl>(function)) return true;
    const std::string symbol = names_.getName(function);
    if (!std::ranges::all_of(function->parameters(), stream_of)) {
      if (std::optional<Leaf> leaf = leaf_of(*function)) {
        name(*function, *leaf);
        declarations_.leaves.emplace(symbol, std::move(*leaf));
      }
      return true;
    }
    if (std::optional<Network> network = network_of(*function)) {
      name(*function, *network);
      for (const clang::ParmVarDecl* const parameter : function->parameters())
        network->ports.push_back(parameter->getNameAsString());
      declarations_.networks.emplace(symbol, std::move(*network));
    } else {
      Process process;
      name(*function, process);
      for (const clang::ParmVarDecl* const parameter : function->parameters())
        process.streams.push_back(
            {parameter->getNameAsString(),
             payload_of(context_, stream_of(parameter)->getTemplateArgs()[0].getAsType())});
      declarations_.processes.emplace(symbol, std::move(process));
    }
    return true;
  }

 private:
  template <class Declared>
  static void name(const clang::FunctionDecl& function, Declared& declared) {
    declared.name = function.getNameAsString();
    declared.qualified_name = function.getQualifiedNameAsString();
  }

  clang::ASTContext& context_;
  Declarations& declarations_;
  clang::ASTNameGenerator names_;
};

class Collecting final : public clang::ASTConsumer {
 public:
  explicit Collecting(Declarations& declarations) : declarations_(declarations) {}

  void HandleTranslationUnit(clang::ASTContext& context) override {
    if (context.getDiagnostics().hasErrorOccurred()) return;
    Visitor(context, declarations_).TraverseDecl(context.getTranslationUnitDecl());
  }

 private:
  Declarations& declarations_;
};

}  // namespace

std::unique_ptr<clang::ASTConsumer> collect_declarations(Declarations& declarations) {
  return std::make_unique<Collecting>(declarations);
}

}  // namespace hlsc
