#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "vitis/network.hpp"
#include "vitis/rules.hpp"
#include "vitis/types.hpp"
#include "vitis/walk.hpp"

namespace hlsc::vitis {
namespace {

bool is_pipeline(const Directive& directive) { return directive.verb == "pipeline"; }

bool is_pipeline_of_process(const Directive& directive) {
  return directive.outermost && is_pipeline(directive);
}

bool flushes(const Directive& directive) {
  return is_pipeline_of_process(directive) && directive.has("ii", "1") &&
         (directive.has("style", "flp") || directive.has("style", "frp"));
}

// --- state
// ----------------------------------------------------------------------------------------

class State final : public Visitor {
 public:
  explicit State(std::vector<const clang::VarDecl*>& found) : found_(found) {}

  bool declaration(const clang::Decl& declaration) override {
    if (const auto* const variable = llvm::dyn_cast<clang::VarDecl>(&declaration)) add(*variable);
    return true;
  }
  bool statement(const clang::Stmt& statement) override {
    const clang::ValueDecl* used = nullptr;
    if (const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(&statement))
      used = reference->getDecl();
    else if (const auto* const member = llvm::dyn_cast<clang::MemberExpr>(&statement))
      used = member->getMemberDecl();
    if (const auto* const variable = llvm::dyn_cast_or_null<clang::VarDecl>(used)) add(*variable);
    return true;
  }

 private:
  void add(const clang::VarDecl& variable) {
    if (!variable.hasGlobalStorage() || variable.isConstexpr()) return;
    const clang::QualType type = variable.getType();
    const clang::ASTContext& context = variable.getASTContext();
    if (!context.getBaseElementType(type).isConstQualified()) found_.push_back(&variable);
  }

  std::vector<const clang::VarDecl*>& found_;
};

bool is_process(const Function& function) {
  const auto parameters = function.definition->parameters();
  return std::ranges::any_of(function.directives, is_pipeline_of_process) && !parameters.empty() &&
         std::ranges::all_of(parameters, [](const clang::ParmVarDecl* parameter) {
           return streams_of(*parameter).has_value();
         });
}

// What runs at the same time, by name.
std::map<std::string, const Function*> owners(const Program& program) {
  std::map<std::string, const Function*> found;
  std::set<const Function*> used;
  for (const Network& network : networks(program)) {
    used.insert(network.function);
    for (const Task& task : network.tasks) {
      if (task.process == nullptr) continue;
      used.insert(task.process);
      found.emplace("task '" + task.name() + "'", task.process);
    }
  }
  // Processes that the sources hold without a network.
  for (const std::unique_ptr<Function>& function : program.functions())
    for (const Call& call : function->calls) used.insert(call.callee);
  for (const std::unique_ptr<Function>& function : program.functions())
    if (is_process(*function) && !used.contains(function.get()))
      found.emplace("process '" + function->definition->getQualifiedNameAsString() + "'",
                    function.get());
  return found;
}

struct Shared {
  const clang::VarDecl* variable;
  std::set<std::string> owners;
};

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += name == *names.rbegin() ? " and " : ", ";
    text += name;
  }
  return text;
}

// --- non-blocking access
// --------------------------------------------------------------------------

class NonBlocking final : public Visitor {
 public:
  NonBlocking(const std::string& pipeline, const clang::ASTContext& context, Findings& findings)
      : pipeline_(pipeline), context_(context), findings_(findings) {}

  bool statement(const clang::Stmt& statement) override {
    static constexpr std::array names = {"read_nb", "write_nb", "empty", "full"};
    const auto* const call = llvm::dyn_cast<clang::CallExpr>(&statement);
    if (call == nullptr || !is_stream_method(call->getDirectCallee())) return true;
    const std::string name = call->getDirectCallee()->getNameAsString();
    if (std::ranges::find(names, name) != names.end())
      findings_.add(context_, call->getExprLoc(),
                    "'" + name + "' in the free-running pipeline of '" + pipeline_ +
                        "'; use style=flp there");
    return true;
  }

 private:
  const std::string& pipeline_;
  const clang::ASTContext& context_;
  Findings& findings_;
};

}  // namespace

void processes_are_defined(const Program& program, Findings& findings) {
  for (const Network& network : networks(program))
    for (const Task& task : network.tasks)
      if (task.process == nullptr)
        findings.add(*task.variable,
                     task.process_name.empty()
                         ? "task '" + task.name() + "' names no process; give it a function"
                         : "no definition of process '" + task.process_name +
                               "'; add the source that has it");
}

void state_has_one_owner(const Program& program, Findings& findings) {
  std::map<std::string, Shared> states;
  for (const auto& [owner, process] : owners(program)) {
    std::vector<const clang::VarDecl*> found;
    State visitor(found);
    for (const Function* const function : reachable(*process)) walk(*function->definition, visitor);
    for (const clang::VarDecl* const variable : found) {
      Shared& shared =
          states.try_emplace(program.key(*variable), Shared{variable, {}}).first->second;
      shared.owners.insert(owner);
    }
  }
  for (const auto& [key, shared] : states)
    if (shared.owners.size() > 1)
      findings.add(*shared.variable, "state '" + shared.variable->getNameAsString() +
                                         "' is shared by " + joined(shared.owners) +
                                         "; give the function a template argument, one value for "
                                         "each of them");
}

void processes_flush(const Program& program, Findings& findings) {
  for (const Network& network : networks(program)) {
    for (const Task& task : network.tasks) {
      if (task.process == nullptr) continue;
      const Function& process = *task.process;
      if (std::ranges::any_of(process.directives, flushes)) continue;
      const auto pipeline = std::ranges::find_if(process.directives, is_pipeline_of_process);
      findings.add(process.definition->getASTContext(),
                   pipeline != process.directives.end() ? pipeline->location
                                                        : process.definition->getLocation(),
                   "process '" + process.name() +
                       "' is no pipeline that flushes; begin its body with '#pragma HLS PIPELINE "
                       "II=1 style=flp'");
    }
  }
}

void frp_only_blocks(const Program& program, Findings& findings) {
  for (const std::unique_ptr<Function>& function : program.functions()) {
    const bool free_running =
        std::ranges::any_of(function->directives, [](const Directive& directive) {
          return is_pipeline(directive) && directive.has("style", "frp");
        });
    if (!free_running) continue;
    const std::string name = function->name();
    for (const Function* const reached : reachable(*function)) {
      NonBlocking visitor(name, reached->definition->getASTContext(), findings);
      walk(*reached->definition, visitor);
    }
  }
}

}  // namespace hlsc::vitis
