#include "vitis/network.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

#include <algorithm>
#include <array>
#include <utility>

#include "vitis/types.hpp"
#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

// --- networks
// -------------------------------------------------------------------------------------

Connection connection_of(const clang::Expr& argument) {
  const clang::Expr* base = argument.IgnoreParenImpCasts();
  Connection connection{&argument, nullptr, std::nullopt};
  if (const auto* const subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(base)) {
    clang::Expr::EvalResult index;
    const clang::Expr& written = *subscript->getIdx();
    if (written.isValueDependent() || subscript->getBase()->isValueDependent()) return connection;
    base = subscript->getBase()->IgnoreParenImpCasts();
    const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(base);
    if (reference == nullptr ||
        !written.EvaluateAsInt(index, reference->getDecl()->getASTContext()))
      return connection;
    connection.element = static_cast<unsigned>(index.Val.getInt().getExtValue());
  }
  const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(base);
  if (reference == nullptr) return connection;
  const auto* const variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable != nullptr && streams_of(*variable)) connection.variable = variable;
  return connection;
}

// The arguments of a variable's constructor.
std::vector<const clang::Expr*> constructor_arguments(const clang::VarDecl& variable) {
  if (!variable.hasInit()) return {};
  const auto* const made =
      llvm::dyn_cast<clang::CXXConstructExpr>(variable.getInit()->IgnoreImplicit());
  if (made == nullptr) return {};
  return {made->arg_begin(), made->arg_end()};
}

Task task_of(const Program& program, const clang::VarDecl& variable) {
  Task task{&variable, {}, nullptr, {}};
  const std::vector<const clang::Expr*> arguments = constructor_arguments(variable);
  if (arguments.empty()) return task;
  const clang::Expr* named = arguments.front()->IgnoreParenImpCasts();
  if (const auto* const address = llvm::dyn_cast<clang::UnaryOperator>(named))
    named = address->getSubExpr()->IgnoreParenImpCasts();
  if (const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(named)) {
    task.process_name = reference->getDecl()->getQualifiedNameAsString();
    task.process = program.find(llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl()));
  }
  for (std::size_t i = 1; i < arguments.size(); ++i)
    task.connections.push_back(connection_of(*arguments[i]));
  return task;
}

class Wiring final : public Visitor {
 public:
  Wiring(const Program& program, Network& network) : program_(program), network_(network) {}

  bool declaration(const clang::Decl& declaration) override {
    const auto* const variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
    if (variable == nullptr || variable->getType()->isReferenceType()) return true;
    if (is_task(variable->getType()))
      network_.tasks.push_back(task_of(program_, *variable));
    else if (streams_of(*variable))
      network_.streams.push_back(variable);
    return true;
  }

 private:
  const Program& program_;
  Network& network_;
};

// --- directions
// -----------------------------------------------------------------------------------

// The variable that an expression means, behind brackets and references.
const clang::VarDecl* variable_of(const clang::Expr& expression) {
  const clang::Expr* const bare = expression.IgnoreParenImpCasts();
  if (const auto* const subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(bare))
    return variable_of(*subscript->getBase());
  const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(bare);
  if (reference == nullptr) return nullptr;
  const auto* const variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable != nullptr && !llvm::isa<clang::ParmVarDecl>(variable) &&
      variable->getType()->isReferenceType() && variable->hasInit())
    return variable_of(*variable->getInit());
  return variable;
}

using Parameter = std::pair<const Function*, unsigned>;

class Uses final : public Visitor {
 public:
  Uses(const Program& program, const clang::VarDecl& parameter, Direction& direction,
       std::vector<Parameter>& passed_to)
      : program_(program), parameter_(parameter), direction_(direction), passed_to_(passed_to) {}

  bool statement(const clang::Stmt& statement) override {
    if (const auto* const made = llvm::dyn_cast<clang::CXXConstructExpr>(&statement)) {
      passed({made->arg_begin(), made->arg_end()}, made->getConstructor(), 0);
      return true;
    }
    const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement);
    if (call == nullptr) return true;
    const clang::FunctionDecl* const callee = call->getDirectCallee();
    if (is_stream_method(callee)) {
      const auto* const member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
      const clang::Expr* const object =
          member != nullptr ? member->getImplicitObjectArgument() : call->getArg(0);
      if (variable_of(*object) == &parameter_) used(*callee);
      return true;
    }
    // The object that an operator is called of counts as its first argument.
    const bool has_object = llvm::isa<clang::CXXOperatorCallExpr>(call) &&
                            llvm::isa_and_nonnull<clang::CXXMethodDecl>(callee);
    passed({call->arg_begin(), call->arg_end()}, callee, has_object ? 1 : 0);
    return true;
  }

 private:
  void used(const clang::FunctionDecl& method) {
    static constexpr std::array reading = {"read", "read_nb", "empty", "operator>>"};
    static constexpr std::array writing = {"write", "write_nb", "full", "operator<<"};
    const std::string name = method.getNameAsString();
    if (std::ranges::find(reading, name) != reading.end()) direction_.reads = true;
    if (std::ranges::find(writing, name) != writing.end()) direction_.writes = true;
  }

  void passed(const std::vector<const clang::Expr*>& arguments, const clang::FunctionDecl* callee,
              std::size_t first) {
    const Function* const function = program_.find(callee);
    if (function == nullptr) return;
    for (std::size_t i = first; i < arguments.size(); ++i)
      if (variable_of(*arguments[i]) == &parameter_)
        passed_to_.emplace_back(function, static_cast<unsigned>(i - first));
  }

  const Program& program_;
  const clang::VarDecl& parameter_;
  Direction& direction_;
  std::vector<Parameter>& passed_to_;
};

}  // namespace

std::vector<Network> networks(const Program& program) {
  std::vector<Network> found;
  for (const std::unique_ptr<Function>& function : program.functions()) {
    Network network{function.get(), {}, {}};
    Wiring wiring(program, network);
    walk(*function->definition, wiring);
    if (!network.tasks.empty()) found.push_back(std::move(network));
  }
  return found;
}

Direction direction(const Program& program, const Function& function, unsigned parameter) {
  Direction found;
  std::vector<Parameter> places = {{&function, parameter}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto [user, at] = places[i];
    if (at >= user->definition->getNumParams()) continue;
    std::vector<Parameter> passed_to;
    Uses uses(program, *user->definition->getParamDecl(at), found, passed_to);
    walk(*user->definition, uses);
    for (const Parameter& place : passed_to)
      if (std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  return found;
}

}  // namespace hlsc::vitis
