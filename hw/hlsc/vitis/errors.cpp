#include "vitis/errors.hpp"

#include <clang/Basic/SourceManager.h>

namespace hlsc::vitis {

namespace {

llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> options() {
  auto options = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
  options->ShowPresumedLoc = true;  // `#line` counts, as in Clang
  return options;
}

}  // namespace

ErrorPrinter::ErrorPrinter(llvm::raw_ostream& out, Reported& reported)
    : printer_(out, options().get()), reported_(reported) {}

void ErrorPrinter::BeginSourceFile(const clang::LangOptions& language,
                                   const clang::Preprocessor* preprocessor) {
  printer_.BeginSourceFile(language, preprocessor);
}

void ErrorPrinter::EndSourceFile() { printer_.EndSourceFile(); }

void ErrorPrinter::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                    const clang::Diagnostic& diagnostic) {
  if (level != clang::DiagnosticsEngine::Note) {
    shows_ = false;
    if (level < clang::DiagnosticsEngine::Error) return;
    llvm::SmallString<128> text;
    diagnostic.FormatDiagnostic(text);
    std::string where;
    if (diagnostic.hasSourceManager())
      where = diagnostic.getLocation().printToString(diagnostic.getSourceManager());
    shows_ = reported_.insert(where + ": " + text.str().str()).second;
  }
  if (!shows_) return;
  DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  printer_.HandleDiagnostic(level, diagnostic);
}

}  // namespace hlsc::vitis
