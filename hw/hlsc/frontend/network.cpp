#include "frontend/network.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/Mangle.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

#include "frontend/directive.hpp"
#include "frontend/types.hpp"

namespace hlsc {
namespace {

const clang::ValueDecl* named(const clang::Expr& expression) {
  const clang::Expr* bare = expression.IgnoreParenImpCasts();
  if (const auto* const address = llvm::dyn_cast<clang::UnaryOperator>(bare))
    bare = address->getSubExpr()->IgnoreParenImpCasts();
  const auto* const reference = llvm::dyn_cast<clang::DeclRefExpr>(bare);
  return reference == nullptr ? nullptr : reference->getDecl();
}

// Reads the body of a function statement by statement.
class Reading {
 public:
  explicit Reading(const clang::FunctionDecl& function)
      : function_(function), context_(function.getASTContext()), names_(function.getASTContext()) {}

  Network read(const clang::CompoundStmt& body) {
    network_.location = location_of(function_.getLocation());
    for (const clang::Stmt* const statement : body.body()) read(*statement);
    return std::move(network_);
  }

 private:
  void read(const clang::Stmt& statement) {
    if (const auto* const declarations = llvm::dyn_cast<clang::DeclStmt>(&statement)) {
      for (const clang::Decl* const declaration : declarations->decls()) read(*declaration);
    } else if (const std::optional<DirectiveCall> directive = directive_call(statement)) {
      read_directive(*directive->call, DirectiveText(directive->text));
    } else if (!llvm::isa<clang::NullStmt>(statement)) {
      fault(statement.getBeginLoc(), "a network only declares streams and tasks");
    }
  }

  void read(const clang::Decl& declaration) {
    const auto* const variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
    if (variable == nullptr || variable->isConstexpr()) return;  // types, constants, using
    if (is_task(variable->getType())) return read_task(*variable);
    const auto* const stream = specialization(variable->getType(), "hls::stream");
    if (stream == nullptr)
      return fault(variable->getLocation(),
                   "'" + variable->getNameAsString() +
                       "' is neither a stream nor a task: a network declares nothing else");
    const clang::TemplateArgumentList& arguments = stream->getTemplateArgs();
    StreamVariable& out = network_.streams.emplace_back();
    out.name = variable->getNameAsString();
    if (const auto depth = static_cast<unsigned>(arguments[1].getAsIntegral().getZExtValue());
        depth != 0)
      out.depth = depth;
    out.location = location_of(variable->getLocation());
  }

  void read_task(const clang::VarDecl& variable) {
    Task& task = network_.tasks.emplace_back();
    task.name = variable.getNameAsString();
    task.location = location_of(variable.getLocation());
    const auto* const made =
        variable.hasInit()
            ? llvm::dyn_cast<clang::CXXConstructExpr>(variable.getInit()->IgnoreImplicit())
            : nullptr;
    if (made == nullptr || made->getNumArgs() == 0)
      return fault(variable.getLocation(), "task '" + task.name + "' names no process");
    const auto* const process =
        llvm::dyn_cast_or_null<clang::FunctionDecl>(named(*made->getArg(0)));
    if (process == nullptr)
      return fault(variable.getLocation(),
                   "the first argument of task '" + task.name + "' is no function");
    task.symbol = names_.getName(process);
    for (unsigned i = 1; i < made->getNumArgs(); ++i) {
      const clang::ValueDecl* const stream = named(*made->getArg(i));
      if (stream == nullptr)
        return fault(made->getArg(i)->getBeginLoc(),
                     "an argument of task '" + task.name +
                         "' is not the name of a stream: hlsc takes nothing else");
      task.streams.push_back(stream->getNameAsString());
      if (i <= process->getNumParams())
        check_type(*process->getParamDecl(i - 1), *stream, *made->getArg(i));
    }
  }

  // hls::task takes arguments of any types.
  void check_type(const clang::ParmVarDecl& parameter, const clang::ValueDecl& stream,
                  const clang::Expr& argument) {
    const auto* const wanted = stream_of(&parameter);
    const auto* const given = specialization(stream.getType().getNonReferenceType(), "hls::stream");
    if (wanted == nullptr || given == nullptr) return;
    const auto carried = [](const clang::ClassTemplateSpecializationDecl& type) {
      return type.getTemplateArgs()[0].getAsType().getCanonicalType();
    };
    if (carried(*wanted) != carried(*given))
      fault(argument.getBeginLoc(), "stream '" + stream.getNameAsString() + "' carries '" +
                                        carried(*given).getAsString() + "', and '" +
                                        parameter.getNameAsString() + "' of the process '" +
                                        carried(*wanted).getAsString() + "'");
  }

  // __hls_directive("CREDIT places=loop_places", &(bounced), (loop_places))
  void read_directive(const clang::CallExpr& call, const DirectiveText& text) {
    const std::string verb = text.verb().str();
    const bool credit = verb == "CREDIT";
    if (!credit && verb != "STREAM") return;
    const clang::ValueDecl* const variable =
        call.getNumArgs() < 2 ? nullptr : named(*call.getArg(1));
    const auto stream = std::ranges::find_if(network_.streams, [&](const StreamVariable& other) {
      return variable != nullptr && other.name == variable->getName();
    });
    if (stream == network_.streams.end())
      return fault(call.getBeginLoc(), verb + ": 'variable =' must name a stream declared above");
    clang::Expr::EvalResult value;
    if (call.getNumArgs() < 3 || !call.getArg(2)->EvaluateAsInt(value, context_) ||
        !value.Val.getInt().isStrictlyPositive() || value.Val.getInt().getActiveBits() > 31)
      return fault(call.getBeginLoc(), verb + ": '" + (credit ? "places" : "depth") +
                                           " =' must be a constant number from 1 on");
    const auto number = static_cast<unsigned>(value.Val.getInt().getLimitedValue());
    if (credit)
      stream->credit = number;
    else
      stream->depth = number;
  }

  Location location_of(clang::SourceLocation location) const {
    const clang::PresumedLoc place = context_.getSourceManager().getPresumedLoc(
        context_.getSourceManager().getExpansionLoc(location));
    if (place.isInvalid()) return {};
    return {place.getFilename(), place.getLine(), place.getColumn()};
  }

  void fault(clang::SourceLocation location, const std::string& text) {
    if (!network_.fault.empty()) return;
    network_.fault = text;
    network_.fault_location = location_of(location);
  }

  const clang::FunctionDecl& function_;
  clang::ASTContext& context_;
  clang::ASTNameGenerator names_;
  Network network_;
};

bool declares_tasks(const clang::CompoundStmt& body) {
  return std::ranges::any_of(body.body(), [](const clang::Stmt* statement) {
    const auto* const declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declarations != nullptr &&
           std::ranges::any_of(declarations->decls(), [](const clang::Decl* declaration) {
             const auto* const variable = llvm::dyn_cast<clang::VarDecl>(declaration);
             return variable != nullptr && is_task(variable->getType());
           });
  });
}

}  // namespace

std::optional<Network> network_of(const clang::FunctionDecl& function) {
  const auto* const body = llvm::dyn_cast_or_null<clang::CompoundStmt>(function.getBody());
  if (body == nullptr || !declares_tasks(*body)) return std::nullopt;
  return Reading(function).read(*body);
}

}  // namespace hlsc
