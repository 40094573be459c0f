// Walks over an AST.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/TypeLoc.h>

namespace hlsc::vitis {

// What a walk meets. Each function says whether to go on with what lies below.
class Visitor {
 public:
  Visitor() = default;
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  virtual ~Visitor() = default;

  virtual bool declaration(const clang::Decl&) { return true; }
  virtual bool statement(const clang::Stmt&) { return true; }
  virtual bool type(const clang::TypeLoc&) { return true; }
};

// Over what stands in the user's files; templates as written, and each instance of them.
void walk(clang::ASTContext& context, Visitor& visitor);
// Over a function's body, including the lambdas in it.
void walk(const clang::FunctionDecl& definition, Visitor& visitor);

}  // namespace hlsc::vitis
