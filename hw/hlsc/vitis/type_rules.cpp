#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "vitis/rules.hpp"
#include "vitis/types.hpp"
#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

constexpr unsigned widest = 1024;  // AP_INT_MAX_W of Vitis HLS, if it is not raised

template <std::size_t Size>
bool is_one_of(llvm::StringRef name, const std::array<std::string_view, Size>& names) {
  return std::ranges::find(names, std::string_view(name)) != names.end();
}

bool is_users(const clang::Decl& declaration) {
  return !declaration.getASTContext().getSourceManager().isInSystemHeader(
      declaration.getLocation());
}

// A type as it is written: not what it points to, and not once more for each name of the user's.
bool is_written(const clang::TypeLoc& type) {
  if (!type.getNextTypeLoc().isNull() || type.getAs<clang::AutoTypeLoc>()) return false;
  const auto name = type.getAs<clang::TypedefTypeLoc>();
  return !name || !is_users(*name.getTypedefNameDecl());
}

// --- widths
// ---------------------------------------------------------------------------------------

unsigned excess(clang::QualType type) {
  const unsigned width = ap_int_width(type).value_or(0);
  return width > widest ? width : 0;
}

class Widths final : public Visitor {
 public:
  Widths(const clang::ASTContext& context, Findings& findings)
      : context_(context), findings_(findings) {}

  bool type(const clang::TypeLoc& type) override {
    if (is_written(type)) check(excess(type.getType()), type.getBeginLoc(), "a number");
    return true;
  }
  // What operators make of numbers that fit.
  bool statement(const clang::Stmt& statement) override {
    const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement);
    if (call == nullptr || call->isTypeDependent() || call->isGLValue()) return true;
    const auto too_wide = [](const clang::Expr* part) { return excess(part->getType()) != 0; };
    if (!std::ranges::any_of(call->arguments(), too_wide))
      check(excess(call->getType()), call->getExprLoc(), "a result");
    return true;
  }

 private:
  void check(unsigned width, clang::SourceLocation location, const char* what) {
    if (width != 0)
      findings_.add(context_, location,
                    std::string(what) + " of " + std::to_string(width) +
                        " bits; split it: " + std::to_string(widest) + " bits are the limit");
  }

  const clang::ASTContext& context_;
  Findings& findings_;
};

// --- dynamic memory
// -------------------------------------------------------------------------------

constexpr std::array<std::string_view, 11> allocating_functions = {
    "malloc", "calloc",  "realloc",       "free",     "alloca",        "__builtin_alloca",
    "strdup", "strndup", "aligned_alloc", "memalign", "posix_memalign"};

constexpr std::array<std::string_view, 23> allocating_classes = {
    "vector",     "basic_string", "map",   "multimap",       "unordered_map", "unordered_multimap",
    "set",        "multiset",     "list",  "forward_list",   "unordered_set", "unordered_multiset",
    "deque",      "function",     "queue", "priority_queue", "stack",         "unique_ptr",
    "shared_ptr", "weak_ptr",     "any",   "valarray",       "allocator"};

constexpr std::array<std::string_view, 16> allocating_headers = {
    "vector", "string",       "map",      "unordered_map", "set",   "unordered_set",
    "list",   "forward_list", "deque",    "queue",         "stack", "functional",
    "memory", "any",          "valarray", "sstream"};

// Whether a type is a class of the standard library that takes memory.
bool allocates(clang::QualType type) {
  const auto* const record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record != nullptr && record->isInStdNamespace() && record->getIdentifier() != nullptr &&
         is_one_of(record->getName(), allocating_classes);
}

bool is_allocating(const clang::FunctionDecl& function) {
  switch (function.getOverloadedOperator()) {
    case clang::OO_New:
    case clang::OO_Array_New:
    case clang::OO_Delete:
    case clang::OO_Array_Delete:
      return true;
    default:
      // A C++ function of the user may have such a name.
      return (function.getBuiltinID() != 0 || function.isExternC()) &&
             function.getIdentifier() != nullptr &&
             is_one_of(function.getName(), allocating_functions);
  }
}

class DynamicMemory final : public Visitor {
 public:
  DynamicMemory(const clang::ASTContext& context, Findings& findings)
      : context_(context), findings_(findings) {}

  bool type(const clang::TypeLoc& type) override {
    if (is_written(type) && allocates(type.getType()))
      add(type.getBeginLoc(), name_of(type.getType()));
    return true;
  }
  bool statement(const clang::Stmt& statement) override {
    if (llvm::isa<clang::CXXNewExpr>(statement)) add(statement.getBeginLoc(), "new");
    if (llvm::isa<clang::CXXDeleteExpr>(statement)) add(statement.getBeginLoc(), "delete");
    if (const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement)) check(*call);
    return true;
  }

 private:
  void check(const clang::CallExpr& call) {
    const clang::FunctionDecl* const callee = call.getDirectCallee();
    if (callee == nullptr) return;
    if (is_allocating(*callee))
      add(call.getBeginLoc(), callee->getNameAsString());
    else if (!is_users(*callee) && !call.isTypeDependent() && allocates(call.getType()))
      add(call.getBeginLoc(), name_of(call.getType()));
  }
  static std::string name_of(clang::QualType type) {
    return "std::" + type.getNonReferenceType()->getAsCXXRecordDecl()->getNameAsString();
  }
  void add(clang::SourceLocation location, const std::string& what) {
    findings_.add(context_, location,
                  "dynamic memory ('" + what + "'); use an array or a stream of fixed size");
  }

  const clang::ASTContext& context_;
  Findings& findings_;
};

template <class Looking>
void look(const Program& program, Findings& findings) {
  for (const std::unique_ptr<Unit>& unit : program.units()) {
    Looking visitor(unit->context(), findings);
    walk(unit->context(), visitor);
  }
}

}  // namespace

void widths_fit(const Program& program, Findings& findings) { look<Widths>(program, findings); }

void no_dynamic_memory(const Program& program, Findings& findings) {
  look<DynamicMemory>(program, findings);
}

void no_allocating_headers(const Program& program, Findings& findings) {
  for (const std::unique_ptr<Unit>& unit : program.units())
    for (const Include& include : unit->includes())
      if (is_one_of(include.name, allocating_headers))
        findings.add(
            unit->context(), include.location,
            "dynamic memory (<" + include.name + ">); use an array or a stream of fixed size");
}

}  // namespace hlsc::vitis
