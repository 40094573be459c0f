#include "vitis/walk.hpp"

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>

namespace hlsc::vitis {
namespace {

class Walk final : public clang::RecursiveASTVisitor<Walk> {
  using Base = clang::RecursiveASTVisitor<Walk>;

 public:
  Walk(const clang::ASTContext& context, Visitor& visitor)
      : sources_(context.getSourceManager()), visitor_(visitor) {}

  static bool shouldVisitTemplateInstantiations() { return true; }

  // The names are Clang's. NOLINTBEGIN(readability-identifier-naming)
  bool TraverseDecl(clang::Decl* declaration) {
    if (declaration == nullptr || declaration->isImplicit()) return true;
    if (sources_.isInSystemHeader(declaration->getLocation())) return true;
    return !visitor_.declaration(*declaration) || Base::TraverseDecl(declaration);
  }
  bool TraverseStmt(clang::Stmt* statement) {
    if (statement == nullptr) return true;
    return !visitor_.statement(*statement) || Base::TraverseStmt(statement);
  }
  bool TraverseTypeLoc(clang::TypeLoc type) {
    if (type.isNull()) return true;
    return !visitor_.type(type) || Base::TraverseTypeLoc(type);
  }
  // NOLINTEND(readability-identifier-naming)

 private:
  const clang::SourceManager& sources_;
  Visitor& visitor_;
};

}  // namespace

void walk(clang::ASTContext& context, Visitor& visitor) {
  Walk(context, visitor).TraverseDecl(context.getTranslationUnitDecl());
}

void walk(const clang::FunctionDecl& definition, Visitor& visitor) {
  Walk(definition.getASTContext(), visitor).TraverseStmt(definition.getBody());
}

}  // namespace hlsc::vitis
