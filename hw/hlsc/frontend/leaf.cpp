#include "frontend/leaf.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Stmt.h>

#include "frontend/directive.hpp"
#include "frontend/types.hpp"

namespace hlsc {
namespace {

// The bundles of "INTERFACE m_axi port=memory bundle=gmem offset=slave", by parameter; one without
// a name is `gmem`, as in Vitis HLS.
std::map<std::string, std::string> bundles_of(const clang::CompoundStmt& body) {
  std::map<std::string, std::string> bundles;
  for (const clang::Stmt* const statement : body.body()) {
    const std::optional<DirectiveCall> directive = directive_call(*statement);
    if (!directive) continue;
    const DirectiveText text(directive->text);
    if (text.verb() != "INTERFACE" || !text.has("m_axi")) continue;
    const llvm::StringRef bundle = text.option("bundle");
    bundles.emplace(text.option("port").str(), bundle.empty() ? "gmem" : bundle.str());
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
