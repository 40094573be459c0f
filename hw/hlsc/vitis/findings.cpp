#include "vitis/findings.hpp"

#include <clang/Basic/SourceManager.h>

#include <algorithm>

namespace hlsc::vitis {

void Findings::add(const clang::ASTContext& context, clang::SourceLocation location,
                   std::string text) {
  findings_[&context].emplace_back(location, std::move(text));
}

void Findings::print(const clang::ASTContext& context) {
  std::vector<Finding>& findings = findings_[&context];
  const clang::SourceManager& sources = context.getSourceManager();
  std::ranges::sort(findings, [&](const Finding& a, const Finding& b) {
    if (a.first == b.first) return a.second < b.second;
    return sources.isBeforeInTranslationUnit(a.first, b.first);
  });
  clang::DiagnosticsEngine& diagnostics = context.getDiagnostics();
  const unsigned error = diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Error, "%0");
  for (const auto& [location, text] : findings) diagnostics.Report(location, error) << text;
}

}  // namespace hlsc::vitis
