#include "frontend/leaf.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <algorithm>

#include "frontend/pragma.hpp"

namespace hlsc {
namespace {

// The bundles of INTERFACE m_axi, by parameter: __hls_directive("INTERFACE m_axi port=memory
// bundle=gmem offset=slave", &(memory)).
std::map<std::string, std::string> bundles_of(const clang::CompoundStmt& body) {
  std::map<std::string, std::string> bundles;
  for (const clang::Stmt* const statement : body.body()) {
    const auto* const expression = llvm::dyn_cast<clang::Expr>(statement);
    const auto* const call = expression == nullptr
                                 ? nullptr
                                 : llvm::dyn_cast<clang::CallExpr>(expression->IgnoreImplicit());
    if (call == nullptr || call->getDirectCallee() == nullptr ||
        call->getDirectCallee()->getName() != directive_function)
      continue;
    const auto* const text =
        llvm::dyn_cast<clang::StringLiteral>(call->getArg(0)->IgnoreParenImpCasts());
    if (text == nullptr || !text->getString().starts_with("INTERFACE ")) continue;
    llvm::SmallVector<llvm::StringRef> words;
    text->getString().split(words, ' ');
    if (std::ranges::find(words, "m_axi") == words.end()) continue;
    std::string port;
    std::string bundle = "gmem";  // as Vitis HLS names it
    for (llvm::StringRef word : words) {
      if (word.consume_front("port=")) port = word.str();
      if (word.consume_front("bundle=")) bundle = word.str();
    }
    bundles.emplace(port, bundle);
  }
  return bundles;
}

}  // namespace

std::optional<Leaf> leaf_of(const clang::FunctionDecl& function) {
  const auto* const body = llvm::dyn_cast_or_null<clang::CompoundStmt>(function.getBody());
  if (body == nullptr) return std::nullopt;
  Leaf leaf;
  leaf.bundles = bundles_of(*body);
  if (leaf.bundles.empty()) return std::nullopt;
  const clang::ASTContext& context = function.getASTContext();
  for (const clang::ParmVarDecl* const parameter : function.parameters()) {
    LeafParameter& out = leaf.parameters.emplace_back();
    out.name = parameter->getNameAsString();
    clang::QualType type = parameter->getType();
    if (const auto* const stream = stream_of(parameter)) {
      type = stream->getTemplateArgs()[0].getAsType();
    } else if (type->isPointerType()) {
      out.kind = LeafParameter::Kind::memory;
      type = type->getPointeeType();
      if (!leaf.bundles.contains(out.name) && leaf.fault.empty())
        leaf.fault =
            "'" + out.name + "' points to memory: say of which bundle, with INTERFACE m_axi";
    } else {
      out.kind = LeafParameter::Kind::scalar;
      // What has a copy constructor of its own is passed by address.
      out.by_value = !type->isRecordType();
    }
    if (type->isIncompleteType()) {
      out.payload.unsupported = "'" + type.getAsString() + "', which is not complete";
    } else {
      out.payload = payload_of(context, type);
    }
  }
  return leaf;
}

}  // namespace hlsc
