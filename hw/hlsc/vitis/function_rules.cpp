#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>

#include <set>

#include "vitis/rules.hpp"
#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

// --- recursion
// ------------------------------------------------------------------------------------

// Goes down the calls and finds those that lead back to where it comes from.
class Recursion {
 public:
  explicit Recursion(Findings& findings) : findings_(findings) {}

  void enter(const Function& function) {
    if (!known_.insert(&function).second) return;
    path_.insert(&function);
    for (const Call& call : function.calls) {
      if (!path_.contains(call.callee)) {
        enter(*call.callee);
        continue;
      }
      const std::string name = call.callee->name();
      findings_.add(function.definition->getASTContext(), call.location,
                    "'" + name + "' calls itself" +
                        (call.callee == &function ? "" : " by way of '" + function.name() + "'") +
                        "; write it as a loop of fixed bounds");
    }
    path_.erase(&function);
  }

 private:
  Findings& findings_;
  std::set<const Function*> known_;
  std::set<const Function*> path_;
};

// --- what is called is not known
// ------------------------------------------------------------------

class VirtualFunctions final : public Visitor {
 public:
  explicit VirtualFunctions(Findings& findings) : findings_(findings) {}

  bool declaration(const clang::Decl& declaration) override {
    const auto* const method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
    if (method != nullptr && method->isVirtual() && method->isFirstDecl())
      findings_.add(*method, "virtual function '" + method->getNameAsString() +
                                 "'; choose by a template argument");
    return true;
  }

 private:
  Findings& findings_;
};

// Whether a function is behind pointers, references and arrays.
bool points_to_function(clang::QualType type) {
  type = type.getCanonicalType();
  if (const auto* const member = type->getAs<clang::MemberPointerType>())
    return member->isMemberFunctionPointer();
  if (type->isFunctionType()) return true;
  if (const auto* const array = type->getAsArrayTypeUnsafe())
    return points_to_function(array->getElementType());
  return (type->isPointerType() || type->isReferenceType()) &&
         points_to_function(type->getPointeeType());
}

class FunctionPointers final : public Visitor {
 public:
  FunctionPointers(const clang::ASTContext& context, Findings& findings)
      : context_(context), findings_(findings) {}

  bool declaration(const clang::Decl& declaration) override {
    if (llvm::isa<clang::VarDecl, clang::FieldDecl>(declaration)) {
      const auto& value = llvm::cast<clang::ValueDecl>(declaration);
      if (points_to_function(value.getType()))
        add(value.getLocation(), "function pointer '" + value.getNameAsString() + "'");
    } else if (const auto* const function = llvm::dyn_cast<clang::FunctionDecl>(&declaration)) {
      if (points_to_function(function->getReturnType()))
        add(function->getLocation(),
            "'" + function->getNameAsString() + "' returns a function pointer");
    }
    return true;
  }
  bool statement(const clang::Stmt& statement) override {
    const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement);
    if (call == nullptr || call->isInstantiationDependent()) return true;
    const clang::Decl* const callee = call->getCalleeDecl();
    // Of one that was declared, the declaration is refused.
    if (callee == nullptr && !llvm::isa<clang::CXXPseudoDestructorExpr>(call->getCallee()))
      add(call->getExprLoc(), "call through a function pointer");
    return true;
  }

 private:
  void add(clang::SourceLocation location, const std::string& what) {
    findings_.add(context_, location,
                  what + "; call the function by its name, or choose by a template argument");
  }

  const clang::ASTContext& context_;
  Findings& findings_;
};

}  // namespace

void no_recursion(const Program& program, Findings& findings) {
  Recursion recursion(findings);
  // The compiler may call constexpr functions as it likes, but nothing else may.
  for (const std::unique_ptr<Function>& function : program.functions())
    if (!function->definition->isConstexpr()) recursion.enter(*function);
}

void no_virtual_functions(const Program& program, Findings& findings) {
  VirtualFunctions visitor(findings);
  for (const std::unique_ptr<Unit>& unit : program.units()) walk(unit->context(), visitor);
}

void no_function_pointers(const Program& program, Findings& findings) {
  for (const std::unique_ptr<Unit>& unit : program.units()) {
    FunctionPointers visitor(unit->context(), findings);
    walk(unit->context(), visitor);
  }
}

}  // namespace hlsc::vitis
