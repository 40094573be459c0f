#include "frontend/directive.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

namespace hlsc {

std::optional<DirectiveCall> directive_call(const clang::Stmt& statement) {
  const auto* const expression = llvm::dyn_cast<clang::Expr>(&statement);
  if (expression == nullptr) return std::nullopt;
  const auto* const call = llvm::dyn_cast<clang::CallExpr>(expression->IgnoreImplicit());
  const clang::FunctionDecl* const callee = call == nullptr ? nullptr : call->getDirectCallee();
  const clang::IdentifierInfo* const name = callee == nullptr ? nullptr : callee->getIdentifier();
  if (name == nullptr || name->getName() != directive_function) return std::nullopt;
  const auto* const text =
      llvm::dyn_cast<clang::StringLiteral>(call->getArg(0)->IgnoreParenImpCasts());
  if (text == nullptr) return std::nullopt;
  return DirectiveCall{call, text->getString()};
}

}  // namespace hlsc
